"""How many tasks each inspector gets: as equal as can be, then by lot (spec draw-v1 5.3, 5.4).

The task vectors for which an assignment exists are an integral polymatroid (persons send flow
through the visits to the slots), and the largest ones are its base. So the cheapest task is given
away again and again, to whoever can have it: for a sum of convex costs this greedy way is exact.
It also ends with the greatest number of slots filled, complete or not.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from mingqian.assignment.augmenting_paths import Chain
from mingqian.assignment.network import Network
from mingqian.roster import Inspector


def fill(network: Network, inspectors: Sequence[Inspector], spares: Sequence[str]) -> list[int]:
    """Fill as many slots as can be, and count the tasks of each inspector: the quotas.

    One task more costs (load + tasks + 1)² - (load + tasks)², so the least where load + tasks is
    least. Among equals the last in the order of ``spares`` gets it: of the best task vectors that
    is the one whose first members are least.
    """
    quotas = [0] * len(inspectors)
    order = sorted(range(len(inspectors)), key=lambda who: (spares[who], inspectors[who].id))
    waiting = [(inspectors[who].load, -rank, who) for rank, who in enumerate(order)]
    heapq.heapify(waiting)
    missing = network.missing
    # Who cannot have one more cannot have it later either: a polymatroid again.
    full: set[int] = set()
    while waiting and missing:
        cost, rank, who = heapq.heappop(waiting)
        if quotas[who] < inspectors[who].limit and who not in full and _give(network, who, full):
            quotas[who] += 1
            missing -= 1
            heapq.heappush(waiting, (cost + 1, rank, who))
    return quotas


def _give(network: Network, who: int, full: set[int]) -> bool:
    """Give a person one slot more, or mark all whom the search has shown to be full."""
    for pool, allowed in network.allowed[who].items():
        free = allowed & network.free[who] & network.holders[pool].get(network.nobody, 0)
        if free:
            visit = free.bit_length() - 1
            network.leave(network.nobody, pool, visit)
            network.take(who, pool, visit)
            return True
    chain = Chain(network, network.nobody, network.movable(network.nobody))
    if chain.from_person(who):
        return True
    full.update(chain.reached)
    return False
