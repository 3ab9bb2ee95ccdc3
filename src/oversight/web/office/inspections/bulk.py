"""批量定日期: what is selected, over which days, what came of it, and the way back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from oversight.accounts.rules import Permission
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.inspections import spreading, states, task_lists
from oversight.inspections.models import BulkDating, InspectionTask
from oversight.inspections.services import bulk
from oversight.inspections.services.bulk import Spread
from oversight.regulations import selectors as regulations
from oversight.regulations.working_days import UnknownYearError
from oversight.web.access import ActingRequest, act, form, page
from oversight.web.office.inspections import task_filters
from oversight.web.office.inspections.forms import SpreadForm

_TITLES = {states.ACCEPT: "接受并定日期", states.DATE: "改日期"}
_MOST = 2
_FEWEST_DAYS = 10
_DIGITS = 9


@form(Permission.TAKE_VISITS)
def date_all(request: ActingRequest) -> HttpResponse:
    """Ask for the days of the selected tasks, and set them."""
    wanted = (request.POST or request.GET).get("act", states.ACCEPT)
    try:
        selected = _selected(request, wanted)
    except DomainError as error:
        messages.error(request, error.problem)
        return redirect("office:visits")
    going = [task for task in selected if not bulk.state_problem(task, wanted)]
    bound = SpreadForm(request.POST or None, initial=_initial(request, going))
    if bound.is_valid():
        dating = bound.carry_out(
            lambda: bulk.date_all(
                actor=request.actor,
                act=wanted,
                visit_ids=[task.pk for task in selected],
                spread=Spread(**bound.cleaned_data),
                at=request.at,
            )
        )
        if dating is not None:
            return redirect("office:visits-dating", dating.pk)
    return _show(request, bound, wanted, selected, going)


@page(Permission.TAKE_VISITS)
def detail(request: ActingRequest, dating_id: int) -> HttpResponse:
    """Show what came of a bulk act, and the way back while there is one."""
    dating = bulk.dating_for(request.actor, dating_id)
    context = {
        "dating": dating,
        "visits": task_lists.dated_tasks(request.actor, dating),
        "may_undo": _may_undo(dating, moments.day_of(request.at)),
    }
    return render(request, "office/inspections/dating.html", context)


@act(Permission.TAKE_VISITS)
def undo(request: ActingRequest, dating_id: int) -> HttpResponse:
    """Take a bulk act back."""
    dating = bulk.undo(actor=request.actor, dating_id=dating_id, at=request.at)
    messages.success(request, f"已撤回 {len(dating.lines) - len(dating.kept)} 家，都记入留痕。")
    return redirect("office:visits-dating", dating_id)


def _selected(request: ActingRequest, wanted: str) -> list[InspectionTask]:
    """Give the tasks that are ticked, or all that the filters leave; never more than one act takes.

    Raises:
        DomainError: none, or too many, or nobody knows for which act.
    """
    if wanted not in _TITLES:
        raise DomainError("请选要做的事：接受并定日期，或改日期")
    if request.method != "POST" and request.GET.get("all"):
        question, today = task_filters.question_of(request), moments.day_of(request.at)
        rows = task_lists.find(request.actor, question, today)
    else:
        ticked = (request.POST or request.GET).getlist("selected")
        keys = [int(key) for key in ticked if _is_key(key)]
        rows = task_lists.named(request.actor, keys[: bulk.MOST_TASKS + 1])
    selected = list(rows[: bulk.MOST_TASKS + 1])
    if not selected:
        raise DomainError("请先在检查任务中选中企业")
    if len(selected) > bulk.MOST_TASKS:
        raise DomainError(f"一次最多 {bulk.MOST_TASKS} 家；请用筛选分几次做")
    return selected


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS


def _initial(request: ActingRequest, going: list[InspectionTask]) -> dict[str, Any]:
    """Propose the days from the next working day on, as many as whoever goes most often needs."""
    today = moments.day_of(request.at)
    needed = spreading.days_needed((bulk.team_of(task) for task in going), _MOST)
    calendar = regulations.calendar(request.actor.bureau_id or 0)
    try:
        first = calendar.after(today, 1)
        last = calendar.after(first, max(_FEWEST_DAYS, needed + needed // 2) - 1)
    except UnknownYearError:
        first, last = today + timedelta(days=1), today + timedelta(days=28)
    return {"first": first, "last": last, "most": _MOST}


def _show(
    request: ActingRequest,
    bound: SpreadForm,
    wanted: str,
    selected: list[InspectionTask],
    going: list[InspectionTask],
) -> HttpResponse:
    problems = [(task, bulk.state_problem(task, wanted)) for task in selected]
    context = {
        "form": bound,
        "act": wanted,
        "title": _TITLES[wanted],
        "selected": selected,
        "going": going,
        "refused": [(task, problem) for task, problem in problems if problem],
    }
    return render(request, "office/inspections/visits_bulk.html", context)


def _may_undo(dating: BulkDating, today: date) -> bool:
    ahead = [line for line in dating.lines if line["on"] > str(today)]
    return dating.undone_at is None and bool(ahead)
