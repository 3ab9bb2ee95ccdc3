"""见证人: seats offered, their links shown once, made anew, or taken away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from oversight.accounts.rules import permission_of
from oversight.draws import selectors
from oversight.draws.models import DrawWitness
from oversight.draws.services import drafting, witnessing
from oversight.draws.states import DRAW, SEAT
from oversight.web.access import ActingRequest, act, form
from oversight.web.action_form import show_action
from oversight.web.office.draws.actions import draw_action
from oversight.web.office.draws.forms import WitnessForm
from oversight.web.presenters.draws import qr


@form(permission_of(DRAW, "change"))
def invite(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Invite a witness, and show the link: this once."""
    draw = selectors.draw_for(request.actor, draw_id)
    bound = WitnessForm(request.POST or None)
    if bound.is_valid():
        seat = bound.carry_out(
            lambda: drafting.invite(
                actor=request.actor, draw_id=draw_id, at=request.at, **bound.cleaned_data
            )
        )
        if seat is not None:
            return _link(request, seat)
    return show_action(request, bound, draw_action(draw, title="请一位见证人", button="请"))


@act(permission_of(SEAT, "reissue"))
def reissue(request: ActingRequest, seat_id: int) -> HttpResponse:
    """Make a new link for a seat, and show it: this once."""
    seat = witnessing.reissue(actor=request.actor, seat_id=seat_id, at=request.at)
    return _link(request, seat)


@act(permission_of(SEAT, "remove"))
def remove(request: ActingRequest, seat_id: int) -> HttpResponse:
    """Take a witness's seat away."""
    draw = drafting.remove_witness(actor=request.actor, seat_id=seat_id, at=request.at)
    messages.success(request, "已去掉这位见证人，留痕中保留。")
    return redirect("office:draw", draw.pk)


def _link(request: ActingRequest, seat: DrawWitness) -> HttpResponse:
    address = request.build_absolute_uri(reverse("public:witness", args=[seat.token]))
    context = {"seat": seat, "draw": seat.draw, "address": address, "qr": qr(address)}
    return render(request, "office/draws/witness_link.html", context)
