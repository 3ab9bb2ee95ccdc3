"""What changed in the directory since a moment, act by act: of everything that a draw reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from django.db.models import Max, Min, QuerySet

from oversight.audit import selectors as audit
from oversight.audit.selectors import Entry
from oversight.registry.models import ChangeReview, InspectionRecord, Subject, SubjectVersion
from oversight.registry.states import ReviewState
from oversight.regulations import selectors as regulations

DAYS = "change_review_days"
DEFAULT_DAYS = 30
# The columns that a draw reads; all others may change without anybody's second look.
READ = (
    *("code", "code_is_valid", "state", "kind", "industry", "region", "owner_id"),
    *("grade", "risk", "labels", "is_listed"),
)
_KEYS_AT_ONCE = 20_000
_NEVER = 2**62


class State(NamedTuple):
    """The state of a row from ``since`` until ``until``; the present one has no end."""

    subject_id: int
    since: datetime
    entry: int
    until: datetime | None
    until_entry: int
    code: str
    code_is_valid: bool
    state: str
    kind: str
    industry: str
    region: str
    owner_id: int
    grade: str
    risk: str
    labels: str
    is_listed: bool


class LedgerVisit(NamedTuple):
    """A visit that was entered in the ledger."""

    subject_id: int
    entry: int
    on: date
    kind: str
    exempt: str
    sections: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an act did to one row; ``before`` is None for a new one, ``after`` for one undone.

    ``was_there`` tells whether the row existed before the moment asked about.
    """

    subject_id: int
    entry: int
    before: State | None
    after: State | None
    was_there: bool

    @property
    def fields(self) -> tuple[str, ...]:
        """Name the columns that differ, of those that a draw reads."""
        if self.before is None or self.after is None:
            return ()
        before, after = self.before, self.after
        return tuple(name for name in READ if getattr(before, name) != getattr(after, name))

    @property
    def is_read(self) -> bool:
        """Tell whether a draw could see it."""
        return self.before is None or self.after is None or bool(self.fields)


def days_on(bureau_id: int, day: date) -> int:
    """Give for how many days before the preparation changes need a second person."""
    rule = regulations.rules_on(bureau_id, day).filter(key=DAYS).first()
    return rule.value if rule is not None and isinstance(rule.value, int) else DEFAULT_DAYS


def since(bureau_id: int, start: datetime) -> Iterator[Change]:
    """Give every change of a row since a moment, row by row, each row's in their order."""
    past = SubjectVersion.objects.filter(bureau_id=bureau_id, until__gte=start)
    present = Subject.objects.filter(bureau_id=bureau_id, since__gte=start)
    for low, high in _ranges(past, present):
        for states in _states(past, present, low, high).values():
            yield from _changes(states, start)


def visits_since(bureau_id: int, start: datetime) -> list[LedgerVisit]:
    """Give the visits that were entered by hand since a moment, whenever they took place."""
    first = audit.first_since(start)
    rows = InspectionRecord.objects.filter(
        subject__bureau_id=bureau_id, draw_number="", done_on__isnull=False, entry__gte=first
    )
    return [
        LedgerVisit(
            subject_id=row.subject_id,
            entry=row.entry,
            on=row.done_on,
            kind=row.kind,
            exempt=row.exempt,
            sections=tuple(member.section_id for member in row.members.all()),
        )
        for row in rows.order_by("pk").prefetch_related("members")
        if row.done_on is not None
    ]


def reviews(bureau_id: int, entries: Iterable[int]) -> dict[int, ChangeReview]:
    """Give the reviews of acts, by the act's index in the trail."""
    places = sorted(set(entries))
    by_act: dict[int, ChangeReview] = {}
    for start in range(0, len(places), 900):
        rows = ChangeReview.objects.filter(bureau_id=bureau_id, act__in=places[start : start + 900])
        by_act |= {review.act: review for review in rows}
    return by_act


def review_states(bureau_id: int, entries: Iterable[int]) -> dict[int, ReviewState]:
    """Give the review states of acts, by the act's index in the trail."""
    places = list(entries)
    reviewed = reviews(bureau_id, places)
    return {
        act: ReviewState.CONFIRMED if act in reviewed else ReviewState.WAITING for act in places
    }


def acts(entries: Iterable[int]) -> dict[int, Entry]:
    """Give the entries of acts, by their index in the trail."""
    places = sorted(set(entries))
    by_place: dict[int, Entry] = {}
    for start in range(0, len(places), 900):
        by_place |= audit.by_index(places[start : start + 900])
    return by_place


def counts_of(bureau_id: int, entries: Iterable[int]) -> Counter[int]:
    """Count for each act the rows that it changed or brought, and the visits it entered."""
    counts: Counter[int] = Counter()
    places = sorted(set(entries))
    for start in range(0, len(places), 900):
        acts_ = places[start : start + 900]
        past = SubjectVersion.objects.filter(bureau_id=bureau_id).order_by()
        present = Subject.objects.filter(bureau_id=bureau_id).order_by()
        changed = past.filter(until_entry__in=acts_).values_list("until_entry", "subject_id")
        added = past.filter(entry__in=acts_).values_list("entry", "subject_id")
        standing = present.filter(entry__in=acts_).values_list("entry", "pk")
        visits = InspectionRecord.objects.filter(
            subject__bureau_id=bureau_id, draw_number="", entry__in=acts_
        )
        counts.update(act for act, _ in changed.union(added, standing).iterator())
        counts.update(visits.values_list("entry", flat=True))
    return counts


def _ranges(
    past: QuerySet[SubjectVersion], present: QuerySet[Subject]
) -> Iterator[tuple[int, int]]:
    """Cut the keys of all rows that moved into ranges, so that no cursor stays open."""
    former_keys = past.aggregate(low=Min("subject_id"), high=Max("subject_id"))
    present_keys = present.aggregate(low=Min("pk"), high=Max("pk"))
    lows = [keys["low"] for keys in (former_keys, present_keys) if keys["low"] is not None]
    highs = [keys["high"] for keys in (former_keys, present_keys) if keys["high"] is not None]
    if lows:
        for low in range(min(lows), max(highs) + 1, _KEYS_AT_ONCE):
            yield low, low + _KEYS_AT_ONCE


def _states(
    past: QuerySet[SubjectVersion], present: QuerySet[Subject], low: int, high: int
) -> dict[int, list[State]]:
    states: dict[int, list[State]] = {}
    former = past.filter(subject_id__gte=low, subject_id__lt=high)
    former = former.order_by("subject_id", "until_entry", "pk")
    for values in former.values_list("subject_id", "since", "entry", "until", "until_entry", *READ):
        states.setdefault(values[0], []).append(State(*values))
    rows = present.filter(pk__gte=low, pk__lt=high).order_by("pk")
    for pk, moment, entry, *rest in rows.values_list("pk", "since", "entry", *READ):
        states.setdefault(pk, []).append(State(pk, moment, entry, None, _NEVER, *rest))
    return states


def _changes(states: list[State], start: datetime) -> Iterator[Change]:
    first, last = states[0], states[-1]
    was_there = first.since < start
    make_change = partial(Change, subject_id=first.subject_id, was_there=was_there)
    if not was_there:
        yield make_change(entry=first.entry, before=None, after=first)
    for before, after in pairwise(states):
        yield make_change(entry=after.entry, before=before, after=after)
    if last.until is not None:  # the import that brought the row was undone
        yield make_change(entry=last.until_entry, before=last, after=None)
