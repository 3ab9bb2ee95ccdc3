"""One action on a draw: its page, the second factor, and back to the draw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from oversight.accounts.services import sessions
from oversight.draws import obstacles, selectors
from oversight.draws.models import Draw
from oversight.draws.obstacles import Obstacle
from oversight.web.access import ActingRequest
from oversight.web.action_form import Action, run_action
from oversight.web.forms import CodeForm, Form
from oversight.web.presenters.draw_facts import Fact
from oversight.web.presenters.draw_page import remaining, seconds_until


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawAct:
    """An act of the draw's table: its name there, the words of its page, what is agreed to."""

    act: str
    title: str
    lead: str
    button: str
    success: str
    facts_of: Callable[[Draw], tuple[Fact, ...]]


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


def run_draw_act(
    request: ActingRequest,
    draw_id: int,
    bound: Form,
    service: Callable[[], object],
    draw_act: DrawAct,
) -> HttpResponse:
    """Ask for an act of the draw's own table with what is agreed to, and carry it out.

    What cannot be done now is said before anything is typed.
    """
    draw = selectors.draw_for(request.actor, draw_id)
    action = draw_action(draw, title=draw_act.title, lead=draw_act.lead, button=draw_act.button)
    if request.method != "POST":
        obstacle = obstacles.of_act(draw, draw_act.act, request.actor, request.at)
        if obstacle is not None:
            return show_obstacle(request, draw, obstacle, action)
    action = replace(action, facts=draw_act.facts_of(draw))
    return run_action(request, bound, service, action, success=draw_act.success)


def show_obstacle(
    request: ActingRequest, draw: Draw, obstacle: Obstacle, action: Action
) -> HttpResponse:
    """Say why an act cannot be done now, and from when on it can; its button is disabled."""
    context = {
        "draw": draw,
        "obstacle": obstacle,
        "action": action,
        "opens_in": remaining(obstacle.not_before, request.at),
        "opens_in_seconds": seconds_until(obstacle.not_before, request.at),
    }
    return render(request, "office/draws/not_now.html", context)
