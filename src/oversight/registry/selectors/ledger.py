"""Queries of the ledger of inspections (检查台账): for caps, loads and rotation.

What a sealed draw decided stands in the ledger only from its opening on (ADR 5), so nothing here
has to leave it out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from oversight.registry.models import InspectionRecord, RecordMember, Subject
from oversight.registry.states import LOADING, ROTATING, RecordState


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedVisit:
    """A visit as the caps look at it; ``exempt`` says why the local rules do not count it."""

    kind: str
    exempt: str
    sections: tuple[int, ...]


def visits_made(
    bureau_id: int, year: int, kinds: Collection[str] = ()
) -> Iterator[tuple[int, list[int]]]:
    """Give the visits made in a year that count: subject, sections; of some kinds, or of all."""
    rows = InspectionRecord.objects.filter(
        subject__bureau_id=bureau_id, year=year, state=RecordState.DONE, exempt=""
    )
    if kinds:
        rows = rows.filter(kind__in=kinds)
    yield from _with_sections(rows)


def visits_planned(
    bureau_id: int, year: int, kinds: Collection[str] = ()
) -> Iterator[tuple[int, list[int]]]:
    """Give the visits of a year that are not yet made and count: subject, sections that go.

    One that nobody is told of before the arrival is not among them: the list of those whom a draw
    leaves out is public, and would tell of it.
    """
    rows = InspectionRecord.objects.filter(
        subject__bureau_id=bureau_id, year=year, state=RecordState.PLANNED, exempt=""
    )
    rows = rows.filter(is_hidden=False)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    yield from _with_sections(rows)


def visits_of_year(subject_id: int, year: int) -> list[CountedVisit]:
    """Give all visits to a subject in a year, made and planned, also those that do not count."""
    rows = InspectionRecord.objects.filter(
        subject_id=subject_id, year=year, state__in=(RecordState.PLANNED, RecordState.DONE)
    )
    return [
        CountedVisit(
            kind=row.kind,
            exempt=row.exempt,
            sections=tuple(member.section_id for member in row.members.all()),
        )
        for row in rows.order_by("pk").prefetch_related("members")
    ]


def loads(bureau_id: int, year: int) -> dict[int, int]:
    """Count the visits that every inspector got by the draws of a year."""
    counts: dict[int, int] = {}
    rows = RecordMember.objects.filter(
        record__subject__bureau_id=bureau_id,
        record__drawn_on__year=year,
        record__state__in=LOADING,
        inspector__isnull=False,
    )
    for who in rows.values_list("inspector_id", flat=True):
        counts[who] = counts.get(who, 0) + 1
    return counts


def sent_since(bureau_id: int, since: date) -> set[tuple[int, int]]:
    """Give who was sent where by the draws since a day: inspector and subject, for the rotation."""
    rows = RecordMember.objects.filter(
        record__subject__bureau_id=bureau_id,
        record__drawn_on__gte=since,
        record__state__in=ROTATING,
        inspector__isnull=False,
    )
    return set(rows.values_list("inspector_id", "record__subject_id"))


def visits_to(subject: Subject) -> QuerySet[InspectionRecord]:
    """Give the visits that were made to a subject, the newest first."""
    return InspectionRecord.objects.filter(subject=subject, state=RecordState.DONE)


def count_towards_caps(subject: Subject, year: int) -> int:
    """Count the visits made to a subject that count for the caps of a year."""
    return visits_to(subject).filter(year=year, exempt="").count()


def last_done(subject_id: int, but_entries: Collection[int] = ()) -> date | None:
    """Give the day of the last visit to a subject, those of some entries of the trail aside."""
    rows = InspectionRecord.objects.filter(subject_id=subject_id, state=RecordState.DONE)
    rows = rows.exclude(entry__in=but_entries).order_by("-done_on")
    return rows.values_list("done_on", flat=True).first()


def _with_sections(rows: QuerySet[InspectionRecord]) -> Iterator[tuple[int, list[int]]]:
    for record in rows.order_by("pk").prefetch_related("members"):
        yield record.subject_id, [member.section_id for member in record.members.all()]
