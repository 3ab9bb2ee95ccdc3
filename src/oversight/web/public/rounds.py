"""公众提交: anybody hands in the signature of the drand round that a draw waits for."""

from __future__ import annotations

from django import forms
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from oversight.common.errors import DomainError
from oversight.draws import selectors
from oversight.draws.services import rounds
from oversight.web.access import public_form
from oversight.web.forms import Form
from oversight.web.public.site import site_name

# A wrong signature costs a pairing to refuse, a right one ends the waiting.
MOST_OF_ONE, MOST_OF_ALL = 10, 60
_MINUTE = 60


class RoundForm(Form):
    """A round's signature, which proves itself."""

    signature = forms.CharField(
        label="签名，或 drand 的整段回答",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@public_form
def hand_in(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """Accept a drand signature for a source, from anybody."""
    draw = selectors.public_draw(number)
    if rounds.is_logged(draw, position):
        return redirect("public:draw", number)
    source = rounds.source_of(draw, position)
    bound = RoundForm(request.POST or None)
    if bound.is_valid() and bound.carry_out(
        lambda: _take_signature(request, number, position, bound)
    ):
        return redirect("public:draw", number)
    context = {
        "draw": draw,
        "source": source,
        "time": selectors.moment(source.time),
        "is_early": request.at < selectors.moment(source.time),  # type: ignore[attr-defined]
        "is_late": draw.deadline is not None and draw.deadline <= request.at,  # type: ignore[attr-defined]
        "form": bound,
        "name": site_name(),
    }
    return render(request, "public/round.html", context)


def _take_signature(request: HttpRequest, number: str, position: int, bound: RoundForm) -> bool:
    address: str = request.address  # type: ignore[attr-defined]
    at = request.at  # type: ignore[attr-defined]
    _count(f"round:{address}:{int(at.timestamp()) // _MINUTE}", MOST_OF_ONE)
    _count(f"round:{number}:{int(at.timestamp()) // _MINUTE}", MOST_OF_ALL)
    rounds.hand_in(
        number=number,
        position=position,
        signature=bound.cleaned_data["signature"],
        address=address,
        at=at,
    )
    return True


def _count(slot: str, most: int) -> None:
    cache.add(slot, 0, _MINUTE * 2)
    if cache.incr(slot) > most:
        raise DomainError("提交得太快；请过一分钟再试")
