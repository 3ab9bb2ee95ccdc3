"""Accounts: made, named, closed; one's own password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from mingqian_ceremony import entropy
from oversight.accounts import events, names, selectors
from oversight.accounts.models import Organisation, User
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.accounts.services import appointing, appointments, credentials, numbers, recording
from oversight.accounts.services.credentials import WeakPasswordError
from oversight.audit import services as audit
from oversight.audit.services import PROGRAM, AuditActor
from oversight.common import encryption
from oversight.common.errors import DomainError

_LONGEST_NAME = 40
_NUMBER_DIGITS = 12
_PHONE_DIGITS = range(7, 21)


class TakenError(DomainError):
    """The name or telephone is in use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What is typed in for a new account."""

    username: str
    name: str
    password: str
    phone: str = ""


@transaction.atomic
def bootstrap(*, organisation: str, region: str, person: Person, at: datetime) -> User:
    """Make the first bureau and its administrator, on a site that has nobody yet.

    Nobody is there to confirm the appointment: it is recorded as the first one, and shown as
    unconfirmed until a supervisor confirms it.

    Raises:
        DomainError: somebody is there already, or the password is weak.
    """
    audit.lock_head()
    if User.objects.exists():
        raise DomainError("系统管理员已经设立；请登录")
    bureau = Organisation.objects.create(
        kind=Organisation.BUREAU,
        code=numbers.organisation_code(None, region),
        name=organisation,
        region=region,
        path="/new/",
        is_seat=True,
        made_at=at,
    )
    bureau.path = f"/{bureau.pk}/"
    bureau.save(update_fields=["path"])
    user = new_user(person, bureau, at)
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    recording.record_organisation(events.ORGANISATION_MADE, bureau, PROGRAM, at)
    note_first(user, bureau, None, PROGRAM, at)
    return user


def note_first(
    user: User, bureau: Organisation, by: User | None, author: AuditActor, at: datetime
) -> None:
    """Appoint the first administrator of a bureau and put both acts on record."""
    appointment = appointments.appoint_first(user=user, bureau=bureau, by=by, at=at)
    recording.record(events.ACCOUNT_MADE, user, author, at)
    recording.record(
        events.ACCOUNT_APPOINTED,
        user,
        author,
        at,
        public={**recording.public_fields(appointment), "first": "首任，未经第二人确认"},
        private=recording.private_fields(appointment),
    )


@transaction.atomic
def make(*, actor: Actor, person: Person, at: datetime) -> User:
    """Make an account without any right.

    Raises:
        TakenError: the name signed in with, or the telephone, is in use.
        WeakPasswordError: the password breaks a rule.
    """
    actor.require(Permission.KEEP_ACCOUNTS)
    user = new_user(person, Organisation.objects.get(pk=actor.organisation_id), at)
    recording.record(events.ACCOUNT_MADE, user, actor.author, at)
    return user


@transaction.atomic
def rename(*, actor: Actor, user_id: int, name: str, at: datetime) -> None:
    """Change the name of a person.

    Raises:
        DomainError: nothing is left of the name.
    """
    actor.require(Permission.KEEP_ACCOUNTS)
    user = selectors.user_for(actor, user_id)
    before, user.name = user.name, _person_name(name)
    user.folded_name = names.folded_person(user.name)[:160]
    user.save(update_fields=["name", "folded_name"])
    recording.record(
        events.ACCOUNT_CHANGED, user, actor.author, at, private={"before": {"name": before}}
    )
    recording.tell(user, f"{actor.person}把您的姓名由{before}改为{user.name}", at)


@transaction.atomic
def close(*, actor: Actor, user_id: int, at: datetime) -> None:
    """Close an account: nobody is deleted, since the trail names them.

    Raises:
        DomainError: it is one's own, holds a role beyond reach, or is the last that may confirm.
    """
    actor.require(Permission.KEEP_ACCOUNTS)
    user = selectors.user_for(actor, user_id)
    if user.pk == actor.user_id:
        raise DomainError("不能停用自己的账号；请另一位系统管理员来做")
    if not selectors.is_whole_within(actor, user):
        raise DomainError(f"{user.name}在别的机构也有角色；请上级机构的系统管理员来做")
    appointing.require_confirmer_left(list(selectors.appointments(user.pk)))
    user.is_active = False
    user.save(update_fields=["is_active"])
    credentials.end_sessions(user, at)
    recording.record(events.ACCOUNT_CLOSED, user, actor.author, at)


@transaction.atomic
def show_phone(*, actor: Actor, user_id: int, reason: str, at: datetime) -> str:
    """Give the whole telephone number of an account; the look and its reason are on record.

    Raises:
        DomainError: no reason, or there is no number.
    """
    actor.require(Permission.KEEP_ACCOUNTS)
    user = selectors.user_for(actor, user_id)
    if not reason.strip():
        raise DomainError("请写为什么要看，会记入留痕", field="reason")
    if not user.phone:
        raise DomainError("这个账号没有登记手机")
    private = {"reason": reason.strip()[:200]}
    recording.record(events.ACCOUNT_PHONE_SHOWN, user, actor.author, at, private=private)
    number: str = user.phone
    return number


@transaction.atomic
def change_password(
    *, user: User, old: str, new: str, author: AuditActor, at: datetime, keep: str = ""
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
    user.password = credentials.hashed(new, user, "new")
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    credentials.end_sessions(user, at, keep=keep)
    recording.record(events.ACCOUNT_PASSWORD_CHANGED, user, author, at)


def new_user(person: Person, home: Organisation, at: datetime) -> User:
    """Put an account into the table.

    Raises:
        TakenError: the name signed in with is in use, or the telephone is, within the bureau.
        WeakPasswordError: the password breaks a rule.
    """
    username = names.folded(person.username)
    if User.objects.filter(username__iexact=username).exists():
        raise TakenError(f"已有账号 {username}；请换一个", field="username")
    name = _person_name(person.name)
    digits = _phone(person.phone)
    user = User(
        username=username,
        number=entropy.salt()[:_NUMBER_DIGITS],
        name=name,
        folded_name=names.folded_person(name)[:160],
        phone=digits,
        phone_mark=encryption.mark_of(digits),
        home=home,
        made_at=at,
    )
    _require_own_phone(user, home)
    user.password = credentials.hashed(person.password, user)
    user.save()
    return user


def _person_name(name: str) -> str:
    cleaned_name = names.cleaned(name)
    if not names.folded_person(cleaned_name):
        raise DomainError("请写姓名：现在的内容没有可见的字", field="name")
    if len(cleaned_name) > _LONGEST_NAME:
        raise DomainError(f"姓名最多 {_LONGEST_NAME} 个字", field="name")
    return cleaned_name


def _phone(phone: str) -> str:
    digits = names.phone_digits(phone)
    if phone.strip() and len(digits) not in _PHONE_DIGITS:
        raise DomainError("应为 7 到 20 位数字的电话号码", field="phone")
    return digits


def _require_own_phone(user: User, home: Organisation) -> None:
    same_phone = [
        other for other in selectors.same_people(user, home.path) if other.phone == user.phone != ""
    ]
    if same_phone:
        raise TakenError(
            f"手机已登记给{same_phone[0].name}（账号 {same_phone[0].username}）；"
            "一个人只用一个账号",
            field="phone",
        )
