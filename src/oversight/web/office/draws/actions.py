"""One step of a draw: a form with the second factor, the service, and back to the draw's page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from oversight.accounts.services import sessions
from oversight.draws import selectors
from oversight.web.access import ActingRequest
from oversight.web.forms import CodeForm, Form


def confirmed(request: ActingRequest, bound: CodeForm) -> sessions.Confirmation:
    """Check the second factor that was typed."""
    return sessions.verify_totp(user_id=request.user.pk, code=bound.cleaned_data["code"])


def stepped(
    request: ActingRequest,
    draw_id: int,
    bound: Form,
    service: Any,  # noqa: ANN401 - a call without arguments
    *,
    title: str,
    lead: str,
    button: str,
    says: str,
) -> HttpResponse:
    """Ask for one step of a draw, carry it out by ``service``, and go back to the draw."""
    draw = selectors.draw_for(request.actor, draw_id)
    if bound.is_valid() and bound.done(service) is not None:
        messages.success(request, says)
        return redirect("office:draw", draw_id)
    told = {
        "form": bound,
        "title": title,
        "lead": lead,
        "button": button,
        "back": reverse("office:draw", args=[draw_id]),
        "draw": draw,
        "has_file": bound.is_multipart(),
    }
    return render(request, "office/draws/act.html", told)
