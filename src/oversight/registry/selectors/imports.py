"""Queries of imports and their staged rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from oversight.accounts import selectors as accounts
from oversight.accounts.selectors import Actor
from oversight.registry.models import ImportRun, StagedRecord


def find(actor: Actor) -> QuerySet[ImportRun]:
    """Give the imports within reach."""
    return ImportRun.objects.filter(accounts.within(actor)).select_related("user", "owner")


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
