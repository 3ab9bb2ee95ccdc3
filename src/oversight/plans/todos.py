"""What waits in plans: to be approved, to be mended, to be published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from oversight.accounts import rules
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Link, Todo
from oversight.plans import selectors
from oversight.plans.models import PlanVersion
from oversight.plans.states import PLAN


def todos(actor: Actor, at: datetime) -> Iterator[Todo]:  # noqa: ARG001 - no date plays a part
    """Give what waits for the actor, and the submitted plans that wait for who approves them."""
    if actor.may(rules.permission_of(PLAN, "draft")):
        yield from _draft(actor)
    if actor.may(rules.permission_of(PLAN, "approve")):
        yield from _approve(actor)
    if actor.may(rules.permission_of(PLAN, "publish")):
        yield from _await_approval(actor)
        yield from _mend(actor)
        yield from _publish(actor)


def _approve(actor: Actor) -> Iterator[Todo]:
    for version in _open_to(actor, "approve").exclude(submitted_user=actor.user_id or 0):
        yield Todo(
            title=f"批准计划：{version.plan.name}",
            reason=f"第 {version.number} 版，{version.submitted_by} {_since(version)}提交",
            link=Link(view="office:plan-approve", args=(version.plan_id,)),
            button="去看",
            key=approval_key(version),
            since=version.submitted_at,
        )


def _draft(actor: Actor) -> Iterator[Todo]:
    """Give the first drafts to which sections have not brought a task yet."""
    is_merging = actor.may(rules.permission_of(PLAN, "publish"))
    for version in _open_to(actor, "rename").filter(number=1, submitted_at=None):
        awaited = selectors.sections_without_task(version)
        if is_merging and awaited:
            names = "、".join(section.name for section in awaited)
            yield _drafting(version, "还有科室没有写自己的任务；没有的可以直接提交", names)
        elif actor.organisation_id in {section.pk for section in awaited}:
            yield _drafting(version, "本科室有公布的事项，还没有写任务；今年不查的不用理会")


def _drafting(version: PlanVersion, reason: str, waiting_for: str = "") -> Todo:
    return Todo(
        title=f"起草任务：{version.plan.name}",
        reason=reason,
        link=_page(version),
        button="看计划" if waiting_for else "去办",
        waiting_for=waiting_for,
        key=f"plan/{version.plan.number}/draft",
    )


def _await_approval(actor: Actor) -> Iterator[Todo]:
    for version in _open_to(actor, "approve"):
        yield Todo(
            title=f"批准计划：{version.plan.name}",
            reason=f"第 {version.number} 版，{_since(version)}提交；审批人办以前可以撤回",
            link=_page(version),
            button="看计划",
            waiting_for="、".join(selectors.approvers(version))
            or rules.holders(rules.permission_of(PLAN, "approve")),
            key=approval_key(version),
            since=version.submitted_at,
            withdrawal=Link(view="office:plan-withdraw", args=(version.plan_id,)),
        )


def approval_key(version: PlanVersion) -> str:
    """Name the approval of a version, the same for whoever approves and whoever waits."""
    return f"plan/{version.plan.number}/{version.number}"


def _mend(actor: Actor) -> Iterator[Todo]:
    for version in _open_to(actor, "submit").exclude(returned=""):
        yield Todo(
            title=f"改好计划再提交：{version.plan.name}",
            reason=f"被退回：{version.returned}",
            link=_page(version),
        )


def _publish(actor: Actor) -> Iterator[Todo]:
    for version in _open_to(actor, "publish"):
        filed = "已备案" if version.filed_on else "还没有登记备案"
        yield Todo(
            title=f"公示计划：{version.plan.name}",
            reason=f"第 {version.number} 版已批准，{filed}，还没有公示",
            link=Link(view="office:plan-publish", args=(version.plan_id,)),
        )


def _since(version: PlanVersion) -> str:
    at = version.submitted_at
    return f"{moments.minute_in_words(at)} " if at else ""


def _page(version: PlanVersion) -> Link:
    return Link(view="office:plan", args=(version.plan_id,))


def _open_to(actor: Actor, act: str) -> QuerySet[PlanVersion]:
    """Give the versions of the plans within reach in whose state an act is possible."""
    rows = PlanVersion.objects.filter(
        plan__in=selectors.plans(actor), state__in=PLAN.sources([act])
    )
    return rows.select_related("plan__bureau")
