"""The draw of persons for slots, each accepted where a whole assignment remains (draw-v1 5.5)."""

from __future__ import annotations

import functools
import heapq
from collections.abc import Callable, Iterator, Sequence

from mingqian.assignment import ordering
from mingqian.assignment.augmenting_paths import Chain
from mingqian.assignment.network import Network
from mingqian.assignment.team import Slot, Team, Visit
from mingqian.roster import Inspector


class GuardedDraw:
    """The draw in progress: at any moment some whole assignment contains all accepted so far.

    That assignment is kept in the network. Its first state has the quotas, and exchanges keep
    them: each chain gives and takes one slot of every person on it.
    """

    def __init__(
        self, network: Network, inspectors: Sequence[Inspector], quotas: Sequence[int], key: str
    ) -> None:
        self._network = network
        self._ids = [inspector.id for inspector in inspectors]
        self._raw_ids = [inspector.id.encode("ascii") for inspector in inspectors]
        self._left = list(quotas)
        self._key = key

    def teams(self, visits: Sequence[Visit]) -> Iterator[Team]:
        """Draw the teams of all visits; both stand in the order of the draw."""
        for number, visit in zip(reversed(range(len(visits))), visits, strict=True):
            yield self._team(number, visit)

    def _team(self, number: int, visit: Visit) -> Team:
        digest = ordering.pairs(self._key, visit.subject)
        if self._network.changes:  # somebody stands in the queues of two pools of one visit
            digest = functools.cache(digest)
        slots: list[Slot] = []
        for code, count in sorted(visit.demand):
            is_first_pool = not slots
            accepted = self._accept(self._network.pools[code], number, count, digest)
            slots += [
                Slot(pool=code, inspector=self._ids[who], leader=is_first_pool and not place)
                for place, who in enumerate(accepted)
            ]
            empty = Slot(pool=code, inspector=None, leader=False)
            slots += [empty] * (count - len(accepted))
        return tuple(slots)

    def _accept(
        self, pool: int, visit: int, count: int, digest: Callable[[bytes], bytes]
    ) -> list[int]:
        """Read the queue of a pool once, and close the pool."""
        queue = [(digest(self._raw_ids[who]), who) for who in self._candidates(pool, visit)]
        heapq.heapify(queue)
        accepted: list[int] = []
        while queue and len(accepted) < count:
            who = heapq.heappop(queue)[1]
            if self._can_have(who, pool, visit):
                self._network.settle(who, pool, visit)
                self._left[who] -= 1
                accepted.append(who)
        self._network.close(pool, visit)
        return accepted

    def _candidates(self, pool: int, visit: int) -> list[int]:
        """List who might go, leaving out those with no quota left and those ruled out before."""
        place = self._network.place
        return [
            who
            for who, allowed in self._network.members[pool]
            if self._left[who] and (allowed[pool] >> visit & 1 or place[who].get(visit) == pool)
        ]

    def _can_have(self, who: int, pool: int, visit: int) -> bool:
        """Tell whether a person can be accepted, and if so bring it to the slot."""
        network = self._network
        has = network.place[who].get(visit)
        if has == pool:
            return True
        if not network.may_enter(who, pool, visit):
            return False  # an exchange tried since the queue was made has ruled it out
        goal = network.movable(who)
        if has is not None:
            # Nobody fills two slots of a visit: it must give up this one, if it has not been
            # accepted for it.
            goal = {has: goal.get(has, 0) & 1 << visit}
        # Without anything to give up, a search for it would be long and in vain.
        return any(goal.values()) and Chain(network, who, goal).from_slot(who, pool, visit)
