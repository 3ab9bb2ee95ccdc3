"""Whether chance was chance: how many of each part were to be expected, and how many came.

With honest numbers nine parts of ten lie within two deviations of what was expected; one that is
far outside, again and again, asks for an explanation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isqrt
from typing import Any

from django.db.models import Count

from oversight.accounts.models import Organisation
from oversight.draws.models import Draw, InspectionTask
from oversight.draws.rules.expectations import MILLIONTHS
from oversight.registry.models import Subject

KINDS = {"region": "区域", "grade": "守法诚信等级", "owner": "所属科室"}
_NORMAL, _STRANGE = 200, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A part over several draws; ``deviation`` in hundredths of a standard deviation."""

    kind: str
    name: str
    takes_part: int
    expected: float
    drawn: int
    deviation: int

    @property
    def says(self) -> str:
        """Say how it looks."""
        if abs(self.deviation) <= _NORMAL:
            return "在随机的范围内"
        word = "偏多" if self.deviation > 0 else "偏少"
        return f"{word}，请留意" if abs(self.deviation) > _STRANGE else f"略{word}"


def drawn(draw: Draw) -> list[list[Any]]:
    """Count the drawn of each part: kind, value, number."""
    columns = {"region": "region", "grade": "grade", "owner": "owner_id"}
    found: list[list[Any]] = []
    for kind, column in columns.items():
        rows = Subject.objects.filter(drawn__draw=draw, drawn__came_for="").values(column)
        counted = rows.annotate(number=Count("pk")).order_by(column)
        found += [[kind, str(row[column]), row["number"]] for row in counted]
    return found


def lines(draws: Iterable[Draw]) -> list[Line]:
    """Add up the parts of several draws."""
    sums: dict[tuple[str, str], list[int]] = {}
    for draw in draws:
        for kind, value, n, mean, variance in draw.figures.get("parts", ()):
            line = sums.setdefault((kind, value), [0, 0, 0, 0])
            line[0], line[1], line[2] = line[0] + n, line[1] + mean, line[2] + variance
        for kind, value, number in draw.figures.get("drawn_parts", ()):
            sums.setdefault((kind, value), [0, 0, 0, 0])[3] += number
    names = {str(pk): name for pk, name in Organisation.objects.values_list("pk", "name")}
    return [_line(kind, value, names, told) for (kind, value), told in sorted(sums.items())]


def times(bureau_id: int) -> list[tuple[str, int]]:
    """Count the listed subjects by how often they were drawn: never, once, twice, more."""
    listed = Subject.objects.filter(bureau_id=bureau_id, is_listed=True).count()
    rows = InspectionTask.objects.filter(
        draw__bureau_id=bureau_id, came_for="", subject__is_listed=True
    )
    rows = rows.filter(draw__state=Draw.PUBLISHED)  # what is sealed tells nothing, not even a sum
    often: dict[int, int] = {}
    for row in rows.values("subject_id").annotate(number=Count("pk")):
        place = min(row["number"], 3)
        often[place] = often.get(place, 0) + 1
    never = listed - sum(often.values())
    words = {1: "一次", 2: "两次", 3: "三次及以上"}
    return [("还没有抽中过", never), *((words[n], often.get(n, 0)) for n in words)]


def _line(kind: str, value: str, names: Mapping[str, str], told: list[int]) -> Line:
    n, mean, variance, number = told
    difference = number * MILLIONTHS - mean
    # In hundredths of a deviation: everything stays an integer until it is shown.
    spread = isqrt(variance * MILLIONTHS) or 1
    return Line(
        kind=KINDS[kind],
        name=names.get(value, value) if kind == "owner" else value or "未填",
        takes_part=n,
        expected=mean / MILLIONTHS,
        drawn=number,
        deviation=difference * 100 // spread,
    )
