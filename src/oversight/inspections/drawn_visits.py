"""Who is visited by whom, as the result and the logged replacements say (draw-v1 5, 6.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mingqian.manifest import Manifest
from mingqian.result import Result
from mingqian_ceremony import draw_log
from mingqian_ceremony.file_log import IndexedEntry
from mingqian_ceremony.words import WAY_OUT
from oversight.common.errors import TamperedError
from oversight.draws import events as draws_events
from oversight.draws import records
from oversight.draws import selectors as draws
from oversight.draws.models import Draw
from oversight.draws.records import Record
from oversight.inspections.models import InspectionTask
from oversight.inspections.states import TaskState
from oversight.registry.models import Inspector


@dataclass(slots=True, kw_only=True)
class Place:
    """A place in a team; ``inspector`` is None where nobody could be sent."""

    pool: str
    inspector: Inspector | None
    code: str | None
    is_leader: bool


@dataclass(slots=True, kw_only=True)
class DrawnVisit:
    """A visit as result and replacements have it; ``pk`` and ``planned_on`` are for the office."""

    place: int
    code: str
    name: str
    strata: tuple[str, ...]
    team: list[Place]
    came_for: str = ""
    is_out: bool = False
    out_why: str = ""
    pk: int | None = None
    planned_on: date | None = None
    merged_into_id: int | None = None


def visits_of(record: Record) -> list[DrawnVisit]:
    """Give the visits of a held draw with their teams after all replacements, in their order."""
    visits = read(record.result, record.manifest, record.files.entries)
    names = records.names_of(record.draw, (visit.code for visit in visits))
    people = draws.people(p.code for visit in visits for p in visit.team if p.code)
    rows = _rows(record.draw)
    for visit in visits:
        visit.name = names.get(visit.code, visit.code)
        visit.pk, visit.planned_on, visit.merged_into_id = rows.get(visit.code, (None, None, None))
        for place in visit.team:
            place.inspector = people.get(place.code) if place.code else None
    return visits


def require_drawn(task: InspectionTask) -> None:
    """Require that a task's row is what result and replacements say.

    Raises:
        TamperedError: it is not: nobody is sent, asked or replaced by it.
    """
    require_all_drawn([task])


def require_all_drawn(tasks: Iterable[InspectionTask]) -> None:
    """Require the same of many tasks; each draw is read once. What no draw decided is left out.

    Raises:
        TamperedError: one of them is not what result and replacements say.
    """
    visits: dict[int, list[DrawnVisit]] = {}
    for task in tasks:
        if task.draw is None:
            continue
        if task.draw.pk not in visits:
            visits[task.draw.pk] = visits_of(records.read(task.draw))
        _require_same(task, visits[task.draw.pk])


def _require_same(task: InspectionTask, visits: list[DrawnVisit]) -> None:
    visit = next((visit for visit in visits if visit.code == task.code), None)
    team = [] if visit is None else sorted((p.pool, p.code or "", p.is_leader) for p in visit.team)
    rows = sorted(
        (s.pool, s.inspector.code if s.inspector else "", s.is_leader)
        for s in task.slots.select_related("inspector")
    )
    row = (task.place, task.is_out, task.came_for, tuple(task.strata))
    if (
        visit is None
        or (visit.place, visit.is_out, visit.came_for, visit.strata) != row
        or task.is_out != (task.state == TaskState.REPLACED)
        or team != rows
        or task.subject.code != task.code
    ):
        raise TamperedError(f"检查任务 {task.number} 的记录和抽取结果不一样；{WAY_OUT}")


def read(result: Result, manifest: Manifest, entries: Sequence[IndexedEntry]) -> list[DrawnVisit]:
    """Give the visits by their codes alone, after all replacements, in their order."""
    visits = {
        visit.subject: DrawnVisit(
            place=place,
            code=visit.subject,
            name=visit.subject,
            strata=visit.strata,
            team=[
                Place(pool=s.pool, inspector=None, code=s.inspector, is_leader=s.leader)
                for s in visit.team
            ],
        )
        for place, visit in enumerate(result.visits, start=1)
    }
    for logged in entries:
        if logged.entry.type == draws_events.DRAW_REPLACED.type:
            _replace(visits, manifest, logged)
    return sorted(visits.values(), key=lambda visit: visit.place)


def _replace(visits: dict[str, DrawnVisit], manifest: Manifest, logged: IndexedEntry) -> None:
    change = draw_log.replacement_of(logged.entry)
    visit = visits[change.visit]
    if change.stratum is None:
        for place in visit.team:
            if (place.pool, place.code) == (change.pool, change.out):
                place.code = change.incoming
                return
        return
    visit.is_out, visit.out_why = True, change.why
    needs = manifest.stratum(change.stratum).team
    visits[change.incoming] = DrawnVisit(
        place=len(visits) + 1,
        code=change.incoming,
        name=change.incoming,
        strata=(change.stratum,),
        came_for=change.visit,
        team=[
            Place(pool=need.pool, inspector=None, code=None, is_leader=False)
            for need in needs
            for _ in range(need.count)
        ],
    )


def _rows(draw: Draw) -> dict[str, tuple[int, date | None, int | None]]:
    rows = InspectionTask.objects.filter(draw_id=draw.pk)
    return {
        code: (pk, day, into)
        for pk, code, day, into in rows.values_list("pk", "code", "planned_on", "merged_into_id")
    }
