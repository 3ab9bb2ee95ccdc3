"""What a new bureau does first in plans: the plan of the year, drafted, submitted, approved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from oversight.accounts import rules as roles
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.contributions import FirstStep, Link
from oversight.plans.models import PlanVersion
from oversight.plans.states import IN_FORCE, PLAN, PlanState


def first_steps(actor: Actor, at: datetime) -> Iterator[FirstStep]:  # noqa: ARG001 - no date plays a part
    """Give the first plan of the actor's bureau, until a version of it is approved."""
    versions = PlanVersion.objects.filter(plan__bureau_id=actor.bureau_id)
    version = versions.order_by("-pk").first()
    link, button = _act_on_plan(actor, version)
    yield FirstStep(
        title="定年度计划",
        text="每个科室写自己的任务：查哪些事项、抽多少、哪几个月；汇总以后提交批准。",
        who=f"{roles.holders(Permission.MERGE_PLANS)}建立和汇总，"
        f"{roles.holders(Permission.DRAFT_PLANS)}起草任务，"
        f"{roles.holders(Permission.APPROVE_PLANS)}批准",
        is_done=versions.filter(state__in=IN_FORCE).exists(),
        progress=_words(version) if actor.may(Permission.SEE_PLANS) else "",
        link=link,
        button=button,
        waits_for=_waits_for(version),
    )


def _words(version: PlanVersion | None) -> str:
    if version is None:
        return "还没有计划"
    return (
        f"{version.plan.year} 年计划：任务 {version.tasks.count()} 项，{PLAN.label(version.state)}"
    )


def _waits_for(version: PlanVersion | None) -> str:
    if version is None:
        return f"{roles.holders(Permission.MERGE_PLANS)}建立计划"
    if version.state == PlanState.SUBMITTED:
        return f"{roles.holders(Permission.APPROVE_PLANS)}批准"
    return (
        f"{roles.holders(Permission.DRAFT_PLANS)}起草、{roles.holders(Permission.MERGE_PLANS)}提交"
    )


def _act_on_plan(actor: Actor, version: PlanVersion | None) -> tuple[Link | None, str]:
    if version is None:
        may_begin = actor.may(Permission.MERGE_PLANS)
        return (Link(view="office:plan-new") if may_begin else None), "新建计划"
    link = Link(view="office:plan", args=(version.plan_id,))
    if version.state == PlanState.SUBMITTED:
        return (link if actor.may_take(PLAN, "approve", version.state) else None), "去批准"
    return (link if actor.may_take(PLAN, "draft", version.state) else None), "去起草"
