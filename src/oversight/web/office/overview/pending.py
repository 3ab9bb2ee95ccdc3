"""全局进展: what is open where and since when; the counts lead to their rows, nobody is ranked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from oversight.accounts.rules import Permission
from oversight.common import moments
from oversight.common.contributions import Pending
from oversight.web import contributions
from oversight.web.access import ActingRequest, page

POWERS = (Permission.SEE_VISITS, Permission.SEE_CASES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One kind of matter: how much is open, since when at the longest, and where."""

    kind: str
    rows: list[Pending]

    @property
    def count(self) -> int:
        """Count what is open."""
        return sum(row.count for row in self.rows)

    @property
    def since(self) -> date:
        """Give the day since which the oldest is open."""
        return min(row.since for row in self.rows)


@page(*POWERS)
def listing(request: ActingRequest) -> HttpResponse:
    """Show what is open within reach, by kind, section and state."""
    parts = [Part(kind=kind, rows=rows) for kind, rows in contributions.pending(request.actor)]
    context = {"parts": parts, "today": moments.day_of(request.at)}
    return render(request, "office/overview/pending.html", context)
