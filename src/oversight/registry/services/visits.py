"""Visits that are entered in a subject's ledger by hand: the caps and its last day follow."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from oversight.accounts.models import Organisation
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.registry import events
from oversight.registry.models import InspectionRecord, RecordMember, Subject
from oversight.registry.rules import references
from oversight.registry.rules import subjects as rules
from oversight.registry.selectors import ledger
from oversight.registry.services.subjects import record_change, subject_for

_SAME = ("kind", "units", "items", "result", "exempt")


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDetails:
    """A visit as the ledger has it; ``exempt`` says why it does not count towards the caps."""

    on: date
    kind: str
    units: str
    items: str = ""
    number: str = ""
    result: str = ""
    exempt: str = ""


@transaction.atomic
def note_visit(
    *, actor: Actor, subject_id: int, visit: VisitDetails, at: datetime
) -> InspectionRecord:
    """Enter a visit in the ledger of a subject; the caps and the last day follow from it."""
    actor.require(Permission.KEEP_DIRECTORIES)
    subject = subject_for(actor, subject_id, lock=True)
    sections = _sections(subject.bureau_id, visit.units)
    row = rules.visit_digest(asdict(visit), (section.code for section in sections))
    index = record_change(
        events.SUBJECT_VISITED, actor, subject.code, subject.name, at, reason=visit.number, row=row
    )
    same = {name: getattr(visit, name) for name in _SAME}
    record = InspectionRecord(subject=subject, entry=index, year=visit.on.year, **same)
    record.done_on, record.task_number = visit.on, visit.number
    record.save(force_insert=True)
    RecordMember.objects.bulk_create(
        RecordMember(record=record, section=section) for section in sections
    )
    count_visits(subject, visit.on.year)
    return record


def _sections(bureau_id: int, units: str) -> list[Organisation]:
    """Find the sections that are meant by the names of units; others are known by name only."""
    bureau = Organisation.objects.get(pk=bureau_id)
    section_by_name: dict[str, Organisation] = {bureau.name: bureau}
    for section in bureau.children.all():
        section_by_name |= {section.name: section, f"{bureau.name}{section.name}": section}
    names = (
        references.match(word, section_by_name)
        for word in references.pieces(units, section_by_name)
    )
    return list(
        {section_by_name[name].pk: section_by_name[name] for name in names if name}.values()
    )


def count_visits(subject: Subject, year: int) -> None:
    """Count the visits made in a year again, and find the last one."""
    subject.last_visited_on = ledger.last_done(subject.pk)
    subject.visit_year = max(year, subject.visit_year)
    subject.visit_count = ledger.count_towards_caps(subject, subject.visit_year)
    subject.save(update_fields=["last_visited_on", "visit_year", "visit_count"])
