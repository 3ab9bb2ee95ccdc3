"""Who goes where at the moment, and who might change places with whom (spec draw-v1 5.3, 5.5).

Sets of visits are integers: bit ``b`` is the visit with ``b`` visits after it in the draw, so
that the sets grow shorter, and everything on them faster, as visits are settled.

An open slot is held by *nobody*, a person who may go everywhere any number of times. A full
assignment and a partial one are thus the same thing: all slots are held.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence

from mingqian.assignment.team import Barred, Visit
from mingqian.roster import Inspector


class Network:
    """The slots that can still change hands, who holds them, and who else might.

    Visits, pools and persons are numbers here. For each person and pool ``eligible`` are the
    visits it may go to (5.2), and ``allowed`` those it has not been ruled out for; ``free`` are
    the visits where a person is not. ``holders`` are the slots of each pool that somebody could
    give up, by person; ``place`` is where everybody is, by visit.
    """

    def __init__(
        self, visits: Sequence[Visit], inspectors: Sequence[Inspector], barred: Barred
    ) -> None:
        codes = sorted({pool for visit in visits for pool, _ in visit.demand})
        self.pools = {code: number for number, code in enumerate(codes)}
        self.nobody = len(inspectors)
        self.everywhere = (1 << len(visits)) - 1
        self.open = _vacancies(visits, self.pools)
        self.active = [sum(1 << visit for visit in pool) for pool in self.open]
        self.holders = [{self.nobody: visits} for visits in self.active]
        self.free = [self.everywhere] * (self.nobody + 1)
        self.place: list[dict[int, int]] = [{} for _ in inspectors]
        self.eligible = self._eligible(inspectors, _closed(visits, inspectors, barred))
        self.allowed = [*map(dict, self.eligible), dict(enumerate(self.active))]
        self.members = self._members()
        self.changes = list(self._changes())
        self._shifting = [0] * (self.nobody + 1)
        for who, left, taken in self.changes:
            self._shifting[who] |= self.eligible[who][left] & self.eligible[who][taken]

    def _eligible(
        self, inspectors: Sequence[Inspector], closed: Sequence[int]
    ) -> list[dict[int, int]]:
        rows: list[dict[int, int]] = []
        for inspector, barred in zip(inspectors, closed, strict=True):
            pools = sorted(self.pools[code] for code in inspector.pools if code in self.pools)
            visits = {pool: self.active[pool] & (self.everywhere ^ barred) for pool in pools}
            rows.append({pool: subjects for pool, subjects in visits.items() if subjects})
        return rows

    def _members(self) -> list[list[tuple[int, dict[int, int]]]]:
        """List for each pool whom it has, each with where it is allowed; nobody left out."""
        return [
            [(who, row) for who, row in enumerate(self.allowed[:-1]) if pool in row]
            for pool in range(len(self.active))
        ]

    def _changes(self) -> Iterator[tuple[int, int, int]]:
        """List who might change from a pool to another within one visit."""
        return (
            (who, left, taken)
            for who, row in enumerate(self.eligible)
            for left in row
            for taken in row
            if left != taken and row[left] & row[taken]
        )

    @property
    def missing(self) -> int:
        """The number of open slots."""
        return sum(sum(counts.values()) for counts in self.open)

    def take(self, who: int, pool: int, visit: int) -> None:
        """Give a slot that was just left to a person."""
        bit = 1 << visit
        if who == self.nobody:
            self.open[pool][visit] += 1
        else:
            self.free[who] ^= bit
            self.place[who][visit] = pool
        self.holders[pool][who] = self.holders[pool].get(who, 0) | bit

    def leave(self, who: int, pool: int, visit: int) -> None:
        """Take a slot from its holder; somebody else must be given it."""
        if who == self.nobody:
            self.open[pool][visit] -= 1
            if self.open[pool][visit]:
                return
        else:
            self.free[who] ^= 1 << visit
            del self.place[who][visit]
        self._hold_no_more(who, pool, 1 << visit)

    def settle(self, who: int, pool: int, visit: int) -> None:
        """Accept a person for good in the slot it holds."""
        self._hold_no_more(who, pool, 1 << visit)

    def close(self, pool: int, visit: int) -> None:
        """Leave a pool of a visit as it is for good."""
        self.active[pool] &= ~(1 << visit)
        self._hold_no_more(self.nobody, pool, 1 << visit)

    def separate(self, unreached: Sequence[int], reached: Container[int]) -> None:
        """Part slots and persons out of which no way of exchanges leads from all others.

        What crosses the border can never change (a cut that is full stays full), so nobody
        outside is tried for a slot inside again, and those inside are not asked to leave a visit
        outside. Where they might serve in several pools of it, they may still change the pool.
        """
        for pool, outside in enumerate(unreached):
            inside = self.active[pool] & ~outside
            if inside:
                for who, allowed in (*self.members[pool], (self.nobody, self.allowed[-1])):
                    if who not in reached:
                        allowed[pool] &= ~inside
            for who in [who for who in self.holders[pool] if who in reached]:
                self._hold_no_more(who, pool, outside & ~self._shifting[who])

    def movable(self, who: int) -> Mapping[int, int]:
        """List the slots a person could give up, by pool."""
        held = ((pool, self.holders[pool].get(who, 0)) for pool in self.allowed[who])
        return {pool: visits for pool, visits in held if visits}

    def may_enter(self, who: int, pool: int, visit: int) -> bool:
        """Tell whether a person has not been ruled out for a slot."""
        return bool(self.allowed[who].get(pool, 0) >> visit & 1)

    def _hold_no_more(self, who: int, pool: int, visits: int) -> None:
        left = self.holders[pool].pop(who, 0) & ~visits
        if left:
            self.holders[pool][who] = left


def _vacancies(visits: Sequence[Visit], pools: Mapping[str, int]) -> list[dict[int, int]]:
    """Count for each pool the slots of the visits that ask for it."""
    vacancies: list[dict[int, int]] = [{} for _ in pools]
    for number, visit in zip(reversed(range(len(visits))), visits, strict=True):
        for code, count in visit.demand:
            vacancies[pools[code]][number] = count
    return vacancies


def _closed(visits: Sequence[Visit], inspectors: Sequence[Inspector], barred: Barred) -> list[int]:
    """Collect for each inspector the visits it may not go to."""
    closed = dict.fromkeys((inspector.id for inspector in inspectors), 0)
    for number, visit in zip(reversed(range(len(visits))), visits, strict=True):
        for who in barred.get(visit.subject, ()):
            closed[who] = closed.get(who, 0) | 1 << number
    return [closed[inspector.id] for inspector in inspectors]
