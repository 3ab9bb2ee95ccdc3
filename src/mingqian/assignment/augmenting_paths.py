"""Chains of exchanges: one takes a slot, its holder takes another, and so on (spec draw-v1 5.5).

The search is breadth first over persons, each step over all visits at once. It only decides
whether a chain exists; which one is found has no influence on the outcome (5.6).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from mingqian.assignment.network import Network

_BEGINNING = -1


class _Wave(NamedTuple):
    """Slots of a pool that ``taker`` could take.

    It would leave the slots of pool ``left`` in the same visits, or, when that is None, the
    slot which it was first made to leave.
    """

    taker: int
    left: int | None
    pool: int
    visits: int


class Chain:
    """One search for a chain at whose end ``target`` leaves one of its slots in ``goal``.

    ``goal`` are visits by pool. A search that fails shows for good what can never be exchanged,
    and the network remembers it.
    """

    def __init__(self, network: Network, target: int, goal: Mapping[int, int]) -> None:
        self._network = network
        self._target = target
        self._goal = goal
        self._unreached = list(network.active)
        self._waves: list[_Wave] = []
        # The wave that first made a person leave, and the visits where it did.
        self._origin: dict[int, tuple[int, int]] = {}
        self._queue: list[int] = []
        self._first_wave: int | None = None

    @property
    def reached(self) -> Collection[int]:
        """The persons who could be made to leave a slot, and the one who began."""
        return self._origin

    def from_person(self, who: int) -> bool:
        """Seek a chain that gives a person one slot more, and carry it out."""
        self._origin[who] = (_BEGINNING, 0)
        self._queue.append(who)
        return self._run(is_found=False)

    def from_slot(self, who: int, pool: int, visit: int) -> bool:
        """Seek a chain that gives a person this slot for one it has, and carry it out."""
        self._first_wave = 0
        return self._run(is_found=self._spread(_Wave(who, None, pool, 1 << visit)))

    def _run(self, *, is_found: bool) -> bool:
        done = 0
        while not is_found:
            waves = len(self._waves)
            if done < len(self._queue):
                is_found = self._move_on(self._queue[done])
                done += 1
            elif not (is_found := self._change_pools()) and len(self._waves) == waves:
                self._network.separate(self._unreached, self._origin)
                return False
        self._carry_out()
        return True

    def _move_on(self, who: int) -> bool:
        """Let a person who was made to leave take any slot of a visit where it is not."""
        free = self._network.free[who]
        for pool, allowed in self._network.allowed[who].items():
            visits = allowed & free & self._unreached[pool]
            if visits and self._spread(_Wave(who, None, pool, visits)):
                return True
        return False

    def _change_pools(self) -> bool:
        """Let persons take another pool's slot of the visit whose slot they were made to leave."""
        network = self._network
        for who, left, taken in network.changes:
            held = network.holders[left].get(who, 0)
            visits = held & network.allowed[who].get(taken, 0) & self._unreached[taken]
            visits ^= visits & self._unreached[left]
            if visits and self._spread(_Wave(who, left, taken, visits)):
                return True
        return False

    def _spread(self, wave: _Wave) -> bool:
        """Reach slots and all who hold them; tell whether the goal is among them."""
        _, _, pool, visits = wave
        number = len(self._waves)
        self._waves.append(wave)
        if visits & self._goal.get(pool, 0):
            return True
        self._unreached[pool] ^= visits
        origin = self._origin
        for who, held in self._network.holders[pool].items():
            if held & visits and who not in origin:
                origin[who] = (number, held & visits)
                self._queue.append(who)
        return False

    def _carry_out(self) -> None:
        """Let all leave before anybody takes: a person may do both in one visit."""
        steps = self._steps()
        for leaver, _, pool, visit in steps:
            self._network.leave(leaver, pool, visit)
        for _, taker, pool, visit in steps:
            self._network.take(taker, pool, visit)

    def _steps(self) -> list[tuple[int, int, int, int]]:
        """Walk back from the goal: who leaves, who takes, which pool, which visit."""
        number = len(self._waves) - 1
        leaver = self._target
        visits = self._waves[number].visits & self._goal[self._waves[number].pool]
        steps = []
        while number != _BEGINNING:
            wave = self._waves[number]
            visit = visits.bit_length() - 1
            steps.append((leaver, wave.taker, wave.pool, visit))
            leaver = wave.taker
            number, visits = self._before(number, visit)
        return steps

    def _before(self, number: int, visit: int) -> tuple[int, int]:
        """Find the wave that made the taker of a wave leave, and the visits where it did."""
        wave = self._waves[number]
        if number == self._first_wave:
            return _BEGINNING, 0
        if wave.left is None:
            return self._origin[wave.taker]
        bit = 1 << visit
        earlier = next(
            number
            for number, former in enumerate(self._waves)
            if former.pool == wave.left and former.visits & bit
        )
        return earlier, bit
