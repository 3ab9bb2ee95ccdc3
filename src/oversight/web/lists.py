"""One pattern for all lists of the office: search, filters, saved views, tables, print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from oversight.accounts import saved_views
from oversight.accounts import selectors as accounts
from oversight.accounts.models import SavedView
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.errors import NotFoundError
from oversight.registry.services import exports
from oversight.web import paging, tables
from oversight.web.access import ActingRequest, search_words

MOST_PRINTED = 1000
WORDS, SORT = "q", "sort"
_DIGITS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a list's table: its heading, and how it is read of a row."""

    title: str
    cell: Callable[[Any], str]
    is_printed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ListKind:
    """A list of the office: its address is ``office:<key>``, as those of its tables and print."""

    key: str
    title: str
    unit: str
    hint: str
    columns: tuple[Column, ...]
    more_names: tuple[str, ...] = ()
    """Names in the address that have no control of their own, and filter all the same."""

    @property
    def address(self) -> str:
        """Name the page of the list."""
        return f"office:{self.key}"

    @property
    def exporting(self) -> str:
        """Name the address of its tables."""
        return f"office:{self.key}-export"

    @property
    def printing(self) -> str:
        """Name the address of its print view."""
        return f"office:{self.key}-print"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list can be filtered by: a choice of values, or a day where there are none.

    ``every`` are the words for no condition; ``has_all`` offers it.
    """

    name: str
    every: str
    choices: Sequence[tuple[str, str]] = ()
    is_day: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListState:
    """A list as an address asks for it."""

    kind: ListKind
    filters: tuple[Filter, ...]
    asked: Mapping[str, str]
    views: QuerySet[SavedView]
    may_export: bool
    is_folded: bool = False
    """Whether the filters are behind a word: on a phone they would fill the screen."""

    @property
    def words(self) -> str:
        """Give the words that are searched for."""
        return self.asked.get(WORDS, "")

    @property
    def sort(self) -> str:
        """Give the order that is asked for."""
        return self.asked.get(SORT, "")

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Give what is in force, name and value."""
        return list(self.asked.items())

    @property
    def query(self) -> str:
        """Write what is in force as the query of an address."""
        return urlencode(self.pairs)

    @property
    def is_filtered(self) -> bool:
        """Tell whether anything but the order is asked for."""
        return any(name != SORT for name in self.asked)

    @property
    def in_force(self) -> int:
        """Count the filters that are set."""
        return sum(part.name in self.asked for part in self.filters)

    def ordered(self, order: str) -> str:
        """Write the query of the same list in another order."""
        return urlencode([*((n, value) for n, value in self.pairs if n != SORT), (SORT, order)])

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Give what the form of the filters keeps without showing it."""
        shown = {WORDS, *(part.name for part in self.filters)}
        return [(name, value) for name, value in self.pairs if name not in shown]

    def in_words(self) -> str:
        """Say the filters in force for people."""
        parts = [f"查找：{self.words}"] if self.words else []
        for part in self.filters:
            value = self.asked.get(part.name, "")
            words = dict(part.choices).get(value, value)
            if value:
                parts.append(f"{part.every}：{words}" if part.is_day else words)
        return "；".join(parts)


def state_of(request: ActingRequest, kind: ListKind, filters: Iterable[Filter]) -> ListState:
    """Read what an address asks of a list; what is no name of it is left out."""
    controls = tuple(filters)
    names = (WORDS, *(part.name for part in controls), *kind.more_names, SORT)
    asked = {name: request.GET.get(name, "").replace("\0", "") for name in names}
    asked[WORDS] = search_words(request)
    asked = {name: value for name, value in asked.items() if value}
    return ListState(
        kind=kind,
        filters=controls,
        asked=asked,
        views=saved_views.of_user(request.user.pk, kind.address),
        may_export=request.actor.may(Permission.EXPORT),
        is_folded=paging.is_phone(request) and len(controls) > 1,
    )


def section_choices(actor: Actor) -> list[tuple[str, str]]:
    """Give the sections within somebody's reach as choices of a filter, and their bureau."""
    rows = [*accounts.bureaus(actor), *accounts.sections(actor)]
    return [(str(row.pk), row.name) for row in rows]


def key_of(text: str) -> int | None:
    """Read a key or a year of an address; None if it is none."""
    is_number = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return int(text) if is_number else None


def day(on: date | None) -> str:
    """Write a day in a table; nothing where there is none."""
    return moments.day_in_words(on) if on else ""


def export(
    request: ActingRequest, kind: ListKind, form: str, rows: Iterable[Any], number: int
) -> HttpResponseBase:
    """Send a list as a table in one of the three forms, on record before it leaves.

    Raises:
        NotFoundError: there is no such form.
    """
    if form not in tables.FORMS:
        raise NotFoundError("只能导出 xlsx、csv 或 json")
    exports.note(
        actor=request.actor,
        directory=kind.key,
        title=kind.title,
        form=form,
        rows=number,
        query="&".join(f"{name}={value}" for name, value in request.GET.items()),
        at=request.at,
    )
    headings = [column.title for column in kind.columns]
    return tables.table_response(form, kind.title, headings, _cells(kind.columns, rows))


def printout(
    request: ActingRequest, state: ListState, rows: Iterable[Any], number: int
) -> HttpResponse:
    """Show a list on a page that is made to be printed: heads repeated, who and when."""
    columns = [column for column in state.kind.columns if column.is_printed]
    context = {
        "list": state,
        "headings": [column.title for column in columns],
        "rows": _cells(columns, rows),
        "counted": f"共 {number:,} {state.kind.unit}",
        "is_cut": number > MOST_PRINTED,
        "most": MOST_PRINTED,
        "who": request.actor.person,
        "at": request.at,
    }
    return render(request, "office/list_print.html", context)


def _cells(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[list[str]]:
    for row in rows:
        yield [column.cell(row) for column in columns]
