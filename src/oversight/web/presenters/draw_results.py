"""The result of a draw as it is read out and printed: which grade, which rank, who is next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from oversight.draws import records
from oversight.draws.records import Record
from oversight.inspections import drawn_visits
from oversight.inspections.drawn_visits import DrawnVisit
from oversight.registry.selectors import history


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """A visit with its class, its rank there, and the grade that the subject had at the sealing."""

    visit: DrawnVisit
    class_name: str
    rank: int
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveRow:
    """Who takes over next in a class, in the published order."""

    class_name: str
    rank: int
    code: str
    name: str
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawResult:
    """Everybody drawn, in the order of the result, and the reserves of each class."""

    rows: list[ResultRow]
    reserves: list[ReserveRow]


def result_of(record: Record) -> DrawResult:
    """Give the result of a held draw for its table."""
    visits = drawn_visits.visits_of(record)
    classes = {row["code"]: row["name"] for row in record.draw.figures["strata"]}
    ranks = _ranks(record)
    reserves = list(_reserves(record))
    codes = {visit.code for visit in visits} | {code for _, _, code in reserves}
    sealed_at = record.draw.sealed_at or record.draw.made_at
    grades = history.grades_at(record.draw.bureau_id, codes, sealed_at)
    names = records.names_of(record.draw, codes)
    return DrawResult(
        rows=[
            ResultRow(
                visit=visit,
                class_name="、".join(dict.fromkeys(classes[code] for code in visit.strata)),
                rank=ranks[visit.strata[0], visit.code],
                grade=grades.get(visit.code, ""),
            )
            for visit in visits
        ],
        reserves=[
            ReserveRow(
                class_name=class_name,
                rank=rank,
                code=code,
                name=names.get(code, code),
                grade=grades.get(code, ""),
            )
            # Strata of one class differ by item only; their order of numbers is the same.
            for class_name, rank, code in dict.fromkeys(
                (classes[stratum], rank, code) for stratum, rank, code in reserves
            )
        ],
    )


def _ranks(record: Record) -> dict[tuple[str, str], int]:
    return {
        (stratum.code, ticket.id): rank
        for stratum in record.result.strata
        for rank, ticket in enumerate((*stratum.drawn, *stratum.reserves), start=1)
    }


def _reserves(record: Record) -> Iterator[tuple[str, int, str]]:
    for stratum in record.result.strata:
        first = len(stratum.drawn) + 1
        for rank, ticket in enumerate(stratum.reserves, start=first):
            yield stratum.code, rank, ticket.id
