"""What waits in plans and draws, for whom, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse

from oversight.accounts import selectors as accounts
from oversight.accounts.rules import Permission, permission_of
from oversight.accounts.selectors import Actor
from oversight.accounts.states import REQUEST
from oversight.common import moments
from oversight.common.transitions import StateMachine
from oversight.draws import selectors as draws
from oversight.draws.models import Draw, FrequencyCapExemption, JointInvitation
from oversight.draws.services import directory_changes
from oversight.draws.states import DRAW, EXEMPTION, INVITATION, VALUE, VOID
from oversight.plans import selectors as plans
from oversight.plans.models import PlanVersion
from oversight.plans.states import PLAN


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """Something that waits for the person who looks."""

    title: str
    detail: str
    address: str
    word: str
    until: date | None = None
    is_urgent: bool = False


def waiting(actor: Actor, at: datetime) -> Iterator[Todo]:
    """Give what waits in plans and draws, and what a second person must confirm."""
    if _may(actor, REQUEST, "confirm"):
        yield from _to_confirm_accounts(actor)
    if _may(actor, PLAN, "approve"):
        yield from _plans(actor)
    if _may(actor, DRAW, "seal"):
        yield from _to_review(actor)
    if _may(actor, DRAW, "prepare"):
        yield from _to_hold(actor, at)
    if _may(actor, VALUE, "confirm"):
        yield from _to_confirm(actor)
    if _may(actor, DRAW, "hand_over"):
        yield from _to_keep(actor, at)
    if _may(actor, INVITATION, "accept"):
        yield from _to_answer(actor)
    if actor.may(Permission.DECIDE_REPLACEMENT):
        yield from _to_decide(actor)
    if actor.may(Permission.TAKE_VISITS):
        yield from _to_take(actor)


def _may(actor: Actor, machine: StateMachine, act: str) -> bool:
    return actor.may(permission_of(machine, act))


def _in(actor: Actor, act: str) -> QuerySet[Draw]:
    """Give the draws within reach in which an act is possible."""
    return draws.draws(actor).filter(state__in=DRAW.sources([act]))


def _to_confirm_accounts(actor: Actor) -> Iterator[Todo]:
    for one in accounts.waiting_requests(actor):
        yield Todo(
            title=f"确认账号申请：{one.user.name}",
            detail=f"{one.what}，{one.requested_by.name}申请",
            address=reverse("office:account-request", args=[one.pk]),
            word="去看",
        )
    for held in accounts.unconfirmed(actor).exclude(user=actor.user_id):
        yield Todo(
            title=f"补认首任：{held.user.name}",
            detail=f"{held.organisation.name}“{held.role_name}”",
            address=reverse("office:appointment-confirm", args=[held.pk]),
            word="去补认",
        )


def _plans(actor: Actor) -> Iterator[Todo]:
    rows = PlanVersion.objects.filter(
        plan__in=plans.plans(actor), state__in=PLAN.sources(["approve"])
    ).select_related("plan")
    for one in rows:
        yield Todo(
            title=f"批准计划：{one.plan.name}",
            detail=f"第 {one.number} 版，{one.submitted_by}提交",
            address=reverse("office:plan", args=[one.plan_id]),
            word="去看",
        )


def _to_review(actor: Actor) -> Iterator[Todo]:
    for draw in _in(actor, "seal"):
        yield _of(draw, "复核并封存", f"{draw.submitted_by}提交", until=draw.t0)
    for draw in _in(actor, "void"):
        if VOID.allows("agree", draw.void_state):
            yield _of(draw, "决定是否作废", draw.void_why, until=draw.t0)
    for draw in _in(actor, "prepare").filter(work_problem__startswith=directory_changes.WAITING):
        yield _of(draw, "核对名录变动", "备料要等第二人看过名录的改动")
    asked = FrequencyCapExemption.objects.filter(
        draw__in=draws.draws(actor), state__in=EXEMPTION.sources(["grant"])
    )
    for draw in draws.draws(actor).filter(pk__in=asked.values("draw_id")):
        yield _of(draw, "决定超上限例外", "抽取要等决定以后才能封存")
    for draw in _in(actor, "justify").filter(overlaps__reason="").distinct():
        yield _of(draw, "写明再抽一次的理由", "对象和已封存的抽取重叠")


def _to_hold(actor: Actor, at: datetime) -> Iterator[Todo]:
    for draw in _in(actor, "submit"):
        yield _of(draw, "准备抽取", draw.returned or "定来源、请见证人、备料、提交")
    for draw in _in(actor, "seed").filter(t0__lte=at):
        yield _of(draw, "录入公开数", "公开数已经产生", until=draw.deadline)
    for draw in _in(actor, "hold"):
        yield _of(draw, "抽取", "来源已齐", until=draw.deadline)


def _to_confirm(actor: Actor) -> Iterator[Todo]:
    entered = _in(actor, "confirm").filter(values__logged_at=None, values__isnull=False)
    for draw in entered.exclude(values__entered_user=actor.user_id or 0).distinct():
        yield _of(draw, "核对公开数", "对着公告再填一遍", until=draw.deadline)


def _to_keep(actor: Actor, at: datetime) -> Iterator[Todo]:
    sealed = _in(actor, "seed").filter(handed_over_at=None, t0__gt=at)
    for draw in sealed:
        if draw.is_sealed_mode:
            yield _of(draw, "取密封材料", "清单、名单和密数由监督保管", until=draw.t0)


def _to_answer(actor: Actor) -> Iterator[Todo]:
    own = list(accounts.sections(actor).values_list("pk", flat=True))
    asked = JointInvitation.objects.filter(
        section_id__in=own,
        answer=JointInvitation.WAITING,
        draw__state__in=DRAW.sources(["change"]),
    )
    for one in asked.select_related("draw", "section"):
        yield Todo(
            title=f"答复联合检查：{one.draw.title}",
            detail=f"请 {one.section.name} 每家派 {one.people} 人",
            address=reverse("office:joint", args=[one.pk]),
            word="去答复",
        )


def _to_decide(actor: Actor) -> Iterator[Todo]:
    for one in draws.requests(actor):
        word = "回避" if one.is_recusal else "递补"
        yield Todo(
            title=f"决定{word}：{one.visit.name}",
            detail=f"{one.asked_by}：{one.note}",
            address=reverse("office:visit", args=[one.visit_id]),
            word="去看",
        )


def _to_take(actor: Actor) -> Iterator[Todo]:
    untaken = draws.my_visits(actor).filter(is_out=False, accepted_at=None, merged_into=None)
    count = untaken.count()
    if count:
        yield Todo(
            title=f"接受检查任务 {count} 家",
            detail="定下检查日期",
            address=reverse("office:visits"),
            word="去看",
        )


def _of(draw: Draw, title: str, detail: str, *, until: datetime | None = None) -> Todo:
    return Todo(
        title=f"{title}：{draw.title}",
        detail=detail,
        address=reverse("office:draw", args=[draw.pk]),
        word="去办",
        until=moments.day_of(until) if until else None,
        is_urgent=until is not None,
    )
