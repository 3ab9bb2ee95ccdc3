"""Deciding what a draw is about, as long as it is not sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from mingqian import sources as core
from mingqian.errors import MingqianError
from mingqian.fields import Fields
from mingqian_ceremony import entropy
from oversight.accounts import selectors as accounts
from oversight.accounts.models import Organisation
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.audit import services as audit
from oversight.audit.event_types import EventType
from oversight.audit.services import AuditActor, AuditEvent
from oversight.common import moments
from oversight.common.core_words import sentence_of
from oversight.common.errors import DomainError, NotFoundError
from oversight.draws import events, rules, selectors
from oversight.draws.models import Draw, DrawWitness, JointInvitation
from oversight.draws.services import draw_setup
from oversight.draws.services.draw_setup import UnplannedDraw
from oversight.draws.states import DRAW, INVITATION, SEAT
from oversight.plans import rules as plan_rules
from oversight.plans import selectors as plans
from oversight.plans.services import numbers
from oversight.plans.states import PLAN

KIND = "drawing"
MOST_WITNESSES = 9
_FIXED = "已经封存，任何人都不能再改；要作废请走两人作废程序"
_IN_REVIEW = "正在等待复核，不能修改；请复核人先退回"


@transaction.atomic
def begin(*, actor: Actor, task_number: str, at: datetime) -> Draw:
    """Begin the draw of a batch of an approved plan.

    Raises:
        DomainError: the task has a draw, or an item is not published.
    """
    actor.require_for(PLAN, "draw")
    batch = plans.batch_for(actor, task_number)
    task = batch.task
    version = task.version
    PLAN.target("draw", version.state, refusal="计划还没有批准")
    setup = {
        **draw_setup.common(task, version.plan.bureau_id, at),
        "classes": draw_setup.classes(batch),
        "batch": {"place": batch.place, "of": batch.of, "year_total": batch.year_total},
    }
    title = task.title if batch.of == 1 else f"{task.title}（第 {batch.place} 批）"
    draw = _create_draw(
        actor,
        at,
        owner=task.owner,
        task_number=task_number,
        plan_number=version.plan.number,
        document_number=version.document_number,
        title=title,
        kind=task.kind,
        setup=setup,
    )
    JointInvitation.objects.bulk_create(
        JointInvitation(draw=draw, section_id=partner.section_id, people=partner.people)
        for partner in task.partners.all()
    )
    return draw


@transaction.atomic
def begin_temporary(*, actor: Actor, details: UnplannedDraw, at: datetime) -> Draw:
    """Begin a draw that stands in no plan.

    Raises:
        DomainError: no reason, no items, or nobody in scope.
    """
    actor.require(Permission.HOLD_DRAWS)
    owner = accounts.sections(actor).filter(pk=details.owner_id).first()
    if owner is None or owner.parent_id is None:
        raise DomainError("请选一个科室", field="owner")
    if not details.why.strip():
        raise DomainError("临时抽查要写明理由和依据", field="why")
    setup = {
        **draw_setup.frame(owner.parent_id, details.items, at),
        "scope": dict(details.scope),
        "ratio_by": "",
        "split_by": "",
        "people": details.people,
        "mode": details.mode,
        "reserve": 0,
        "classes": [draw_setup.whole_class(details)],
        "batch": None,
    }
    number = numbers.task_number(owner.parent.region if owner.parent else "", moments.day_of(at))
    kind = plan_rules.DIRECTED if any(details.scope.values()) else plan_rules.UNDIRECTED
    return _create_draw(
        actor,
        at,
        owner=owner,
        task_number=number,
        title=details.title,
        kind=kind,
        why=details.why,
        setup=setup,
    )


@transaction.atomic
def change(
    *,
    actor: Actor,
    draw_id: int,
    sources: Sequence[Mapping[str, Any]],
    deadline: datetime,
    opens_at: datetime | None,
    values: Mapping[str, Any],
    at: datetime,
) -> Draw:
    """Set where the randomness comes from, until when, and what may be set of the rest.

    ``values`` may hold mode, reserve, limit, relax and tickets; ``sources`` are public ones as in
    the manifest (draw-v1 3.1).

    Raises:
        DomainError: a source that cannot be, a deadline too early, or the draw is past preparing.
    """
    draw = preparing_for(actor, draw_id)
    public_sources = [source_of(source) for source in sources]
    if not public_sources:
        raise DomainError("至少要有一个公开来源：开奖、骰子或 drand", field="sources")
    last = max(selectors.moment(source.time) for source in public_sources if source.time)
    if deadline <= last:
        raise DomainError("截止时间应晚于最后一个公开来源的时间", field="deadline")
    setup = {
        **draw.setup,
        **draw_setup.check_settings(values),
        "sources": [source.json() for source in public_sources],
    }
    if setup["mode"] == plan_rules.SEALED and (opens_at is None or opens_at <= deadline):
        raise DomainError("密封方式要定开封时间，且晚于截止时间", field="opens_at")
    draw.setup, draw.deadline = setup, deadline
    draw.opens_at = opens_at if setup["mode"] == plan_rules.SEALED else None
    draw.t0 = min(selectors.moment(source.time) for source in public_sources if source.time)
    public = {"t0": moments.written(draw.t0), "deadline": moments.written(deadline)}
    if draw.opens_at is not None:
        public["opens_at"] = moments.written(draw.opens_at)
    draw.entry = record(events.DRAWING_CHANGED, draw, actor.author, at, public)
    draw.save()
    return draw


@transaction.atomic
def ask_to_join(
    *, actor: Actor, draw_id: int, section_id: int, people: int, at: datetime
) -> JointInvitation:
    """Ask another section to join the visits with its own inspectors; it may decline.

    Raises:
        DomainError: it is the own section, asked before, or no number of people.
    """
    draw = preparing_for(actor, draw_id)
    section = accounts.sections(actor).filter(pk=section_id, parent_id=draw.bureau_id).first()
    if section is None or section.pk == draw.owner_id:
        raise DomainError("请选本局的另一个科室", field="section")
    if people < 1:
        raise DomainError("请写每家派几个人", field="people")
    if draw.partners.filter(section=section).exists():
        raise DomainError(f"已经请过 {section.name}", field="section")
    invitation = JointInvitation.objects.create(draw=draw, section=section, people=people)
    public = {"section": section.name, "people": people}
    record(events.DRAWING_JOIN_ASKED, draw, actor.author, at, public)
    return invitation


@transaction.atomic
def answer(
    *, actor: Actor, partner_id: int, accepts: bool, people: int, reason: str, at: datetime
) -> JointInvitation:
    """Answer for one's section whether it joins, and with how many inspectors a visit.

    Raises:
        DomainError: it is another section's, or a refusal without a reason.
    """
    act = "accept" if accepts else "decline"
    actor.require_for(INVITATION, act)
    reach = accounts.sections(actor).values_list("pk", flat=True)
    invitations = JointInvitation.objects.filter(pk=partner_id, section_id__in=list(reach))
    partner = invitations.select_related("draw", "section").first()
    if partner is None:
        raise NotFoundError("没有这个联合检查的邀请，或不是您科室的")
    DRAW.target("change", partner.draw.state, refusal="抽取已经提交复核，不能再答复")
    if not accepts and not reason.strip():
        raise DomainError("谢绝请写原因", field="reason")
    if accepts and people < 1:
        raise DomainError("请写每家派几个人", field="people")
    partner.answer = INVITATION.target(act, partner.answer)
    partner.people = people if accepts else partner.people
    partner.reason, partner.answered_by, partner.answered_at = reason, actor.person, at
    partner.save()
    word = INVITATION.label(partner.answer)
    public = {"section": partner.section.name, "answer": word, "people": partner.people}
    record(events.DRAWING_JOINED, partner.draw, actor.author, at, public, {"reason": reason})
    return partner


@transaction.atomic
def invite(
    *, actor: Actor, draw_id: int, name: str, unit: str, capacity: str, at: datetime
) -> DrawWitness:
    """Offer a seat to a witness, who makes a number on an own telephone.

    The seat that is given back carries the link's ``token``; nobody can read it afterwards.

    Raises:
        DomainError: a name twice, or too many.
    """
    draw = preparing_for(actor, draw_id)
    parts = {"name": name.strip(), "unit": unit.strip(), "capacity": capacity.strip()}
    for field, value in parts.items():
        if not value:
            raise DomainError("见证人的姓名、单位和身份都要写", field=field)
    if draw.witnesses.filter(name=parts["name"]).exists():
        raise DomainError("已有同名的见证人；请加以区别", field="name")
    if draw.witnesses.count() >= MOST_WITNESSES:
        raise DomainError(f"最多请 {MOST_WITNESSES} 位见证人")
    token = entropy.secret()
    seat = DrawWitness.objects.create(draw=draw, link=rules.link_digest(token), **parts)
    seat.token = token
    record(events.DRAWING_WITNESS_INVITED, draw, actor.author, at, parts)
    return seat


@transaction.atomic
def remove_witness(*, actor: Actor, seat_id: int, at: datetime) -> Draw:
    """Take a witness's seat away before the sealing."""
    seat = DrawWitness.objects.filter(pk=seat_id).first()
    if seat is None:
        raise NotFoundError("没有这位见证人")
    draw = preparing_for(actor, seat.draw_id)
    SEAT.target("remove", seat.state)
    public = {"name": seat.name, "unit": seat.unit, "capacity": seat.capacity}
    seat.delete()
    record(events.DRAWING_WITNESS_REMOVED, draw, actor.author, at, public)
    return draw


