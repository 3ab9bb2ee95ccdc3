"""What a browser carries for witnessing: the secret of a witness's telephone, the mark of a host's.

Neither is an account. Who clears the cookies of a browser is a new device to this site, and so
holds no seat any more; the mark of a host goes with them, which docs/security says plainly.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from mingqian_ceremony import entropy
from oversight.draws.services.witnessing import Visitor

DEVICE, HOST = "mingqian_witness", "mingqian_host"
_MONTHS = 180 * 24 * 3600
_SECRET_DIGITS = 64


def visitor_of(request: HttpRequest) -> Visitor:
    """Give who opens a witness's link; a browser without a secret gets one with the answer."""
    user = request.user
    is_signed_in = user.is_authenticated
    return Visitor(
        device=_device(request),
        address=request.address,  # type: ignore[attr-defined]
        user_id=user.pk if is_signed_in else None,
        person=user.name if is_signed_in else "",  # type: ignore[union-attr]
        is_host=HOST in request.COOKIES,
    )


def remember(response: HttpResponse, visitor: Visitor) -> HttpResponse:
    """Let the browser keep the secret by which it holds a seat."""
    if visitor.user_id is None:
        _keep(response, DEVICE, visitor.device)
    return response


def mark_host(response: HttpResponseBase) -> None:
    """Mark a browser on which somebody was signed in: links of witnesses are made on such."""
    _keep(response, HOST, "1")


def _device(request: HttpRequest) -> str:
    known = request.COOKIES.get(DEVICE, "")
    return known if len(known) == _SECRET_DIGITS else entropy.secret()


def _keep(response: HttpResponseBase, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=_MONTHS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
