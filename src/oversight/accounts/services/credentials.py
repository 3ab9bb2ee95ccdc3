"""Passwords, second factors and whether an account is open."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django_otp.plugins.otp_totp.models import TOTPDevice

from oversight.accounts import events
from oversight.accounts.models import AccountRequest, SignIn, User
from oversight.accounts.services import recording
from oversight.audit.services import AuditActor
from oversight.common.errors import DomainError


class WeakPasswordError(DomainError):
    """The password breaks a rule."""


def hashed(password: str, user: User, field: str = "password") -> str:
    """Give the hash of a password that keeps the rules.

    Raises:
        WeakPasswordError: it breaks a rule.
    """
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise WeakPasswordError("；".join(error.messages), field=field) from None
    return make_password(password)


def apply(kind: str, user: User, password: str, author: AuditActor, at: datetime) -> None:
    """Do what was asked for and confirmed: a new password, no second factor, or reopening."""
    if kind == AccountRequest.PASSWORD:
        _give_password(user, password, author, at)
    elif kind == AccountRequest.CODE:
        TOTPDevice.objects.filter(user=user).delete()
        recording.record(events.ACCOUNT_CODE_REMOVED, user, author, at)
    else:
        user.is_active = True
        user.save(update_fields=["is_active"])
        recording.record(events.ACCOUNT_REOPENED, user, author, at)


def end_sessions(user: User, at: datetime, keep: str = "") -> None:
    """End all open sessions of somebody but one."""
    SignIn.objects.filter(user=user, ended_at=None).exclude(session_key=keep).update(ended_at=at)


def _give_password(user: User, password: str, author: AuditActor, at: datetime) -> None:
    user.password = password
    # Somebody else knows this password: a telephone that is bound is asked for, too.
    user.must_change_password = user.asks_code = True
    user.save(update_fields=["password", "must_change_password", "asks_code"])
    end_sessions(user, at)
    recording.record(events.ACCOUNT_PASSWORD_RESET, user, author, at)
