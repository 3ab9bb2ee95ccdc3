"""Turning pages without counting what nobody reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 50
LAST_PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """One page of rows."""

    rows: list[Any]
    number: int
    has_next: bool

    @property
    def first(self) -> int:
        """Give the place of the first row, counted from one."""
        return (self.number - 1) * PER_PAGE + 1

    @property
    def last(self) -> int:
        """Give the place of the last row."""
        return self.first + len(self.rows) - 1

    @property
    def has_previous(self) -> bool:
        """Tell whether there is a page before."""
        return self.number > 1


def turned(request: HttpRequest, rows: QuerySet[Any]) -> Turned:
    """Give the page the address asks for."""
    asked = request.GET.get("page", "1")
    number = min(max(int(asked), 1), LAST_PAGE) if asked.isascii() and asked.isdigit() else 1
    start = (number - 1) * PER_PAGE
    found = list(rows[start : start + PER_PAGE + 1])
    has_next = len(found) > PER_PAGE and number < LAST_PAGE
    return Turned(rows=found[:PER_PAGE], number=number, has_next=has_next)
