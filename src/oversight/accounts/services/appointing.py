"""Whether somebody may be given a role, and who must be left to confirm."""

from __future__ import annotations

from oversight.accounts import rules, selectors
from oversight.accounts.models import AccountRequest, Appointment, Organisation, User
from oversight.accounts.rules import ROLE_NAMES, Role
from oversight.accounts.selectors import Actor
from oversight.common.errors import DomainError


def require_confirmer_left(ending: list[Appointment]) -> None:
    """Refuse to leave a place without anybody who could confirm.

    Raises:
        DomainError: nobody would be left.
    """
    for appointment in ending:
        if Role(appointment.role) not in rules.CONFIRMING:
            continue
        others = selectors.confirmers(appointment.organisation.path)
        if not others.exclude(pk__in=[other.pk for other in ending]).exists():
            raise DomainError(
                f"{appointment.organisation.name}只剩这一位可以确认任命；请先任命并确认接任的监督或审批"
            )


def require_possible(actor: Actor, user: User, organisation: Organisation, role: Role) -> None:
    """Refuse to ask for a role that somebody cannot be given.

    Raises:
        DomainError: it is one's own account, asked for already, held, or goes with no other role.
    """
    if user.pk == actor.user_id:
        raise DomainError("不能任命自己；请另一位系统管理员来做", field="role")
    open_requests = AccountRequest.objects.filter(
        user=user, organisation=organisation, role=role.value, state=AccountRequest.State.REQUESTED
    )
    if open_requests.exists():
        raise DomainError("已经申请过，在等第二人确认", field="role")
    require_together(user, organisation, role)


def require_together(user: User, organisation: Organisation, role: Role) -> None:
    """Refuse a role that does not go with those somebody holds.

    Raises:
        DomainError: the organisation ended, or the role is held or excludes another.
    """
    if organisation.ended_at is not None:
        raise DomainError(f"{organisation.name}已撤销", field="organisation")
    roles_held = list(Appointment.objects.select_for_update().filter(user=user, until=None))
    if any(
        appointment.organisation_id == organisation.pk and appointment.role == role
        for appointment in roles_held
    ):
        raise DomainError(f"{user.name}已是{organisation.name}的“{ROLE_NAMES[role]}”", field="role")
    problem = rules.conflict([Role(appointment.role) for appointment in roles_held] + [role])
    if problem:
        raise DomainError(f"{problem}；请先免去{user.name}原来的角色", field="role")


def require_keepable(actor: Actor, user: User) -> None:
    """Refuse to reset an account that is not the actor's to keep.

    Raises:
        DomainError: it is one's own, or has a role elsewhere.
    """
    if user.pk == actor.user_id:
        raise DomainError("不能重设自己的账号；口令请在“我的账号”里改，其他请另一位系统管理员来做")
    if not selectors.is_whole_within(actor, user):
        raise DomainError(f"{user.name}在别的机构也有角色；请上级机构的系统管理员来做")


def is_first_supervisor(organisation: Organisation, role: Role) -> bool:
    """Tell whether a role is that of the first supervisor of a bureau or a place above."""
    is_place = organisation.kind != Organisation.SECTION
    return role is Role.SUPERVISOR and is_place and not selectors.had_confirmer(organisation.path)
