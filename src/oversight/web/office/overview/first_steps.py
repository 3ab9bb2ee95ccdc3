"""第一次使用: what a new bureau does before its first draw, ticked off by what is there."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from oversight.accounts.rules import Permission
from oversight.common.contributions import FirstStep
from oversight.draws import draw_details
from oversight.web import contributions
from oversight.web.access import ActingRequest, page


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """The first steps of a bureau, and how many of them are done."""

    steps: list[FirstStep]

    @property
    def done(self) -> int:
        """Count the steps that are done."""
        return sum(step.is_done for step in self.steps)

    @property
    def is_open(self) -> bool:
        """Tell whether a step is still to be done."""
        return self.done < len(self.steps)


@page()
def first_steps(request: ActingRequest) -> HttpResponse:
    """Show the first steps of the actor's bureau."""
    guide = Guide(steps=contributions.first_steps(request.actor, request.at))
    return render(request, "office/overview/first_steps.html", {"guide": guide})


def open_guide(request: ActingRequest) -> Guide | None:
    """Give the guide for the workbench: to who has a part in it, until every step is done."""
    actor = request.actor
    if not (actor.may(Permission.SEE_PLANS) or actor.may(Permission.KEEP_ACCOUNTS)):
        return None
    if draw_details.held(actor.bureau_id or 0).exists():
        return None  # the last step is done: nothing need be counted any more
    guide = Guide(steps=contributions.first_steps(actor, request.at))
    return guide if guide.is_open else None
