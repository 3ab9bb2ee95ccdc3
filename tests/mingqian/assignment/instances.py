"""Small rosters to draw inspectors from, for hypothesis and in numbered examples."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from hypothesis import strategies as st

from mingqian.assignment import Visit
from mingqian.roster import Conflict, Inspector

KEY = "0123456789abcdef0123456789abcdef"
_POOLS = ("a", "b", "c")
_MOST_SLOTS = 5

_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class Instance:
    visits: Sequence[Visit]
    inspectors: Sequence[Inspector]
    conflicts: Sequence[Conflict]
    key: str = KEY


@st.composite
def tiny(draw: st.DrawFn) -> Instance:
    """Give rosters small enough to enumerate all their assignments."""
    inspectors = [
        Inspector(
            f"i{number}",
            tuple(sorted(draw(st.sets(st.sampled_from(_POOLS), min_size=1)))),
            draw(st.integers(0, 3)),
            draw(st.integers(0, 3)),
        )
        for number in range(draw(st.integers(0, 4)))
    ]
    visits = []
    left = _MOST_SLOTS
    for number in range(draw(st.integers(0, 4))):
        demand = []
        for pool in _POOLS:
            count = min(draw(st.integers(0, 2)), left)
            left -= count
            if count:
                demand.append((pool, count))
        visits.append(Visit(subject=f"s{number}", demand=tuple(demand)))
    kinds = st.sampled_from(["", "", "", "hard", "soft"])
    conflicts = [
        Conflict(one.id, visit.subject, kind)
        for one in inspectors
        for visit in visits
        if (kind := draw(kinds))
    ]
    key = draw(st.integers(0, 2**128 - 1).map(lambda number: f"{number:032x}"))
    return Instance(visits=visits, inspectors=inspectors, conflicts=conflicts, key=key)


class Chooser:
    """Choices that follow from a number, the same on every machine."""

    def __init__(self, number: int) -> None:
        self._stream = self._numbers(number)

    def below(self, limit: int) -> int:
        return next(self._stream) % limit

    def some(self, things: Sequence[_T], permille: int) -> list[_T]:
        return [thing for thing in things if self.below(1000) < permille]

    def one(self, things: Sequence[_T]) -> _T:
        return things[self.below(len(things))]

    def _numbers(self, number: int) -> Iterator[int]:
        block = 0
        while True:
            digest = hashlib.sha256(f"{number}/{block}".encode()).digest()
            yield from (int.from_bytes(digest[at : at + 4]) for at in range(0, 32, 4))
            block += 1


def tight(number: int) -> Instance:
    """Make rosters around a hidden assignment, so that most limits are used up."""
    choose = Chooser(number)
    pools = "abcdef"[: 1 + choose.below(6)]
    serves = {
        f"i{who}": tuple(choose.some(pools, 350)) or (choose.one(pools),)
        for who in range(3 + choose.below(7))
    }
    limits: Counter[str] = Counter()
    visits = []
    for place in range(3 + choose.below(10)):
        people = choose.some(list(serves), 200)
        limits.update(people)
        demand = Counter(choose.one(serves[who]) for who in people)
        demand.update(choose.some(pools, 20))
        visits.append(Visit(subject=f"s{place}", demand=tuple(sorted(demand.items()))))
    return Instance(
        visits=visits,
        inspectors=[
            Inspector(who, served, choose.below(3), limits[who] + choose.one([0, 0, 0, 1]))
            for who, served in serves.items()
        ],
        conflicts=[
            Conflict(who, visit.subject, "hard")
            for visit in visits
            for who in choose.some(list(serves), 60)
        ],
        key=hashlib.sha256(f"key {number}".encode()).hexdigest()[:32],
    )
