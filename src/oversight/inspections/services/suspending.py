"""A visit is broken off and goes on; what is wrong in a signed record is corrected beside it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mingqian import canonical
from oversight.accounts.selectors import Actor
from oversight.audit.event_types import EventType
from oversight.common.errors import DomainError
from oversight.inspections import events, states
from oversight.inspections.models import Approval, InspectionTask
from oversight.inspections.services import signing
from oversight.inspections.services.recording import record as put_on_record
from oversight.inspections.signed_records import RecordCorrection, Suspension
from oversight.inspections.states import TaskState


@transaction.atomic
def suspend(*, actor: Actor, visit_id: int, reason: str, at: datetime) -> InspectionTask:
    """Break a visit off, with the reason; what was written so far stays.

    Raises:
        DomainError: no reason, or nobody is on the spot.
    """
    task = signing.load(actor, visit_id)
    state = states.TASK.target(states.SUSPEND, task.state)
    if task.state in states.BEFORE_ARRIVAL and not task.site_acts.exists():
        raise DomainError("还没有人到场，不用中止；请改日期或者撤回检查")
    if not reason.strip():
        raise DomainError("请写中止的理由，例如“证件不符，企业拒绝检查”", field="reason")
    Suspension.objects.create(
        visit=task, was=task.state, reason=reason.strip()[:300], made_by=actor.person, made_at=at
    )
    _move(task, state, events.VISIT_SUSPENDED, actor, at, {"reason": reason.strip()[:300]})
    return task


@transaction.atomic
def resume(*, actor: Actor, visit_id: int, at: datetime) -> InspectionTask:
    """Go on with a visit that was broken off while it was being inspected.

    Raises:
        DomainError: it had not begun, so that certificates must be shown first.
    """
    task = signing.load(actor, visit_id)
    state = states.TASK.target(states.RESUME, task.state)
    if _was(task) != TaskState.INSPECTING:
        raise DomainError("中止的时候还没有开始检查；请改日再到场，重新出示证件")
    _move(task, state, events.VISIT_RESUMED, actor, at, {})
    return task


@transaction.atomic
def go_again(*, actor: Actor, visit_id: int, at: datetime) -> InspectionTask:
    """Put a visit that was broken off before it began back to where officers may arrive.

    Raises:
        DomainError: it had begun, or has no approval.
    """
    task = signing.load(actor, visit_id)
    state = states.TASK.target(states.GO_AGAIN, task.state)
    if _was(task) == TaskState.INSPECTING:
        raise DomainError("中止的时候已经在检查；请恢复检查")
    if not task.approvals.filter(state=Approval.State.APPROVED).exists():
        raise DomainError("紧急到场的还没有补办审批；请先补办")
    _move(task, state, events.VISIT_GOES_AGAIN, actor, at, {})
    return task


@transaction.atomic
def correct(
    *, actor: Actor, visit_id: int, what: str, reason: str, at: datetime
) -> RecordCorrection:
    """Say what is wrong in a record that stands, and how it should read; the record stays.

    Raises:
        DomainError: nothing said, or the record is not closed yet.
    """
    task = signing.load(actor, visit_id)
    if task.state not in states.CLOSED_ON_SITE:
        raise DomainError("签字以前的记录直接改；已经交签字的先退回修改")
    if not what.strip():
        raise DomainError("请写哪里错了、应当是什么", field="what")
    if not reason.strip():
        raise DomainError("请写更正的理由", field="reason")
    private = {"digest": canonical.digest(what.strip()), "reason": reason.strip()[:300]}
    entry = put_on_record(events.VISIT_CORRECTED, task, actor, at, {}, private)
    return RecordCorrection.objects.create(
        visit=task,
        what=what.strip(),
        reason=reason.strip()[:300],
        made_by=actor.person,
        made_at=at,
        entry=entry,
    )


def _was(task: InspectionTask) -> str:
    """Give the state in which a visit was broken off last."""
    last = task.suspensions.first()
    return last.was if last else ""


def _move(
    task: InspectionTask,
    state: str,
    event: EventType,
    actor: Actor,
    at: datetime,
    private: dict[str, object],
) -> None:
    if state != TaskState.SUSPENDED:
        task.suspensions.filter(ended_at=None).update(ended_at=at)
    task.state = state
    task.save(update_fields=["state"])
    put_on_record(event, task, actor, at, {}, private)
