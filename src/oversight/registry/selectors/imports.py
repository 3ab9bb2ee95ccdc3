"""Queries of imports and their staged rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from oversight.accounts import selectors as accounts
from oversight.accounts.selectors import Actor
from oversight.common import finding
from oversight.registry.models import ImportRun, StagedRecord


def find(actor: Actor, words: str = "", kind: str = "", state: str = "") -> QuerySet[ImportRun]:
    """Find the imports within reach by file or person, kind and state, the newest first."""
    runs = ImportRun.objects.filter(accounts.within(actor)).select_related("user", "owner")
    if words.strip():
        rows = runs.values_list("pk", "file_name", "user__name")
        runs = runs.filter(pk__in=finding.matching(words, rows))
    given = {"kind": kind, "state": state}
    return runs.filter(**{name: value for name, value in given.items() if value})


def with_verdict(rows: QuerySet[Any], verdict: str) -> QuerySet[Any]:
    """Give the staged rows of one verdict."""
    return rows.filter(verdict=verdict)


def refused(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Give the staged rows that must be mended, as they stand in the file."""
    return rows.filter(verdict=StagedRecord.REFUSED).order_by("line")


def in_states(states: Iterable[str]) -> list[tuple[str, int, int]]:
    """List the imports in some states: state, key, key of the user."""
    rows = ImportRun.objects.filter(state__in=list(states))
    return list(rows.values_list("state", "pk", "user_id"))
