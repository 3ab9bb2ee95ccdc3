"""名录变动: what changed before a draw reads the directory, and the second person's look at it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from oversight.accounts.rules import Permission
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.draws import records, selectors
from oversight.draws.models import Draw
from oversight.draws.services import change_lists, directory_changes, sampling_frame
from oversight.registry.services import reviews
from oversight.web.access import ActingRequest, act, page

_ROWS = 200


@page(Permission.SEE_DRAWS)
def listing(request: ActingRequest, draw_id: int) -> HttpResponse:
    """List the changes of the last days: as they are now, or as they went with the sealing."""
    draw = selectors.draw_for(request.actor, draw_id)
    changes = _list(request, draw)
    acts = [] if changes is None else changes["acts"]
    context = {
        "draw": draw,
        "list": changes and change_lists.cut(changes, None if "all" in request.GET else _ROWS),
        "waiting": [act["entry"] for act in acts if not act["confirmed"]],
        "may_confirm": request.actor.may(Permission.CONFIRM_CHANGES) and not draw.is_fixed,
    }
    return render(request, "office/draws/changes.html", context)


@act(Permission.CONFIRM_CHANGES)
def confirm(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Confirm the acts that were shown, as a second person."""
    draw = selectors.draw_for(request.actor, draw_id)
    numbers = request.POST.getlist("act")
    if not all(number.isdecimal() and len(number) < 16 for number in numbers):  # noqa: PLR2004
        raise DomainError("没有选中要核对的改动")
    acts = reviews.confirm(actor=request.actor, acts=map(int, numbers), at=request.at)
    rows = sum(act.rows for act in acts)
    messages.success(request, f"已核对 {len(acts)} 项改动，共 {rows} 家；已留痕。")
    return redirect("office:draw-changes", draw.pk)


def _list(request: ActingRequest, draw: Draw) -> dict[str, Any] | None:
    if draw.sealed_at is not None:
        return change_lists.read(records.read(draw))
    terms = sampling_frame.terms_of(draw, moments.day_of(draw.t0 or request.at))
    changes = directory_changes.survey(draw, terms=terms, at=request.at)
    return change_lists.listing(changes)
