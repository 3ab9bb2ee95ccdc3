"""Queries of imports and their staged rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from oversight.accounts import selectors as accounts
from oversight.accounts.selectors import Actor
from oversight.common import finding, moments
from oversight.common.errors import NotFoundError
from oversight.registry.models import ImportRun, StagedRecord
from oversight.registry.selectors import changes


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


def awaiting_review(actor: Actor, at: datetime) -> list[ImportRun]:
    """Give the imports of subjects that nobody has looked at as a second person, newest first.

    Only those of the last days are looked for that a draw would ask about.
    """
    if actor.bureau_id is None:
        return []
    days = changes.days_on(actor.bureau_id, moments.day_of(at))
    written = ImportRun.objects.filter(
        bureau_id=actor.bureau_id,
        kind=ImportRun.SUBJECTS,
        state=ImportRun.WRITTEN,
        written_at__gte=at - timedelta(days=days),
        entry__isnull=False,
    ).select_related("user", "bureau")
    reviewed = changes.reviews(actor.bureau_id, [run.entry for run in written if run.entry])
    return [run for run in written if run.entry not in reviewed]


def for_review(actor: Actor, run_id: int, at: datetime) -> ImportRun:
    """Load an import of one's bureau that waits for a second person.

    Raises:
        NotFoundError: there is none, or somebody looked at it already.
    """
    for run in awaiting_review(actor, at):
        if run.pk == run_id:
            return run
    raise NotFoundError("没有这次导入，或已经核对过")
