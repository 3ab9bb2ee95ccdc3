"""Whoever watches a log sees what is wrong with its draws, in the log alone, when it is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from mingqian.errors import LogError
from mingqian.log import watching
from mingqian.log.entry import About, Author, Entry
from mingqian.log.watching import KeyChange, Problem, Watch

T0 = NOON = "2026-11-23T12:00:00Z"
DEADLINE = "2026-11-23T14:00:00Z"
OPENS = "2026-11-30T00:00:00Z"
LATER = "2027-03-01T00:00:00Z"


def entry(type_: str, at: str, number: str = "D1", kind: str = "draw", **public: Any) -> Entry:
    return Entry(
        type=type_,
        at=at,
        by=Author(organisation="青禾区", role="实施"),
        about=About(kind=kind, number=number),
        public=public,
        private=None,
    )


def sealed(at: str = "2026-11-23T11:30:00Z", number: str = "D1", **public: Any) -> Entry:
    values = {"task": "T1", "mode": "open", "t0": T0, "deadline": DEADLINE, **public}
    return entry("draw.sealed", at, number, **values)


def problems(*entries: Entry, at: str = LATER) -> list[tuple[Problem, str, str]]:
    watch = Watch()
    for each in entries:
        watch.add(each)
    return [(finding.problem, finding.expected, finding.actual) for finding in watch.findings(at)]


HELD = entry("draw.held", "2026-11-23T13:00:00Z")
NONE = entry("draw.revealed", "2026-11-23T14:30:00Z", source=1, value="none")
NEXT_DAY = "2026-11-24T14:00:00Z"


def test_a_draw_that_was_held_in_time_is_in_order() -> None:
    assert problems(sealed(), HELD) == []


def test_a_draw_may_wait_for_its_result_until_its_deadline() -> None:
    assert problems(sealed(), at=DEADLINE) == []
    assert problems(sealed()) == [(Problem.RESULT_MISSING, DEADLINE, "")]


def test_a_value_that_never_came_gives_the_draw_another_day() -> None:
    assert problems(sealed(), NONE, at=NEXT_DAY) == []
    assert problems(sealed(), NONE) == [(Problem.RESULT_MISSING, NEXT_DAY, "")]
    assert problems(sealed(), NONE, entry("draw.held", NEXT_DAY)) == []


def test_a_result_after_the_deadline_is_late_for_ever() -> None:
    late = "2026-11-23T14:00:01Z"

    assert problems(sealed(), entry("draw.held", late)) == [(Problem.HELD_LATE, DEADLINE, late)]


def test_a_draw_sealed_less_than_half_an_hour_before_is_late() -> None:
    late = "2026-11-23T11:30:01Z"

    assert problems(sealed(late), HELD) == [(Problem.SEALED_LATE, "2026-11-23T11:30:00Z", late)]


@pytest.mark.parametrize("why", ["mistake", "assurance"])
def test_a_void_once_the_number_is_out_is_no_void(why: str) -> None:
    void = entry("draw.voided", T0, why=why)

    assert problems(sealed(), void) == [(Problem.VOID_AFTER_TIME, T0, T0)]


def test_a_void_before_the_number_and_one_by_rule_are_in_order() -> None:
    assert problems(sealed(), entry("draw.voided", "2026-11-23T11:59:59Z", why="mistake")) == []
    assert problems(sealed(), NONE, entry("draw.voided", NEXT_DAY, why="assurance")) == []


def test_a_sealed_draw_is_opened_at_the_time_fixed_for_it() -> None:
    fixed = entry("drawing.changed", "2026-11-20T00:00:00Z", kind="drawing", opens_at=OPENS)
    draw = (fixed, sealed(mode="sealed"), HELD)
    until, late = "2026-11-30T01:00:00Z", "2026-11-30T01:00:01Z"

    assert problems(*draw, at=until) == []
    assert problems(*draw) == [(Problem.NOT_OPENED, until, "")]
    assert problems(*draw, entry("draw.opened", OPENS)) == []
    assert problems(*draw, entry("draw.opened", late)) == [(Problem.OPENED_LATE, until, late)]


def test_a_sealed_draw_without_a_time_for_it_is_opened_in_a_month() -> None:
    draw = (sealed(mode="sealed"), HELD)

    assert problems(*draw, at="2026-12-23T14:00:00Z") == []
    assert problems(*draw) == [(Problem.NOT_OPENED, "2026-12-23T14:00:00Z", "")]


def test_a_task_with_two_draws_that_stand_has_one_too_many() -> None:
    second = sealed(number="D2")
    held = entry("draw.held", "2026-11-23T13:00:00Z", "D2")
    void = entry("draw.voided", "2026-11-23T11:40:00Z", why="mistake")

    assert problems(sealed(), HELD, second, held) == [(Problem.SECOND_DRAW, "D1", "D2")]
    assert problems(sealed(), void, second, held) == []


@pytest.mark.parametrize("public", [{"t0": "noon"}, {"deadline": 5}])
def test_a_draw_without_its_times_cannot_be_judged(public: dict[str, Any]) -> None:
    assert problems(sealed(**public)) == [(Problem.MALFORMED, "", "")]


def test_only_the_first_entry_of_each_type_counts() -> None:
    late = "2026-12-01T00:00:00Z"
    again = [sealed(late), entry("draw.held", late), entry("draw.opened", late)]
    opened = entry("draw.opened", "2026-11-23T13:00:00Z")

    assert problems(sealed(), HELD, opened, *again, entry("draw.other", late)) == []
    voided = entry("draw.voided", "2026-11-23T11:40:00Z", why="mistake")
    assert problems(sealed(), voided, entry("draw.voided", late, why="mistake")) == []


def test_what_was_approved_is_published_in_forty_days() -> None:
    approved = entry("disclosure.approved", NOON, "P1", "disclosure")
    until = "2027-01-02T12:00:00Z"

    assert problems(approved, at=until) == []
    assert problems(approved) == [(Problem.NOT_PUBLISHED, until, "")]
    for done in ("disclosure.published", "disclosure.withdrawn"):
        assert problems(approved, entry(done, NOON, "P1", "disclosure")) == []
    assert problems(entry("disclosure.archived", NOON, "P1", "disclosure")) == []


def test_entries_about_other_things_say_nothing_of_draws() -> None:
    others = [
        entry("item.published", T0, kind="item"),
        entry("drawing.begun", T0, kind="drawing"),
        entry("draw.held", T0, "unknown"),
    ]

    assert problems(*others) == []


def test_an_announced_key_is_known() -> None:
    watch = Watch()
    watch.add(entry("trail.key-changed", T0, "log", "log", before="a", after="b"))
    watch.add(entry("trail.restored", T0, "log", "log", before="b", after="c", old_key="lost"))
    watch.add(entry("trail.restored", T0, "log", "log", reason="disc"))

    assert watch.key_changes == [
        KeyChange(before="a", after="b", is_old_lost=False),
        KeyChange(before="b", after="c", is_old_lost=True),
    ]


def test_what_was_seen_is_written_and_read_again() -> None:
    watch = Watch()
    for each in (sealed(), HELD, entry("drawing.changed", T0, "D3", "drawing", opens_at=OPENS)):
        watch.add(each)
    watch.add(entry("trail.key-changed", T0, "log", "log", before="a", after="b"))

    assert watching.parse(watch.json()) == watch


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"draws": 1, "opening_times": {}, "key_changes": [], "unpublished": {}},
        {"draws": [{"number": "D1"}], "opening_times": {}, "key_changes": [], "unpublished": {}},
        {"draws": [], "opening_times": ["x"], "key_changes": [], "unpublished": {}},
    ],
)
def test_what_nobody_wrote_is_not_read(value: dict[str, Any]) -> None:
    with pytest.raises(LogError, match="不是看日志的程序"):
        watching.parse(value)
