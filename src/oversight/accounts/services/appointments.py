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
    made = AccountRequest.objects.create(
        user=user,
        kind=_APPOINT,
        organisation=organisation,
        role=role.value,
        requested_by=_user(actor),
        requested_at=at,
    )
    _note(made, events.ACCOUNT_APPOINTMENT_REQUESTED, actor, at)
    if not rules.is_business(role):
        _give(made, "give", actor, at, is_first=False)
    elif appointing.is_first_supervisor(organisation, role):
        _give(made, "give", actor, at, is_first=True)
    else:
        recording.tell(user, f"{actor.person}申请{made.what}；第二人确认后生效", at)
    return made


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
    standing = AccountRequest.objects.filter(user=user, kind=kind)
    if standing.filter(state=AccountRequest.State.REQUESTED).exists():
        raise DomainError("已有同样的申请在等第二人确认")
    made = AccountRequest.objects.create(
        user=user, kind=kind, password=hashed, requested_by=_user(actor), requested_at=at
    )
    _note(made, events.ACCOUNT_RESET_REQUESTED, actor, at)
    recording.tell(user, f"{actor.person}申请给您的账号{made.what}；不是您要求的，请马上反对", at)
    return made


@transaction.atomic
def confirm(
    *, actor: Actor, request_id: int, confirmed: Confirmation, at: datetime
) -> AccountRequest:
    """Let what was asked for happen.

    Raises:
        DomainError: the actor asked for it, is the person concerned or seems to be one of them
            under another account, it was decided already, or it is not possible any more.
    """
    found = _decided(actor, request_id, "confirm")
    confirmed.require(actor)
    if found.kind == _APPOINT and found.organisation is not None:
        appointing.require_together(found.user, found.organisation, Role(found.role))
        _give(found, "confirm", actor, at, is_first=False)
        return found
    credentials.apply(found.kind, found.user, found.password, actor.author, at)
    _close(found, "confirm", actor, at)
    recording.tell(found.user, f"{actor.person}确认了{found.what}", at)
    return found


@transaction.atomic
def refuse(*, actor: Actor, request_id: int, reason: str, at: datetime) -> AccountRequest:
    """Refuse what was asked for.

    Raises:
        DomainError: no reason, or it was decided already.
    """
    if not reason.strip():
        raise DomainError("请写不同意的理由", field="reason")
    found = _decided(actor, request_id, "refuse")
    _close(found, "refuse", actor, at, reason=reason.strip())
    _note(found, recording.refusal_of(found), actor, at, reason=found.reason)
    recording.tell(found.user, f"{actor.person}没有同意{found.what}：{found.reason}", at)
    return found


@transaction.atomic
def withdraw(*, actor: Actor, request_id: int, at: datetime) -> AccountRequest:
    """Take a request back.

    Raises:
        DomainError: it was decided already.
    """
    actor.require_for(REQUEST, "withdraw")
    found = _locked(selectors.request_for(actor, request_id).pk)
    _close(found, "withdraw", actor, at)
    _note(found, recording.withdrawal_of(found), actor, at)
    recording.tell(found.user, f"{actor.person}撤回了{found.what}的申请", at)
    return found


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
    found = _locked(request_id)
    _close(found, "object", actor, at, reason="本人反对")
    _note(found, recording.refusal_of(found), actor, at, reason=found.reason)
    return found


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
    found = waiting.filter(pk=appointment_id).first()
    if found is None:
        raise NotFoundError("没有要补认的首任，或不在您的范围内")
    second = _user(actor)
    if selectors.is_same_human(second, found.user):
        raise DomainError("不能补认自己的任命；请另一位监督或审批来做")
    APPOINTMENT.target("confirm_first", found.state)
    found.confirmed_by, found.confirmed_at = second, at
    found.save(update_fields=["confirmed_by", "confirmed_at"])
    recording.record(
        events.ACCOUNT_APPOINTMENT_CONFIRMED,
        found.user,
        actor.author,
        at,
        public=recording.given(found),
        private=recording.facts(found),
    )
    recording.tell(found.user, f"{actor.person}补认了您的“{found.role_name}”任命", at)
    return found


