"""The year in figures, for the first page: draws, enterprises that took part, drawn, void."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.cache import cache

from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.draws import draw_details, records, selectors
from oversight.draws.models import Draw
from oversight.inspections import drawn_visits

_KEPT_SECONDS = 600
_SHOWN = 6  # of a longer sum only the total is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A figure of the year with what it is the sum of."""

    parts: tuple[int, ...]

    @property
    def total(self) -> int:
        """Give the sum."""
        return sum(self.parts)

    @property
    def formula(self) -> str:
        """Write what was added up; nothing where that says no more than the sum."""
        is_shown = 1 < len(self.parts) <= _SHOWN
        return " + ".join(f"{part:,}" for part in self.parts) if is_shown else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFigures:
    """What the public draws of one year come to."""

    draws: int
    waiting: int
    voids: int
    subjects: Count
    drawn: Count


def of_year(year: int) -> YearFigures:
    """Count the draws that were sealed in a year; of secret ones only that there are such."""
    draws = [draw for draw in draw_details.newest_first() if _year_of(draw) == year]
    counted = list(_counted(draw for draw in draws if selectors.is_list_shown(draw)))
    voids = sum(draw.is_void for draw in draws)
    return YearFigures(
        draws=len(draws),
        waiting=len(draws) - voids - len(counted),
        voids=voids,
        subjects=Count(parts=tuple(subjects for subjects, _ in counted)),
        drawn=Count(parts=tuple(drawn for _, drawn in counted)),
    )


def _year_of(draw: Draw) -> int:
    return moments.day_of(draw.sealed_at).year if draw.sealed_at else 0


def _counted(draws: Iterator[Draw]) -> Iterator[tuple[int, int]]:
    """Count each draw as its files have it; a result does not change, so it is kept a while."""
    for draw in draws:
        key = f"year-figures:{draw.number}:{draw.commitment}"
        counts = cache.get(key) or _count(draw)
        if counts is not None:
            cache.set(key, counts, _KEPT_SECONDS)
            yield counts


def _count(draw: Draw) -> tuple[int, int] | None:
    try:
        record = records.read(draw)
    except DomainError:
        return None  # a draw whose files were changed says so on its own page
    visits = drawn_visits.read(record.result, record.manifest, record.files.entries)
    return int(record.draw.figures["subjects"]), sum(not visit.is_out for visit in visits)
