"""A witness's pages, without an account: the seat, its commitment and its number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from oversight.common.errors import DomainError, NotFoundError
from oversight.draws import records
from oversight.draws.models import Draw
from oversight.draws.services import revealing, witnessing
from oversight.draws.services.witnessing import NotThisDeviceError, Visitor
from oversight.web.access import public, public_form
from oversight.web.public.site import site_name
from oversight.web.witness_devices import remember, visitor_of


@public
def witness(request: HttpRequest, token: str) -> HttpResponse:
    """Show a witness's seat to the device that holds it; the first that opens it does.

    To open is an act: it binds the device and is on record, whatever comes of it. A program that
    only looks ahead, for a preview of the link, opens nothing.
    """
    if request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return HttpResponse(status=204)
    visitor = visitor_of(request)
    try:
        seat = witnessing.arrive(token=token, visitor=visitor, at=_now(request))
    except NotThisDeviceError as error:
        refused = {"problem": error.problem, "name": site_name()}
        answer = render(request, "public/witness_refused.html", refused, status=409)
        return remember(answer, visitor)
    draw = seat.draw
    logged = _number_state(draw, seat.name)
    context = {
        "seat": seat,
        "token": token,
        "draw": draw,
        "phase": _phase(draw, is_logged=bool(logged), is_committed=bool(seat.commitment)),
        "logged": logged,
        "name": draw.bureau.name,
        "error": request.GET.get("error", "")[:200],
    }
    return remember(render(request, "public/witness.html", context), visitor)


@public_form
def promise(request: HttpRequest, token: str) -> HttpResponse:
    """Take the commitment of a witness."""
    if request.method != "POST":
        return _back_to_seat(token)
    commitment = request.POST.get("commitment", "")
    visitor = visitor_of(request)
    return _run_act(
        token,
        visitor,
        lambda: witnessing.promise(
            token=token, commitment=commitment, visitor=visitor, at=_now(request)
        ),
    )


@public_form
def reveal(request: HttpRequest, token: str) -> HttpResponse:
    """Take the number of a witness."""
    if request.method != "POST":
        return _back_to_seat(token)
    value = request.POST.get("value", "").replace(" ", "").lower()
    visitor = visitor_of(request)
    return _run_act(
        token,
        visitor,
        lambda: revealing.reveal(token=token, value=value, visitor=visitor, at=_now(request)),
    )


def _run_act(token: str, visitor: Visitor, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except NotFoundError:
        raise
    except DomainError as error:
        return remember(_back_to_seat(token, error.problem), visitor)
    return remember(_back_to_seat(token), visitor)


def _now(request: HttpRequest) -> datetime:
    at: datetime = request.at  # type: ignore[attr-defined]
    return at


def _number_state(draw: Draw, name: str) -> str:
    if draw.sealed_at is None:
        return ""
    states = records.read(draw).source_states()
    mine = next((source for source in states if source.is_witness and source.title == name), None)
    if mine is None or mine.logged_at is None:
        return ""
    return "absent" if mine.is_missing else "logged"


def _phase(draw: Draw, *, is_logged: bool, is_committed: bool) -> str:
    if is_logged:
        return "done"
    if draw.state in Draw.ENDED:
        return "void"
    if draw.sealed_at is not None:
        return "reveal"
    return "waiting" if is_committed else "make"


def _back_to_seat(token: str, problem: str = "") -> HttpResponse:
    there = reverse("public:witness", args=[token])
    if problem:
        there = f"{there}?{urlencode({'error': problem})}"
    return redirect(there)
