"""The list of results, and what is overdue, section by section."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from itertools import groupby

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from oversight.accounts import selectors as accounts
from oversight.accounts.rules import Permission
from oversight.common import moments
from oversight.inspections.rules.codes import ResultCode
from oversight.regulations.rulebooks import RuleBooks
from oversight.results import clocks, selectors
from oversight.results.models import InspectionResult
from oversight.results.selectors import STANDINGS, ResultQuestion
from oversight.results.states import RESULT, FollowUp
from oversight.web import lists
from oversight.web.access import ActingRequest, page
from oversight.web.lists import Column, Filter, ListKind, ListState
from oversight.web.paging import paginate

MOST_OVERDUE = 500
KIND = ListKind(
    key="results",
    title="检查结果",
    unit="条",
    hint="企业名称、代码、结果编号、任务编号、事项",
    columns=(
        Column(title="结果编号", cell=lambda row: str(row.number)),
        Column(title="统一社会信用代码", cell=lambda row: str(row.code), is_printed=False),
        Column(title="检查对象", cell=lambda row: str(row.name)),
        Column(title="检查事项", cell=lambda row: str(row.item)),
        Column(title="检查结果", cell=lambda row: str(row.newest.result_words)),
        Column(title="承办科室", cell=lambda row: str(row.owner.name)),
        Column(title="检查任务", cell=lambda row: str(row.visit.number), is_printed=False),
        Column(title="检查结束日期", cell=lambda row: lists.day(row.ended_on)),
        Column(title="状态", cell=lambda row: RESULT.label(row.state)),
        Column(title="后续处置", cell=lambda row: str(row.get_follow_up_display())),
    ),
)


@page(Permission.SEE_VISITS)
def listing(request: ActingRequest) -> HttpResponse:
    """Show the results as filtered."""
    matching = _find(request)
    shown = paginate(request, matching)
    today, books = moments.day_of(request.at), RuleBooks()
    context = {
        "list": state_of(request),
        "page": shown,
        "number": matching.count(),
        "may_enter": request.actor.may(Permission.TAKE_VISITS),
        "late": selectors.overdue(request.actor, today).count(),
        "rows": [(row, clocks.due_on(row, books)) for row in shown.rows],
        "today": today,
    }
    return render(request, "office/results/results.html", context)


@page(Permission.EXPORT)
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Export the results as filtered."""
    rows = list(_find(request))
    return lists.export(request, _with_terms(), form, rows, len(rows))


@page(Permission.SEE_VISITS)
def printout(request: ActingRequest) -> HttpResponse:
    """Show the results as filtered on a page to be printed."""
    rows = _find(request)
    state = replace(state_of(request), kind=_with_terms())
    return lists.printout(request, state, rows[: lists.MOST_PRINTED], rows.count())


@page(Permission.SEE_VISITS)
def overdue(request: ActingRequest) -> HttpResponse:
    """Show what was to be published before today and is not, by section; nobody is ranked."""
    today, books = moments.day_of(request.at), RuleBooks()
    matching = selectors.overdue(request.actor, today)
    sections = [
        (owner, [(row, clocks.due_on(row, books)) for row in part])
        for owner, part in groupby(matching[:MOST_OVERDUE], key=lambda row: row.owner)
    ]
    context = {
        "sections": sections,
        "number": matching.count(),
        "most": MOST_OVERDUE,
        "today": today,
    }
    return render(request, "office/results/overdue.html", context)


def state_of(request: ActingRequest) -> ListState:
    """Read the list as the address asks for it."""
    sections = [(str(row.pk), row.name) for row in accounts.sections(request.actor)]
    filters = (
        Filter(name="section", every="全部科室", choices=sections),
        Filter(name="state", every="全部状态", choices=list(RESULT.labels.items())),
        Filter(name="code", every="全部结果", choices=ResultCode.choices()),
        Filter(name="follow", every="后续处置不限", choices=FollowUp.choices),
        Filter(name="standing", every="公示期限不限", choices=list(STANDINGS.items())),
    )
    return lists.state_of(request, KIND, filters)


def _with_terms() -> ListKind:
    """Give the list with the ends of the terms, for which each bureau's rules are read once."""
    books = RuleBooks()
    last = Column(title="公示期限", cell=lambda row: lists.day(clocks.due_on(row, books)))
    return replace(KIND, columns=(*KIND.columns, last))


def _find(request: ActingRequest) -> QuerySet[InspectionResult]:
    asked = state_of(request).asked
    question = ResultQuestion(
        words=asked.get(lists.WORDS, ""),
        section=lists.key_of(asked.get("section", "")),
        state=_of(asked.get("state", ""), RESULT.labels),
        code=_of(asked.get("code", ""), ResultCode.values()),
        follow_up=_of(asked.get("follow", ""), FollowUp.values),
        standing=_of(asked.get("standing", ""), STANDINGS),
        sort=asked.get(lists.SORT, ""),
    )
    return selectors.find(request.actor, question, moments.day_of(request.at))


def _of(value: str, known: Container[str]) -> str:
    return value if value in known else ""
