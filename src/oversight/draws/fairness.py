"""How many of each part were to be expected among the drawn, and how many were drawn.

With honest numbers nine parts of ten lie within two deviations of what was expected; one that is
far outside, again and again, asks for an explanation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Any

from oversight.accounts.models import Organisation
from oversight.common import moments
from oversight.draws.models import Draw
from oversight.draws.rules.expectations import MILLIONTHS
from oversight.registry.models import Subject

KINDS = {"region": "区域", "grade": "守法诚信等级", "owner": "所属科室"}
_BATCH = 900
_NORMAL, _STRANGE = 200, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A part over several draws; ``deviation`` in hundredths of a standard deviation.

    ``spread`` is one standard deviation, in subjects.
    """

    kind: str
    name: str
    takes_part: int
    expected: float
    spread: float
    drawn: int
    deviation: int

    @property
    def says(self) -> str:
        """Give the words for the deviation: within chance, slightly or clearly outside."""
        if abs(self.deviation) <= _NORMAL:
            return "在随机的范围内"
        word = "偏多" if self.deviation > 0 else "偏少"
        return f"{word}，请留意" if abs(self.deviation) > _STRANGE else f"略{word}"


def count_drawn(draw: Draw, codes: Sequence[str]) -> list[list[Any]]:
    """Count the drawn of each part; gives rows of kind, value, number."""
    columns = ("region", "grade", "owner_id")
    counts: tuple[Counter[Any], ...] = (Counter(), Counter(), Counter())
    for start in range(0, len(codes), _BATCH):
        part = codes[start : start + _BATCH]
        rows = Subject.objects.filter(bureau_id=draw.bureau_id, code__in=part)
        for values in rows.values_list(*columns):
            for counter, value in zip(counts, values, strict=True):
                counter[value] += 1
    return [
        [column.removesuffix("_id"), str(value), counter[value]]
        for column, counter in zip(columns, counts, strict=True)
        for value in sorted(counter)
    ]


def lines(draws: Iterable[Draw]) -> list[Line]:
    """Add up the parts of several draws; gives a line for each kind and value, sorted."""
    sums: dict[tuple[str, str], list[int]] = {}
    for draw in draws:
        for kind, value, n, mean, variance in draw.figures.get("parts", ()):
            line = sums.setdefault((kind, value), [0, 0, 0, 0])
            line[0], line[1], line[2] = line[0] + n, line[1] + mean, line[2] + variance
        for kind, value, number in draw.figures.get("drawn_parts", ()):
            sums.setdefault((kind, value), [0, 0, 0, 0])[3] += number
    names = {str(pk): name for pk, name in Organisation.objects.values_list("pk", "name")}
    return [_line(kind, value, names, totals) for (kind, value), totals in sorted(sums.items())]


def lines_by_year(draws: Iterable[Draw]) -> dict[int, list[Line]]:
    """Add up the parts of the draws of each year, by the day of the draw in China."""
    years: dict[int, list[Draw]] = {}
    for draw in draws:
        if draw.held_at is not None:
            years.setdefault(moments.day_of(draw.held_at).year, []).append(draw)
    return {year: lines(years[year]) for year in sorted(years)}


def _line(kind: str, value: str, names: Mapping[str, str], totals: list[int]) -> Line:
    n, mean, variance, number = totals
    difference = number * MILLIONTHS - mean
    # In hundredths of a deviation: everything stays an integer until it is shown.
    spread = isqrt(variance * MILLIONTHS) or 1
    return Line(
        kind=KINDS[kind],
        name=names.get(value, value) if kind == "owner" else value or "未填",
        takes_part=n,
        expected=mean / MILLIONTHS,
        spread=isqrt(variance * MILLIONTHS) / MILLIONTHS,
        drawn=number,
        deviation=difference * 100 // spread,
    )
