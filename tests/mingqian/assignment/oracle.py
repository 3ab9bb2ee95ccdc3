"""Clause 5 read literally, by enumerating everything; independent of the code under test."""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mingqian.assignment import Visit
from mingqian.roster import Conflict, Inspector

Seats = tuple[frozenset[tuple[str, str, str]], ...]
"""One possible assignment: for each visit who sits where, as (subject, pool, inspector)."""


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What clause 5 gives, by subject: pool and inspector of all slots; all quotas.

    ``passed`` are those read and not accepted, with pool and reason.
    """

    relaxed: bool
    complete: bool
    teams: dict[str, list[tuple[str, str | None]]]
    quotas: dict[str, int]
    passed: dict[str, list[tuple[str, str, str]]]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def expect(
    visits: Sequence[Visit],
    inspectors: Sequence[Inspector],
    conflicts: Sequence[Conflict],
    *,
    key: str,
    relax_soft: bool,
) -> Expected:
    """Compute the outcome by 5.2 to 5.5."""
    wanted = sum(count for visit in visits for _, count in visit.demand)
    standing = {(c.subject, c.inspector) for c in conflicts}
    hard = {(c.subject, c.inspector) for c in conflicts if c.kind == "hard"}
    best = _fullest(visits, inspectors, standing)
    relaxed = relax_soft and _filled(best[0]) < wanted
    if relaxed:
        standing = hard
        best = _fullest(visits, inspectors, standing)
    tasks = _quotas(best, inspectors, key)
    chosen = [seats for seats in best if _tasks(seats) == tasks]
    reading = _Reading(_Eligible(inspectors, standing), chosen, tasks, key)
    for visit in sorted(visits, key=lambda one: digest(f"{key},order,{one.subject}")):
        reading.read(visit)
    return Expected(
        relaxed=relaxed,
        complete=_filled(best[0]) == wanted,
        teams=reading.teams,
        quotas={inspector.id: tasks[inspector.id] for inspector in inspectors},
        passed=reading.passed,
    )


class _Eligible:
    def __init__(self, inspectors: Iterable[Inspector], barred: set[tuple[str, str]]) -> None:
        self._inspectors = inspectors
        self._barred = barred

    def of(self, subject: str, pool: str) -> list[str]:
        return [
            one.id
            for one in self._inspectors
            if pool in one.pools and (subject, one.id) not in self._barred
        ]


def _fullest(
    visits: Sequence[Visit], inspectors: Sequence[Inspector], barred: set[tuple[str, str]]
) -> list[Seats]:
    eligible = _Eligible(inspectors, barred)
    limits = {one.id: one.limit for one in inspectors}
    found = [
        seats
        for seats in itertools.product(*(list(_teams(visit, eligible)) for visit in visits))
        if all(count <= limits[who] for who, count in _tasks(seats).items())
    ]
    most = max(_filled(seats) for seats in found)
    return [seats for seats in found if _filled(seats) == most]


def _teams(visit: Visit, eligible: _Eligible) -> Iterator[frozenset[tuple[str, str, str]]]:
    """List all teams a visit might have, full or not, each person at most once."""
    choices = []
    for pool, count in visit.demand:
        people = eligible.of(visit.subject, pool)
        sizes = range(min(count, len(people)) + 1)
        choices.append(
            [(pool, group) for n in sizes for group in itertools.combinations(people, n)]
        )
    for team in itertools.product(*choices):
        members = [who for _, group in team for who in group]
        if len(members) == len(set(members)):
            yield frozenset((visit.subject, pool, who) for pool, group in team for who in group)


def _filled(seats: Seats) -> int:
    return sum(len(team) for team in seats)


def _tasks(seats: Seats) -> Counter[str]:
    return Counter(who for team in seats for _, _, who in team)


def _quotas(best: list[Seats], inspectors: Sequence[Inspector], key: str) -> Counter[str]:
    order = sorted(inspectors, key=lambda one: digest(f"{key},spare,{one.id}"))

    def cost(tasks: Counter[str]) -> tuple[int, list[int]]:
        squares = sum((one.load + tasks[one.id]) ** 2 for one in inspectors)
        return squares, [tasks[one.id] for one in order]

    return min((_tasks(seats) for seats in best), key=cost)


class _Reading:
    """The draw of 5.5, which looks at all possible assignments for every person it reads."""

    def __init__(
        self, eligible: _Eligible, chosen: list[Seats], tasks: Counter[str], key: str
    ) -> None:
        self._eligible = eligible
        self._possible = [frozenset().union(*seats) for seats in chosen]
        self._tasks = tasks
        self._key = key
        self._accepted: set[tuple[str, str, str]] = set()
        self.teams: dict[str, list[tuple[str, str | None]]] = {}
        self.passed: dict[str, list[tuple[str, str, str]]] = {}

    def read(self, visit: Visit) -> None:
        self.teams[visit.subject] = []
        self.passed[visit.subject] = []
        for pool, count in sorted(visit.demand):
            self._read_pool(visit.subject, pool, count)

    def _read_pool(self, subject: str, pool: str, count: int) -> None:
        team = self.teams[subject]
        people = self._eligible.of(subject, pool)
        people.sort(key=lambda who: digest(f"{self._key},pair,{subject},{who}"))
        filled = 0
        for who in people:
            if filled == count:
                break
            reason = self._reason_against(subject, pool, who)
            if reason is None:
                self._accepted.add((subject, pool, who))
                team.append((pool, who))
                filled += 1
            else:
                self.passed[subject].append((pool, who, reason))
        team += [(pool, None)] * (count - filled)

    def _reason_against(self, subject: str, pool: str, who: str) -> str | None:
        if any((subject, who) == (s, i) for s, _, i in self._accepted):
            return "team"
        if sum(who == i for _, _, i in self._accepted) == self._tasks[who]:
            return "quota"
        wish = {*self._accepted, (subject, pool, who)}
        return None if any(wish <= seats for seats in self._possible) else "needed"
