"""Replacements and recusals: asked with reason and evidence, decided by another person (6.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from mingqian.replacement import Replacement
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.accounts.services.sessions import Confirmation
from oversight.common.errors import DomainError
from oversight.draws import rules as draw_rules
from oversight.draws import selectors as draws
from oversight.draws.files import folder
from oversight.draws.models import Draw
from oversight.draws.services import replacement
from oversight.draws.services.replacement import Departure
from oversight.inspections import drawn_visits, events, selectors, states
from oversight.inspections.models import InspectionTask, ReplacementRequest, TeamMember
from oversight.inspections.services import (
    evidence_files,
    item_results,
    papers,
    receiving,
    rechecking,
)
from oversight.inspections.services.recording import record
from oversight.inspections.states import ReplacementState
from oversight.registry.models import Inspector, Subject
from oversight.registry.services import ledger
from oversight.registry.services.ledger import Team


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacementInput:
    """What somebody asks: replace the subject, an inspector (``slot_id``), or fill a slot."""

    visit_id: int
    kind: str
    why: str
    note: str
    slot_id: int | None = None
    is_recusal: bool = False
    by_enterprise: bool = False
    evidence_name: str = ""
    evidence: bytes = b""


@transaction.atomic
def ask(*, actor: Actor, asked: ReplacementInput, at: datetime) -> ReplacementRequest:
    """Ask for a replacement or a recusal, with its reason and evidence.

    Raises:
        DomainError: an unknown reason, no explanation, or one is waiting already.
    """
    actor.require(Permission.ASK_REPLACEMENT)
    task = selectors.visit_for(actor, asked.visit_id)
    _require_open(task, states.ASK)
    drawn_visits.require_drawn(task)
    slot = task.slots.filter(pk=asked.slot_id).first() if asked.slot_id else None
    _require_sound(asked, slot)
    if asked.why in draw_rules.RECHECKED and not rechecking.allows(task, slot, asked.why):
        raise DomainError("开封复核没有列出这一项；请选别的原因", field="why")
    if task.requests.filter(state=ReplacementState.WAITING, kind=asked.kind, slot=slot).exists():
        raise DomainError("已有同样的申请在等决定")
    request = ReplacementRequest.objects.create(
        visit=task,
        slot=slot,
        kind=asked.kind,
        is_recusal=asked.is_recusal,
        by_enterprise=asked.by_enterprise,
        why=asked.why,
        note=asked.note,
        evidence_name=asked.evidence_name[:200],
        evidence_digest=evidence_files.keep(
            asked.evidence, name=asked.evidence_name, bureau_id=task.bureau_id, actor=actor, at=at
        ),
        asked_by=actor.person,
        asked_user=actor.user_id,
        asked_at=at,
    )
    event = events.VISIT_RECUSAL_ASKED if asked.is_recusal else events.VISIT_REPLACEMENT_ASKED
    private = {"note": asked.note, "evidence": request.evidence_digest, "name": task.name}
    record(event, task, actor, at, {"why": asked.why}, private)
    return request


@transaction.atomic
def refuse(*, actor: Actor, request_id: int, answer: str, at: datetime) -> ReplacementRequest:
    """Refuse a request, with the reason.

    Raises:
        DomainError: no reason, or it is decided already.
    """
    actor.require(Permission.DECIDE_REPLACEMENT)
    request = selectors.request_for(actor, request_id, lock=True)
    if not answer.strip():
        raise DomainError("请写不同意的理由", field="answer")
    event = events.VISIT_RECUSAL_REFUSED if request.is_recusal else events.VISIT_REPLACEMENT_REFUSED
    private = {"reason": answer}
    request.state = states.REQUEST.target(states.REFUSE, request.state)
    request.answer = answer
    request.decided_by, request.decided_at = actor.person, at
    request.entry = record(event, request.visit, actor, at, {"why": request.why}, private)
    request.save()
    papers.issue_recusal(request, actor, at)
    return request


@transaction.atomic
def withdraw(*, actor: Actor, request_id: int, at: datetime) -> ReplacementRequest:
    """Take back one's own request, on which nobody has decided yet.

    Raises:
        DomainError: somebody else asked, or it is decided already.
    """
    actor.require_for(states.REQUEST, states.WITHDRAW)
    request = selectors.request_for(actor, request_id, lock=True)
    if request.asked_user is None or request.asked_user != actor.user_id:
        raise DomainError(f"申请是{request.asked_by}提出的；请提出的人撤回")
    is_recusal = request.is_recusal
    event = events.VISIT_RECUSAL_WITHDRAWN if is_recusal else events.VISIT_REPLACEMENT_WITHDRAWN
    request.state = states.REQUEST.target(states.WITHDRAW, request.state)
    request.decided_by, request.decided_at = actor.person, at
    request.entry = record(event, request.visit, actor, at, {"why": request.why})
    request.save()
    return request


def grant(
    *, actor: Actor, request_id: int, confirmed: Confirmation, at: datetime
) -> ReplacementRequest:
    """Let the next in the published order take over (draw-v1 6.3); it is published.

    Raises:
        DomainError: the same person asked, nobody is left, or something else changed meanwhile.
    """
    actor.require(Permission.DECIDE_REPLACEMENT)
    confirmed.require(actor)
    request = selectors.request_for(actor, request_id)
    _require_open(request.visit, _act_of(request))
    drawn_visits.require_drawn(request.visit)
    if request.asked_user == actor.user_id:
        raise DomainError("申请的人不能自己同意；请另一位来决定")

    def carry_out(chosen: Replacement, entry: int) -> None:
        waiting = selectors.request_for(actor, request_id, lock=True)
        _carry_out(waiting, chosen, entry)
        waiting.state = states.REQUEST.target(states.GRANT, waiting.state)
        waiting.decided_by, waiting.decided_at = actor.person, at
        waiting.save()
        papers.issue_recusal(waiting, actor, at)

    replacement.replace(
        draw=request.visit.drawn_by,
        departure=_departure(request),
        author=actor.author,
        on_replaced=carry_out,
        at=at,
    )
    request.refresh_from_db()
    return request


def _act_of(request: ReplacementRequest) -> str:
    is_subject = request.kind == ReplacementRequest.SUBJECT
    return states.REPLACE if is_subject else states.ASK


def _departure(request: ReplacementRequest) -> Departure:
    task, slot = request.visit, request.slot
    is_subject = request.kind == ReplacementRequest.SUBJECT
    if not is_subject and slot is None:
        raise DomainError("这个申请没有写明是哪个位置")
    return Departure(
        code=task.code,
        why=request.why,
        title=task.name,
        details={
            "note": request.note,
            "evidence": request.evidence_digest,
            "asked": request.asked_by,
        },
        pool="" if is_subject or slot is None else slot.pool,
        inspector_code=_code_of(None if is_subject else slot),
    )


def _code_of(slot: TeamMember | None) -> str | None:
    return slot.inspector.code if slot is not None and slot.inspector else None


def _carry_out(request: ReplacementRequest, chosen: Replacement, entry: int) -> None:
    task = request.visit
    if request.kind == ReplacementRequest.SUBJECT:
        _bring_in(task, chosen, entry)
        task.is_out, task.out_why = True, request.why
        task.state = states.TASK.target(states.REPLACE, task.state)
        task.save(update_fields=["is_out", "out_why", "state"])
        ledger.cancel(draw_number=task.record_number, subject_id=task.subject_id, entry=entry)
    elif request.slot is not None:
        request.slot.inspector = Inspector.objects.get(code=chosen.incoming)
        request.slot.save(update_fields=["inspector"])
        ledger.send(
            draw_number=task.record_number,
            subject_id=task.subject_id,
            team=_team(task),
            entry=entry,
        )
    request.came_in, request.went_out = chosen.incoming, chosen.out or ""
    request.entry = entry


def _bring_in(leaving: InspectionTask, chosen: Replacement, entry: int) -> None:
    draw = leaving.drawn_by
    stratum = chosen.stratum or ""
    subject = Subject.objects.get(bureau_id=draw.bureau_id, code=chosen.incoming)
    last = draw.visits.order_by("-place").first()
    place = (last.place if last else 0) + 1
    task = InspectionTask.objects.create(
        number=receiving.task_number(draw, place),
        draw=draw,
        bureau_id=draw.bureau_id,
        owner_id=draw.owner_id,
        subject=subject,
        code=chosen.incoming,
        name=subject.name,
        strata=[stratum],
        place=place,
        came_for=leaving.code,
    )
    item_results.copy_to(task, leaving)
    needs = folder(draw.number).manifest().stratum(stratum).team
    places = [need.pool for need in needs for _ in range(need.count)]
    sections = draws.section_keys(places)
    TeamMember.objects.bulk_create(
        TeamMember(visit=task, section_id=sections[pool], pool=pool, order=order)
        for order, pool in enumerate(places)
    )
    ledger.plan(drawn_from=receiving.drawn_from(draw), teams={subject.pk: _team(task)}, entry=entry)


def _team(task: InspectionTask) -> Team:
    return list(task.slots.values_list("section_id", "inspector_id"))


def _require_open(task: InspectionTask, act: str) -> None:
    draw = task.draw
    if draw is None:
        raise DomainError("这个任务不是抽取的，没有递补的次序；要换人请改检查人员")
    if draw.held_at is None or draw.state == Draw.VOIDED:
        raise DomainError("还没有抽取，或抽取已作废")
    if draw.is_sealed_mode and draw.opened_at is None:
        raise DomainError("密封的抽取开封以后才能递补；现在公布递补会泄露名单")
    if not states.TASK.allows(act, task.state):
        raise DomainError("这个任务已被递补")
    if task.done_on is not None:
        raise DomainError("这个任务已经检查完")


def _require_sound(asked: ReplacementInput, slot: TeamMember | None) -> None:
    if asked.kind == ReplacementRequest.SUBJECT:
        allowed = {*draw_rules.SUBJECT_REASONS, draw_rules.CAPPED}
    elif slot is None:
        raise DomainError("请选要换的人员或空缺", field="slot")
    elif slot.inspector_id is None:
        allowed = {draw_rules.OPEN_SLOT}
    elif asked.is_recusal:
        allowed = {draw_rules.RECUSAL}
    else:
        allowed = {*draw_rules.PERSON_REASONS, draw_rules.ROTATED}
    if asked.why not in allowed:
        raise DomainError("请选一个原因", field="why")
    if not asked.note.strip():
        raise DomainError("请写明情况，它会随决定一起留痕", field="note")