@transaction.atomic
def drop(*, actor: Actor, draw_id: int, reason: str, at: datetime) -> Draw:
    """Give up a draw that was never sealed; its number is not given again."""
    draw = preparing_for(actor, draw_id, "drop")
    if not reason.strip():
        raise DomainError("请写放弃的原因", field="reason")
    draw.state = DRAW.target("drop", draw.state)
    draw.entry = record(events.DRAWING_DROPPED, draw, actor.author, at, {"reason": reason})
    draw.save(update_fields=["state", "entry"])
    return draw


def preparing_for(actor: Actor, draw_id: int, act: str = "change") -> Draw:
    """Load a draw that may still be changed, for an act that changes it.

    Raises:
        DomainError: it is past preparing.
    """
    actor.require_for(DRAW, act)
    draw = selectors.draw_for(actor, draw_id, lock=True)
    DRAW.target(act, draw.state, refusal=_FIXED if draw.is_fixed else _IN_REVIEW)
    if selectors.is_busy(draw):
        raise DomainError("正在备料；请等它完成")
    return draw


def witness_author(seat: DrawWitness, address: str) -> AuditActor:
    """Give what the trail writes of a witness, who has no account."""
    bureau: Organisation = seat.draw.bureau
    return AuditActor(
        organisation=seat.unit, role="见证", scope=bureau.path, person=seat.name, address=address
    )


