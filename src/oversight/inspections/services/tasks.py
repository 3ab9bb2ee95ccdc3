"""Tasks accepted and dated by the sections, and two of one subject merged into one visit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.draws.rules import Cap
from oversight.inspections import caps, drawn_visits, events, selectors, states
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import papers
from oversight.inspections.services.recording import record
from oversight.inspections.states import TaskState
from oversight.registry.services import ledger

_DAY_FIELDS = (
    *("state", "accepted_by", "accepted_at", "planned_on"),
    *("notified_at", "notified_by", "notice_way"),
)


@transaction.atomic
def accept(*, actor: Actor, visit_id: int, on: date, at: datetime) -> InspectionTask:
    """Take a task and propose its day, or change the day; the caps are looked at once more.

    Raises:
        DomainError: replaced, merged, in the past, or the year's cap would be broken.
    """
    actor.require(Permission.TAKE_VISITS)
    task = selectors.visit_for(actor, visit_id)
    act = act_on(task)
    if not states.TASK.allows(act, task.state):
        raise DomainError(refusal(act, task.state))
    drawn_visits.require_drawn(task)
    if on < moments.day_of(at):
        raise DomainError("检查日期不能早于今天", field="on")
    problem = cap_problem(task, caps.applicable(task, on))
    if problem:
        raise DomainError(problem)
    set_day(task, on, actor, at)
    return task


def refusal(act: str, state: str) -> str:
    """Say why a task cannot have another day."""
    if state in {TaskState.REPLACED, TaskState.MERGED}:
        return "这个任务已被递补或合并，不再检查"
    return states.TASK.refusal(act, state)


def act_on(task: InspectionTask) -> str:
    """Name the act that gives a task its day: it is accepted with it, or the day is changed."""
    return states.ACCEPT if task.state == TaskState.DRAWN else states.DATE


def set_day(task: InspectionTask, on: date, actor: Actor, at: datetime) -> None:
    """Give a task its day, on record and in the ledger; the caller checked that it may have it."""
    act, was_notified = act_on(task), task.state == TaskState.NOTIFIED
    task.state = states.TASK.target(act, task.state)
    task.accepted_by, task.accepted_at, task.planned_on = actor.person, at, on
    task.notified_at, task.notified_by, task.notice_way = None, "", ""
    task.save(update_fields=[*_DAY_FIELDS])
    if was_notified:
        papers.withdraw_notices(task, "检查日期改了，另行通知", actor, at)
    if task.is_random:
        event = events.VISIT_ACCEPTED if act == states.ACCEPT else events.VISIT_DATED
        entry = record(event, task, actor, at, {"on": str(on)})
    else:
        entry = record(events.VISIT_MOVED, task, actor, at, {}, {"on": str(on)})
    ledger.set_planned_day(
        draw_number=task.record_number, subject_id=task.subject_id, on=on, entry=entry
    )


def cap_problem(task: InspectionTask, applicable: Iterable[Cap]) -> str:
    """Say which cap of the year the visit would break; empty if none."""
    for cap in applicable:
        # The visit itself is among those counted.
        if cap.visits.get(task.subject_id, 0) > cap.limit:
            if caps.is_exempt(task):
                return ""
            return (
                f"{task.name} 本年度检查会超过 {cap.limit} 次（{cap.citation}）；"
                f"请与已有的任务合并，或由审批人同意例外"
            )
    return ""


@transaction.atomic
def merge(*, actor: Actor, visit_id: int, into_id: int, at: datetime) -> InspectionTask:
    """Make one visit of two draws to the same subject: they count once.

    Raises:
        DomainError: they go to different subjects, or one is merged or replaced.
    """
    actor.require(Permission.HOLD_DRAWS)
    task = selectors.visit_for(actor, visit_id)
    into = selectors.visit_for(actor, into_id)
    if task.subject_id != into.subject_id or task.record_number == into.record_number:
        raise DomainError("只能合并同一家的两个任务，同一次抽取里的不能合并")
    if task.is_random and not into.is_random:
        raise DomainError("抽中的任务不能并入别的检查；请反过来，把那一次并入抽中的任务")
    both = (task, into)
    if any(not states.TASK.allows(states.MERGE, visit.state) or visit.done_on for visit in both):
        raise DomainError("其中一个任务已经递补、合并或完成")
    task.merged_into, task.state = into, states.TASK.target(states.MERGE, task.state)
    task.save(update_fields=["merged_into", "state"])
    public = {"into": into.record_number}
    entry = record(events.VISIT_MERGED, task, actor, at, public, {"name": task.name})
    ledger.merge(draw_number=task.record_number, subject_id=task.subject_id, entry=entry)
    return task
