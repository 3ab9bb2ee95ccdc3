"""What waits in draws, from the preparation to the result, and in what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from oversight.accounts import rules
from oversight.accounts import selectors as accounts
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Link, Todo
from oversight.draws import batches, records, selectors
from oversight.draws.models import Draw, FrequencyCapExemption, JointInvitation
from oversight.draws.secrecy import SEALED_MODE
from oversight.draws.states import DRAW, EXEMPTION, INVITATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An act that draws wait for: which of those it is open to wait, why, and until when.

    Who may act, and in which states, is what the table of the draw's states says. Who holds draws
    and may not act waits for those who may.
    """

    act: str
    title: str
    reason: Callable[[Draw], str]
    chosen: Callable[[QuerySet[Draw], datetime], QuerySet[Draw]] = lambda draws, _: draws
    until: Callable[[Draw], datetime | None] = lambda _: None

    @property
    def permission(self) -> Permission:
        """Give what somebody must be allowed for the act."""
        return rules.permission_of(DRAW, self.act)


def todos(actor: Actor, at: datetime) -> Iterator[Todo]:
    """Give what waits for the actor, and what others have to do before the actor can go on."""
    for step in STEPS:
        yield from _of_step(step, actor, at)
    yield from _values_to_confirm(actor)
    if actor.may(Permission.HOLD_DRAWS):
        yield from _batches_to_begin(actor, at)
        yield from _await_values(actor, at)
        yield from _await_sections(actor)
    if actor.may(rules.permission_of(INVITATION, "accept")):
        yield from _answer_joint(actor)
    yield from visit_todos(actor)


def _of_step(step: Step, actor: Actor, at: datetime) -> Iterator[Todo]:
    is_own = actor.may(step.permission)
    if not is_own and not actor.may(Permission.HOLD_DRAWS):
        return
    for draw in step.chosen(_open_to(actor, step.act), at):
        yield _todo(
            draw,
            step.title,
            step.reason(draw),
            until=step.until(draw),
            waiting_for="" if is_own else rules.holders(step.permission),
        )


def _open_to(actor: Actor, act: str) -> QuerySet[Draw]:
    return selectors.draws(actor).filter(state__in=DRAW.sources([act]))


def _confirmable(actor: Actor) -> QuerySet[Draw]:
    entered = _open_to(actor, "confirm").filter(values__logged_at=None, values__isnull=False)
    return entered.distinct()


def _values_to_confirm(actor: Actor) -> Iterator[Todo]:
    permission = rules.permission_of(DRAW, "confirm")
    if not actor.may(permission):
        return
    entered_by_actor = _confirmable(actor).filter(values__entered_user=actor.user_id or 0)
    for draw in _confirmable(actor).exclude(pk__in=entered_by_actor.values("pk")):
        yield _todo(draw, "核对公开数", "对着公告再填一遍", until=draw.deadline)
    for draw in entered_by_actor:
        second = rules.holders(permission)
        reason = "您录入的公开数要第二人核对"
        yield _todo(draw, "核对公开数", reason, until=draw.deadline, waiting_for=second)


def _await_values(actor: Actor, at: datetime) -> Iterator[Todo]:
    for draw in _open_to(actor, "seed").filter(t0__gt=at):
        yield _todo(
            draw, "等公开数", "已封存，到时间才能取种", until=draw.t0, waiting_for="公开数产生"
        )


def _batches_to_begin(actor: Actor, at: datetime) -> Iterator[Todo]:
    today = moments.day_of(at)
    for batch in batches.batches_to_draw(actor, today.year, today.month):
        yield Todo(
            title=f"准备抽取：{batches.title_of(batch)}",
            reason=f"计划在 {batch.month} 月抽 {batch.count} 家，还没有建抽取",
            link=Link(view="office:plan", args=(batch.task.version.plan_id,)),
            until=batches.last_day(batch),
        )


def _await_sections(actor: Actor) -> Iterator[Todo]:
    asked = JointInvitation.objects.filter(
        draw__in=_open_to(actor, "change"), answer=JointInvitation.WAITING
    )
    for invitation in asked.select_related("draw", "section"):
        yield _todo(
            invitation.draw,
            "答复联合检查",
            "答复以后才能备料",
            waiting_for=invitation.section.name,
        )


def _answer_joint(actor: Actor) -> Iterator[Todo]:
    own = list(accounts.sections(actor).values_list("pk", flat=True))
    asked = JointInvitation.objects.filter(
        section_id__in=own, answer=JointInvitation.WAITING, draw__state__in=DRAW.sources(["change"])
    )
    for invitation in asked.select_related("draw", "section"):
        yield Todo(
            title=f"答复联合检查：{invitation.draw.title}",
            reason=f"请 {invitation.section.name} 每家派 {invitation.people} 人",
            link=Link(view="office:joint", args=(invitation.pk,)),
            button="去答复",
        )


