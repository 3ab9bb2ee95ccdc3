"""A witness's telephone: no account, one seat, and a number that stays there until it is shown."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from oversight.common.errors import DomainError
from oversight.draws import records, selectors
from oversight.draws.models import Draw
from oversight.draws.services import drafting, seeding
from oversight.web.access import public, public_form


@public
def witness(request: HttpRequest, token: str) -> HttpResponse:
    """Show a witness's seat; the number is made and kept on the telephone."""
    seat = selectors.seat_of(token)
    draw = seat.draw
    logged = _logged(draw, seat.name)
    told = {
        "seat": seat,
        "draw": draw,
        "phase": _phase(draw, is_logged=bool(logged), is_committed=bool(seat.commitment)),
        "logged": logged,
        "name": draw.bureau.name,
        "error": request.GET.get("error", "")[:200],
    }
    return render(request, "public/witness.html", told)


@public_form
def promise(request: HttpRequest, token: str) -> HttpResponse:
    """Take the commitment of a witness."""
    at = request.at  # type: ignore[attr-defined]
    address = request.address  # type: ignore[attr-defined]
    if request.method == "POST":
        try:
            drafting.promise(
                token=token, commitment=request.POST.get("commitment", ""), address=address, at=at
            )
        except DomainError as error:
            return _back_to_seat(token, error.problem)
    return _back_to_seat(token)


@public_form
def reveal(request: HttpRequest, token: str) -> HttpResponse:
    """Take the number of a witness."""
    at = request.at  # type: ignore[attr-defined]
    address = request.address  # type: ignore[attr-defined]
    if request.method == "POST":
        value = request.POST.get("value", "").replace(" ", "").lower()
        try:
            seeding.reveal(token=token, value=value, address=address, at=at)
        except DomainError as error:
            return _back_to_seat(token, error.problem)
    return _back_to_seat(token)


def _logged(draw: Draw, name: str) -> str:
    if draw.sealed_at is None:
        return ""
    states = records.read(draw).source_states()
    mine = next((one for one in states if one.is_witness and one.title == name), None)
    if mine is None or mine.logged_at is None:
        return ""
    return "absent" if mine.is_missing else "logged"


def _phase(draw: Draw, *, is_logged: bool, is_committed: bool) -> str:
    if is_logged:
        return "done"
    if draw.state in {Draw.VOIDED, Draw.DROPPED}:
        return "void"
    if draw.sealed_at is not None:
        return "reveal"
    return "waiting" if is_committed else "make"


def _back_to_seat(token: str, problem: str = "") -> HttpResponse:
    there = reverse("public:witness", args=[token])
    if problem:
        there = f"{there}?{urlencode({'error': problem})}"
    return redirect(there)
