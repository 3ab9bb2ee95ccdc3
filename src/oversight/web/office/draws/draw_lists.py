"""抽取 as a list: filtered, saved, exported, printed; void ones too."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from oversight.accounts import selectors as accounts
from oversight.accounts.rules import Permission
from oversight.common import moments
from oversight.draws import draw_details, records, selectors
from oversight.draws.draw_details import DrawQuestion
from oversight.draws.models import Draw
from oversight.plans.rules import MODES
from oversight.web import lists
from oversight.web.access import ActingRequest, page
from oversight.web.lists import Column, Filter, ListKind, ListState
from oversight.web.paging import paginate


def _moment(at: datetime | None) -> str:
    return moments.in_words(at) if at else ""


KIND = ListKind(
    key="draws",
    title="抽取",
    unit="次",
    hint="名称、编号、封存码前八位、拼音首字母",
    columns=(
        Column(title="抽取编号", cell=lambda draw: draw.number),
        Column(title="抽取", cell=lambda draw: draw.title),
        Column(title="任务编号", cell=lambda draw: draw.task_number, is_printed=False),
        Column(title="发起部门", cell=lambda draw: str(draw.owner.name)),
        Column(title="封存时间", cell=lambda draw: _moment(draw.sealed_at)),
        Column(title="抽取时间", cell=lambda draw: _moment(draw.held_at)),
        Column(title="状态", cell=lambda draw: str(draw.get_state_display())),
        Column(title="作废的理由", cell=lambda draw: draw.void_why, is_printed=False),
        Column(title="封存码", cell=lambda draw: draw.commitment, is_printed=False),
    ),
)


@page(Permission.SEE_DRAWS)
def listing(request: ActingRequest) -> HttpResponse:
    """Show the draws as filtered, void ones too."""
    shown, bureau_id = paginate(request, _find(request)), request.actor.bureau_id
    context = {
        "list": state_of(request),
        "page": shown,
        "rows": records.headings(shown.rows),
        "voids": selectors.voids(bureau_id) if bureau_id else 0,
        "may_hold": request.actor.may(Permission.HOLD_DRAWS),
    }
    return render(request, "office/draws/list.html", context)


@page(Permission.EXPORT)
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Export the draws as filtered."""
    rows = records.headings(_find(request))
    return lists.export(request, KIND, form, rows, len(rows))


@page(Permission.SEE_DRAWS)
def printout(request: ActingRequest) -> HttpResponse:
    """Show the draws as filtered on a page to be printed."""
    draws = _find(request)
    rows = records.headings(draws[: lists.MOST_PRINTED])
    return lists.printout(request, state_of(request), rows, draws.count())


def state_of(request: ActingRequest) -> ListState:
    """Read the list as the address asks for it."""
    years = [(str(year), f"{year} 年") for year in draw_details.years(request.actor)]
    sections = [(str(row.pk), row.name) for row in accounts.sections(request.actor)]
    filters = (
        Filter(name="state", every="全部状态", choices=Draw.State.choices),
        Filter(name="year", every="全部年度", choices=years),
        Filter(name="owner", every="全部科室", choices=sections),
        Filter(name="mode", every="公开和密封", choices=MODES),
    )
    return lists.state_of(request, KIND, filters)


def _find(request: ActingRequest) -> QuerySet[Draw]:
    state = state_of(request)
    question = DrawQuestion(
        words=state.words,
        state=state.asked.get("state", ""),
        owner=lists.key_of(state.asked.get("owner", "")),
        year=lists.key_of(state.asked.get("year", "")),
        mode=state.asked.get("mode", ""),
        sort=state.sort,
    )
    return draw_details.listed(request.actor, question)
