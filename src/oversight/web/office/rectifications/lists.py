"""The list of rectifications: filtered, exported, printed."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from oversight.accounts import selectors as accounts
from oversight.accounts.rules import Permission
from oversight.common import moments
from oversight.rectifications import rules, selectors
from oversight.rectifications.models import Rectification
from oversight.rectifications.selectors import STANDINGS, RectificationQuestion
from oversight.rectifications.states import RECTIFICATION, RectificationState
from oversight.web import lists
from oversight.web.access import ActingRequest, page
from oversight.web.lists import Column, Filter, ListKind, ListState
from oversight.web.paging import paginate

KIND = ListKind(
    key="rectifications",
    title="责令改正",
    unit="件",
    hint="企业名称、代码、编号、文号",
    columns=(
        Column(title="编号", cell=lambda row: str(row.number)),
        Column(title="统一社会信用代码", cell=lambda row: str(row.code), is_printed=False),
        Column(title="企业", cell=lambda row: str(row.name)),
        Column(title="承办科室", cell=lambda row: str(row.owner.name)),
        Column(title="指令书", cell=lambda row: row.order.number if row.order else ""),
        Column(title="状态", cell=lambda row: RECTIFICATION.label(row.state)),
        Column(title="改正期满日", cell=lambda row: lists.day(row.due_on)),
        Column(title="完结日期", cell=lambda row: lists.day(row.closed_on)),
    ),
)


@page(Permission.SEE_VISITS)
def listing(request: ActingRequest) -> HttpResponse:
    """Show the rectifications as filtered."""
    matching = _find(request)
    page = paginate(request, matching)
    today = moments.day_of(request.at)
    context = {
        "list": state_of(request),
        "page": page,
        "number": matching.count(),
        "rows": [{"row": row, "standing": _standing(row, today)} for row in page.rows],
    }
    return render(request, "office/rectifications/rectifications.html", context)


@page(Permission.EXPORT)
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Export the rectifications as filtered."""
    rows = list(_find(request))
    return lists.export(request, KIND, form, rows, len(rows))


@page(Permission.SEE_VISITS)
def printout(request: ActingRequest) -> HttpResponse:
    """Show the rectifications as filtered on a page to be printed."""
    rows = _find(request)
    return lists.printout(request, state_of(request), rows[: lists.MOST_PRINTED], rows.count())


def state_of(request: ActingRequest) -> ListState:
    """Read the list as the address asks for it."""
    sections = [(str(row.pk), row.name) for row in accounts.sections(request.actor)]
    filters = (
        Filter(name="section", every="全部科室", choices=sections),
        Filter(name="state", every="全部状态", choices=list(RECTIFICATION.labels.items())),
        Filter(name="standing", every="期限不限", choices=list(STANDINGS.items())),
    )
    return lists.state_of(request, KIND, filters)


def _find(request: ActingRequest) -> QuerySet[Rectification]:
    asked = state_of(request).asked
    state, standing = asked.get("state", ""), asked.get("standing", "")
    question = RectificationQuestion(
        words=asked.get(lists.WORDS, ""),
        section=lists.key_of(asked.get("section", "")),
        state=state if state in RECTIFICATION.labels else "",
        standing=standing if standing in STANDINGS else "",
        sort=asked.get(lists.SORT, ""),
    )
    return selectors.find(request.actor, question, moments.day_of(request.at))


def _standing(row: Rectification, today: date) -> str:
    is_timed = row.state == RectificationState.CORRECTING
    return rules.standing(row.due_on, today) if is_timed else ""
