"""How many of each part of a population are to be expected among the drawn (draw-v1 4.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from oversight.draws.rules import Row

Parts: TypeAlias = dict[tuple[str, str, tuple[str, ...], int], int]
MILLIONTHS = 1_000_000
_MOST_PARTS = 300


def count(parts: Parts, row: Row, tickets: int, strata: tuple[str, ...]) -> None:
    """Count a subject that takes part under its region, grade and section."""
    for kind, value in (("region", row.region), ("grade", row.grade), ("owner", row.owner_id)):
        key = (kind, str(value), strata, tickets)
        parts[key] = parts.get(key, 0) + 1


def expected(parts: Parts, strata: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    """Compute for each part: kind, value, how many take part, expectation, variance (millionths).

    A subject has one number in all strata, so its chance is the largest of them (draw-v1 4.4).
    """
    chances = {
        (stratum["code"], row[0]): Fraction(row[2], row[3])
        for stratum in strata
        for row in stratum["chances"]
    }
    sums: dict[tuple[str, str], list[Fraction]] = {}
    for (kind, value, own, tickets), number in parts.items():
        chance = max(chances[code, tickets] for code in own)
        line = sums.setdefault((kind, value), [Fraction(0)] * 3)
        line[0] += number
        line[1] += number * chance
        line[2] += number * chance * (1 - chance)
    return [
        [kind, value, int(n), int(mean * MILLIONTHS), int(variance * MILLIONTHS)]
        for (kind, value), (n, mean, variance) in sorted(sums.items())[:_MOST_PARTS]
    ]
