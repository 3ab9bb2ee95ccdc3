"""Drawing again until it suits: one test for each known attack."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mingqian import canonical, draw, times
from mingqian.canonical import Json
from mingqian.verify import Check, Outcome, Report
from tests import examples
from tests.bureau import Log
from tests.forgeries import honest
from tests.mingqian.fairness import insider
from tests.mingqian.fairness.insider import T0, TWO_DAYS_BEFORE, TWO_DAYS_LATER
from tests.verifying import checked, configured, failures, of

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
    assert (found.expected, found.found) == (examples.DRAW, FIRST)


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

    assert (found.outcome, found.found) == (Outcome.FAILED, FIRST)


def test_a_second_sealing_cannot_move_t0_so_that_a_late_void_looks_early() -> None:
    """After the result is known the same draw is sealed again for another day, then voided."""
    log = _first_try()
    insider.sealed(log, FIRST, times.shift(TWO_DAYS_BEFORE, 7200))
    insider.void(log, FIRST, times.shift(TWO_DAYS_BEFORE, 3600), "ROSTER")

    assert "uniqueness" in failures(_shown(log, voids=(FIRST,)))


def _voided_by_rule(none_after: int) -> Report:
    """Say that the round of the first try never came, and let the rule end it."""
    log = _first_try()
    _revealed(log, 2, examples.ZHOU_VALUE, -300)
    _revealed(log, 1, "none", none_after)
    insider.void(log, FIRST, times.shift(TWO_DAYS_BEFORE, 86_400), "assurance")
    return _shown(log, voids=(FIRST,))


def test_a_void_by_rule_counts_when_a_source_gave_nothing_by_the_deadline() -> None:
    """Without the round the assurance falls from public to low (3.2)."""
    assert failures(_voided_by_rule(none_after=86_400)) == []


def test_a_source_cannot_be_given_up_before_the_deadline_to_have_a_void_by_rule() -> None:
    assert "uniqueness" in failures(_voided_by_rule(none_after=60))


def test_a_void_by_rule_is_left_to_the_eye_since_the_round_may_have_come() -> None:
    """The operator did not like the result, and says that there was no round."""
    report = _voided_by_rule(none_after=86_400)

    outcomes = {of(report, name).outcome for name in ("uniqueness", "voids")}
    assert Outcome.BY_EYE in outcomes


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
