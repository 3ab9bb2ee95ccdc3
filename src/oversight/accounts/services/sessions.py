"""Signing in and out, the second factor, and what is asked again at the act itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from oversight.accounts import events
from oversight.accounts.models import SignIn, User
from oversight.accounts.selectors import Actor
from oversight.accounts.services import recording
from oversight.audit.services import AuditActor
from oversight.common.errors import DomainError

NOBODY = "未登录"
# Each wrong code doubles the wait, up to 2 ** 9 seconds: nobody is kept out for good.
_MOST_DOUBLINGS = 10
_WRONG = "动态码不对或已经用过；请等手机上换一个新的再填"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """Proof that a user has just given the second factor; only `verify_totp` makes it."""

    user_id: int

    def require(self, actor: Actor) -> None:
        """Refuse somebody else's confirmation.

        Raises:
            CodeError: it is not the actor's.
        """
        if self.user_id != actor.user_id:
            raise CodeError("动态码不是本人的；请由操作人自己填写", field="code")


class CodeError(DomainError):
    """The code of the second factor is missing, wrong, used or not set up."""


@transaction.atomic
def sign_in(*, user: User, author: AuditActor, session_key: str, agent: str, at: datetime) -> None:
    """Note a session that was opened."""
    SignIn.objects.create(
        user=user, session_key=session_key, at=at, address=author.address, agent=agent[:200]
    )
    recording.record(events.ACCOUNT_SIGNED_IN, user, author, at)


@transaction.atomic
def sign_out(*, user: User, author: AuditActor, session_key: str, at: datetime) -> None:
    """Note that a session was closed by its owner."""
    SignIn.objects.filter(session_key=session_key).update(ended_at=at)
    recording.record(events.ACCOUNT_SIGNED_OUT, user, author, at)


@transaction.atomic
def end(*, user: User, sign_in_id: int, author: AuditActor, at: datetime) -> None:
    """End another session of one's own.

    Raises:
        DomainError: it is not open.
    """
    session = SignIn.objects.filter(pk=sign_in_id, user=user, ended_at=None).first()
    if session is None:
        raise DomainError("这个登录已经结束")
    session.ended_at = at
    session.save(update_fields=["ended_at"])
    recording.record(events.ACCOUNT_SESSION_ENDED, user, author, at)


def follow(*, user: User, session_key: str) -> None:
    """Give the one session left open after a change of password its new key."""
    SignIn.objects.filter(user=user, ended_at=None).update(session_key=session_key)


def is_open(session_key: str) -> bool:
    """Tell whether a session was not ended from elsewhere."""
    return SignIn.objects.filter(session_key=session_key, ended_at=None).exists()


def device_of(user_id: int) -> TOTPDevice | None:
    """Give the confirmed device of somebody."""
    return TOTPDevice.objects.filter(user_id=user_id, confirmed=True).first()


def waiting_device(user_id: int) -> TOTPDevice | None:
    """Give the device that somebody is about to confirm."""
    return TOTPDevice.objects.filter(user_id=user_id, confirmed=False).first()


@transaction.atomic
def enroll_totp(*, user: User) -> TOTPDevice:
    """Make the secret for a new device, to be confirmed by a first code.

    Raises:
        CodeError: there is a confirmed one; the administrator must take it away first.
    """
    if device_of(user.pk):
        raise CodeError("已经绑定动态码；换手机请先请系统管理员解除")
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    device: TOTPDevice = TOTPDevice.objects.create(user=user, name=user.username, confirmed=False)
    return device


def confirm_totp(*, user: User, code: str, author: AuditActor, at: datetime) -> None:
    """Confirm a new device by its first code.

    Raises:
        CodeError: the code is wrong, or there is nothing to confirm.
    """
    # A wrong code is counted, so it must not be rolled back with the refusal.
    with transaction.atomic():
        waiting = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False)
        device = waiting.first()
        is_right = device is not None and device.verify_token(code)
        if device is not None and is_right:
            device.confirmed = True
            device.save(update_fields=["confirmed"])
            recording.record(events.ACCOUNT_CODE_SET_UP, user, author, at)
    if device is None:
        raise CodeError("没有待确认的动态码；请重新绑定", field="code")
    if not is_right:
        raise CodeError("动态码不对；请看手机上现在的六位数字，并核对手机时间", field="code")


@transaction.atomic
def ask_at_sign_in(*, user: User, is_asked: bool, author: AuditActor, at: datetime) -> None:
    """Choose whether one's own sign-in asks for the second factor too; acts always do."""
    user.asks_code = is_asked
    user.save(update_fields=["asks_code"])
    title = "登录时要动态码" if is_asked else "登录时不要动态码"
    recording.record(events.ACCOUNT_CHANGED, user, author, at, title=title)


def verify_totp(*, user_id: int, code: str) -> Confirmation:
    """Ask for the second factor at the act itself; a code serves once.

    Raises:
        CodeError: no device, wrong, used before, or too many attempts.
    """
    with transaction.atomic():
        device = _device(user_id)
        is_allowed = device is not None and device.verify_is_allowed()[0]
        is_right = device is not None and is_allowed and device.verify_token(code)
        if device is not None and device.throttling_failure_count > _MOST_DOUBLINGS:
            device.throttling_failure_count = _MOST_DOUBLINGS
            device.save(update_fields=["throttling_failure_count"])
    if device is None:
        raise CodeError("这一步要动态码；请先在“我的账号”里绑定手机", field="code")
    if not is_allowed:
        raise CodeError("动态码连续不对，请稍等一会儿再试", field="code")
    if not is_right:
        raise CodeError(_WRONG, field="code")
    return Confirmation(user_id=user_id)


def check_code_at_sign_in(*, user_id: int, code: str) -> None:
    """Ask for the second factor of somebody who is coming in; the caller counts the attempts.

    Wrong ones do not slow the codes of the holder, who may be at work meanwhile.

    Raises:
        CodeError: no device, wrong, or used before.
    """
    with transaction.atomic():
        device = _device(user_id)
        is_right = False
        if device is not None:
            throttling = (device.throttling_failure_timestamp, device.throttling_failure_count)
            device.throttling_failure_timestamp, device.throttling_failure_count = None, 0
            is_right = bool(device.verify_token(code))
            if not is_right:
                device.throttling_failure_timestamp, device.throttling_failure_count = throttling
                device.save()
    if not is_right:
        raise CodeError(_WRONG, field="code")


def _device(user_id: int) -> TOTPDevice | None:
    confirmed = TOTPDevice.objects.select_for_update().filter(user_id=user_id, confirmed=True)
    device: TOTPDevice | None = confirmed.first()
    return device
