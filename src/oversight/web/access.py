"""Access rules of the views: each view declares its own; a view without one is closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect

from oversight.accounts.models import User
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.errors import (
    DomainError,
    NotAllowedError,
    NotFoundError,
    TamperedError,
)

MOST_WORDS = 80
View: TypeAlias = Callable[..., HttpResponseBase]


class ActingRequest(HttpRequest):
    """A request of somebody who has signed in and acts in a role."""

    actor: Actor
    at: datetime
    address: str
    user: User
    session: SessionBase


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may open a view: everybody, whoever is signed in, or those with one of the powers."""

    is_public: bool = False
    powers: frozenset[Permission] = frozenset()
    methods: frozenset[str] = frozenset({"GET", "HEAD"})

    def allows(self, actor: Actor | None) -> bool:
        """Tell whether somebody may open it."""
        if self.is_public:
            return True
        if actor is None:
            return False
        return not self.powers or any(actor.may(power) for power in self.powers)


def public(view: View) -> View:
    """Open a view to everybody, for reading."""
    return _with_access(view, Access(is_public=True))


def public_form(view: View) -> View:
    """Open a view to everybody, for reading and for sending a form."""
    return _with_access(view, Access(is_public=True, methods=frozenset({"GET", "HEAD", "POST"})))


def public_call(view: View) -> View:
    """Open a view to programs of others, by POST alone."""
    return _with_access(view, Access(is_public=True, methods=frozenset({"POST"})))


def page(*powers: Permission) -> Callable[[View], View]:
    """Open a page for reading to those who have one of the powers; none named: all signed in."""
    return lambda view: _with_access(view, Access(powers=frozenset(powers)))


def form(*powers: Permission) -> Callable[[View], View]:
    """Open a page with a form to those who have one of the powers."""
    methods = frozenset({"GET", "HEAD", "POST"})
    return lambda view: _with_access(view, Access(powers=frozenset(powers), methods=methods))


def pieces(*powers: Permission) -> Callable[[View], View]:
    """Open an address for files that come by pieces to those who have one of the powers."""
    methods = frozenset({"GET", "HEAD", "PUT"})
    return lambda view: _with_access(view, Access(powers=frozenset(powers), methods=methods))


def resource(*powers: Permission) -> Callable[[View], View]:
    """Open something to a program of ours in a browser: read with GET, written with PUT."""
    methods = frozenset({"GET", "HEAD", "PUT"})
    return lambda view: _with_access(view, Access(powers=frozenset(powers), methods=methods))


def act(*powers: Permission) -> Callable[[View], View]:
    """Allow POST to those with one of the powers; show a refusal on the page it came from."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded_view(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401
            try:
                return view(request, *args, **kwargs)
            except (NotAllowedError, NotFoundError, TamperedError):
                raise
            except DomainError as error:
                messages.error(request, error.problem)
                return back(request)

        return _with_access(
            guarded_view, Access(powers=frozenset(powers), methods=frozenset({"POST"}))
        )

    return decorate


def access_of(view: object) -> Access | None:
    """Give the access rule that a view declares, or None."""
    access = getattr(view, "access", None)
    return access if isinstance(access, Access) else None


def back(request: HttpRequest) -> HttpResponseRedirect:
    """Redirect to the page of this site that sent the form, else to the workbench."""
    came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    if came_from.netloc == request.get_host() and came_from.path != request.path:
        query = f"?{came_from.query}" if came_from.query else ""
        return HttpResponseRedirect(f"{came_from.path}{query}")
    return HttpResponseRedirect(redirect("office:workbench").url)


def search_words(request: HttpRequest) -> str:
    """Give the search words of the address, without zero characters and at most MOST_WORDS."""
    return request.GET.get("q", "").replace("\0", "").strip()[:MOST_WORDS]


def allowed_powers(powers: Iterable[Permission], actor: Actor) -> set[Permission]:
    """Give those of the powers that somebody has."""
    return {power for power in powers if actor.may(power)}


def method_refused(methods: frozenset[str]) -> HttpResponse:
    """Answer a request with a method that the address does not take."""
    response = HttpResponse(
        "这个地址不接受这种请求方式\n", status=405, content_type="text/plain; charset=utf-8"
    )
    response["Allow"] = ", ".join(sorted(methods))
    return response


def _with_access(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined] # a function may carry what it says of itself
    return view
