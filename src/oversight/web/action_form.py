"""One action: a page with its form, the service that carries it out, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from oversight.web.access import ActingRequest
from oversight.web.forms import Form

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What the page of an action says around its form; the last of the crumbs is the way back."""

    title: str
    button: str
    crumbs: tuple[tuple[str, str], ...]  # words, address
    caption: str = ""
    lead: str = ""
    facts: tuple[tuple[str, str], ...] = ()  # what it is about, and what hangs on it

    @property
    def back(self) -> str:
        """Give the address of the page that the action is about."""
        return self.crumbs[-1][1]


def show_action(request: ActingRequest, bound: Form, action: Action) -> HttpResponse:
    """Show the page of an action with its form, with what was wrong in it."""
    return render(request, "parts/action_form.html", {"form": bound, "action": action})


def run_action(
    request: ActingRequest,
    bound: Form,
    service: Callable[[], Result],
    action: Action,
    *,
    success: str | Callable[[Result], str],
) -> HttpResponse:
    """Carry an action out by ``service`` once its form is in order, and go back; else show it.

    ``success`` is the message shown then, or a function from the service's result to it.
    """
    # A service may give nothing back; what was refused gives no tuple.
    outcome = bound.carry_out(lambda: (service(),)) if bound.is_valid() else None
    if outcome is None:
        return show_action(request, bound, action)
    messages.success(request, success if isinstance(success, str) else success(outcome[0]))
    return redirect(action.back)


def confirm_action(
    request: ActingRequest, service: Callable[[], object], action: Action, *, success: str
) -> HttpResponse:
    """Ask whether an act is meant; carry it out by ``service`` once that was sent, and go back."""
    bound = Form(request.POST if request.method == "POST" else None)
    return run_action(request, bound, service, action, success=success)
