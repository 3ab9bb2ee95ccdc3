"""The list of publications: filtered, exported, printed."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from oversight.accounts import selectors as accounts
from oversight.accounts.rules import Permission
from oversight.common import moments
from oversight.disclosures import awaiting, selectors, sources
from oversight.disclosures.models import Disclosure
from oversight.disclosures.selectors import DisclosureQuestion
from oversight.disclosures.states import DISCLOSURE
from oversight.regulations import selectors as regulations
from oversight.web import lists
from oversight.web.access import ActingRequest, page
from oversight.web.lists import Column, Filter, ListKind, ListState
from oversight.web.paging import paginate

KIND = ListKind(
    key="disclosures",
    title="公示",
    unit="件",
    hint="名称、公示编号",
    columns=(
        Column(title="编号", cell=lambda row: str(row.number)),
        Column(title="版本", cell=lambda row: str(row.version)),
        Column(title="类别", cell=lambda row: sources.titles().get(row.kind, row.kind)),
        Column(title="名称", cell=lambda row: str(row.title)),
        Column(title="承办科室", cell=lambda row: str(row.owner.name)),
        Column(title="状态", cell=lambda row: DISCLOSURE.label(row.state)),
        Column(title="公示期限", cell=lambda row: lists.day(row.due_on)),
    ),
)


@page(Permission.SEE_DISCLOSURES)
def listing(request: ActingRequest) -> HttpResponse:
    """Show the publications as filtered."""
    matching = _find(request)
    page = paginate(request, matching)
    today = moments.day_of(request.at)
    calendar = regulations.calendar(request.actor.bureau_id or 0)
    titles = sources.titles()
    context = {
        "list": state_of(request),
        "page": page,
        "number": matching.count(),
        "rows": [
            {
                "row": row,
                "kind": titles.get(row.kind, row.kind),
                "standing": awaiting.term_of(row, calendar, today),
            }
            for row in page.rows
        ],
    }
    return render(request, "office/disclosures/disclosures.html", context)


@page(Permission.EXPORT)
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Export the publications as filtered."""
    rows = list(_find(request))
    return lists.export(request, KIND, form, rows, len(rows))


@page(Permission.SEE_DISCLOSURES)
def printout(request: ActingRequest) -> HttpResponse:
    """Show the publications as filtered on a page to be printed."""
    rows = _find(request)
    return lists.printout(request, state_of(request), rows[: lists.MOST_PRINTED], rows.count())


def state_of(request: ActingRequest) -> ListState:
    """Read the list as the address asks for it."""
    sections = [(str(row.pk), row.name) for row in accounts.sections(request.actor)]
    filters = (
        Filter(name="kind", every="全部类别", choices=list(sources.titles().items())),
        Filter(name="state", every="全部状态", choices=list(DISCLOSURE.labels.items())),
        Filter(name="section", every="全部科室", choices=sections),
    )
    return lists.state_of(request, KIND, filters)


def _find(request: ActingRequest) -> QuerySet[Disclosure]:
    asked = state_of(request).asked
    state, kind = asked.get("state", ""), asked.get("kind", "")
    question = DisclosureQuestion(
        words=asked.get(lists.WORDS, ""),
        kind=kind if kind in sources.titles() else "",
        state=state if state in DISCLOSURE.labels else "",
        section=lists.key_of(asked.get("section", "")),
    )
    return selectors.find(request.actor, question)
