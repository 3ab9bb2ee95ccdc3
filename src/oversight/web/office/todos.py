"""What waits in plans and draws, for whom, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from oversight.accounts import selectors as accounts
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.draws import selectors as draws
from oversight.draws.models import Draw, FrequencyCapExemption, JointInvitation
from oversight.draws.services import directory_changes
from oversight.inspections import selectors as inspections
from oversight.inspections.states import TaskState
from oversight.plans import selectors as plans
from oversight.plans.models import PlanVersion


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
    if actor.may(Permission.CONFIRM_ACCOUNTS):
        yield from _to_confirm_accounts(actor)
    if actor.may(Permission.APPROVE_PLANS):
        yield from _plans(actor)
    if actor.may(Permission.APPROVE_DRAWS):
        yield from _to_review(actor)
    if actor.may(Permission.HOLD_DRAWS):
        yield from _to_hold(actor, at)
    if actor.may(Permission.CONFIRM_VALUES):
        yield from _to_confirm(actor)
    if actor.may(Permission.SEE_SEALED):
        yield from _to_keep(actor, at)
    if actor.may(Permission.ANSWER_JOINT):
        yield from _to_answer(actor)
    if actor.may(Permission.DECIDE_REPLACEMENT):
        yield from _to_decide(actor)
    if actor.may(Permission.TAKE_VISITS):
        yield from _to_take(actor)


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
        plan__in=plans.plans(actor), state=PlanVersion.SUBMITTED
    ).select_related("plan")
    for one in rows:
        yield Todo(
            title=f"批准计划：{one.plan.name}",
            detail=f"第 {one.number} 版，{one.submitted_by}提交",
            address=reverse("office:plan", args=[one.plan_id]),
            word="去看",
        )


def _to_review(actor: Actor) -> Iterator[Todo]:
    for draw in draws.draws(actor).filter(state=Draw.REVIEW):
        yield _of(draw, "复核并封存", f"{draw.submitted_by}提交", until=draw.t0)
    for draw in draws.draws(actor).filter(state__in=(Draw.SEALED, Draw.SEEDED)):
        if draw.void_why:
            yield _of(draw, "决定是否作废", draw.void_why, until=draw.t0)
    unread = draws.draws(actor).filter(state=Draw.PREPARING)
    for draw in unread.filter(work_problem__startswith=directory_changes.WAITING):
        yield _of(draw, "核对名录变动", "备料要等第二人看过名录的改动")
    asked = FrequencyCapExemption.objects.filter(draw__in=draws.draws(actor), is_granted=None)
    for draw in draws.draws(actor).filter(pk__in=asked.values("draw_id")):
        yield _of(draw, "决定超上限例外", "抽取要等决定以后才能封存")
    open_ = draws.draws(actor).filter(state__in=(Draw.PREPARING, Draw.REVIEW))
    for draw in open_.filter(overlaps__reason="").distinct():
        yield _of(draw, "写明再抽一次的理由", "对象和已封存的抽取重叠")


def _to_hold(actor: Actor, at: datetime) -> Iterator[Todo]:
    for draw in draws.draws(actor).filter(state=Draw.PREPARING):
        yield _of(draw, "准备抽取", draw.returned or "定来源、请见证人、备料、提交")
    for draw in draws.draws(actor).filter(state=Draw.SEALED, t0__lte=at):
        yield _of(draw, "录入公开数", "公开数已经产生", until=draw.deadline)
    for draw in draws.draws(actor).filter(state=Draw.SEEDED):
        yield _of(draw, "抽取", "来源已齐", until=draw.deadline)


def _to_confirm(actor: Actor) -> Iterator[Todo]:
    entered = draws.draws(actor).filter(
        state=Draw.SEALED, values__logged_at=None, values__isnull=False
    )
    for draw in entered.exclude(values__entered_user=actor.user_id or 0).distinct():
        yield _of(draw, "核对公开数", "对着公告再填一遍", until=draw.deadline)


def _to_keep(actor: Actor, at: datetime) -> Iterator[Todo]:
    sealed = draws.draws(actor).filter(state=Draw.SEALED, handed_over_at=None, t0__gt=at)
    for draw in sealed:
        if draw.is_sealed_mode:
            yield _of(draw, "取密封材料", "清单、名单和密数由监督保管", until=draw.t0)


def _to_answer(actor: Actor) -> Iterator[Todo]:
    own = list(accounts.sections(actor).values_list("pk", flat=True))
    asked = JointInvitation.objects.filter(
        section_id__in=own, answer=JointInvitation.WAITING, draw__state=Draw.PREPARING
    )
    for one in asked.select_related("draw", "section"):
        yield Todo(
            title=f"答复联合检查：{one.draw.title}",
            detail=f"请 {one.section.name} 每家派 {one.people} 人",
            address=reverse("office:joint", args=[one.pk]),
            word="去答复",
        )


def _to_decide(actor: Actor) -> Iterator[Todo]:
    for one in inspections.requests(actor):
        word = "回避" if one.is_recusal else "递补"
        yield Todo(
            title=f"决定{word}：{one.visit.name}",
            detail=f"{one.asked_by}：{one.note}",
            address=reverse("office:visit", args=[one.visit_id]),
            word="去看",
        )


def _to_take(actor: Actor) -> Iterator[Todo]:
    untaken = inspections.my_visits(actor).filter(state=TaskState.DRAWN)
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
