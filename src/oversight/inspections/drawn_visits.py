"""Who is visited by whom, as the result and the logged replacements say (draw-v1 5, 6.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mingqian.manifest import Manifest
from mingqian.result import Result
from mingqian_ceremony import draw_log
from mingqian_ceremony.file_log import IndexedEntry
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


def read(result: Result, made: Manifest, entries: Sequence[IndexedEntry]) -> list[DrawnVisit]:
    """Give the visits with their teams after all replacements, in their order."""
    found = {
        one.subject: DrawnVisit(
            place=place,
            code=one.subject,
            name=one.subject,
            strata=one.strata,
            team=[
                Place(pool=s.pool, inspector=None, code=s.inspector, is_leader=s.leader)
                for s in one.team
            ],
        )
        for place, one in enumerate(result.visits, start=1)
    }
    for logged in entries:
        if logged.entry.type == "draw.replaced":
            _replace(found, made, logged)
    return sorted(found.values(), key=lambda one: one.place)


def _replace(found: dict[str, DrawnVisit], made: Manifest, logged: IndexedEntry) -> None:
    change = draw_log.replacement_of(logged.entry)
    visit = found[change.visit]
    if change.stratum is None:
        for place in visit.team:
            if (place.pool, place.code) == (change.pool, change.out):
                place.code = change.incoming
                return
        return
    visit.is_out, visit.out_why = True, change.why
    needs = made.stratum(change.stratum).team
    found[change.incoming] = DrawnVisit(
        place=len(found) + 1,
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
