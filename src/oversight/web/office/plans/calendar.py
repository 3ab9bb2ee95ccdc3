"""The year of a plan as a picture: a square for each section and month, darker for more visits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from oversight.plans import rules

MONTHS = tuple(range(1, rules.MONTHS + 1))
_LEFT, _TOP, _WIDE, _HIGH, _GAP = 150, 24, 48, 28, 4
_PALEST, _DARKEST = 12, 90  # opacity of the squares in per cent


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A square of the picture: its place, its shade, and the visits it stands for."""

    x: int
    y: int
    count: int
    opacity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The picture's size, its rows (name, height of the words, squares), and what it says."""

    width: int
    height: int
    rows: list[tuple[str, int, list[Cell]]]
    heads: list[tuple[int, int]]  # place, month
    summary: str


def table(counts: Mapping[tuple[str, int], int]) -> list[tuple[str, list[int], int]]:
    """Give the rows of the table: section, visits of each month, of the year."""
    grid = []
    for name in sorted({section for section, _ in counts}):
        months = [counts.get((name, month), 0) for month in MONTHS]
        grid.append((name, months, sum(months)))
    return grid


def picture(counts: Mapping[tuple[str, int], int]) -> Picture:
    """Draw the visits of sections and months."""
    grid = table(counts)
    most = max((count for _, months, _ in grid for count in months), default=0)
    rows = [
        (name, _TOP + at * _HIGH + _HIGH // 2 + 4, _cells(months, at, most))
        for at, (name, months, _) in enumerate(grid)
    ]
    return Picture(
        width=_LEFT + _WIDE * rules.MONTHS,
        height=_TOP + _HIGH * len(grid),
        rows=rows,
        heads=[(_LEFT + (month - 1) * _WIDE + _WIDE // 2, month) for month in MONTHS],
        summary=_summary(grid),
    )


def context(counts: Mapping[tuple[str, int], int]) -> dict[str, Any]:
    """Give what the page shows of the year: the table, the picture, the months."""
    return {"calendar": table(counts), "picture": picture(counts), "months": MONTHS}


def _cells(months: list[int], row: int, most: int) -> list[Cell]:
    return [
        Cell(
            x=_LEFT + at * _WIDE + _GAP // 2,
            y=_TOP + row * _HIGH + _GAP // 2,
            count=count,
            opacity=_opacity(count, most),
        )
        for at, count in enumerate(months)
    ]


def _opacity(count: int, most: int) -> str:
    if not count:
        return "0.04"
    return f"{(_PALEST + (_DARKEST - _PALEST) * count // most) / 100:.2f}"


def _summary(grid: list[tuple[str, list[int], int]]) -> str:
    """Name the busiest month and those with nothing."""
    sums = [sum(months[at] for _, months, _ in grid) for at in range(rules.MONTHS)]
    if not any(sums):
        return "还没有安排检查"
    busiest = sums.index(max(sums))
    empty = [f"{at + 1}月" for at, count in enumerate(sums) if not count]
    rest = f"；没有安排的：{'、'.join(empty)}" if empty else ""
    return f"最忙的是 {busiest + 1}月，{sums[busiest]:,} 家次{rest}"
