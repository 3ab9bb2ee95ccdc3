"""The calendar of visits, month by month."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render

from oversight.accounts.rules import Permission
from oversight.common import moments
from oversight.inspections import month
from oversight.web.access import ActingRequest, page

_MONTH = len("2026-03")
_YEARS = range(2000, 2100)


@page(Permission.SEE_VISITS)
def calendar(request: ActingRequest) -> HttpResponse:
    """Show the visits of a month day by day, those that are overdue first."""
    today = moments.day_of(request.at)
    first = _first_of(request.GET.get("month", ""), today)
    context = {
        "days": month.days(request.actor, first),
        "overdue": month.overdue(request.actor, today),
        "first": first,
        "today": today,
        "before": (first - timedelta(days=1)).replace(day=1),
        "after": (first + timedelta(days=31)).replace(day=1),
    }
    return render(request, "office/inspections/calendar.html", context)


def _first_of(text: str, today: date) -> date:
    """Read a month such as 2026-03; what is none is the present one."""
    try:
        first = date.fromisoformat(f"{text[:_MONTH]}-01")
    except ValueError:
        return today.replace(day=1)
    return first if first.year in _YEARS else today.replace(day=1)
