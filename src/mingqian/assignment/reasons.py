"""What a reader may want to know of the draw of inspectors (spec draw-v1 5.5, 7.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mingqian.assignment import ordering
from mingqian.assignment.team import Team, Visit, barred
from mingqian.roster import Conflict, Inspector

_FORCED_BELOW = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """Somebody who stood in the queue before the last one accepted, and was not accepted.

    ``quota``: all its tasks had been given out, for the ``slots`` (subject, pool). ``needed``:
    without it for the ``slots`` still to come, no assignment would have been left; in the end it
    went there. ``team``: it had been accepted for an earlier pool of the same visit.
    """

    pool: str
    inspector: str
    reason: Literal["quota", "needed", "team"]
    slots: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForcedSlot:
    """Slots for which fewer than twice as many persons may go: hardly chance (7.5)."""

    subject: str
    pool: str
    count: int
    eligible: int


def passed_over(
    subject: str,
    teams: Mapping[str, Team],
    inspectors: Iterable[Inspector],
    conflicts: Iterable[Conflict],
    *,
    key: str,
    is_relaxed: bool,
) -> tuple[PassedOver, ...]:
    """Tell for one visit who was passed over, and why, by pool and in the order of the queue.

    ``teams`` are those of all visits as drawn, by subject. Nothing is drawn again: who had no
    quota left is seen from the visits drawn before, and who was needed from those after.
    """
    order = {
        visit: rank
        for rank, visit in enumerate(
            sorted(teams, key=lambda visit: (ordering.order(key, visit), visit))
        )
    }
    slots = _slots(teams, order)
    closed = barred(conflicts, is_relaxed=is_relaxed).get(subject, set())
    able = [person for person in inspectors if person.id not in closed]
    queue = sorted(able, key=lambda person: (ordering.pair(key, subject, person.id), person.id))
    passed: list[PassedOver] = []
    for pool in dict.fromkeys(slot.pool for slot in teams[subject]):
        waiting = [person.id for person in queue if pool in person.pools]
        passed += [
            _why(who, pool, subject, slots.get(who, []), order)
            for who in _before_the_last(waiting, pool, teams[subject])
        ]
    return tuple(passed)


def forced(
    visits: Iterable[Visit],
    inspectors: Iterable[Inspector],
    conflicts: Iterable[Conflict],
    *,
    is_relaxed: bool = False,
) -> tuple[ForcedSlot, ...]:
    """List the slots with fewer than 2 × count eligible persons, by subject and pool (7.5)."""
    pools: dict[str, set[str]] = {}
    for inspector in inspectors:
        for pool in inspector.pools:
            pools.setdefault(pool, set()).add(inspector.id)
    closed = barred(conflicts, is_relaxed=is_relaxed)
    slots = []
    for visit in visits:
        for pool, count in visit.demand:
            eligible = len(pools.get(pool, set()) - closed.get(visit.subject, set()))
            if eligible < _FORCED_BELOW * count:
                slots.append((visit.subject, pool, count, eligible))
    return tuple(
        ForcedSlot(subject=subject, pool=pool, count=count, eligible=eligible)
        for subject, pool, count, eligible in sorted(slots)
    )


def _slots(teams: Mapping[str, Team], order: Mapping[str, int]) -> dict[str, list[tuple[str, str]]]:
    """List the slots of each inspector, (subject, pool), in the order of the draw."""
    slots: dict[str, list[tuple[str, str]]] = {}
    for subject in sorted(teams, key=lambda visit: order[visit]):
        for slot in teams[subject]:
            if slot.inspector is not None:
                slots.setdefault(slot.inspector, []).append((subject, slot.pool))
    return slots


def _before_the_last(waiting: Sequence[str], pool: str, team: Team) -> Iterator[str]:
    """Give those of a queue who were read and not accepted; all, where a slot stayed open."""
    slots = [slot.inspector for slot in team if slot.pool == pool]
    accepted = 0
    for who in waiting:
        if accepted == len(slots):
            return
        if who in slots:
            accepted += 1
        else:
            yield who


def _why(
    who: str,
    pool: str,
    subject: str,
    slots: Sequence[tuple[str, str]],
    order: Mapping[str, int],
) -> PassedOver:
    here = order[subject]
    later = tuple(slot for slot in slots if (order[slot[0]], slot[1]) > (here, pool))
    own = tuple(slot for slot in slots if slot[0] == subject and slot not in later)
    if own:
        return PassedOver(pool=pool, inspector=who, reason="team", slots=own)
    if later:
        return PassedOver(pool=pool, inspector=who, reason="needed", slots=later)
    return PassedOver(pool=pool, inspector=who, reason="quota", slots=tuple(slots))
