"""回避 in inspections that no draw decided: asked for, decided by the head, who names the next."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.draws import rules as draw_rules
from oversight.inspections import events, guards, selectors, states
from oversight.inspections.models import InspectionTask, ReplacementRequest
from oversight.inspections.services import papers
from oversight.inspections.services.recording import record
from oversight.registry.models import Inspector
from oversight.registry.selectors import inspectors
from oversight.registry.services import ledger


@transaction.atomic
def ask(
    *,
    actor: Actor,
    visit_id: int,
    slot_id: int,
    note: str,
    by_enterprise: bool = False,
    at: datetime,
) -> ReplacementRequest:
    """Ask that an officer does not go; the work goes on until it is decided (行政处罚法 §43).

    Raises:
        DomainError: it was drawn, nobody is named, no explanation, or one is waiting already.
    """
    actor.require(Permission.ASK_REPLACEMENT)
    task = selectors.visit_for(actor, visit_id, lock=True)
    if task.is_random:
        raise DomainError("抽取派出的人员请用“申请递补或回避”，按公布的次序接替")
    states.TASK.target(states.ASK, task.state)
    slot = task.slots.filter(pk=slot_id, inspector__isnull=False).first()
    if slot is None:
        raise DomainError("请选要回避的检查人员", field="slot")
    if not note.strip():
        raise DomainError("请写明情况，它会随决定一起留痕", field="note")
    if slot.requests.filter(state=ReplacementRequest.State.WAITING).exists():
        raise DomainError("已有同样的申请在等决定")
    request = ReplacementRequest.objects.create(
        visit=task,
        slot=slot,
        kind=ReplacementRequest.INSPECTOR,
        is_recusal=True,
        by_enterprise=by_enterprise,
        why=draw_rules.RECUSAL,
        note=note,
        asked_by=actor.person,
        asked_user=actor.user_id,
        asked_at=at,
    )
    record(events.VISIT_OFFICER_RECUSAL_ASKED, task, actor, at, {}, {"note": note})
    return request


@transaction.atomic
def grant(*, actor: Actor, request_id: int, officer_id: int, at: datetime) -> ReplacementRequest:
    """Let another officer go; the head, who did not ask, names the one.

    Raises:
        DomainError: one's own request, the officer goes already or may not go, or it is decided.
    """
    actor.require(Permission.DECIDE_REPLACEMENT)
    request = selectors.request_for(actor, request_id, lock=True)
    task, slot = request.visit, request.slot
    if task.is_random or slot is None:
        raise DomainError("抽取派出的人员按公布的次序接替，不能指定")
    if request.asked_user == actor.user_id:
        raise DomainError("申请的人不能自己同意；请另一位来决定")
    officer = _officer(actor, task, officer_id, at)
    going = slot.inspector
    slot.inspector, slot.section_id, slot.pool = officer, officer.owner_id, officer.owner.code
    slot.save(update_fields=["inspector", "section", "pool"])
    request.state = states.REQUEST.target(states.GRANT, request.state)
    request.decided_by, request.decided_at = actor.person, at
    request.came_in, request.went_out = officer.code, going.code if going else ""
    private = {"officers": _names(task), "reason": request.note}
    request.entry = record(events.VISIT_TEAM_CHANGED, task, actor, at, {}, private)
    request.save()
    ledger.send(
        draw_number=task.number,
        subject_id=task.subject_id,
        team=list(task.slots.values_list("section_id", "inspector_id")),
        entry=request.entry,
    )
    papers.issue_recusal(request, actor, at)
    return request


@transaction.atomic
def refuse(*, actor: Actor, request_id: int, answer: str, at: datetime) -> ReplacementRequest:
    """Refuse the recusal, with the reason.

    Raises:
        DomainError: no reason, or it is decided already.
    """
    actor.require(Permission.DECIDE_REPLACEMENT)
    request = selectors.request_for(actor, request_id, lock=True)
    if not answer.strip():
        raise DomainError("请写不同意的理由", field="answer")
    request.state = states.REQUEST.target(states.REFUSE, request.state)
    request.answer, request.decided_by, request.decided_at = answer, actor.person, at
    request.entry = record(
        events.VISIT_OFFICER_RECUSAL_REFUSED, request.visit, actor, at, {}, {"reason": answer}
    )
    request.save()
    papers.issue_recusal(request, actor, at)
    return request


def offered(actor: Actor, task: InspectionTask, at: datetime) -> list[Inspector]:
    """Give the officers who could go instead: able on the day, not in the team, no recusal."""
    on = task.planned_on or moments.day_of(at)
    rows = inspectors.inspector_rows(inspectors.find(actor).exclude(slots__in=task.slots.all()), on)
    able = [row.inspector for row in rows if row.is_drawable]
    recused = set(guards.recused(able, task.subject_id, on))
    return [officer for officer in able if officer.pk not in recused]


def _officer(actor: Actor, task: InspectionTask, officer_id: int, at: datetime) -> Inspector:
    for officer in offered(actor, task, at):
        if officer.pk == officer_id:
            return officer
    raise DomainError("这一位不能去：已在检查组、当天不能检查或有回避关系；请另选", field="officer")


def _names(task: InspectionTask) -> str:
    people = (slot.inspector for slot in task.slots.select_related("inspector"))
    return "、".join(f"{person.name} {person.code}" for person in people if person is not None)
