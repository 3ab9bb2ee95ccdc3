"""What waits in plans: to be approved, to be mended, to be published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from oversight.accounts import rules
from oversight.accounts.selectors import Actor
from oversight.common.contributions import Link, Todo
from oversight.plans import selectors
from oversight.plans.models import PlanVersion
from oversight.plans.states import PLAN


def todos(actor: Actor, at: datetime) -> Iterator[Todo]:  # noqa: ARG001 - no date plays a part
    """Give what waits for the actor, and the submitted plans that wait for who approves them."""
    if actor.may(rules.permission_of(PLAN, "approve")):
        yield from _approve(actor)
    if actor.may(rules.permission_of(PLAN, "publish")):
        yield from _await_approval(actor)
        yield from _mend(actor)
        yield from _publish(actor)


def _approve(actor: Actor) -> Iterator[Todo]:
    for version in selectors.versions_open_to(actor, "approve"):
        yield Todo(
            title=f"批准计划：{version.plan.name}",
            reason=f"第 {version.number} 版，{version.submitted_by}提交",
            link=_page(version),
            button="去看",
        )


def _await_approval(actor: Actor) -> Iterator[Todo]:
    for version in selectors.versions_open_to(actor, "approve"):
        yield Todo(
            title=f"批准计划：{version.plan.name}",
            reason=f"第 {version.number} 版已经提交",
            link=_page(version),
            button="看计划",
            waiting_for=rules.holders(rules.permission_of(PLAN, "approve")),
        )


def _mend(actor: Actor) -> Iterator[Todo]:
    for version in selectors.versions_open_to(actor, "submit").exclude(returned=""):
        yield Todo(
            title=f"改好计划再提交：{version.plan.name}",
            reason=f"被退回：{version.returned}",
            link=_page(version),
        )


def _publish(actor: Actor) -> Iterator[Todo]:
    for version in selectors.versions_open_to(actor, "publish"):
        filed = "已备案" if version.filed_on else "还没有登记备案"
        yield Todo(
            title=f"公示计划：{version.plan.name}",
            reason=f"第 {version.number} 版已批准，{filed}，还没有公示",
            link=_page(version),
        )


def _page(version: PlanVersion) -> Link:
    return Link(view="office:plan", args=(version.plan_id,))
