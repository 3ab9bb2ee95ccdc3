"""Clause 5 by plain maximum flows, one from scratch for every question.

Slow and simple: it reaches sizes at which enumeration is hopeless, and where the code under test
remembers from one search to the next what can never be exchanged.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Sequence

from mingqian.assignment import Visit
from mingqian.roster import Inspector

Node = tuple[str, ...]
Seat = tuple[str, str, str]
"""Subject, pool, inspector."""
SOURCE: Node = ("source",)
SINK: Node = ("sink",)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class Question:
    """How many slots can be filled, given tasks per person and seats that are taken."""

    def __init__(
        self, visits: Sequence[Visit], inspectors: Sequence[Inspector], barred: set[tuple[str, str]]
    ) -> None:
        self._slots = {(v.subject, pool): count for v in visits for pool, count in v.demand}
        self._seats = [
            (subject, pool, one.id)
            for subject, pool in self._slots
            for one in inspectors
            if pool in one.pools and (subject, one.id) not in barred
        ]

    def eligible(self, subject: str, pool: str) -> list[str]:
        return [who for s, p, who in self._seats if (s, p) == (subject, pool)]

    def most(self, tasks: dict[str, int], taken: Iterable[Seat] = ()) -> int:
        """Count the filled slots, the taken ones among them; -1 if they exceed the tasks."""
        left = dict(tasks)
        slots = dict(self._slots)
        fixed = list(taken)
        for subject, pool, who in fixed:
            left[who] -= 1
            slots[subject, pool] -= 1
        if min([0, *left.values(), *slots.values()]) < 0:
            return -1
        busy = {(subject, who) for subject, _, who in fixed}
        capacity: dict[Node, dict[Node, int]] = {}
        for who, count in left.items():
            _edge(capacity, SOURCE, ("person", who), count)
        for (subject, pool), count in slots.items():
            _edge(capacity, ("slot", subject, pool), SINK, count)
        for subject, pool, who in self._seats:
            if (subject, who) not in busy:
                _edge(capacity, ("person", who), ("there", subject, who), 1)
                _edge(capacity, ("there", subject, who), ("slot", subject, pool), 1)
        return len(fixed) + _flow(capacity)


def quotas(question: Question, inspectors: Sequence[Inspector], key: str) -> dict[str, int]:
    """Give the cheapest possible task away, again and again (5.4)."""
    order = sorted(inspectors, key=lambda one: digest(f"{key},spare,{one.id}"), reverse=True)
    tasks = {one.id: 0 for one in inspectors}
    while True:
        for one in sorted(order, key=lambda one: one.load + tasks[one.id]):
            more = tasks | {one.id: tasks[one.id] + 1}
            if more[one.id] <= one.limit and question.most(more) == sum(more.values()):
                tasks = more
                break
        else:
            return tasks


def teams(
    question: Question, visits: Sequence[Visit], tasks: dict[str, int], key: str
) -> dict[str, list[tuple[str, str | None]]]:
    """Accept whoever leaves an assignment with these tasks possible (5.5)."""
    accepted: list[Seat] = []
    found = {}
    for visit in sorted(visits, key=lambda one: digest(f"{key},order,{one.subject}")):
        team: list[tuple[str, str | None]] = []
        for pool, count in sorted(visit.demand):
            people = question.eligible(visit.subject, pool)
            people.sort(key=lambda who: digest(f"{key},pair,{visit.subject},{who}"))
            filled = 0
            for who in people:
                seats = [*accepted, (visit.subject, pool, who)]
                is_new = who not in [other for _, other in team]
                if filled < count and is_new and question.most(tasks, seats) == sum(tasks.values()):
                    accepted = seats
                    team.append((pool, who))
                    filled += 1
            team += [(pool, None)] * (count - filled)
        found[visit.subject] = team
    return found


def _edge(capacity: dict[Node, dict[Node, int]], start: Node, end: Node, amount: int) -> None:
    capacity.setdefault(start, {})[end] = amount
    capacity.setdefault(end, {}).setdefault(start, 0)


def _flow(capacity: dict[Node, dict[Node, int]]) -> int:
    total = 0
    while (path := _path(capacity)) is not None:
        total += 1
        for start, end in path:
            capacity[start][end] -= 1
            capacity[end][start] += 1
    return total


def _path(capacity: dict[Node, dict[Node, int]]) -> list[tuple[Node, Node]] | None:
    before: dict[Node, Node] = {SOURCE: SOURCE}
    queue = deque([SOURCE])
    while queue:
        node = queue.popleft()
        for after, amount in capacity.get(node, {}).items():
            if amount and after not in before:
                before[after] = node
                queue.append(after)
    if SINK not in before:
        return None
    path = []
    node = SINK
    while node != SOURCE:
        path.append((before[node], node))
        node = before[node]
    return path
