"""Changes to the ledger of inspections (检查台账) that follow from draws and inspection tasks.

Whoever calls has put the act on record, in the same transaction; ``entry`` is its place there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from oversight.common.errors import TamperedError
from oversight.registry.models import InspectionRecord, RecordMember
from oversight.registry.rules.ledger import DRAWN_KIND, MOST_ITEMS, MOST_NUMBER, MOST_RESULT
from oversight.registry.services.visits import count_visits
from oversight.registry.states import RECORD, RecordState

_BATCH = 900
Team = Sequence[tuple[int, int | None]]
"""For every place in a team the section, and the inspector or nobody yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawReference:
    """The fields that all records of one draw share."""

    draw_number: str
    task_number: str
    owner_id: int
    drawn_on: date
    items: str


def plan(*, drawn_from: DrawReference, teams: Mapping[int, Team], entry: int) -> None:
    """Enter the visits that a draw decided: for each subject the team that goes."""
    records = [
        InspectionRecord(
            subject_id=subject_id,
            owner_id=drawn_from.owner_id,
            state=RecordState.PLANNED,
            year=drawn_from.drawn_on.year,
            drawn_on=drawn_from.drawn_on,
            kind=DRAWN_KIND,
            items=drawn_from.items[:MOST_ITEMS],
            draw_number=drawn_from.draw_number,
            task_number=drawn_from.task_number,
            entry=entry,
        )
        for subject_id in teams
    ]
    InspectionRecord.objects.bulk_create(records, batch_size=_BATCH)
    own = InspectionRecord.objects.filter(draw_number=drawn_from.draw_number)
    keys = dict(own.values_list("subject_id", "pk"))
    members = [
        RecordMember(record_id=keys[subject_id], section_id=section_id, inspector_id=inspector_id)
        for subject_id, team in teams.items()
        for section_id, inspector_id in team
    ]
    RecordMember.objects.bulk_create(members, batch_size=_BATCH)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherVisit:
    """A visit that no draw decided: its task's number, its kind, and why it may not count."""

    number: str
    subject_id: int
    owner_id: int
    kind: str
    items: str
    planned_on: date
    exempt: str
    is_hidden: bool


def enter(*, visit: OtherVisit, team: Team, entry: int) -> None:
    """Enter a visit that no draw decided, for the caps; it is no part of loads and rotation."""
    record = InspectionRecord.objects.create(
        subject_id=visit.subject_id,
        owner_id=visit.owner_id,
        state=RecordState.PLANNED,
        year=visit.planned_on.year,
        planned_on=visit.planned_on,
        kind=visit.kind,
        items=visit.items[:MOST_ITEMS],
        draw_number=visit.number,
        task_number=visit.number[:MOST_NUMBER],
        exempt=visit.exempt,
        is_hidden=visit.is_hidden,
        entry=entry,
    )
    RecordMember.objects.bulk_create(
        RecordMember(record=record, section_id=section_id, inspector_id=inspector_id)
        for section_id, inspector_id in team
    )


def set_hidden(*, draw_number: str, subject_id: int, is_hidden: bool, entry: int) -> None:
    """Note whether draws may see a planned visit; from the arrival on they do."""
    record = _locked(draw_number, subject_id)
    record.is_hidden, record.entry = is_hidden, entry
    record.save(update_fields=["is_hidden", "entry"])


def resume(*, draw_number: str, subject_id: int, entry: int) -> None:
    """Note that a visit that was cancelled is asked for again."""
    _move(_locked(draw_number, subject_id), "resume", entry)


def set_planned_day(*, draw_number: str, subject_id: int, on: date | None, entry: int) -> None:
    """Note on which day a planned visit is to be made; None if its day is open again."""
    record = _locked(draw_number, subject_id)
    record.planned_on = on
    _move(record, "date", entry)


def send(*, draw_number: str, subject_id: int, team: Team, entry: int) -> None:
    """Note who goes now, after somebody in the team was replaced."""
    record = _locked(draw_number, subject_id)
    record.members.all().delete()
    RecordMember.objects.bulk_create(
        RecordMember(record=record, section_id=section_id, inspector_id=inspector_id)
        for section_id, inspector_id in team
    )
    record.entry = entry
    record.save(update_fields=["entry"])


def merge(*, draw_number: str, subject_id: int, entry: int) -> None:
    """Note that a planned visit is made together with another one, and counts once."""
    _move(_locked(draw_number, subject_id), "merge", entry)


def cancel(*, draw_number: str, subject_id: int, entry: int) -> None:
    """Note that a planned visit is not made."""
    _move(_locked(draw_number, subject_id), "cancel", entry)


def finish(*, draw_number: str, subject_id: int, on: date, result: str, entry: int) -> None:
    """Note that a planned visit was made; the caps and the subject's last day follow from it."""
    record = _locked(draw_number, subject_id)
    record.done_on, record.result = on, result[:MOST_RESULT]
    record.save(update_fields=["done_on", "result"])
    _move(record, "finish", entry)
    count_visits(record.subject, record.year)


def _locked(draw_number: str, subject_id: int) -> InspectionRecord:
    rows = InspectionRecord.objects.select_for_update()
    record = rows.filter(draw_number=draw_number, subject_id=subject_id).first()
    if record is None:
        raise TamperedError(
            f"检查台账里没有抽取 {draw_number} 的这个任务；请系统管理员先做数据核对"
        )
    return record


def _move(record: InspectionRecord, act: str, entry: int) -> None:
    record.state, record.entry = RECORD.target(act, record.state), entry
    record.save(update_fields=["state", "planned_on", "entry"])
