"""封存现场: what the room needs from the sealing on: the commitment, the witnesses, a kept copy."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from oversight.accounts.rules import Permission, permission_of
from oversight.common.errors import DomainError
from oversight.draws import records, selectors
from oversight.draws.models import Draw
from oversight.draws.services import copies
from oversight.draws.services.copies import Comparison
from oversight.draws.states import DRAW
from oversight.web.access import ActingRequest, form, page
from oversight.web.forms import Form
from oversight.web.presenters.draw_page import remaining, seconds_until
from oversight.web.presenters.draws import may, qr


class CopyForm(Form):
    """The file that the supervisor keeps."""

    file = forms.FileField(
        label="您保管的一份",
        help_text="封存时取出的压缩包，或其中的 manifest.json；拖到这里或点选都可以。"
        "程序不留下它，只留下核对的结果",
        widget=forms.FileInput(attrs={"accept": ".zip,.json"}),
    )


@page(Permission.SEE_DRAWS)
def sealed(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Show that a draw is sealed: its code in full, who saw it, and what comes next."""
    draw = selectors.draw_for(request.actor, draw_id)
    if draw.sealed_at is None or draw.is_void:
        return redirect("office:draw", draw_id)
    record = records.read(draw)
    address = request.build_absolute_uri(reverse("public:draw", args=[draw.number]))
    context = {
        "draw": record.draw,
        "address": address,
        "qr": qr(address),
        "left": remaining(record.draw.t0, request.at),
        "left_seconds": seconds_until(record.draw.t0, request.at),
        "is_before": record.draw.t0 is not None and request.at < record.draw.t0,
        "public_sources": [state for state in record.source_states() if not state.is_witness],
        "copy_checks": copies.checks_of(draw.number),
        **_witness_states(record.draw, record),
        **may(request, record.draw),
    }
    return render(request, "office/draws/sealed.html", context)


@page(Permission.SEE_DRAWS)
def witness_states(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Give the fragment that shows how far the witnesses are."""
    draw = selectors.draw_for(request.actor, draw_id)
    if draw.sealed_at is None:
        raise DomainError("还没有封存")
    record = records.read(draw)
    context = _witness_states(record.draw, record)
    return render(request, "office/draws/_witness_states.html", context)


def _witness_states(draw: Draw, record: records.Record) -> dict[str, object]:
    witnesses = [state for state in record.source_states() if state.is_witness]
    is_over = all(state.logged_at is not None for state in witnesses) or not draw.takes_values
    return {"witness_states": witnesses, "is_witnessing_over": is_over}


@form(permission_of(DRAW, "check_copy"))
def check_copy(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Compare the copy that the supervisor keeps with what was sealed, and say what came of it."""
    draw = selectors.draw_for(request.actor, draw_id)
    if draw.sealed_at is None:
        return redirect("office:draw", draw_id)
    bound = CopyForm(request.POST or None, request.FILES or None)
    compared: list[Comparison] | None = None
    if bound.is_valid():
        file = bound.cleaned_data["file"]
        compared = bound.carry_out(
            lambda: copies.check(
                actor=request.actor,
                draw_id=draw_id,
                data=file.read(),
                name=file.name,
                at=request.at,
            )
        )
    context = {
        "draw": draw,
        "form": bound,
        "compared": compared,
        "is_same": compared is not None and all(part.is_same for part in compared),
        "copy_checks": copies.checks_of(draw.number),
    }
    return render(request, "office/draws/check_copy.html", context)
