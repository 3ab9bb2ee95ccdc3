"""Turning pages without counting what nobody reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 50
LAST_PAGE = 200
_DIGITS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of rows; ``beyond`` is the page that was asked for and does not exist."""

    rows: list[Any]
    number: int
    has_next: bool
    beyond: str = ""

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

    @property
    def is_last_of_all(self) -> bool:
        """Tell whether pages end here although there may be more rows."""
        return self.number == LAST_PAGE


def paginate(request: HttpRequest, rows: QuerySet[Any]) -> Page:
    """Give the page the address asks for; beyond the end, the last page, and that it is so."""
    asked = request.GET.get("page", "1").strip()
    if not (asked.isascii() and asked.isdigit()):
        asked = "1"
    number = max(int(asked), 1) if len(asked) <= _DIGITS else LAST_PAGE + 1
    found = _page(rows, number) if number <= LAST_PAGE else None
    if found is not None and (found.rows or number == 1):
        return found
    last = min(max(-(-rows[: LAST_PAGE * PER_PAGE].count() // PER_PAGE), 1), LAST_PAGE)
    there = _page(rows, last)
    shown = asked.lstrip("0")[:_DIGITS]
    return Page(rows=there.rows, number=last, has_next=there.has_next, beyond=shown)


def _page(rows: QuerySet[Any], number: int) -> Page:
    start = (number - 1) * PER_PAGE
    found = list(rows[start : start + PER_PAGE + 1])
    has_next = len(found) > PER_PAGE and number < LAST_PAGE
    return Page(rows=found[:PER_PAGE], number=number, has_next=has_next)
