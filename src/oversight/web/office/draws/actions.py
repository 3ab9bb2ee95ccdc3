"""One action on a draw: its page, the second factor, and back to the draw."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import reverse

from oversight.accounts.services import sessions
from oversight.draws import selectors
from oversight.draws.models import Draw
from oversight.web.access import ActingRequest
from oversight.web.action_form import Action, run_action
from oversight.web.forms import CodeForm, Form


def verify_code(request: ActingRequest, bound: CodeForm) -> sessions.Confirmation:
    """Check the second factor that was typed."""
    return sessions.verify_totp(user_id=request.user.pk, code=bound.cleaned_data["code"])


def draw_action(draw: Draw, *, title: str, button: str, lead: str = "") -> Action:
    """Describe an action on a draw."""
    crumbs = (
        ("抽取", reverse("office:draws")),
        (draw.title, reverse("office:draw", args=[draw.pk])),
    )
    return Action(title=title, button=button, crumbs=crumbs, caption=draw.title, lead=lead)


def run_on_draw(
    request: ActingRequest,
    draw_id: int,
    bound: Form,
    service: Callable[[], object],
    *,
    title: str,
    lead: str,
    button: str,
    success: str,
) -> HttpResponse:
    """Ask for one action on a draw, carry it out by ``service``, and go back to the draw."""
    draw = selectors.draw_for(request.actor, draw_id)
    action = draw_action(draw, title=title, lead=lead, button=button)
    return run_action(request, bound, service, action, success=success)
