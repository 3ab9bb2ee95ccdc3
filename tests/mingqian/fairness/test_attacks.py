"""Drawing again until it suits: one test for each known attack."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mingqian import canonical, draw, times
from mingqian.canonical import Json
from mingqian.sources import Source
from mingqian.verify import Check, Outcome, Report
from mingqian.verify.timing import GRACE
from tests.mingqian.fairness import insider
from tests.mingqian.fairness.insider import T0, TWO_DAYS_BEFORE, TWO_DAYS_LATER
from tests.support import examples
from tests.support.evidence_factory import Log
from tests.support.tampering import honest
from tests.support.verification import checked, configured, failures, of

FIRST = "2023-0002"
"""The number of the draw that did not suit; the one that is shown is 2023-0003."""


def _shown(log: Log, *, voids: tuple[str, ...] = ()) -> Report:
    """Hold the task again on this log, and verify what is shown of it with the whole log."""
    ceremony = insider.shown(log, voids=voids)
    return checked(ceremony.all(), configured(ceremony.log))


def _uniqueness(report: Report) -> Check:
    return of(report, "uniqueness")


# -- drawing again -------------------------------------------------------------------------------


def test_looking_at_a_draw_does_not_draw_again() -> None:
    """Known systems draw on a GET request; here the result follows from what is fixed already."""
    example = examples.drand_and_witness()

    results = {
        draw.hold(example.prepared.manifest, example.rosters, example.given).write()
        for _ in range(3)
    }

    assert len(results) == 1


def test_the_seed_is_kept_with_all_that_it_came_from() -> None:
    """Known systems keep no seed, so nobody can repeat what they did."""
    result = honest().result()

    parts = [result.draw, "|", result.commitment]
    parts += [f"|drand:{examples.ROUND_VALUE}", f"|witness:{examples.ZHOU_VALUE}"]
    assert result.seed == canonical.digest("mingqian-draw/1|seed|" + "".join(parts))
    assert result.values == (examples.ROUND_VALUE, examples.ZHOU_VALUE)


def test_a_second_sealing_of_a_task_is_seen_in_the_whole_log() -> None:
    log = Log()
    insider.sealed(log, FIRST, TWO_DAYS_BEFORE)

    found = _uniqueness(_shown(log))

    assert found.outcome is Outcome.FAILED
    assert (found.expected, found.actual) == (examples.DRAW, FIRST)


def test_the_first_draw_of_a_task_still_counts_after_a_second_sealing() -> None:
    ceremony = honest()
    files = ceremony.all()
    insider.sealed(ceremony.log, "2023-0004", TWO_DAYS_LATER)

    report = checked(files, configured(ceremony.log))

    assert _uniqueness(report).outcome is Outcome.PASSED


def test_from_a_folder_alone_nobody_is_told_that_there_was_only_one_draw() -> None:
    report = checked(honest().all())

    assert _uniqueness(report).outcome is Outcome.BY_EYE


def test_a_second_manifest_for_the_same_draw_does_not_count() -> None:
    """The draw is sealed twice under one number, and the second manifest is shown."""
    ceremony = honest()
    insider.sealed(ceremony.log, examples.DRAW, T0, task="99-another-task")

    report = checked(ceremony.all(), configured(ceremony.log))

    assert failures(report) == ["uniqueness"]
    assert _uniqueness(report).where == "log/sealed.entry"


def test_a_manifest_that_was_never_logged_is_found() -> None:
    """The rosters are honest, the sealing entry is of the manifest that was sealed first."""
    example = examples.drand_and_witness()
    ceremony = example.ceremony()
    files = ceremony.all()
    files["manifest.json"] = replace(example.prepared.manifest, title="另一次").write()

    assert "commitment-logged" in failures(checked(files, configured(ceremony.log)))


def test_a_size_changed_after_the_seed_is_found() -> None:
    """Two more are drawn than was sealed, with their true numbers: only the manifest objects."""
    ceremony = honest()
    files = ceremony.all()
    made = ceremony.manifest
    first = made.strata[0]
    larger = replace(first, rule=replace(first.rule, least=first.draw + 2), draw=first.draw + 2)
    files["manifest.json"] = replace(made, strata=(larger, *made.strata[1:])).write()

    report = checked(files, configured(ceremony.log))

    assert {"commitment-logged", "seed"} <= set(failures(report))


# -- voids ---------------------------------------------------------------------------------------


def _first_try() -> Log:
    """Seal the task two days before the draw that will be shown; the deadline is a day later."""
    log = Log()
    insider.sealed(log, FIRST, TWO_DAYS_BEFORE)
    return log


def _revealed(log: Log, position: int, value: str, after: int) -> None:
    public: dict[str, Json] = {"source": position, "value": value}
    insider.write_down(log, "draw.revealed", times.shift(TWO_DAYS_BEFORE, after), public, FIRST)


def test_a_draw_voided_before_t0_may_be_made_anew_and_is_named_for_ever() -> None:
    log = _first_try()
    insider.void(log, FIRST, times.shift(TWO_DAYS_BEFORE, -60), "ROSTER")

    assert failures(_shown(log, voids=(FIRST,))) == []


def test_a_void_that_the_next_manifest_hides_is_found() -> None:
    log = _first_try()
    insider.void(log, FIRST, times.shift(TWO_DAYS_BEFORE, -60), "ROSTER")

    assert failures(_shown(log)) == ["voids"]


@pytest.mark.parametrize("late", [0, 3600])
def test_a_draw_voided_at_t0_or_later_is_not_void(late: int) -> None:
    log = _first_try()
    insider.void(log, FIRST, times.shift(TWO_DAYS_BEFORE, late), "ROSTER")

    found = _uniqueness(_shown(log, voids=(FIRST,)))

    assert (found.outcome, found.actual) == (Outcome.FAILED, FIRST)


def test_a_second_sealing_cannot_move_t0_so_that_a_late_void_looks_early() -> None:
    """After the result is known the same draw is sealed again for another day, then voided."""
    log = _first_try()
    insider.sealed(log, FIRST, times.shift(TWO_DAYS_BEFORE, 7200))
    insider.void(log, FIRST, times.shift(TWO_DAYS_BEFORE, 3600), "ROSTER")

    assert "uniqueness" in failures(_shown(log, voids=(FIRST,)))


DECLARED: dict[str, Json] = {"declared_by": ["周岚", "韩静"], "evidence": ["0" * 64]}
KENO = replace(examples.KENO, issue="2023223", time="2023-08-21T13:30:00Z")
DEADLINE = 86_400
"""Seconds from t0 to the deadline of the first try."""


def _voided_by_rule(
    *, after: int = DEADLINE, source: Source = KENO, declared: dict[str, Json] = DECLARED
) -> Report:
    """Say that the public source of the first try gave nothing, and let the rule end it."""
    log = Log()
    t0 = times.shift(T0, -4 * 86_400)
    insider.sealed(log, FIRST, t0, sources=(source, examples.ZHOU))
    public: dict[str, Json] = {"source": 1, "value": "none", **declared}
    insider.write_down(log, "draw.revealed", times.shift(t0, after), public, FIRST)
    insider.void(log, FIRST, times.shift(t0, max(after, DEADLINE)), "assurance")
    return _shown(log, voids=(FIRST,))


@pytest.mark.parametrize("after", [DEADLINE, DEADLINE + GRACE])
def test_a_void_by_rule_counts_when_a_lottery_gave_nothing_by_the_deadline(after: int) -> None:
    """Without the numbers the assurance falls from public to low (3.2)."""
    assert failures(_voided_by_rule(after=after)) == []


@pytest.mark.parametrize("declared", [{}, DECLARED])
@pytest.mark.parametrize("after", [60, DEADLINE, DEADLINE + GRACE])
def test_a_drand_round_said_not_to_have_come_never_makes_a_void(
    after: int, declared: dict[str, Json]
) -> None:
    """The coordinator alone did not like the result: the round exists, so the first try counts."""
    report = _voided_by_rule(after=after, source=examples.ROUND, declared=declared)

    found = _uniqueness(report)
    assert (found.outcome, found.actual) == (Outcome.FAILED, FIRST)


@pytest.mark.parametrize("after", [60, DEADLINE - 1, DEADLINE + GRACE + 1])
def test_a_source_cannot_be_given_up_early_to_have_a_void_by_rule(after: int) -> None:
    assert "uniqueness" in failures(_voided_by_rule(after=after))


@pytest.mark.parametrize(
    "declared",
    [
        {},
        {**DECLARED, "declared_by": ["周岚"]},
        {**DECLARED, "declared_by": ["周岚", "周岚"]},
        {**DECLARED, "declared_by": ["", "周岚"]},
        {**DECLARED, "declared_by": 2},
        {**DECLARED, "evidence": []},
        {**DECLARED, "evidence": ["notice.txt"]},
        {**DECLARED, "evidence": [None]},
        {"declared_by": ["周岚", "韩静"]},
        {"evidence": ["0" * 64]},
    ],
)
def test_one_person_or_no_file_makes_no_void_by_rule(declared: dict[str, Json]) -> None:
    assert "uniqueness" in failures(_voided_by_rule(declared=declared))


def test_none_for_a_source_that_is_not_there_makes_no_void() -> None:
    log = Log()
    insider.sealed(log, FIRST, TWO_DAYS_BEFORE, sources=(KENO, examples.ZHOU))
    public: dict[str, Json] = {"source": 7, "value": "none", **DECLARED}
    at = times.shift(TWO_DAYS_BEFORE, DEADLINE)
    insider.write_down(log, "draw.revealed", at, public, FIRST)
    insider.void(log, FIRST, at, "assurance")

    assert "uniqueness" in failures(_shown(log, voids=(FIRST,)))


def test_a_void_by_rule_is_left_to_the_eye_with_who_declared_what() -> None:
    """The operator did not like the result, and somebody helps to say that nothing came."""
    report = _voided_by_rule()

    found = _uniqueness(report)
    assert found.outcome is Outcome.BY_EYE
    assert f"第 1 个来源由 周岚、韩静 声明，证据摘要 {'0' * 64}" in found.says


def test_only_a_declaration_in_order_is_named_beside_a_void_by_rule() -> None:
    log = Log()
    insider.sealed(log, FIRST, TWO_DAYS_BEFORE, sources=(KENO, examples.ZHOU))
    _revealed(log, 1, "none", DEADLINE)
    public: dict[str, Json] = {"source": 1, "value": "none", **DECLARED}
    at = times.shift(TWO_DAYS_BEFORE, DEADLINE)
    insider.write_down(log, "draw.revealed", at, public, FIRST)
    insider.void(log, FIRST, at, "assurance")

    found = _uniqueness(_shown(log, voids=(FIRST,)))

    assert found.outcome is Outcome.BY_EYE
    assert found.says.count("个来源由") == 1


def test_a_void_that_only_says_assurance_does_not_count() -> None:
    """Every source gave its value, the result did not suit: the rule of 3.2 gives no void."""
    log = _first_try()
    _revealed(log, 2, examples.ZHOU_VALUE, -300)
    _revealed(log, 1, examples.ROUND_VALUE, 5)
    insider.void(log, FIRST, times.shift(TWO_DAYS_BEFORE, 60), "assurance")

    assert "uniqueness" in failures(_shown(log, voids=(FIRST,)))


def test_a_void_dated_back_behind_later_entries_does_not_count() -> None:
    log = _first_try()
    _revealed(log, 1, examples.ROUND_VALUE, 5)
    insider.void(log, FIRST, times.shift(TWO_DAYS_BEFORE, -60), "ROSTER")

    assert "uniqueness" in failures(_shown(log, voids=(FIRST,)))


def test_a_held_draw_cannot_be_withdrawn_by_a_void() -> None:
    ceremony = honest()
    files = ceremony.all()
    insider.void(ceremony.log, examples.DRAW, ceremony.manifest.deadline, "ROSTER")

    assert failures(checked(files, configured(ceremony.log))) == []


def test_the_draw_that_the_attacks_change_is_honest_itself() -> None:
    """So that no test above finds something else than its attack."""
    assert failures(_shown(Log())) == []
