"""Results entered at a desk: one inspection, or many in which nothing was found, each confirmed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from oversight.accounts.rules import permission_of
from oversight.common import moments
from oversight.inspections import selectors as inspections
from oversight.inspections import states, task_details
from oversight.inspections.models import InspectionTask
from oversight.inspections.rules.codes import CheckMethod
from oversight.results import selectors
from oversight.results.services import desk
from oversight.results.services.desk import BulkEntry
from oversight.web.access import ActingRequest, form
from oversight.web.action_form import Action, run_action
from oversight.web.lists import key_of
from oversight.web.office.results.desk_forms import DeskForm, ReviewForm

CHECK = "check"
_PERMISSION = permission_of(states.TASK, states.CONCLUDE)


@form(_PERMISSION)
def enter(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Enter what papers showed of every item of an inspection."""
    visit = inspections.visit_for(request.actor, visit_id)
    start = {"on": moments.day_of(request.at)}
    bound = DeskForm(visit, request.POST or None, initial=start)
    crumbs = (
        ("检查任务", reverse("office:visits")),
        (visit.name, reverse("office:visit", args=[visit.pk])),
    )
    lead = "材料、专业意见或者监测数据能查清的，不必到现场。查不清的，请安排到场检查。"
    return run_action(
        request,
        bound,
        lambda: desk.enter(
            actor=request.actor,
            visit_id=visit_id,
            review=bound.review,
            contents=bound.contents,
            at=request.at,
        ),
        Action(title="书面检查", button="录入结果", crumbs=crumbs, caption=visit.name, lead=lead),
        success="已录入，等别人审核。",
    )


@form(_PERMISSION)
def bulk(request: ActingRequest) -> HttpResponse:
    """Choose inspections in which papers showed nothing; each is confirmed before it is entered."""
    bound = ReviewForm(request.POST or None, initial={"on": moments.day_of(request.at)})
    waiting = selectors.for_desk(request.actor, desk.MOST)
    chosen = _ticked(request, "selected", waiting)
    is_checking = bound.is_valid() and bool(chosen)
    if bound.is_valid() and not chosen:
        bound.add_error(None, "请先选要录入的检查对象")
    if is_checking and request.POST.get("stage") == CHECK:
        confirmed = _ticked(request, "confirmed", chosen)
        entry = bound.carry_out(lambda: _enter(request, bound, confirmed))
        if entry is not None:
            _tell(request, entry)
            return redirect("office:results")
    template = "bulk_check" if is_checking else "bulk"
    context: dict[str, Any] = {
        "form": bound,
        "waiting": waiting,
        "chosen": chosen,
        "most": desk.MOST,
    }
    if is_checking:
        context["method"] = CheckMethod(bound.review.method).label
        context["lines"] = [(task, _items(task)) for task in chosen]
    return render(request, f"office/results/{template}.html", context)


def _enter(request: ActingRequest, bound: ReviewForm, tasks: list[InspectionTask]) -> BulkEntry:
    keys = [task.pk for task in tasks]
    return desk.enter_clean(actor=request.actor, visit_ids=keys, review=bound.review, at=request.at)


def _ticked(request: ActingRequest, name: str, tasks: list[InspectionTask]) -> list[InspectionTask]:
    keys = {key_of(value) for value in request.POST.getlist(name)}
    return [task for task in tasks if task.pk in keys]


def _items(task: InspectionTask) -> str:
    return "、".join(row.item.name for row in task_details.results(task))


def _tell(request: ActingRequest, entry: BulkEntry) -> None:
    if entry.done:
        messages.success(request, f"已录入 {len(entry.done)} 家未发现问题，等别人审核。")
    for task, problem in entry.refused:
        messages.error(request, f"{task.name}：{problem}")
