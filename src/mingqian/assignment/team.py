"""What the draw of inspectors takes and gives (spec draw-v1 5 and 6.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeAlias

from mingqian.roster import HARD, Conflict

Barred: TypeAlias = Mapping[str, AbstractSet[str]]
"""Subject to the inspectors who may not go there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One subject that is visited once for all its items, and whom it asks for.

    ``demand`` is the number of persons of each pool, by pool, each at least 1 (5.2).
    """

    subject: str
    demand: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One place in a team; ``inspector`` is None where nobody could be sent (5.3)."""

    pool: str
    inspector: str | None
    leader: bool


Team: TypeAlias = tuple[Slot, ...]
"""The slots of a visit, by pool, then acceptance, the open ones last in their pool."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Who goes where: ``teams`` in the order of the visits by subject.

    ``tasks`` are the inspectors who go anywhere, ``quotas`` all of them, both by id.
    ``relaxed`` tells that soft conflicts were dropped (5.3).
    """

    relaxed: bool
    complete: bool
    teams: tuple[Team, ...]
    quotas: tuple[tuple[str, int], ...]

    @property
    def tasks(self) -> tuple[tuple[str, int], ...]:
        """The inspectors with at least one task, by id (6.1)."""
        return tuple((who, count) for who, count in self.quotas if count)


def barred(conflicts: Iterable[Conflict], *, is_relaxed: bool) -> dict[str, set[str]]:
    """Map each subject to the inspectors who may not go there (5.2, 5.3)."""
    pairs: dict[str, set[str]] = {}
    for conflict in conflicts:
        if conflict.kind == HARD or not is_relaxed:
            pairs.setdefault(conflict.subject, set()).add(conflict.inspector)
    return pairs
