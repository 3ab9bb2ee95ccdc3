"""What a new bureau does first in draws: its first draw, prepared, sealed, held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from oversight.accounts import rules as roles
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.contributions import FirstStep, Link
from oversight.draws.models import Draw
from oversight.draws.states import DRAW, DrawState
from oversight.plans.models import PlanVersion
from oversight.plans.states import IN_FORCE


def first_steps(actor: Actor, at: datetime) -> Iterator[FirstStep]:  # noqa: ARG001 - no date plays a part
    """Give the first draw of the actor's bureau, until one is held."""
    rows = Draw.objects.filter(bureau_id=actor.bureau_id)
    running = rows.exclude(state__in=Draw.ENDED).order_by("-pk").first()
    plans = PlanVersion.objects.filter(plan__bureau_id=actor.bureau_id, state__in=IN_FORCE)
    version = plans.order_by("-pk").first()
    link, button = _act_on_draw(actor, running, version)
    yield FirstStep(
        title="办第一次抽取",
        text="备料、试抽、请另一位复核封存，到时间用公开的随机数抽取；任何人都可以验证。",
        who=f"{roles.holders(Permission.HOLD_DRAWS)}主持，"
        f"{roles.holders(Permission.APPROVE_DRAWS)}复核封存",
        is_done=rows.filter(held_at__isnull=False).exists(),
        progress=_words(running) if actor.may(Permission.SEE_DRAWS) else "",
        link=link,
        button=button,
        waits_for=_waits_for(running, version),
    )


def _words(running: Draw | None) -> str:
    return "还没有抽取" if running is None else f"{running.title}：{DRAW.label(running.state)}"


def _waits_for(running: Draw | None, version: PlanVersion | None) -> str:
    if version is None and running is None:
        return "年度计划批准"
    if running is not None and running.state == DrawState.REVIEW:
        return f"{roles.holders(Permission.APPROVE_DRAWS)}复核封存"
    return f"{roles.holders(Permission.HOLD_DRAWS)}办理"


def _act_on_draw(
    actor: Actor, running: Draw | None, version: PlanVersion | None
) -> tuple[Link | None, str]:
    if running is None:
        may_begin = version is not None and actor.may(Permission.HOLD_DRAWS)
        plan = Link(view="office:plan", args=(version.plan_id,)) if version and may_begin else None
        return plan, "去准备抽取"
    is_review = running.state == DrawState.REVIEW
    power = Permission.APPROVE_DRAWS if is_review else Permission.HOLD_DRAWS
    draw = Link(view="office:draw", args=(running.pk,)) if actor.may(power) else None
    return draw, "去复核" if is_review else "去办理"
