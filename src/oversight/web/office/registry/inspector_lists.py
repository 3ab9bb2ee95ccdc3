"""执法检查人员名录库 as a list: filtered, saved, exported, printed; and everybody's load."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from oversight.accounts import selectors as accounts
from oversight.accounts.rules import Permission
from oversight.common import moments
from oversight.registry.selectors import inspectors
from oversight.registry.selectors.inspectors import InspectorRow
from oversight.web import lists
from oversight.web.access import ActingRequest, page
from oversight.web.lists import Column, Filter, ListKind, ListState
from oversight.web.paging import paginate
from oversight.web.presenters import charts

_FIELDS = (
    *(("监察证号", "number"), ("姓名", "name"), ("性别", "sex"), ("单位", "owner.name")),
    *(("职务", "post"), ("编制类型", "staffing"), ("状态", "duty")),
)
_ORDERS: dict[str, Callable[[InspectorRow], Any]] = {
    "name": lambda row: row.inspector.name,
    "until": lambda row: row.until or date.max,
    "load": lambda row: -row.load,
}


def _field(title: str, path: str) -> Column:
    owner, _, name = path.rpartition(".")
    return Column(
        title=title,
        cell=lambda row: str(
            getattr(getattr(row.inspector, owner) if owner else row.inspector, name)
        ),
        is_printed=name not in {"sex", "staffing"},
    )


KIND = ListKind(
    key="inspectors",
    title="执法检查人员名录",
    unit="人",
    hint="姓名、证号、职务、拼音首字母",
    columns=(
        *(_field(title, path) for title, path in _FIELDS),
        Column(title="证件有效期至", cell=lambda row: lists.day(row.until)),
        Column(title="本年派出", cell=lambda row: str(row.load)),
        Column(title="不能抽取的原因", cell=lambda row: "；".join(row.blockers)),
    ),
)


@page(Permission.SEE_INSPECTORS)
def listing(request: ActingRequest) -> HttpResponse:
    """Show the directory as filtered."""
    rows = _find(request)
    context = {
        "list": state_of(request),
        "page": paginate(request, rows),
        "number": len(rows),
        "drawable": sum(row.is_drawable for row in rows),
        "may_keep": request.actor.may(Permission.KEEP_DIRECTORIES),
    }
    return render(request, "office/registry/inspectors.html", context)


@page(Permission.EXPORT)
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Export the inspectors as filtered."""
    rows = _find(request)
    return lists.export(request, KIND, form, rows, len(rows))


@page(Permission.SEE_INSPECTORS)
def printout(request: ActingRequest) -> HttpResponse:
    """Show the inspectors as filtered on a page to be printed."""
    rows = _find(request)
    return lists.printout(request, state_of(request), rows[: lists.MOST_PRINTED], len(rows))


@page(Permission.SEE_INSPECTORS)
def loads(request: ActingRequest) -> HttpResponse:
    """Show how many visits everybody of the directory has this year."""
    today = moments.day_of(request.at)
    rows = inspectors.inspector_rows(inspectors.find(request.actor), today)
    chart = charts.of_loads(today.year, [(row.inspector.name, row.load) for row in rows])
    context = {"chart": chart, "year": today.year}
    return render(request, "office/registry/inspector_loads.html", context)


def state_of(request: ActingRequest) -> ListState:
    """Read the list as the address asks for it."""
    sections = [(str(row.pk), row.name) for row in accounts.sections(request.actor)]
    only = [("drawable", "今天可以抽取"), ("hindered", "今天不能抽取")]
    filters = (
        Filter(name="owner", every="全部科室", choices=sections),
        Filter(name="only", every="全部人员", choices=only),
    )
    return lists.state_of(request, KIND, filters)


def _find(request: ActingRequest) -> list[InspectorRow]:
    state = state_of(request)
    owner = lists.key_of(state.asked.get("owner", ""))
    matching = inspectors.find(request.actor, state.words, owner)
    rows = list(inspectors.inspector_rows(matching, moments.day_of(request.at)))
    only = state.asked.get("only", "")
    if only in {"drawable", "hindered"}:
        rows = [row for row in rows if row.is_drawable == (only == "drawable")]
    return sorted(rows, key=_ORDERS[state.sort]) if state.sort in _ORDERS else rows
