"""Known devices: their sign-in attempts are counted apart from everybody else's."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from mingqian_ceremony import entropy
from oversight.accounts import names
from oversight.accounts.models import User

COOKIE = "mingqian_device"
_SALT = "mingqian.device"
_MAX_AGE_SECONDS = 180 * 24 * 3600


def mark_of(request: HttpRequest, username: str) -> str:
    """Give the device's mark if this account has signed in with it before, else ''."""
    try:
        cookie = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_MAX_AGE_SECONDS
        )
    except signing.BadSignature:
        return ""
    name, mark = str(cookie.get("name", "")), str(cookie.get("mark", ""))
    return mark if name and name == names.folded(username) else ""


def remember(response: HttpResponse, user: User) -> None:
    """Set the cookie that marks the device as known for this account."""
    cookie = {"name": names.folded(user.username), "mark": entropy.salt()[:16]}
    response.set_cookie(
        COOKIE,
        signing.dumps(cookie, salt=_SALT),
        max_age=_MAX_AGE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
