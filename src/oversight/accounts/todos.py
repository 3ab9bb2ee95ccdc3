"""What waits in accounts: confirmations, a telephone to bind, differences to look at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from oversight.accounts import rules, selectors
from oversight.accounts.awaiting import confirmers_for
from oversight.accounts.models import AccountRequest, Appointment
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.accounts.services import sessions
from oversight.accounts.states import REQUEST
from oversight.audit import selectors as audit
from oversight.common.contributions import Link, Todo

_MOST_USERS = 5


def todos(actor: Actor, at: datetime) -> Iterator[Todo]:  # noqa: ARG001 - no date plays a part
    """Give what waits for the actor, and what the actor asked for and others have to confirm."""
    if actor.may(Permission.PUBLISH_ITEMS):
        yield from _bind_code(actor)
    if actor.may(Permission.SEE_SEALED) or actor.may(Permission.SEE_ACCOUNT_TRAIL):
        yield from _look_at_differences(actor)
    if actor.may(rules.permission_of(REQUEST, "confirm")):
        yield from _confirm_requests(actor)
        yield from _confirm_first_appointments(actor)
    if actor.may(Permission.KEEP_ACCOUNTS):
        yield from _appoint(actor)
        yield from _await_confirmation(actor)
        yield from _await_first_confirmation(actor)


def _bind_code(actor: Actor) -> Iterator[Todo]:
    if sessions.device_of(actor.user_id or 0) is None:
        yield Todo(
            title="绑定动态码",
            reason="公布、改规则等步骤要填手机上的动态码",
            link=Link(view="office:code"),
            button="去绑定",
        )


def _look_at_differences(actor: Actor) -> Iterator[Todo]:
    count = sum(not is_known for _, is_known in audit.differences([actor.scope]))
    if count:
        yield Todo(
            title=f"数据库和留痕有 {count} 处不一样",
            reason="有人绕过程序改了数据库，或恢复了旧的备份",
            link=Link(view="office:reconciliation"),
            button="去查",
            is_urgent=True,
        )


def _confirm_requests(actor: Actor) -> Iterator[Todo]:
    for request in selectors.requests_to_decide(actor):
        yield Todo(
            title=f"确认账号申请：{request.user.name}",
            reason=f"{request.what}，{request.requested_by.name}申请",
            link=Link(view="office:account-request", args=(request.pk,)),
            button="去看",
            key=_request_key(request),
        )


def _request_key(request: AccountRequest) -> str:
    return f"account-request/{request.user.number}/{request.pk}"


def _appoint(actor: Actor) -> Iterator[Todo]:
    for user in selectors.users_without_role(actor)[:_MOST_USERS]:
        yield Todo(
            title=f"给账号任命角色：{user.name}",
            reason="账号建好了，没有角色什么也办不了；不用了就停用",
            link=Link(view="office:user", args=(user.pk,)),
        )


def _confirm_first_appointments(actor: Actor) -> Iterator[Todo]:
    for appointment in selectors.unconfirmed(actor).exclude(user=actor.user_id):
        yield Todo(
            title=f"补认首任：{appointment.user.name}",
            reason=f"{appointment.organisation.name}“{appointment.role_name}”",
            link=Link(view="office:appointment-confirm", args=(appointment.pk,)),
            button="去补认",
            key=_appointment_key(appointment),
        )


def _appointment_key(appointment: Appointment) -> str:
    return f"appointment/{appointment.user.number}/{appointment.pk}"


def _await_confirmation(actor: Actor) -> Iterator[Todo]:
    requests = selectors.account_requests(actor).filter(
        state__in=REQUEST.sources(["confirm"]), requested_by=actor.user_id
    )
    for request in requests:
        yield Todo(
            title=f"账号申请：{request.user.name}",
            reason=f"{request.what}，确认以后才生效",
            link=Link(view="office:account-request", args=(request.pk,)),
            button="看申请",
            waiting_for=confirmers_for(_path(request, actor), request.user, request.requested_by),
            key=_request_key(request),
            withdrawal=Link(view="office:account-request-withdraw", args=(request.pk,)),
        )


def _path(request: AccountRequest, actor: Actor) -> str:
    place = request.organisation or request.user.home
    return place.path if place else actor.scope


def _await_first_confirmation(actor: Actor) -> Iterator[Todo]:
    for appointment in selectors.unconfirmed(actor):
        yield Todo(
            title=f"补认首任：{appointment.user.name}",
            reason=f"{appointment.organisation.name}“{appointment.role_name}”，任命未经第二人确认",
            link=Link(view="office:user", args=(appointment.user_id,)),
            button="看账号",
            waiting_for=confirmers_for(appointment.organisation.path, appointment.user),
            key=_appointment_key(appointment),
        )
