"""Who takes over a slot after the draw (spec draw-v1 6.3)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from mingqian.assignment import ordering
from mingqian.assignment.team import Barred
from mingqian.roster import Inspector


def next_person(
    subject: str,
    pool: str,
    inspectors: Iterable[Inspector],
    conflicts: Barred,
    *,
    key: str,
    tasks: Mapping[str, int],
    barred: Container[str],
) -> str | None:
    """Find the first in the queue of a visit who may fill a slot of the pool; None if nobody may.

    ``conflicts`` are those in force under the relaxation of the result, ``tasks`` the numbers as
    they stand now. ``barred`` are in the team, or were taken out of this visit before.
    """
    able = [
        person.id
        for person in inspectors
        if pool in person.pools
        and tasks.get(person.id, 0) < person.limit
        and person.id not in barred
        and person.id not in conflicts.get(subject, frozenset())
    ]
    return min(able, key=lambda who: (ordering.pair(key, subject, who), who), default=None)
