"""The sampling frame 抽样框: all that a draw is prepared from, read once, in plain values.

`oversight.draws.services.gathering` reads it from the database, `preparation.decide` makes the
rosters and the manifest of it.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mingqian.manifest import Need
from mingqian.sources import Source
from oversight.draws.rules import Row, Terms
from oversight.registry.rules.inspectors import InspectorAvailability


class DirectoryTable:
    """The rows of a directory, kept in columns; values that many rows share are kept once.

    A million rows take about 25 MB beside their codes, which the rosters hold anyway.
    """

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._keys = array("q")
        self._codes: list[str] = []
        self._profiles: list[tuple[Any, ...]] = []
        self._known: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        for row in rows:
            self.add(row)

    def add(self, row: Row) -> None:
        """Add a row at the end."""
        profile = row[2:]
        shared = self._known.get(profile)
        if shared is None:
            shared = tuple(sys.intern(v) if type(v) is str else v for v in profile)
            self._known[shared] = shared
        self._keys.append(row.pk)
        self._codes.append(row.code)
        self._profiles.append(shared)

    def __iter__(self) -> Iterator[Row]:
        """Give the rows in the order in which they were added."""
        for key, code, profile in zip(self._keys, self._codes, self._profiles, strict=True):
            yield Row._make((key, code, *profile))


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a manifest says of a draw before anything is counted."""

    number: str
    organisation: str
    title: str
    plan: str
    task: str
    voids: tuple[str, ...] = ()
    """The numbers of the void draws of the same task."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerVisits:
    """How a subject's visits stood before those that were entered in the last days.

    ``recent`` counts for each cap, by its key, the visits that were entered since.
    """

    last_visited_on: date | None
    recent: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentChanges:
    """What changed in the directory in the days before the preparation, by the keys of its rows.

    ``was_in`` would have taken part before the change, ``was_out`` not; ``departed`` are the roster
    ids of rows that are no longer listed and would have taken part.
    """

    days: int
    was_in: AbstractSet[int] = frozenset()
    was_out: AbstractSet[int] = frozenset()
    departed: tuple[str, ...] = ()
    former_visits: Mapping[int, FormerVisits] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectorRow:
    """An inspector of a section that takes part; ``load`` are the tasks of the year so far.

    ``items`` and ``regions`` limit what the inspector may do; empty means everything.
    """

    pk: int
    code: str
    name: str
    pool: str
    section: str
    availability: InspectorAvailability
    items: Collection[str] = ()
    regions: Collection[str] = ()
    load: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplingFrame:
    """Everything a draw is prepared from, as it stood when it was read.

    ``recusals`` and ``recent_visits`` are pairs of an inspector's and a subject's key: those in
    force on the day of the draw, and who was sent where within the rotation.
    """

    heading: Heading
    setup: Mapping[str, Any]
    team: tuple[Need, ...]
    sections: Mapping[str, str]
    """The names of the sections by their pools."""
    sources: Sequence[Source]
    deadline: str
    read_at: str
    secret_commitment: str | None = None
    terms: Terms
    directory: Iterable[Row]
    directory_root: str
    salt_key: str
    """The key of the salts of the directory's root: it stays private (draw-v1 2.7)."""
    changes: RecentChanges
    inspectors: Sequence[InspectorRow] = ()
    recusals: AbstractSet[tuple[int, int]] = frozenset()
    recent_visits: AbstractSet[tuple[int, int]] = frozenset()
