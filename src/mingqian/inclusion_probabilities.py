"""The chances of everybody, to be printed before the draw (spec draw-v1 4.4, 7.5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from mingqian.manifest import Manifest, Stratum
from mingqian.roster import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Odds:
    """The chance to be drawn in one stratum, for each number of tickets that occurs in it."""

    stratum: str
    size: int
    draw: int
    chances: tuple[tuple[int, int, Fraction], ...]
    """Tickets, how many subjects have them, chance of each."""

    @property
    def is_census(self) -> bool:
        """Whether everybody is drawn, so that nothing is random (7.5)."""
        return 0 < self.size == self.draw

    @property
    def mean(self) -> Fraction:
        """The chance of an average subject; 0 for nobody."""
        return Fraction(self.draw, self.size) if self.size else Fraction(0)

    @property
    def uneven(self) -> tuple[tuple[int, int, Fraction], ...]:
        """Those whose chance is below half or above twice the mean (7.5)."""
        return tuple(
            row for row in self.chances if row[2] * 2 < self.mean or row[2] > self.mean * 2
        )


def odds(manifest: Manifest, subjects: Sequence[Subject]) -> list[Odds]:
    """Compute the odds of every stratum."""
    holders: dict[str, Counter[int]] = {stratum.code: Counter() for stratum in manifest.strata}
    for subject in subjects:
        for code in subject.strata:
            holders[code][subject.tickets] += 1
    return [stratum_odds(stratum, holders[stratum.code]) for stratum in manifest.strata]


def stratum_odds(stratum: Stratum, holders: Mapping[int, int]) -> Odds:
    """Compute the odds of a stratum from how many subjects have how many tickets."""
    size = sum(holders.values())
    chances = inclusion_chances(stratum.draw, holders)
    return Odds(
        stratum=stratum.code,
        size=size,
        draw=stratum.draw,
        chances=tuple((tickets, holders[tickets], chances[tickets]) for tickets in sorted(holders)),
    )


def inclusion_chances(draw: int, holders: Mapping[int, int]) -> dict[int, Fraction]:
    """Compute chances k·w/Σw, capped at certainty: who is certain leaves the rest to the others.

    With equal tickets this is exact; otherwise the true chances lie within about 1 % of it.
    """
    left, open_to = draw, dict(holders)
    chances: dict[int, Fraction] = {}
    while open_to:
        weight = sum(tickets * count for tickets, count in open_to.items())
        certain = [tickets for tickets in open_to if left * tickets >= weight]
        if not certain:
            chances.update((tickets, Fraction(left * tickets, weight)) for tickets in open_to)
            break
        for tickets in certain:
            chances[tickets] = Fraction(1)
            left -= open_to.pop(tickets)
    return chances
