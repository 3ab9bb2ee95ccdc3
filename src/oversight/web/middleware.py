"""Middleware: the actor of a request, and whether the actor may open the view."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode

from oversight.accounts import selectors as accounts
from oversight.accounts.selectors import Actor
from oversight.accounts.services import sessions
from oversight.audit import events as audit_events
from oversight.audit import services as audit
from oversight.audit.services import PROGRAM, AuditEvent
from oversight.common.errors import (
    DomainError,
    NotAllowedError,
    NotFoundError,
    TamperedError,
)
from oversight.web import clock, counts, errors, witness_devices
from oversight.web.access import access_of, method_refused

Answer = Callable[[HttpRequest], HttpResponseBase]
ACTING = "acting"
_REFRESHED_AFTER = 300
# What somebody must still be able to open before they have changed their first password.
_BEFORE_PASSWORD = {"office:password", "office:sign-out", "office:sign-in"}


def acting(answer: Answer) -> Answer:
    """Put time, address and actor on the request."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        request.at = clock.now()  # type: ignore[attr-defined]
        request.address = request.META.get("REMOTE_ADDR", "")  # type: ignore[attr-defined]
        request.actor = _actor(request)  # type: ignore[attr-defined]
        # No word has a zero character, and PostgreSQL keeps none.
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path:
            return errors.bad_request(request)
        return answer(request)

    return answered


class DeniedByDefault:
    """Refuse every view that does not say whom it is for, and everybody it does not name."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request through the rest of the stack."""
        response = self.answer(request)
        response.headers.setdefault("Cache-Control", "no-store")
        if request.user.is_authenticated and witness_devices.HOST not in request.COOKIES:
            witness_devices.mark_host(response)
        actor: Actor | None = getattr(request, "actor", None)
        is_done = request.method == "POST" and response.status_code < HTTPStatus.BAD_REQUEST
        if is_done and actor is not None:
            counts.forget(actor)
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: object,
        *_: Any,  # noqa: ANN401 - Django's own
    ) -> HttpResponseBase | None:
        """Ask whether the actor may open the view."""
        match = request.resolver_match
        if match is not None and match.namespace == "api":  # every operation there has its own key
            return None
        access = access_of(view)
        actor: Actor | None = request.actor  # type: ignore[attr-defined]
        if access is None:
            raise Http404
        if request.method not in access.methods and access.allows(actor):
            return method_refused(access.methods)
        if access.allows(actor):
            return _first_password(request, actor)
        if actor is None:
            return _to_sign_in(request)
        _note_refusal(request, actor, "没有权限")
        return errors.permission_denied(request, None)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn a domain error into its page; record refused access."""
        if isinstance(error, NotAllowedError):
            _note_refusal(request, request.actor, error.problem)  # type: ignore[attr-defined]
            return errors.permission_denied(request, error.problem)
        if isinstance(error, NotFoundError):
            return errors.not_found_here(request, error.problem)
        if isinstance(error, TamperedError):
            return errors.tampered(request, error.problem)
        if isinstance(error, DomainError):
            return errors.conflict(request, error.problem)
        return None


denied_by_default = DeniedByDefault


def _actor(request: HttpRequest) -> Actor | None:
    user = request.user
    if not user.is_authenticated:
        return None
    if not sessions.is_open(request.session.session_key or ""):
        logout(request)
        return None
    _keep_alive(request)
    appointments = list(accounts.appointments(user.pk))
    appointment_id = request.session.get(ACTING)
    appointment = next(
        (candidate for candidate in appointments if candidate.pk == appointment_id),
        appointments[0] if appointments else None,
    )
    if appointment is None:
        return None
    return accounts.actor_of(appointment, request.META.get("REMOTE_ADDR", ""))


def _keep_alive(request: HttpRequest) -> None:
    # Not at every request: on a small machine each write takes the one writer's turn.
    now = int(clock.now().timestamp())
    if now - request.session.get("seen", 0) > _REFRESHED_AFTER:
        request.session["seen"] = now


def _first_password(request: HttpRequest, actor: Actor | None) -> HttpResponseBase | None:
    if actor is None or not request.user.is_authenticated:
        return None
    match = request.resolver_match
    name = match.view_name if match else ""
    if request.user.must_change_password and name not in _BEFORE_PASSWORD:
        return redirect("office:password")
    return None


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    if request.user.is_authenticated:  # signed in, but without any role
        problem = "您的账号还没有任何角色；任命要由第二人（监督或审批）确认以后才生效"
        return errors.permission_denied(request, problem)
    there = redirect("office:sign-in").url
    if request.method in {"GET", "HEAD"}:
        there = f"{there}?{urlencode({'next': request.get_full_path()})}"
    return redirect(there)


def _note_refusal(request: HttpRequest, actor: Actor | None, reason: str) -> None:
    match = request.resolver_match
    act = AuditEvent(
        type=audit_events.SITE_REFUSED,
        number=match.view_name if match else "unknown",
        title=reason,
        private={"method": request.method or "", "path": request.path[:200]},
    )
    audit.record(act, by=actor.author if actor else PROGRAM, at=clock.now())
