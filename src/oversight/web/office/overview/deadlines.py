"""期限: what is due in the coming days, and what is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render

from oversight.common import moments
from oversight.common.contributions import Deadline
from oversight.web import contributions
from oversight.web.access import ActingRequest, page
from oversight.web.presenters.deadlines import Remaining, countdown

DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRow:
    """A deadline with what is left until then."""

    deadline: Deadline
    remaining: Remaining


@page()
def listing(request: ActingRequest) -> HttpResponse:
    """Show what is due, by day."""
    context = {
        "rows": rows(request),
        "until": moments.day_of(request.at) + timedelta(days=DAYS),
        "days": DAYS,
    }
    return render(request, "office/overview/deadlines.html", context)


def rows(request: ActingRequest) -> list[DeadlineRow]:
    """Give what is due in the coming days and what is overdue, each with what is left."""
    count = countdown(request.actor, request.at)
    until = moments.day_of(request.at) + timedelta(days=DAYS)
    return [
        DeadlineRow(deadline=line, remaining=count.until(line.on, line.at))
        for line in contributions.deadlines(request.actor, request.at, until)
    ]
