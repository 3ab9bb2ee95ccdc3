"""Who holds which role: asked for by an administrator, confirmed by a second person.

One human with two accounts must not be able to hold a ceremony. So an appointment, a new password,
the removal of a second factor and the reopening of an account that holds a role have no effect
before a supervisor or approver, who neither asked nor is meant, confirmed them with an own code.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from oversight.accounts import events, names, rules, selectors
from oversight.accounts.models import AccountRequest, Appointment, Organisation, User
from oversight.accounts.rules import Permission, Role
from oversight.accounts.selectors import Actor
from oversight.accounts.services import appointing, credentials, recording
from oversight.accounts.services.sessions import Confirmation
from oversight.accounts.states import APPOINTMENT, REQUEST
from oversight.audit import services as audit
from oversight.audit.event_types import EventType
from oversight.audit.services import PROGRAM
from oversight.common.errors import DomainError, NotFoundError

_APPOINT = AccountRequest.APPOINT


@transaction.atomic
def appoint(
    *, actor: Actor, user_id: int, organisation_id: int, role: Role, at: datetime
) -> AccountRequest:
    """Ask for somebody to be given a role; the first supervisor of a bureau has it at once.

    Raises:
        DomainError: it does not go with a role the person has, is held or asked for already, or
            the person is the actor.
    """
    actor.require(Permission.KEEP_ACCOUNTS)
    audit.lock_head()  # two first supervisors at once would be one too many
    user = selectors.user_for(actor, user_id)
    organisation = selectors.organisation_for(actor, organisation_id)
    appointing.require_possible(actor, user, organisation, role)
    request = AccountRequest.objects.create(
        user=user,
        kind=_APPOINT,
        organisation=organisation,
        role=role.value,
        requested_by=_user(actor),
        requested_at=at,
    )
    _record(request, events.ACCOUNT_APPOINTMENT_REQUESTED, actor, at)
    if not rules.is_business(role):
        _give(request, "give", actor, at, is_first=False)
    elif appointing.is_first_supervisor(organisation, role):
        _give(request, "give", actor, at, is_first=True)
    else:
        recording.tell(user, f"{actor.person}申请{request.what}；第二人确认后生效", at)
    return request


@transaction.atomic
def ask_reset(
    *, actor: Actor, user_id: int, kind: str, at: datetime, password: str = ""
) -> AccountRequest | None:
    """Ask for a new first password, the removal of a second factor or the reopening.

    Gives None where nobody need confirm, since the account holds no role: it is done at once.

    Raises:
        DomainError: it is one's own account, it is asked for already, or the person holds a role
            beyond the actor's reach.
        WeakPasswordError: the password breaks a rule.
    """
    actor.require(Permission.KEEP_ACCOUNTS)
    audit.lock_head()  # the same may not be asked for twice at once
    user = selectors.user_for(actor, user_id)
    appointing.require_keepable(actor, user)
    hashed = credentials.hashed(password, user) if kind == AccountRequest.PASSWORD else ""
    if not selectors.has_business(user):
        credentials.apply(kind, user, hashed, actor.author, at)
        return None
    same_requests = AccountRequest.objects.filter(user=user, kind=kind)
    if same_requests.filter(state=AccountRequest.State.REQUESTED).exists():
        raise DomainError("已有同样的申请在等第二人确认")
    request = AccountRequest.objects.create(
        user=user, kind=kind, password=hashed, requested_by=_user(actor), requested_at=at
    )
    _record(request, events.ACCOUNT_RESET_REQUESTED, actor, at)
    text = f"{actor.person}申请给您的账号{request.what}；不是您要求的，请马上反对"
    recording.tell(user, text, at)
    return request


@transaction.atomic
def confirm(
    *, actor: Actor, request_id: int, confirmed: Confirmation, at: datetime
) -> AccountRequest:
    """Confirm a request and carry it out; gives the request.

    Raises:
        DomainError: the actor asked for it, is the person concerned or seems to be one of them
            under another account, it was decided already, or it is not possible any more.
    """
    request = _request_to_decide(actor, request_id, "confirm")
    confirmed.require(actor)
    if request.kind == _APPOINT and request.organisation is not None:
        appointing.require_together(request.user, request.organisation, Role(request.role))
        _give(request, "confirm", actor, at, is_first=False)
        return request
    credentials.apply(request.kind, request.user, request.password, actor.author, at)
    _close(request, "confirm", actor, at)
    recording.tell(request.user, f"{actor.person}确认了{request.what}", at)
    return request


@transaction.atomic
def refuse(*, actor: Actor, request_id: int, reason: str, at: datetime) -> AccountRequest:
    """Refuse a request, with a reason; gives the request.

    Raises:
        DomainError: no reason, or it was decided already.
    """
    if not reason.strip():
        raise DomainError("请写不同意的理由", field="reason")
    request = _request_to_decide(actor, request_id, "refuse")
    _close(request, "refuse", actor, at, reason=reason.strip())
    _record(request, recording.refusal_of(request), actor, at, reason=request.reason)
    recording.tell(request.user, f"{actor.person}没有同意{request.what}：{request.reason}", at)
    return request


@transaction.atomic
def withdraw(*, actor: Actor, request_id: int, at: datetime) -> AccountRequest:
    """Withdraw a request; gives it.

    Raises:
        DomainError: it was decided already.
    """
    actor.require_for(REQUEST, "withdraw")
    request = _lock_request(selectors.request_for(actor, request_id).pk)
    _close(request, "withdraw", actor, at)
    _record(request, recording.withdrawal_of(request), actor, at)
    recording.tell(request.user, f"{actor.person}撤回了{request.what}的申请", at)
    return request


@transaction.atomic
def object_to(*, actor: Actor, request_id: int, at: datetime) -> AccountRequest:
    """Refuse, as the holder, what somebody asked for on one's own account.

    Raises:
        NotFoundError: there is none about one's own account.
        DomainError: it was decided already.
    """
    own = AccountRequest.objects.filter(pk=request_id, user_id=actor.user_id or 0)
    if not own.exists():
        raise NotFoundError("没有关于您的这项申请")
    request = _lock_request(request_id)
    _close(request, "object", actor, at, reason="本人反对")
    _record(request, recording.refusal_of(request), actor, at, reason=request.reason)
    return request


@transaction.atomic
def confirm_first(
    *, actor: Actor, appointment_id: int, confirmed: Confirmation, at: datetime
) -> Appointment:
    """Confirm, afterwards, one of the first appointments of a bureau.

    Raises:
        NotFoundError: there is none that waits within reach.
        DomainError: it is one's own, or one's own under another account.
    """
    actor.require_for(APPOINTMENT, "confirm_first")
    confirmed.require(actor)
    waiting = selectors.unconfirmed(actor).select_for_update(of=("self",))
    appointment = waiting.filter(pk=appointment_id).first()
    if appointment is None:
        raise NotFoundError("没有要补认的首任，或不在您的范围内")
    second = _user(actor)
    if selectors.is_same_human(second, appointment.user):
        raise DomainError("不能补认自己的任命；请另一位监督或审批来做")
    APPOINTMENT.target("confirm_first", appointment.state)
    appointment.confirmed_by, appointment.confirmed_at = second, at
    appointment.save(update_fields=["confirmed_by", "confirmed_at"])
    recording.record(
        events.ACCOUNT_APPOINTMENT_CONFIRMED,
        appointment.user,
        actor.author,
        at,
        public=recording.public_fields(appointment),
        private=recording.private_fields(appointment),
    )
    recording.tell(appointment.user, f"{actor.person}补认了您的“{appointment.role_name}”任命", at)
    return appointment


@transaction.atomic
def dismiss(*, actor: Actor, appointment_id: int, at: datetime) -> int:
    """Take a role away; the appointment stays on record with its end. Gives whose it was.

    Raises:
        DomainError: it is not held any more, is one's own, or nobody would be left to confirm.
    """
    actor.require_for(APPOINTMENT, "dismiss")
    reach = Appointment.objects.filter(organisation__path__startswith=actor.scope, until=None)
    appointment = reach.select_for_update(of=("self",)).filter(pk=appointment_id).first()
    if appointment is None:
        raise DomainError("这个任命已经免去，或不在您的管理范围内")
    if appointment.user_id == actor.user_id:
        raise DomainError("不能免去自己的角色；请另一位系统管理员来做")
    appointing.require_confirmer_left([appointment])
    APPOINTMENT.target("dismiss", appointment.state)
    appointment.until = at
    appointment.save(update_fields=["until"])
    recording.record(
        events.ACCOUNT_DISMISSED,
        appointment.user,
        actor.author,
        at,
        public=recording.public_fields(appointment),
        private=recording.private_fields(appointment),
    )
    recording.tell(appointment.user, f"{actor.person}免去了您的“{appointment.role_name}”", at)
    return appointment.user_id


@transaction.atomic
def rescue(*, username: str, password: str, at: datetime) -> User:
    """Reset password and second factor of an account at the server; gives the account.

    It is on record for everybody, and the holder and all who may confirm are told.

    Raises:
        NotFoundError: there is no such account.
        WeakPasswordError: the password breaks a rule.
    """
    user = User.objects.filter(username__iexact=names.folded(username)).first()
    if user is None:
        raise NotFoundError(f"没有账号 {username}")
    hashed = credentials.hashed(password, user)
    for kind in (AccountRequest.PASSWORD, AccountRequest.CODE, AccountRequest.REOPEN):
        credentials.apply(kind, user, hashed, PROGRAM, at)
    recording.record(events.ACCOUNT_RESCUED, user, PROGRAM, at, public={"reason": "在服务器上操作"})
    text = f"服务器上有人重设了{user.name}（{user.username}）的口令，解除了动态码"
    recipients = [user.pk]
    for appointment in selectors.appointments(user.pk):
        confirmers = selectors.confirmers(appointment.organisation.path)
        recipients += confirmers.values_list("user_id", flat=True)
    for recipient in User.objects.filter(pk__in=recipients):
        recording.tell(recipient, text, at)
    return user


def appoint_first(
    *, user: User, bureau: Organisation, by: User | None, at: datetime
) -> Appointment:
    """Appoint the first administrator of a new bureau: the exception, and recorded as such."""
    return Appointment.objects.create(
        user=user,
        organisation=bureau,
        role=Role.ADMINISTRATOR.value,
        since=at,
        is_first=True,
        appointed_by=by,
    )


def _request_to_decide(actor: Actor, request_id: int, act: str) -> AccountRequest:
    """Lock a request that the actor may decide, and give it.

    Raises:
        DomainError: it was decided already, or the actor is one of those concerned.
    """
    actor.require_for(REQUEST, act)
    request = _lock_request(selectors.request_for(actor, request_id).pk)
    _state_after(request, act)
    second = _user(actor)
    for party, title in ((request.requested_by, "申请人"), (request.user, "当事人")):
        if selectors.is_same_human(second, party):
            raise DomainError(f"您是{title}，或与{title}同名、同手机；请另一位监督或审批来确认")
    return request


def _lock_request(request_id: int) -> AccountRequest:
    return AccountRequest.objects.select_for_update().get(pk=request_id)


def _give(request: AccountRequest, act: str, actor: Actor, at: datetime, *, is_first: bool) -> None:
    if request.organisation is None:
        raise DomainError("申请里没有机构")
    second = _user(actor)
    is_second = second.pk != request.requested_by_id
    appointment = Appointment.objects.create(
        user=request.user,
        organisation=request.organisation,
        role=request.role,
        since=at,
        is_first=is_first,
        appointed_by=request.requested_by,
        confirmed_by=second if is_second else None,
        confirmed_at=at if is_second else None,
    )
    request.appointment = appointment
    _close(request, act, actor, at)
    recording.record(
        events.ACCOUNT_APPOINTED,
        request.user,
        actor.author,
        at,
        public=recording.public_fields(appointment)
        | ({"first": "首任，未经第二人确认"} if is_first else {}),
        private={"request": request.pk, **recording.private_fields(appointment)},
    )
    note = "（首任，等第二人补认）" if is_first else ""
    text = f"您是{appointment.organisation.name}的“{appointment.role_name}”了{note}"
    recording.tell(request.user, text, at)


def _state_after(request: AccountRequest, act: str) -> str:
    """Give the state of a request after an act."""
    refusal = f"这项申请{REQUEST.label(request.state)}，不能再改；需要的话请重新申请"
    return REQUEST.target(act, request.state, refusal=refusal)


def _close(
    request: AccountRequest, act: str, actor: Actor, at: datetime, *, reason: str = ""
) -> None:
    request.state = _state_after(request, act)
    request.decided_by, request.decided_at = _user(actor), at
    request.reason, request.password = reason, ""
    request.save()


def _record(
    request: AccountRequest, event_type: EventType, actor: Actor, at: datetime, *, reason: str = ""
) -> None:
    private: dict[str, Any] = {"request": request.pk, "asked_for": request.what}
    if request.organisation is not None:
        private |= {"organisation_path": request.organisation.path, "role_code": request.role}
    if reason:
        private["reason"] = reason
    recording.record(event_type, request.user, actor.author, at, private=private)


def _user(actor: Actor) -> User:
    return User.objects.get(pk=actor.user_id or 0)
