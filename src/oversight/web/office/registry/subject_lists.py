"""检查对象名录库 as a list: filtered, saved, exported, printed."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from oversight.accounts import selectors as accounts
from oversight.accounts.rules import Permission
from oversight.common import moments, personal_numbers
from oversight.registry.models import Subject
from oversight.registry.rules import subjects as rules
from oversight.registry.selectors import subjects
from oversight.registry.services import bulk_undo
from oversight.web import lists, tables
from oversight.web.access import ActingRequest, page
from oversight.web.lists import Column, Filter, ListKind, ListState
from oversight.web.office.registry.data_quality import figures
from oversight.web.paging import paginate

_PRINTED = ("code", "name", "region", "address", "grade", "state")
_TEXTS = [name for name in rules.FIELDS if name != "labels"]


def _text(name: str) -> Column:
    return Column(
        title=rules.TITLES[name],
        cell=lambda subject: _cell(subject, name),
        is_printed=name in _PRINTED,
    )


def _cell(subject: Subject, name: str) -> str:
    text = str(getattr(subject, name) or "")
    return personal_numbers.masked(text) if name == "phone" else text


KIND = ListKind(
    key="subjects",
    title="检查对象名录",
    unit="家",
    hint="名称、代码、地址、拼音首字母",
    more_names=("never",),
    columns=(
        *(_text(name) for name in _TEXTS),
        Column(
            title=rules.TITLES["labels"],
            cell=lambda subject: "、".join(subject.label_list),
            is_printed=False,
        ),
        Column(title=rules.TITLES["owner"], cell=lambda subject: str(subject.owner.name)),
        Column(title="上次检查日期", cell=lambda subject: lists.day(subject.last_visited_on)),
    ),
)


@page(Permission.SEE_SUBJECTS)
def listing(request: ActingRequest) -> HttpResponse:
    """Show the directory as filtered."""
    actor, today = request.actor, moments.day_of(request.at)
    question, state = question_of(request), state_of(request)
    matching = subjects.find(actor, question, today)
    count = subjects.capped_count(matching)
    context = {
        "list": state,
        "page": paginate(request, matching),
        "count": count,
        "is_cut": bool(question.words) and subjects.is_cut(question),
        "is_listed": question.is_listed,
        "sections": accounts.sections(actor),
        # A large directory is counted on its own page: nobody waits for it here.
        "figures": [figure for figure in figures(actor, today) if figure.number]
        if not state.query and not count.is_more
        else [],
        "year": today.year,
        "may_keep": (may_keep := actor.may(Permission.KEEP_DIRECTORIES)),
        "undoing": bulk_undo.newest(actor, request.at) if may_keep else None,
    }
    return render(request, "office/registry/subjects.html", context)


@page(Permission.EXPORT)
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Export the subjects as filtered."""
    selected = _find(request)[: tables.MOST_ROWS]
    rows = selected.iterator(chunk_size=2000)
    return lists.export(request, KIND, form, rows, selected.count())


@page(Permission.SEE_SUBJECTS)
def printout(request: ActingRequest) -> HttpResponse:
    """Show the subjects as filtered on a page to be printed."""
    selected = _find(request)
    number = subjects.capped_count(selected).number
    return lists.printout(request, state_of(request), selected[: lists.MOST_PRINTED], number)


def state_of(request: ActingRequest) -> ListState:
    """Read the list as the address asks for it."""
    facets = subjects.facets(request.actor.bureau_id or 0)
    sections = [(str(row.pk), row.name) for row in accounts.sections(request.actor)]
    visits = [("0", "没有"), ("1", "1 次以上"), ("2", "2 次以上")]
    filters = (
        Filter(name="region", every="全部区域", choices=_same(facets["region"])),
        Filter(name="industry", every="全部行业", choices=_same(facets["industry"])),
        Filter(name="owner", every="全部科室", choices=sections),
        Filter(name="kind", every="全部类型", choices=_same(rules.KINDS)),
        Filter(name="grade", every="全部等级", choices=_same(rules.GRADES)),
        Filter(name="risk", every="全部风险", choices=_same(rules.RISKS)),
        Filter(name="label", every="全部标签", choices=_same(facets["labels"])),
        Filter(name="state", every="全部状态", choices=_same(rules.STATES)),
        Filter(name="visits", every="本年已查", choices=visits),
        Filter(name="health", every="体检", choices=list(subjects.HEALTH.items())),
        Filter(name="listed", every="名录中", choices=[("0", "已移出")]),
    )
    return lists.state_of(request, KIND, filters)


def question_of(request: ActingRequest) -> subjects.SubjectQuery:
    """Read the filter from the address."""
    query = request.GET
    return subjects.SubjectQuery(
        words=query.get("q", "")[:80].replace("\0", ""),
        exact={
            name: query[name].replace("\0", "")
            for name in ("kind", "industry", "region", "grade", "risk", "state")
            if query.get(name)
        },
        owner=lists.key_of(query.get("owner", "")),
        label=query.get("label", "").replace("\0", ""),
        visits=lists.key_of(query.get("visits", "")),
        never=query.get("never") == "1",
        health=query.get("health", ""),
        is_listed=query.get("listed") != "0",
        sort=query.get("sort", "id"),
    )


def _find(request: ActingRequest) -> QuerySet[Subject]:
    return subjects.find(request.actor, question_of(request), moments.day_of(request.at))


def _same(values: tuple[str, ...] | list[str]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]
