"""The record of a visit at a desk: what it says so far, and its parts typed from paper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from oversight.accounts.rules import Permission
from oversight.files.services import storing
from oversight.inspections import (
    record_states,
    selectors,
    signed_visits,
    states,
    task_details,
)
from oversight.inspections.field_records import FieldVersion
from oversight.inspections.models import InspectionTask
from oversight.inspections.record_states import RecordState
from oversight.inspections.rules.codes import ResultCode
from oversight.inspections.services import field_records
from oversight.web.access import ActingRequest, form, page
from oversight.web.action_form import Action, show_action
from oversight.web.office.inspections.record_forms import (
    PAPER_KINDS,
    EvidenceForm,
    ItemForm,
    MinutesForm,
    OutcomeForm,
    PartForm,
    answer_start,
    minutes_start,
    outcome_start,
)


@page(Permission.SEE_VISITS)
def detail(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Show a visit's record: its parts, what is lacking, who has signed, and what comes next."""
    state = record_states.record_state(request.actor, visit_id, request.at)
    acts = selectors.acts(request.actor, state.task)
    may_take = request.actor.may(Permission.TAKE_VISITS)
    is_open = state.task.state not in (*states.CLOSED_ON_SITE, *states.ENDED)
    context = {
        "visit": state.task,
        "state": state,
        "codes": [
            ResultCode(code).label for code in state.record.codes if code in ResultCode.values()
        ],
        "acts": acts,
        "may_write": may_take and is_open and state.task.state != states.TaskState.SIGNING,
        "may_sign": may_take and _is_signed_now(state),
        "may_correct": may_take and state.task.state in states.CLOSED_ON_SITE,
        "may_close": may_take and is_open,
        "corrections": signed_visits.corrections_of(state.task),
        "suspensions": signed_visits.suspensions_of(state.task),
    }
    return render(request, "office/inspections/record.html", context)


@form(Permission.TAKE_VISITS)
def item(request: ActingRequest, visit_id: int, result_id: int) -> HttpResponse:
    """Type the answers to the points of an item."""
    state = record_states.record_state(request.actor, visit_id, request.at)
    result = record_states.result_of(state.task, result_id)
    code = result.item.code
    start = {"base": state.number, **answer_start(state.record, code)}
    bound = ItemForm(result, request.POST or None, initial=start)
    if bound.is_valid():
        answers = {**state.content.get("answers", {}), code: bound.answer}
        if saved := _saved(request, state, bound, {"answers": answers}):
            return _after(request, saved, bound, f"answers.{code}.", result.item.name)
    return show_action(request, bound, _action(state.task, result.item.name))


@form(Permission.TAKE_VISITS)
def minutes(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Type what the minutes say beside the items."""
    state = record_states.record_state(request.actor, visit_id, request.at)
    start = {
        "base": state.number,
        "place": state.task.visit_place or state.task.subject.address,
        **{name: value for name, value in minutes_start(state.record).items() if value},
    }
    bound = MinutesForm(request.POST or None, initial=start)
    if bound.is_valid() and (saved := _saved(request, state, bound, bound.part)):
        return _after(request, saved, bound, "minutes.", "笔录")
    return show_action(request, bound, _action(state.task, "笔录"))


@form(Permission.TAKE_VISITS)
def outcome(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Type the result of the whole visit, or why nothing could be inspected."""
    state = record_states.record_state(request.actor, visit_id, request.at)
    start = {"base": state.number, **outcome_start(state.record)}
    bound = OutcomeForm(request.POST or None, initial=start)
    if bound.is_valid() and (saved := _saved(request, state, bound, bound.part)):
        return _after(request, saved, bound, "result.", "检查结果")
    return show_action(request, bound, _action(state.task, "检查结果"))


@form(Permission.TAKE_VISITS)
def evidence(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Hand in a picture or a paper as evidence."""
    state = record_states.record_state(request.actor, visit_id, request.at)
    bound = EvidenceForm(
        task_details.results(state.task),
        request.POST or None,
        request.FILES or None,
        initial={"base": state.number},
    )
    version = (
        bound.carry_out(lambda: _keep_evidence(request, state, bound)) if bound.is_valid() else None
    )
    if version is not None:
        messages.success(request, "证据已收下。")
        return redirect("office:visit-record", visit_id)
    return show_action(request, bound, _action(state.task, "加一件证据"))


def _labels(codes: Iterable[str]) -> list[str]:
    return [ResultCode(code).label for code in codes if code in ResultCode.values()]


def _is_signed_now(state: RecordState) -> bool:
    """Tell whether signatures are given now: at the end, or where nothing was inspected."""
    is_on_site = state.task.state in states.ON_SITE
    return state.task.state == states.TaskState.SIGNING or (is_on_site and bool(state.record.path))


def _keep_evidence(request: ActingRequest, state: RecordState, bound: EvidenceForm) -> FieldVersion:
    typed = bound.cleaned_data
    stored = storing.store_file(
        chunks=typed["file"].chunks(),
        name=typed["file"].name,
        actor=request.actor,
        at=request.at,
        kinds=PAPER_KINDS,
    )
    row = {"digest": stored.digest, **{name: typed[name] for name in ("name", "pages", "point")}}
    rows = [*state.content.get("evidence", []), row]
    return field_records.save_typed(
        actor=request.actor,
        visit_id=state.task.pk,
        base=typed["base"],
        content={"v": 1, **state.content, "evidence": rows},
        at=request.at,
    )


def _saved(
    request: ActingRequest, state: RecordState, bound: PartForm, part: dict[str, Any]
) -> RecordState | None:
    """Save a part on top of the version that the form was shown with; None if refused."""
    content = {"v": 1, **state.content, **part}
    version = bound.carry_out(
        lambda: field_records.save_typed(
            actor=request.actor,
            visit_id=state.task.pk,
            base=bound.cleaned_data["base"],
            content=content,
            at=request.at,
        )
    )
    if version is None:
        return None
    return record_states.record_state(request.actor, state.task.pk, request.at)


def _after(
    request: ActingRequest, saved: RecordState, bound: PartForm, prefix: str, title: str
) -> HttpResponse:
    """Go back once a part is whole; else show it again with what it lacks. It is saved anyway."""
    lacking = saved.lacking
    if prefix == "result.":
        lacking = [(name.replace("path.", "result.", 1), text) for name, text in lacking]
    data = request.POST.copy()
    data["base"] = str(saved.number)
    bound.data = data
    if not bound.show_problems(lacking, prefix):
        messages.success(request, f"{title}已保存。")
        return redirect("office:visit-record", saved.task.pk)
    messages.warning(request, "已保存；下面标红的还要补上，可以现在补，也可以以后补。")
    return show_action(request, bound, _action(saved.task, title))


def _action(visit: InspectionTask, title: str) -> Action:
    crumbs = (
        ("检查任务", reverse("office:visits")),
        (visit.name, reverse("office:visit", args=[visit.pk])),
        ("现场记录", reverse("office:visit-record", args=[visit.pk])),
    )
    return Action(title=title, button="保存", crumbs=crumbs, caption=visit.name)
