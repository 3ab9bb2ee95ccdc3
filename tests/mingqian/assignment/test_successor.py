from __future__ import annotations

from mingqian.assignment import next_person
from mingqian.roster import Inspector

A = "0123456789abcdef0123456789abcdef"
# printf '%s,pair,s,%s' "$A" "$ID" | sha256sum: bo 82…, cai bc…, ann e8….
PEOPLE = [
    Inspector("ann", ("north",), 0, 2),
    Inspector("bo", ("north",), 0, 2),
    Inspector("cai", ("north", "south"), 0, 2),
]


def test_the_first_of_the_queue_takes_over() -> None:
    assert next_person("s", "north", PEOPLE, {}, key=A, tasks={}, barred=set()) == "bo"


def test_who_is_in_the_team_or_was_taken_out_does_not_take_over() -> None:
    assert next_person("s", "north", PEOPLE, {}, key=A, tasks={}, barred={"bo"}) == "cai"


def test_who_has_a_conflict_in_force_does_not_take_over() -> None:
    conflicts = {"s": {"bo", "cai"}, "t": {"ann"}}

    assert next_person("s", "north", PEOPLE, conflicts, key=A, tasks={}, barred=()) == "ann"


def test_who_is_at_the_limit_does_not_take_over() -> None:
    tasks = {"bo": 2, "cai": 1}

    assert next_person("s", "north", PEOPLE, {}, key=A, tasks=tasks, barred=()) == "cai"


def test_who_does_not_serve_the_pool_does_not_take_over() -> None:
    assert next_person("s", "south", PEOPLE, {}, key=A, tasks={}, barred=()) == "cai"


def test_nobody_takes_over_where_nobody_may() -> None:
    assert next_person("s", "west", PEOPLE, {}, key=A, tasks={}, barred=()) is None