@transaction.atomic
def dismiss(*, actor: Actor, appointment_id: int, at: datetime) -> int:
    """Take a role away; the appointment stays on record with its end. Gives whose it was.

    Raises:
        DomainError: it is not held any more, is one's own, or nobody would be left to confirm.
    """
    actor.require_for(APPOINTMENT, "dismiss")
    reach = Appointment.objects.filter(organisation__path__startswith=actor.scope, until=None)
    held = reach.select_for_update(of=("self",)).filter(pk=appointment_id).first()
    if held is None:
        raise DomainError("这个任命已经免去，或不在您的管理范围内")
    if held.user_id == actor.user_id:
        raise DomainError("不能免去自己的角色；请另一位系统管理员来做")
    appointing.require_confirmer_left([held])
    APPOINTMENT.target("dismiss", held.state)
    held.until = at
    held.save(update_fields=["until"])
    recording.record(
        events.ACCOUNT_DISMISSED,
        held.user,
        actor.author,
        at,
        public=recording.given(held),
        private=recording.facts(held),
    )
    recording.tell(held.user, f"{actor.person}免去了您的“{held.role_name}”", at)
    return held.user_id


@transaction.atomic
def rescue(*, username: str, password: str, at: datetime) -> User:
    """Let somebody in again whom nobody else can: done at the machine, by who runs it.

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
    told = f"服务器上有人重设了{user.name}（{user.username}）的口令，解除了动态码"
    watching = [user.pk]
    for held in selectors.appointments(user.pk):
        watching += selectors.confirmers(held.organisation.path).values_list("user_id", flat=True)
    for one in User.objects.filter(pk__in=watching):
        recording.tell(one, told, at)
    return user


def first(*, user: User, organisation: Organisation, by: User | None, at: datetime) -> Appointment:
    """Appoint the first administrator of a new bureau: the exception, and recorded as such."""
    return Appointment.objects.create(
        user=user,
        organisation=organisation,
        role=Role.ADMINISTRATOR.value,
        since=at,
        is_first=True,
        appointed_by=by,
    )


def _decided(actor: Actor, request_id: int, act: str) -> AccountRequest:
    """Load a request for a decision that the actor may take, in its turn."""
    actor.require_for(REQUEST, act)
    found = _locked(selectors.request_for(actor, request_id).pk)
    _after(found, act)
    second = _user(actor)
    for first_, told in ((found.requested_by, "申请人"), (found.user, "当事人")):
        if selectors.is_same_human(second, first_):
            raise DomainError(f"您是{told}，或与{told}同名、同手机；请另一位监督或审批来确认")
    return found


def _locked(request_id: int) -> AccountRequest:
    return AccountRequest.objects.select_for_update().get(pk=request_id)


def _give(found: AccountRequest, act: str, actor: Actor, at: datetime, *, is_first: bool) -> None:
    if found.organisation is None:
        raise DomainError("申请里没有机构")
    second = _user(actor)
    is_second = second.pk != found.requested_by_id
    made = Appointment.objects.create(
        user=found.user,
        organisation=found.organisation,
        role=found.role,
        since=at,
        is_first=is_first,
        appointed_by=found.requested_by,
        confirmed_by=second if is_second else None,
        confirmed_at=at if is_second else None,
    )
    found.appointment = made
    _close(found, act, actor, at)
    recording.record(
        events.ACCOUNT_APPOINTED,
        found.user,
        actor.author,
        at,
        public=recording.given(made) | ({"first": "首任，未经第二人确认"} if is_first else {}),
        private={"request": found.pk, **recording.facts(made)},
    )
    told = "（首任，等第二人补认）" if is_first else ""
    recording.tell(found.user, f"您是{made.organisation.name}的“{made.role_name}”了{told}", at)


def _after(found: AccountRequest, act: str) -> str:
    """Give how a request stands after an act; what was decided once stays so."""
    refusal = f"这项申请{REQUEST.label(found.state)}，不能再改；需要的话请重新申请"
    return REQUEST.target(act, found.state, refusal=refusal)


def _close(
    found: AccountRequest, act: str, actor: Actor, at: datetime, *, reason: str = ""
) -> None:
    found.state = _after(found, act)
    found.decided_by, found.decided_at = _user(actor), at
    found.reason, found.password = reason, ""
    found.save()


def _note(
    found: AccountRequest, event: EventType, actor: Actor, at: datetime, *, reason: str = ""
) -> None:
    private: dict[str, Any] = {"request": found.pk, "asked_for": found.what}
    if found.organisation is not None:
        private |= {"organisation_path": found.organisation.path, "role_code": found.role}
    if reason:
        private["reason"] = reason
    recording.record(event, found.user, actor.author, at, private=private)


def _user(actor: Actor) -> User:
    return User.objects.get(pk=actor.user_id or 0)
