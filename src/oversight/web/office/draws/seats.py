"""见证人: seats offered, their links shown once, made anew, or taken away."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from oversight.accounts.rules import permission_of
from oversight.draws import selectors
from oversight.draws.models import DrawWitness
from oversight.draws.services import drafting, witnessing
from oversight.draws.states import DRAW, SEAT
from oversight.web.access import ActingRequest, form
from oversight.web.action_form import confirm_action, show_action
from oversight.web.forms import Form
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


@form(permission_of(SEAT, "reissue"))
def reissue(request: ActingRequest, seat_id: int) -> HttpResponse:
    """Make a new link for a seat once that was confirmed, and show it: this once."""
    seat = witnessing.seat_for(request.actor, seat_id)
    bound = Form(request.POST if request.method == "POST" else None)
    if bound.is_valid():
        renewed = bound.carry_out(
            lambda: witnessing.reissue(actor=request.actor, seat_id=seat_id, at=request.at)
        )
        if renewed is not None:
            return _link(request, renewed)
    action = draw_action(
        seat.draw,
        title=f"重发{seat.name}的链接",
        button="重发链接",
        lead="原来的链接马上失效；新链接只显示这一次，请当面或直接发给本人。",
    )
    return show_action(request, bound, replace(action, facts=_facts(seat)))


@form(permission_of(SEAT, "remove"))
def remove(request: ActingRequest, seat_id: int) -> HttpResponse:
    """Take a witness's seat away, once it was asked whether that is meant."""
    seat = witnessing.seat_for(request.actor, seat_id)
    action = draw_action(
        seat.draw,
        title=f"去掉见证人{seat.name}",
        button="去掉这位见证人",
        lead="链接马上失效，已经交的签封作废，这个人的数不再进入种子；"
        "留痕中公开保留。抽取已备料的，要重新备料。",
    )
    return confirm_action(
        request,
        lambda: drafting.remove_witness(actor=request.actor, seat_id=seat_id, at=request.at),
        replace(action, facts=_facts(seat)),
        success="已去掉这位见证人，留痕中保留。",
    )


def _facts(seat: DrawWitness) -> tuple[tuple[str, str], ...]:
    return (
        ("单位和身份", f"{seat.unit}，{seat.capacity}"),
        ("办到哪里", SEAT.label(seat.state)),
        ("本抽取的见证人", f"{seat.draw.witnesses.count()} 位"),
    )


def _link(request: ActingRequest, seat: DrawWitness) -> HttpResponse:
    address = request.build_absolute_uri(reverse("public:witness", args=[seat.token]))
    context = {"seat": seat, "draw": seat.draw, "address": address, "qr": qr(address)}
    return render(request, "office/draws/witness_link.html", context)
