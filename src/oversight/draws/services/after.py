"""After the draw: tasks accepted and dated, replacements and recusals by rule 6.3, merging."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from mingqian.replacement import Replacement, ReplacementState
from mingqian_ceremony import steps
from mingqian_ceremony.draw_log import StepContext
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.accounts.services.sessions import Confirmation
from oversight.audit import selectors as audit
from oversight.audit import services as trail
from oversight.audit.services import AuditEvent
from oversight.common import moments
from oversight.common.errors import DomainError, NotFoundError
from oversight.draws import records, rules, selectors
from oversight.draws.audit_log import DatabaseLog, translate_core_errors
from oversight.draws.files import folder
from oversight.draws.models import (
    Draw,
    InspectionTask,
    ReplacementRequest,
    TeamMember,
)
from oversight.draws.services import rechecking, sampling_frame
from oversight.registry.models import Inspector, Subject

KIND = "visit"


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
def accept(*, actor: Actor, visit_id: int, on: date, at: datetime) -> InspectionTask:
    """Take a visit and propose its day; the caps are looked at once more.

    Raises:
        DomainError: replaced, merged, in the past, or the year's cap would be broken.
    """
    actor.require(Permission.TAKE_VISITS)
    visit = selectors.visit_for(actor, visit_id)
    if visit.is_out or visit.merged_into_id is not None:
        raise DomainError("这个任务已被递补或合并，不再检查")
    records.require_visit(visit)
    if on < moments.day_of(at):
        raise DomainError("检查日期不能早于今天", field="on")
    _require_cap(visit, on)
    is_new = visit.accepted_at is None
    visit.accepted_by, visit.accepted_at, visit.planned_on = actor.person, at, on
    visit.save(update_fields=["accepted_by", "accepted_at", "planned_on"])
    _record("visit.accepted" if is_new else "visit.dated", visit, actor, at, {"on": str(on)})
    return visit


@transaction.atomic
def ask(*, actor: Actor, asked: ReplacementInput, at: datetime) -> ReplacementRequest:
    """Ask for a replacement or a recusal, with its reason and evidence.

    Raises:
        DomainError: an unknown reason, no explanation, or one is waiting already.
    """
    actor.require(Permission.ASK_REPLACEMENT)
    visit = selectors.visit_for(actor, asked.visit_id)
    _require_open(visit)
    records.require_visit(visit)
    slot = visit.slots.filter(pk=asked.slot_id).first() if asked.slot_id else None
    _require_sound(asked, slot)
    if asked.why in rules.RECHECKED and not rechecking.allows(visit, slot, asked.why):
        raise DomainError("开封复核没有列出这一项；请选别的原因", field="why")
    if visit.requests.filter(state=ReplacementRequest.WAITING, kind=asked.kind, slot=slot).exists():
        raise DomainError("已有同样的申请在等决定")
    digest = hashlib.sha256(asked.evidence).hexdigest() if asked.evidence else ""
    if asked.evidence:
        name = f"private/requests/{digest}"
        folder(visit.draw.number).put(name, asked.evidence)
    made = ReplacementRequest.objects.create(
        visit=visit,
        slot=slot,
        kind=asked.kind,
        is_recusal=asked.is_recusal,
        by_enterprise=asked.by_enterprise,
        why=asked.why,
        note=asked.note,
        evidence_name=asked.evidence_name[:200],
        evidence_digest=digest,
        asked_by=actor.person,
        asked_user=actor.user_id,
        asked_at=at,
    )
    kind = "visit.recusal-asked" if asked.is_recusal else "visit.replacement-asked"
    private = {"note": asked.note, "evidence": digest, "name": visit.name}
    _record(kind, visit, actor, at, {"why": asked.why}, private)
    return made


@transaction.atomic
def refuse(*, actor: Actor, request_id: int, answer: str, at: datetime) -> ReplacementRequest:
    """Refuse a request, with the reason."""
    actor.require(Permission.DECIDE_REPLACEMENT)
    found = request_for(actor, request_id, lock=True)
    if not answer.strip():
        raise DomainError("请写不同意的理由", field="answer")
    found.state, found.answer = ReplacementRequest.REFUSED, answer
    found.decided_by, found.decided_at = actor.person, at
    kind = "visit.recusal-refused" if found.is_recusal else "visit.replacement-refused"
    found.entry = _record(kind, found.visit, actor, at, {"why": found.why}, {"reason": answer})
    found.save()
    return found


def grant(
    *, actor: Actor, request_id: int, confirmed: Confirmation, at: datetime
) -> ReplacementRequest:
    """Let the next in the published order take over (draw-v1 6.3); it is published.

    Raises:
        DomainError: the same person asked, nobody is left, or something else changed meanwhile.
    """
    actor.require(Permission.DECIDE_REPLACEMENT)
    confirmed.require(actor)
    found = request_for(actor, request_id)
    draw = found.visit.draw
    _require_open(found.visit)
    records.require_visit(found.visit)
    if found.asked_user == actor.user_id:
        raise DomainError("申请的人不能自己同意；请另一位来决定")
    chosen: list[Replacement] = []
    seen = _replacements(draw)

    def find(standing: ReplacementState) -> Replacement:
        chosen.append(_chosen(standing, found))
        return chosen[0]

    def on_appended(_: str, index: int) -> None:
        # The entry just appended is the one more.
        if _replacements(draw) != seen + 1:
            raise DomainError("刚有另一次递补；请刷新后再决定")
        _carry_out(request_for(actor, request_id, lock=True), chosen[0], actor, at, index)

    def private(_: str) -> dict[str, str]:
        told_ = {"note": found.note, "evidence": found.evidence_digest, "asked": found.asked_by}
        return {**told_, "name": _name(draw, chosen[0])}

    book = DatabaseLog(
        author=actor.author, title=found.visit.name, private=private, on_appended=on_appended
    )
    with translate_core_errors():
        office = StepContext(book=book, at=moments.written(at))
        steps.replace(folder(draw.number), office, find)
    found.refresh_from_db()
    return found


@transaction.atomic
def merge(*, actor: Actor, visit_id: int, into_id: int, at: datetime) -> InspectionTask:
    """Make one visit of two draws to the same subject: they count once.

    Raises:
        DomainError: they go to different subjects, or one is merged or replaced.
    """
    actor.require(Permission.HOLD_DRAWS)
    visit = selectors.visit_for(actor, visit_id)
    into = selectors.visit_for(actor, into_id)
    if visit.subject_id != into.subject_id or visit.draw_id == into.draw_id:
        raise DomainError("只能合并两次抽取中同一家的任务")
    if any(one.is_out or one.merged_into_id or one.done_on for one in (visit, into)):
        raise DomainError("其中一个任务已经递补、合并或完成")
    visit.merged_into = into
    visit.save(update_fields=["merged_into"])
    public = {"into": into.draw.number}
    _record("visit.merged", visit, actor, at, public, {"name": visit.name})
    return visit


def request_for(actor: Actor, request_id: int, *, lock: bool = False) -> ReplacementRequest:
    """Load a waiting request of one's bureau.

    Raises:
        NotFoundError: there is none within reach.
        DomainError: it is decided.
    """
    reach = ReplacementRequest.objects.filter(pk=request_id, visit__draw__bureau_id=actor.bureau_id)
    rows = reach.select_for_update(of=("self",)) if lock else reach
    found = rows.select_related("visit__draw", "slot").first()
    if found is None:
        raise NotFoundError("没有这个申请")
    if found.state != ReplacementRequest.WAITING:
        raise DomainError("这个申请已经决定过")
    return found


def _chosen(standing: ReplacementState, found: ReplacementRequest) -> Replacement:
    if found.kind == ReplacementRequest.SUBJECT:
        return standing.subject_replacement(found.visit.code, found.why)
    if found.slot is None:
        raise DomainError("这个申请没有写明是哪个位置")
    who = found.slot.inspector
    out = None if who is None else who.code
    return standing.inspector_replacement(found.visit.code, found.slot.pool, out, found.why)


def _carry_out(
    found: ReplacementRequest, chosen: Replacement, actor: Actor, at: datetime, index: int
) -> None:
    visit = found.visit
    if found.kind == ReplacementRequest.SUBJECT:
        _bring_in(visit, chosen)
        visit.is_out, visit.out_why = True, found.why
        visit.save(update_fields=["is_out", "out_why"])
    elif found.slot is not None:
        found.went_out = chosen.out or ""
        found.slot.inspector = Inspector.objects.get(code=chosen.incoming)
        found.slot.save(update_fields=["inspector"])
    found.came_in = chosen.incoming
    found.went_out = chosen.out or ""
    found.state, found.entry = ReplacementRequest.GRANTED, index
    found.decided_by, found.decided_at = actor.person, at
    found.save()


def _name(draw: Draw, chosen: Replacement) -> str:
    """Name the subject that comes in; empty for an inspector."""
    if chosen.pool is not None:
        return ""
    return Subject.objects.get(bureau_id=draw.bureau_id, code=chosen.incoming).name


def _bring_in(leaving: InspectionTask, chosen: Replacement) -> None:
    draw = leaving.draw
    stratum = chosen.stratum or ""
    subject = Subject.objects.get(bureau_id=draw.bureau_id, code=chosen.incoming)
    last = draw.visits.order_by("-place").first()
    made = InspectionTask.objects.create(
        draw=draw,
        subject=subject,
        code=chosen.incoming,
        name=subject.name,
        strata=[stratum],
        place=(last.place if last else 0) + 1,
        came_for=leaving.code,
    )
    needs = folder(draw.number).manifest().stratum(stratum).team
    places = [need.pool for need in needs for _ in range(need.count)]
    sections = selectors.section_keys(places)
    TeamMember.objects.bulk_create(
        TeamMember(visit=made, section_id=sections[pool], pool=pool, order=order)
        for order, pool in enumerate(places)
    )


def _replacements(draw: Draw) -> int:
    return audit.about("draw", draw.number).filter(type="draw.replaced").count()


def _require_open(visit: InspectionTask) -> None:
    draw = visit.draw
    if draw.held_at is None or draw.state == Draw.VOIDED:
        raise DomainError("还没有抽取，或抽取已作废")
    if draw.is_sealed_mode and draw.opened_at is None:
        raise DomainError("密封的抽取开封以后才能递补；现在公布递补会泄露名单")
    if visit.is_out:
        raise DomainError("这个任务已被递补")
    if visit.done_on is not None:
        raise DomainError("这个任务已经检查完")


def _require_sound(asked: ReplacementInput, slot: TeamMember | None) -> None:
    if asked.kind == ReplacementRequest.SUBJECT:
        allowed = {*rules.SUBJECT_REASONS, rules.CAPPED}
    elif slot is None:
        raise DomainError("请选要换的人员或空缺", field="slot")
    elif slot.inspector_id is None:
        allowed = {rules.OPEN_SLOT}
    else:
        allowed = {rules.RECUSAL} if asked.is_recusal else {*rules.PERSON_REASONS, rules.ROTATED}
    if asked.why not in allowed:
        raise DomainError("请选一个原因", field="why")
    if not asked.note.strip():
        raise DomainError("请写明情况，它会随决定一起留痕", field="note")


def _require_cap(visit: InspectionTask, on: date) -> None:
    draw = visit.draw
    if draw.granted_exemptions.filter(subject_id=visit.subject_id).exists():
        return
    for cap in sampling_frame.applicable_caps(draw, on):
        # The visit itself is among those counted.
        if cap.visits.get(visit.subject_id, 0) > cap.limit:
            raise DomainError(
                f"{visit.name} 本年度检查会超过 {cap.limit} 次（{cap.citation}）；"
                f"请与已有的任务合并，或由审批人同意例外"
            )


def _record(
    kind: str,
    visit: InspectionTask,
    actor: Actor,
    at: datetime,
    public: Mapping[str, object],
    private: Mapping[str, object] | None = None,
) -> int:
    # Before the opening the log tells neither who was drawn nor how many.
    act = AuditEvent(
        type=kind,
        kind=KIND,
        number=visit.draw.number,
        title=visit.draw.title,
        public=dict(public),
        private={"code": visit.code, "place": visit.place, **(private or {})},
    )
    return trail.record(act, by=actor.author, at=at)
