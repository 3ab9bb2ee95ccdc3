"""Urgent visits: the officers arrive first, the approval is made up within the term (补办)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.inspections import drawn_visits, events, guards, selectors, states
from oversight.inspections.models import Approval, InspectionTask
from oversight.inspections.services import approvals, visit_codes
from oversight.inspections.services.recording import record
from oversight.inspections.states import TaskState
from oversight.registry.services import ledger
from oversight.regulations import selectors as regulations


@transaction.atomic
def arrive(
    *, actor: Actor, visit_id: int, reason: str, reported: str, at: datetime
) -> InspectionTask:
    """Note that officers arrived without approval, why, and to whom they reported it.

    The papers are due some working days after the arrival (rule ``urgent_papers_days``). What was
    asked for before and not decided yet is decided as the 补办.

    Raises:
        DomainError: no reason, nobody told, fewer than two officers who may go today, or the
            visit was approved, refused or made already.
    """
    actor.require(Permission.TAKE_VISITS)
    task = selectors.visit_for(actor, visit_id, lock=True)
    state = states.TASK.target(states.ARRIVE_URGENTLY, task.state)
    drawn_visits.require_drawn(task)
    _require_said(reason, reported)
    today = moments.day_of(at)
    officers = [slot.inspector for slot in task.slots.all() if slot.inspector is not None]
    if problems := list(guards.officer_problems(officers, task.subject_id, today)):
        raise DomainError("；".join(problems))
    days = regulations.number(task.bureau_id, "urgent_papers_days", today)
    task.papers_due_on = regulations.calendar(task.bureau_id).after(today, days)
    was_waiting = task.state == TaskState.AWAITING
    task.state, task.arrived_at, task.planned_on = state, at, today
    task.urgent_reason, task.urgent_reported = reason, reported
    task.save()
    private = {
        "reason": reason,
        "reported": reported,
        "due": str(task.papers_due_on),
        "on": str(today),
    }
    entry = record(events.VISIT_ARRIVED_URGENTLY, task, actor, at, {}, private)
    if was_waiting:
        task.approvals.filter(state=Approval.State.WAITING).update(is_afterwards=True)
    ledger.set_planned_day(
        draw_number=task.record_number, subject_id=task.subject_id, on=today, entry=entry
    )
    visit_codes.ensure(task, actor, at)
    approvals.show_in_ledger(task, entry)
    return task


def _require_said(reason: str, reported: str) -> None:
    if not reason.strip():
        raise DomainError("请写为什么等不到审批，例如“举报称正在销毁工资表”", field="reason")
    if not reported.strip():
        raise DomainError("请写向哪一位负责人口头报告过", field="reported")
