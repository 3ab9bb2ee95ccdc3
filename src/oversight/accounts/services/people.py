"""Accounts and appointments."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import transaction

from oversight.accounts import rules, selectors
from oversight.accounts.models import Appointment, Organisation, SignIn, User
from oversight.accounts.rules import ROLE_NAMES, Power, Role
from oversight.accounts.selectors import Actor
from oversight.accounts.services import organisations
from oversight.audit import services as audit
from oversight.audit.services import PROGRAM, Act, Author
from oversight.common.errors import DomainError


class WeakPasswordError(DomainError):
    """The password breaks a rule."""


class TakenError(DomainError):
    """The name is in use."""


@transaction.atomic
def found(
    *, organisation: str, region: str, username: str, name: str, password: str, at: datetime
) -> User:
    """Make the first bureau and its administrator, on a site that has nobody yet.

    Raises:
        DomainError: somebody is there already, or the password is weak.
    """
    if User.objects.exists():
        raise DomainError("系统管理员已经设立；请登录")
    bureau = Organisation.objects.create(
        kind=Organisation.BUREAU, name=organisation, region=region, path="/new/"
    )
    bureau.path = f"/{bureau.pk}/"
    bureau.save(update_fields=["path"])
    user = _new_user(username, name, password, at)
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    Appointment.objects.create(
        user=user, organisation=bureau, role=Role.ADMINISTRATOR.value, since=at
    )
    organisations.note_first(bureau, at)
    _record("account.made", user, PROGRAM, at)
    given = {"role": ROLE_NAMES[Role.ADMINISTRATOR], "organisation": bureau.name}
    _record("account.appointed", user, PROGRAM, at, public=given, place=bureau.pk)
    return user


@transaction.atomic
def make(*, actor: Actor, username: str, name: str, password: str, at: datetime) -> User:
    """Make an account without any right.

    Raises:
        TakenError: the name is in use.
        WeakPasswordError: the password breaks a rule.
    """
    actor.require(Power.KEEP_ACCOUNTS)
    user = _new_user(username, name, password, at)
    _record("account.made", user, actor.author, at)
    return user


@transaction.atomic
def rename(*, actor: Actor, user_id: int, name: str, at: datetime) -> None:
    """Change the name of a person."""
    actor.require(Power.KEEP_ACCOUNTS)
    user = selectors.user_for(actor, user_id)
    before, user.name = user.name, name
    user.save(update_fields=["name"])
    _record("account.changed", user, actor.author, at, before={"name": before})


@transaction.atomic
def reset_password(*, actor: Actor, user_id: int, password: str, at: datetime) -> None:
    """Give a new first password, to be changed at the next sign-in; open sessions end.

    Raises:
        WeakPasswordError: the password breaks a rule.
    """
    actor.require(Power.KEEP_ACCOUNTS)
    user = selectors.user_for(actor, user_id)
    _set_password(user, password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    _end_sessions(user, at)
    _record("account.password-reset", user, actor.author, at)


@transaction.atomic
def close(*, actor: Actor, user_id: int, at: datetime) -> None:
    """Close an account: nobody is deleted, since the trail names them.

    Raises:
        DomainError: it is one's own.
    """
    actor.require(Power.KEEP_ACCOUNTS)
    user = selectors.user_for(actor, user_id)
    if user.pk == actor.user_id:
        raise DomainError("不能停用自己的账号；请另一位系统管理员来做")
    user.is_active = False
    user.save(update_fields=["is_active"])
    _end_sessions(user, at)
    _record("account.closed", user, actor.author, at)


@transaction.atomic
def reopen(*, actor: Actor, user_id: int, at: datetime) -> None:
    """Open a closed account again."""
    actor.require(Power.KEEP_ACCOUNTS)
    user = selectors.user_for(actor, user_id)
    user.is_active = True
    user.save(update_fields=["is_active"])
    _record("account.reopened", user, actor.author, at)


@transaction.atomic
def appoint(
    *, actor: Actor, user_id: int, organisation_id: int, role: Role, at: datetime
) -> Appointment:
    """Give somebody a role in an organisation.

    Raises:
        DomainError: it does not go with a role the person has, or is held already.
    """
    actor.require(Power.KEEP_ACCOUNTS)
    user = selectors.user_for(actor, user_id)
    organisation = selectors.organisation_for(actor, organisation_id)
    held = list(Appointment.objects.select_for_update().filter(user=user, until=None))
    if any(one.organisation_id == organisation.pk and one.role == role for one in held):
        raise DomainError(f"{user.name}已是{organisation.name}的“{ROLE_NAMES[role]}”", field="role")
    problem = rules.conflict([Role(one.role) for one in held] + [role])
    if problem:
        raise DomainError(f"{problem}；请先免去{user.name}原来的角色", field="role")
    made = Appointment.objects.create(
        user=user, organisation=organisation, role=role.value, since=at
    )
    given = {"role": ROLE_NAMES[role], "organisation": organisation.name}
    _record("account.appointed", user, actor.author, at, public=given, place=organisation.pk)
    return made


@transaction.atomic
def dismiss(*, actor: Actor, appointment_id: int, at: datetime) -> int:
    """Take a role away; the appointment stays on record with its end. Gives whose it was.

    Raises:
        DomainError: it is not held any more, or is one's own.
    """
    actor.require(Power.KEEP_ACCOUNTS)
    reach = Appointment.objects.filter(organisation__path__startswith=actor.scope, until=None)
    held = reach.select_for_update(of=("self",)).filter(pk=appointment_id).first()
    if held is None:
        raise DomainError("这个任命已经免去，或不在您的管理范围内")
    if held.user_id == actor.user_id:
        raise DomainError("不能免去自己的角色；请另一位系统管理员来做")
    held.until = at
    held.save(update_fields=["until"])
    taken = {"role": ROLE_NAMES[Role(held.role)], "organisation": held.organisation.name}
    place = held.organisation_id
    _record("account.dismissed", held.user, actor.author, at, public=taken, place=place)
    return held.user_id


@transaction.atomic
def change_password(
    *, user: User, old: str, new: str, author: Author, at: datetime, keep: str = ""
) -> None:
    """Change one's own password; all other sessions end.

    Raises:
        DomainError: the old one is wrong.
        WeakPasswordError: the new one breaks a rule.
    """
    if not user.check_password(old):
        raise DomainError("原口令不对", field="old")
    if old == new:
        raise WeakPasswordError("新口令不能和原口令相同", field="new")
    _set_password(user, new, field="new")
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    _end_sessions(user, at, keep=keep)
    _record("account.password-changed", user, author, at)


def _new_user(username: str, name: str, password: str, at: datetime) -> User:
    if User.objects.filter(username__iexact=username).exists():
        raise TakenError(f"已有账号 {username}；请换一个", field="username")
    user = User(username=username, name=name, made_at=at)
    _set_password(user, password)
    user.save()
    return user


def _set_password(user: User, password: str, field: str = "password") -> None:
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise WeakPasswordError("；".join(error.messages), field=field) from None
    user.set_password(password)


def _end_sessions(user: User, at: datetime, keep: str = "") -> None:
    open_ones = SignIn.objects.filter(user=user, ended_at=None).exclude(session_key=keep)
    open_ones.update(ended_at=at)


def _record(
    kind: str,
    user: User,
    author: Author,
    at: datetime,
    *,
    public: dict[str, str] | None = None,
    before: dict[str, str] | None = None,
    place: int | None = None,
) -> None:
    # The organisation's key tells it apart from others of its name when the log is compared.
    private = {"before": dict(before)} if before else {}
    act = Act(
        type=kind,
        kind="account",
        number=user.username,
        title=user.name,
        public=dict(public or {}),
        private={**private, **({"state": {"organisation": str(place)}} if place else {})},
    )
    audit.record(act, by=author, at=at)
