"""What a new bureau does first in accounts: its sections, and people in every role it needs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from oversight.accounts import rules, selectors
from oversight.accounts.models import Appointment, Organisation
from oversight.accounts.rules import ROLE_NAMES, Permission, Role
from oversight.accounts.selectors import Actor
from oversight.common.contributions import FirstStep, Link

# Without one of these a draw cannot be prepared, approved and looked at by different people.
_NEEDED = (Role.COORDINATOR, Role.CLERK, Role.APPROVER, Role.SUPERVISOR)


def first_steps(actor: Actor, at: datetime) -> Iterator[FirstStep]:  # noqa: ARG001 - no date plays a part
    """Give the sections to be made and the roles to be filled in the actor's bureau."""
    bureau = Organisation.objects.get(pk=actor.bureau_id or 0)
    yield _sections(actor, bureau)
    yield _roles(actor, bureau)


def _sections(actor: Actor, bureau: Organisation) -> FirstStep:
    count = bureau.children.filter(kind=Organisation.SECTION, ended_at=None).count()
    may_act = actor.may(Permission.KEEP_ACCOUNTS)
    return FirstStep(
        title="建立科室",
        text="名录和计划任务都归到科室；至少一个。",
        who=rules.holders(Permission.KEEP_ACCOUNTS),
        is_done=count > 0,
        progress=f"科室 {count} 个",
        link=Link(view="office:organisation-new") if may_act else None,
        button="建立科室",
    )


def _roles(actor: Actor, bureau: Organisation) -> FirstStep:
    held = _held_roles(bureau)
    filled = "、".join(ROLE_NAMES[role] for role in _NEEDED if role in held) or "没有"
    missing = "、".join(ROLE_NAMES[role] for role in _NEEDED if role not in held)
    link, button = _act_on_roles(actor)
    return FirstStep(
        title="建立账号、任命角色",
        text="牵头、实施、审批、监督各要有人，一个人不能兼起草和审批；执法人员的账号可以以后再建。",
        who=f"{rules.holders(Permission.KEEP_ACCOUNTS)}申请，"
        f"{rules.holders(Permission.CONFIRM_ACCOUNTS)}确认",
        is_done=not missing,
        progress=f"已任命：{filled}" + (f"；还缺：{missing}" if missing else ""),
        link=link,
        button=button,
        waits_for=f"{rules.holders(Permission.CONFIRM_ACCOUNTS)}确认任命",
    )


def _held_roles(bureau: Organisation) -> set[str]:
    above = [int(key) for key in bureau.path.strip("/").split("/")]
    places = Q(organisation_id__in=above) | Q(organisation__parent_id=bureau.pk)
    held = Appointment.objects.filter(places, until=None, user__is_active=True)
    return set(held.values_list("role", flat=True))


def _act_on_roles(actor: Actor) -> tuple[Link | None, str]:
    if actor.may(Permission.KEEP_ACCOUNTS):
        return Link(view="office:accounts"), "去建账号"
    may_confirm = actor.may(Permission.CONFIRM_ACCOUNTS)
    if may_confirm and selectors.waiting_requests(actor).exists():
        return Link(view="office:account-requests"), "去确认"
    return None, ""