def record(
    event: EventType,
    draw: Draw,
    author: AuditActor,
    at: datetime,
    public: Mapping[str, Any],
    private: Mapping[str, Any] | None = None,
) -> int:
    """Append an act about a draw to the trail."""
    act = AuditEvent(
        type=event,
        number=draw.number,
        title=draw.title,
        public=public,
        private=private or {},
    )
    return audit.record(act, by=author, at=at)


def _create_draw(actor: Actor, at: datetime, **values: Any) -> Draw:  # noqa: ANN401 - columns of a draw
    task = values["task_number"]
    bureau_id = values["owner"].parent_id
    standing = Draw.objects.filter(bureau_id=bureau_id, task_number=task)
    before = standing.exclude(state__in=Draw.ENDED).first()
    if before is not None:
        raise DomainError(f"任务 {task} 已有抽取 {before.number}；一个任务只抽一次")
    draw = Draw(
        bureau_id=bureau_id,
        number=f"{task}-{standing.count() + 1}",
        made_at=at,
        made_by=actor.person,
        **values,
    )
    public = {"task": task, "plan": draw.plan_number, "why": draw.why}
    state = {
        "bureau": draw.bureau.code,
        "owner": draw.owner.code,
        "kind": draw.kind,
        "document": draw.document_number,
    }
    draw.entry = record(events.DRAWING_BEGUN, draw, actor.author, at, public, {"state": state})
    draw.save(force_insert=True)
    return draw


def source_of(values: Mapping[str, Any]) -> core.Source:
    """Read a public source as the manifest has it.

    Raises:
        DomainError: it is none.
    """
    try:
        return core.read(Fields(dict(values), file="sources", rule="draw-v1 3.1"))
    except MingqianError as error:
        raise DomainError(f"随机来源不合规定：{sentence_of(error)}", field="sources") from None


def earliest_t0(at: datetime) -> datetime:
    """Give the first moment a public source may have for a sealing at ``at`` (draw-v1 2.5)."""
    return at + timedelta(minutes=30)
