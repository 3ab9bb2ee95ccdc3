"""Draws from many seeds, and the bounds within which fair counts must lie.

The seeds are SHA-256 of "fairness 1", "fairness 2" …: a run gives the same counts every time, so
a bound is kept or broken for good. With ``MINGQIAN_LONG=1`` in the environment every sample is
twenty times larger and the same bounds, which shrink with the root of the sample, are much
sharper; the default takes some seconds.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence

from mingqian import canonical, draw, selection
from mingqian.roster import Subject
from mingqian.selection import PlainEngine, Quota, StratumDraw

LONG = 20 if os.environ.get("MINGQIAN_LONG") == "1" else 1
SIGMAS = 5
"""A fair count leaves ±5 standard deviations about once in 1.7 million."""


def seeds(count: int) -> Iterator[str]:
    """Give the seeds of a sample, twenty times as many in a long run."""
    for number in range(1, count * LONG + 1):
        yield canonical.digest(f"fairness {number}")


def roster(size: int) -> list[Subject]:
    """Make subjects in the order of their ids: the place in the list is the place in the file."""
    return [Subject(f"QH{number:05d}", 1, ("A",)) for number in range(1, size + 1)]


def drawn(
    subjects: Sequence[Subject], count: int, seed: str, *, reserve: int = 0, code: str = "A"
) -> StratumDraw:
    """Draw from one stratum of a roster."""
    rows = [(code, subject.id, subject.tickets) for subject in subjects if code in subject.strata]
    quota = Quota(code=code, size=len(rows), draw=count, reserve=reserve)
    base = selection.ticket_base(subject.tickets for subject in subjects)
    key = draw.keys(seed).subjects
    (found,) = selection.select(PlainEngine(lambda: rows), key, base=base, quotas=[quota])
    return found


def ids(found: StratumDraw) -> set[str]:
    """Name the drawn."""
    return {ticket.id for ticket in found.drawn}


def places(size: int, count: int, seed: str) -> list[int]:
    """Draw from equals; give the drawn places of the list, the first place being 0."""
    return sorted(int(one[2:]) - 1 for one in ids(drawn(roster(size), count, seed)))


def far(found: float, mean: float, deviation: float) -> float:
    """Say how many standard deviations a count lies from its mean."""
    return abs(found - mean) / deviation


def binomial_far(found: int, trials: int, chance: float) -> float:
    """Say the same of a count of independent trials, each with this chance."""
    return far(found, trials * chance, math.sqrt(trials * chance * (1 - chance)))
