"""The page on which somebody asks for a number that is masked elsewhere; each look is on record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpResponse

from oversight.web.access import ActingRequest
from oversight.web.action_form import Action, show_action
from oversight.web.forms import Form

LEAD = "谁在什么时候看过，会记入留痕。"


def show_whole(
    request: ActingRequest, action: Action, words: str, service: Callable[[], str]
) -> HttpResponse:
    """Show what ``service`` gives once it was asked for, under its words.

    No message: it would lie in the table of sessions, where the number is not encrypted.
    """
    bound = Form(request.POST if request.method == "POST" else None)
    whole = bound.carry_out(service) if bound.is_valid() else None
    facts = ((words, whole),) if whole else ()
    response = show_action(request, bound, replace(action, lead=LEAD, facts=facts))
    response["Cache-Control"] = "no-store"
    return response
