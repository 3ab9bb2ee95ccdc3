"""Reading the trail, and checking it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from mingqian.log import entry
from oversight.audit import checking, event_types, events, publication
from oversight.audit.checking import LogCheck, fsck
from oversight.audit.models import Difference, Entry, Head, OutsideWitness, Run
from oversight.common import moments

__all__ = ["AuditQuery", "Difference", "Entry", "LogCheck", "OutsideWitness", "Run", "fsck"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditQuery:
    """A query of the trail; empty parts do not filter."""

    words: str = ""
    types: frozenset[str] = frozenset()
    kind: str = ""
    number: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None
    is_refused: bool = False
    without: frozenset[str] = frozenset()


def entries(scopes: Iterable[str], query: AuditQuery) -> QuerySet[Entry]:
    """Give the entries of some parts of the tree that a query finds, newest first."""
    within = Q(scope="/")  # the program itself, and whoever could not sign in
    for scope in scopes:
        within |= Q(scope__startswith=scope)
    rows = Entry.objects.filter(within)
    if query.words:
        rows = rows.filter(
            Q(title__contains=query.words)
            | Q(person__contains=query.words)
            | Q(about_number__contains=query.words)
            | Q(organisation__contains=query.words)
        )
    if query.types:
        rows = rows.filter(type__in=query.types)
    exact = {"about_kind": query.kind, "about_number": query.number}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if query.without:
        rows = rows.exclude(type__in=query.without)
    if query.person:
        rows = rows.filter(person=query.person)
    if query.is_refused:
        rows = rows.filter(type__in=event_types.refusal_types())
    return _within_days(rows, query)


def about(kind: str, number: str) -> QuerySet[Entry]:
    """Give the entries about one thing, newest first."""
    return Entry.objects.filter(about_kind=kind, about_number=number)


def of_types(types: Iterable[str]) -> QuerySet[Entry]:
    """Give the entries of some types, newest first."""
    return Entry.objects.filter(type__in=types)


def by_index(indexes: Iterable[int]) -> dict[int, Entry]:
    """Give entries by their index."""
    return {row.index: row for row in Entry.objects.filter(index__in=set(indexes))}


def first_since(at: datetime) -> int:
    """Give the place of the first entry since a moment; times in the log never decrease."""
    places = Entry.objects.filter(at__gte=at).order_by("index").values_list("index", flat=True)
    return next(iter(places[:1]), size())


def is_private_part(row: Entry, digest: str | None) -> bool:
    """Tell whether the private part of a row is the one whose digest was logged."""
    private = row.private
    if private is None or digest is None:
        return False
    is_same = private.get("person") == row.person and private.get("address") == row.address
    return is_same and entry.private_digest(row.salt, private) == digest


def _within_days(rows: QuerySet[Entry], query: AuditQuery) -> QuerySet[Entry]:
    if query.since:
        rows = rows.filter(at__gte=moments.start_of(query.since))
    if query.until:
        rows = rows.filter(at__lt=moments.end_of(query.until))
    return rows


def written_size() -> int:
    """Give how many entries the newest signed checkpoint covers."""
    return publication.newest().size


def size() -> int:
    """Give the length of the log."""
    return Head.objects.get(pk=1).size


def former_keys() -> list[str]:
    """Give the verifier keys that the log itself says it had before."""
    return checking.former_keys()


def whole_runs() -> QuerySet[Run]:
    """Give the checks of the whole log and database, newest first."""
    return Run.objects.filter(is_whole=True)


def newest_runs() -> QuerySet[Run]:
    """Give all checks, newest first."""
    return Run.objects.all()


def differences(scopes: Iterable[str]) -> list[tuple[Difference, bool]]:
    """Give what differs now in these parts of the tree, and whether somebody acknowledged it.

    Whether they did is read from the log, which nobody can write an acknowledgement into.
    """
    within = Q(scope="/")
    for scope in scopes:
        within |= Q(scope__startswith=scope)
    rows = list(Difference.objects.filter(within, state=Difference.State.STANDING))
    acknowledgements = of_types([events.TRAIL_ACKNOWLEDGED.type]).filter(
        about_number__in=[row.fingerprint for row in rows]
    )
    acknowledged = set(acknowledgements.values_list("about_number", flat=True))
    return [(row, row.fingerprint in acknowledged) for row in rows]


def public_entries() -> QuerySet[Entry]:
    """Give all entries, the newest first; of each only what its leaf says is for everybody."""
    return Entry.objects.only("index", "type", "at", "organisation", "role")


def public_interruptions() -> QuerySet[Entry]:
    """Give the changes of the key and the restores from a backup, which everybody may see."""
    return of_types([events.TRAIL_RESTORED.type, events.TRAIL_KEY_CHANGED.type])


def entry_at(scopes: Iterable[str], query: AuditQuery, index: int) -> Entry | None:
    """Give the entry of an index, if a query finds it; else None."""
    return entries(scopes, query).filter(index=index).first()
