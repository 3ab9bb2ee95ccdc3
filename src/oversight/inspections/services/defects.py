"""程序瑕疵: found after a visit, it stops what follows until the head decides (guide 7, 15)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.errors import DomainError
from oversight.inspections import events, procedure_defects, selectors
from oversight.inspections.models import InspectionTask
from oversight.inspections.services.recording import record
from oversight.inspections.signed_records import ProcedureDefect

_MOST = 300


@transaction.atomic
def flag(*, actor: Actor, visit_id: int, what: str, at: datetime) -> ProcedureDefect:
    """Note what was not lawful about a visit that was made.

    Raises:
        DomainError: nobody was there, nothing is said, or a defect waits already.
    """
    actor.require(Permission.TAKE_VISITS)
    task = selectors.visit_for(actor, visit_id, lock=True)
    if task.arrived_at is None:
        raise DomainError("还没有人到场，没有什么程序瑕疵；请改派人员或改日期")
    if not what.strip():
        raise DomainError("请写哪里不合程序，例如“检查当天一名人员的执法证已经过期”", field="what")
    if procedure_defects.waiting(task) is not None:
        raise DomainError("已有一项程序瑕疵在等负责人决定")
    private = {"reason": what.strip()[:_MOST]}
    return ProcedureDefect.objects.create(
        visit=task,
        what=what.strip()[:_MOST],
        found_by=actor.person[:40],
        found_user=actor.user_id or 0,
        found_at=at,
        entry=record(events.VISIT_DEFECT_FOUND, task, actor, at, {}, private),
    )


@transaction.atomic
def decide(
    *, actor: Actor, visit_id: int, is_redo: bool, answer: str, at: datetime
) -> ProcedureDefect:
    """Decide whether a visit with a defect is made again; the one that was made still counts.

    Raises:
        DomainError: none waits, no reason, or the own visit.
    """
    actor.require(Permission.APPROVE_VISITS)
    task = selectors.visit_for(actor, visit_id, lock=True)
    defect = procedure_defects.waiting(task)
    if defect is None:
        raise DomainError("没有等决定的程序瑕疵")
    if not answer.strip():
        raise DomainError("请写决定的理由", field="answer")
    _require_apart(task, actor)
    defect.is_redo, defect.answer = is_redo, answer.strip()[:_MOST]
    defect.decided_by, defect.decided_at = actor.person[:40], at
    private = {"redo": is_redo, "answer": defect.answer}
    defect.entry = record(events.VISIT_DEFECT_DECIDED, task, actor, at, {}, private)
    defect.save()
    return defect


def _require_apart(task: InspectionTask, actor: Actor) -> None:
    if task.slots.filter(inspector__user_id=actor.user_id or 0).exists():
        raise DomainError("您是这次检查的检查人员，不能自己决定；请另一位负责人来决定")