def visit_todos(actor: Actor) -> Iterator[Todo]:
    """Give what waits in visits: requests to decide, visits to accept."""
    if actor.may(Permission.DECIDE_REPLACEMENT):
        yield from _decide_requests(actor)
    elif actor.may(Permission.ASK_REPLACEMENT):
        yield from _await_decisions(actor)
    if actor.may(Permission.TAKE_VISITS):
        yield from _accept_visits(actor)


def _decide_requests(actor: Actor) -> Iterator[Todo]:
    for request in selectors.requests(actor):
        yield Todo(
            title=f"决定{'回避' if request.is_recusal else '递补'}：{request.visit.name}",
            reason=f"{request.asked_by}：{request.note}",
            link=Link(view="office:visit", args=(request.visit_id,)),
            button="去看",
        )


def _await_decisions(actor: Actor) -> Iterator[Todo]:
    own = selectors.requests(actor).filter(asked_user=actor.user_id or 0)
    for request in own.filter(visit__in=selectors.my_visits(actor)):
        yield Todo(
            title=f"{'回避' if request.is_recusal else '递补'}申请：{request.visit.name}",
            reason=request.note,
            link=Link(view="office:visit", args=(request.visit_id,)),
            button="看任务",
            waiting_for=rules.holders(Permission.DECIDE_REPLACEMENT),
        )


def _accept_visits(actor: Actor) -> Iterator[Todo]:
    untaken = selectors.my_visits(actor).filter(is_out=False, accepted_at=None, merged_into=None)
    count = untaken.count()
    if count:
        yield Todo(
            title=f"接受检查任务 {count} 家",
            reason="定下检查日期",
            link=Link(view="office:visits"),
            button="去看",
        )


def _todo(
    draw: Draw,
    title: str,
    reason: str,
    *,
    until: datetime | None = None,
    waiting_for: str = "",
) -> Todo:
    shown = records.headings([draw])[0]
    return Todo(
        title=f"{title}：{shown.title}",
        reason=reason,
        link=Link(view="office:draw", args=(draw.pk,)),
        button="看抽取" if waiting_for else "去办",
        until=moments.day_of(until) if until else None,
        waiting_for=waiting_for,
    )


def _unconfirmed_changes(draws: QuerySet[Draw], _: datetime) -> QuerySet[Draw]:
    return selectors.with_unconfirmed_changes(draws)


def _undecided_exemptions(draws: QuerySet[Draw], _: datetime) -> QuerySet[Draw]:
    undecided = FrequencyCapExemption.objects.filter(
        draw__in=draws, state__in=EXEMPTION.sources(["grant"])
    )
    return draws.filter(pk__in=undecided.values("draw_id"))


def _unexplained_overlaps(draws: QuerySet[Draw], _: datetime) -> QuerySet[Draw]:
    return draws.filter(overlaps__reason="").distinct()


def _proposed_voids(draws: QuerySet[Draw], _: datetime) -> QuerySet[Draw]:
    return draws.exclude(void_why="")


def _sealed_material(draws: QuerySet[Draw], at: datetime) -> QuerySet[Draw]:
    return draws.filter(setup__mode=SEALED_MODE, handed_over_at=None, t0__gt=at)


STEPS = (
    Step(
        act="seal",
        title="复核并封存",
        reason=lambda draw: f"{draw.submitted_by}提交",
        until=lambda draw: draw.t0,
    ),
    Step(
        act="void",
        title="决定是否作废",
        chosen=_proposed_voids,
        reason=lambda draw: draw.void_why,
        until=lambda draw: draw.t0,
    ),
    Step(
        act="justify",
        title="核对名录变动",
        chosen=_unconfirmed_changes,
        reason=lambda _: "备料要等第二人看过名录的改动",
    ),
    Step(
        act="justify",
        title="决定超上限例外",
        chosen=_undecided_exemptions,
        reason=lambda _: "抽取要等决定以后才能封存",
    ),
    Step(
        act="justify",
        title="写明再抽一次的理由",
        chosen=_unexplained_overlaps,
        reason=lambda _: "对象和已封存的抽取重叠",
    ),
    Step(
        act="submit",
        title="准备抽取",
        reason=lambda draw: draw.returned or "定来源、请见证人、备料、提交",
    ),
    Step(
        act="enter",
        title="录入公开数",
        chosen=lambda draws, at: draws.filter(state__in=DRAW.sources(["seed"]), t0__lte=at),
        reason=lambda _: "公开数已经产生",
        until=lambda draw: draw.deadline,
    ),
    Step(
        act="hold",
        title="抽取",
        reason=lambda _: "来源已齐",
        until=lambda draw: draw.deadline,
    ),
    Step(
        act="hand_over",
        title="取密封材料",
        chosen=_sealed_material,
        reason=lambda _: "清单、名单和密数由监督保管",
        until=lambda draw: draw.t0,
    ),
)
