"""Shaping the teams, or who takes over after the draw: one test for each known attack."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mingqian import draw, roster
from mingqian.errors import RefusedError
from mingqian.manifest_builder import rehearse
from mingqian.replacement import Replacement, ReplacementState
from mingqian.roster import HARD, Conflict, Inspector, Rosters
from mingqian.verify import Outcome, Report
from tests.support import examples
from tests.support.evidence_factory import Ceremony
from tests.support.examples import Example
from tests.support.tampering import honest
from tests.support.verification import checked, configured, failures, verified


def _with_rosters(**changes: object) -> Example:
    example = examples.drand_and_witness()
    return replace(example, rosters=replace(example.rosters, **changes))  # type: ignore[arg-type]


def _swapped(files: dict[str, bytes]) -> Report:
    """Verify an honest folder in which some files were changed after the sealing."""
    ceremony = honest()
    return checked({**ceremony.all(), **files}, configured(ceremony.log))


def _files(rosters: Rosters) -> dict[str, bytes]:
    return roster.write(rosters)


# -- inspectors ----------------------------------------------------------------------------------


def test_too_few_inspectors_are_no_reason_to_draw_the_subjects_again() -> None:
    """The same subjects as with enough people; the slots that nobody fills are open."""
    example = examples.partial()
    result = example.ceremony().result()
    subjects = draw.visits(
        draw.select(example.prepared.manifest, draw.engine_of(example.rosters), result.seed)
    )

    assert any(slot.inspector is None for visit in result.visits for slot in visit.team)
    assert {visit.subject: visit.strata for visit in result.visits} == subjects
    assert failures(verified(example.ceremony())) == []


def test_an_open_slot_that_somebody_could_have_filled_is_found() -> None:
    """The bureau spares a visit: its team is said to have been impossible."""
    result = honest().result()
    visit = result.visits[0]
    nobody = tuple(replace(slot, inspector=None, leader=False) for slot in visit.team)
    counts = {load.inspector: load.tasks for load in result.loads}
    for slot in visit.team:
        counts[slot.inspector or ""] -= 1
    forged = replace(
        result,
        visits=(replace(visit, team=nobody), *result.visits[1:]),
        loads=tuple(
            replace(one, tasks=counts[one.inspector])
            for one in result.loads
            if counts[one.inspector]
        ),
    )

    assert failures(verified(replace(honest(), final=forged))) == ["assignment-complete"]


def test_conflicts_invented_to_force_a_team_are_printed_as_forced() -> None:
    """All but two of pool JC are barred from every subject: nothing is left to chance."""
    example = examples.drand_and_witness()
    jc = [one.id for one in example.rosters.inspectors if "JC" in one.pools]
    conflicts = [
        Conflict(who, subject.id, HARD) for who in jc[2:] for subject in example.rosters.subjects
    ]

    report = verified(_with_rosters(conflicts=conflicts).ceremony())

    assert any("接近指定" in note for note in report.notes)


def test_an_inspector_added_after_the_sealing_is_found() -> None:
    rosters = examples.drand_and_witness().rosters
    more = [*rosters.inspectors, Inspector("J000", ("JC", "ZH"), 0, 9)]

    report = _swapped(_files(replace(rosters, inspectors=more)))

    assert "roster-digests" in failures(report)


def test_a_recusal_taken_away_after_the_sealing_is_found() -> None:
    rosters = examples.drand_and_witness().rosters

    report = _swapped(_files(replace(rosters, conflicts=rosters.conflicts[1:])))

    assert "roster-digests" in failures(report)


def test_a_rehearsal_tells_nothing_of_the_draw_to_come() -> None:
    """Not one of a hundred rehearsals draws the subjects that the draw then draws."""
    example = examples.drand_and_witness()
    drawn = {visit.subject for visit in example.ceremony().result().visits}

    rehearsals = rehearse(example.prepared.manifest, example.rosters, times=100)

    assert len({tuple(visit.subject for visit in one) for one in rehearsals}) > 90
    assert all({visit.subject for visit in one} != drawn for one in rehearsals)


# -- replacements --------------------------------------------------------------------------------


def _held() -> tuple[Ceremony, ReplacementState]:
    ceremony = honest()
    ceremony.seal()
    ceremony.reveal()
    ceremony.hold()
    return ceremony, ReplacementState(ceremony.manifest, ceremony.rosters, ceremony.result())


def _published(ceremony: Ceremony) -> Report:
    return checked(ceremony.folder(), configured(ceremony.log))


def test_a_favourite_brought_in_by_replacement_is_refused() -> None:
    """Neither drawn nor in reserve."""
    ceremony, standing = _held()
    visit = next(one for one in ceremony.result().visits if one.strata == ("A",))
    known = {
        one.id
        for stratum in ceremony.result().strata
        for one in (*stratum.drawn, *stratum.reserves)
    }
    favourite = next(
        one.id for one in ceremony.rosters.subjects if "A" in one.strata and one.id not in known
    )
    forged = examples.takes_over("A", visit.subject, favourite)
    ceremony.replace(forged)

    with pytest.raises(RefusedError, match=favourite):
        standing.apply(forged)
    assert failures(_published(ceremony)) == ["replacements"]


def test_the_order_of_the_reserves_is_fixed() -> None:
    """The second reserve before the first."""
    ceremony, standing = _held()
    visit = next(one for one in ceremony.result().visits if one.strata == ("A",))
    second = ceremony.result().strata[0].reserves[1].id
    forged = examples.takes_over("A", visit.subject, second)
    ceremony.replace(forged)

    with pytest.raises(RefusedError, match=second):
        standing.apply(forged)
    assert failures(_published(ceremony)) == ["replacements"]


def test_a_subject_that_was_replaced_does_not_come_back_as_a_reserve() -> None:
    _, standing = _held()
    seen = set(standing.current())
    first = standing.current()[0]

    for _ in range(2):
        chosen = standing.subject_replacement(first, "MOVED")
        assert chosen.incoming not in seen
        seen.add(chosen.incoming)
        standing.apply(chosen)
        first = chosen.incoming

    assert len(standing.current()) == len(seen) - 2


def test_replacements_end_with_the_reserves_instead_of_a_new_draw() -> None:
    ceremony, standing = _held()
    reserves = [one.id for one in ceremony.result().strata[0].reserves]
    subject = next(one.subject for one in ceremony.result().visits if one.strata == ("A",))
    for _ in reserves:
        chosen = standing.subject_replacement(subject, "MOVED")
        standing.apply(chosen)
        subject = chosen.incoming

    assert subject == reserves[-1]
    with pytest.raises(RefusedError, match="另立任务"):
        standing.subject_replacement(subject, "MOVED")


def test_a_chosen_inspector_does_not_take_over() -> None:
    ceremony, standing = _held()
    visit = ceremony.result().visits[0]
    slot = visit.team[0]
    right = standing.inspector_replacement(visit.subject, slot.pool, slot.inspector, "LEAVE")
    team = {one.inspector for one in visit.team}
    friend = next(
        one.id
        for one in ceremony.rosters.inspectors
        if slot.pool in one.pools and one.id not in team | {right.incoming}
    )
    ceremony.replace(replace(right, incoming=friend))

    assert failures(_published(ceremony)) == ["replacements"]


def test_an_inspector_who_was_taken_out_of_a_visit_is_not_sent_back() -> None:
    ceremony, standing = _held()
    visit = ceremony.result().visits[0]
    slot = visit.team[0]
    who = slot.inspector
    for _ in range(2):
        chosen = standing.inspector_replacement(visit.subject, slot.pool, who, "LEAVE")
        standing.apply(chosen)
        who = chosen.incoming

        assert who != slot.inspector


def test_every_replacement_is_counted_beside_the_draw() -> None:
    ceremony, standing = _held()
    chosen = standing.subject_replacement(ceremony.result().visits[0].subject, "MOVED")
    ceremony.replace(chosen)

    report = _published(ceremony)

    assert failures(report) == []
    assert f"递补 1 次，占抽中 {len(ceremony.result().visits)} 家" in report.notes


def test_a_replacement_left_out_of_the_folder_is_seen_in_the_whole_log() -> None:
    """The log has a favourite's replacement under the final checkpoint, the folder has none."""
    ceremony, _ = _held()
    visit = ceremony.result().visits[0].subject
    ceremony.replace(
        Replacement(
            stratum="A", pool=None, visit=visit, out=visit, incoming="FAVOURITE", why="MOVED"
        )
    )
    files = ceremony.folder()
    for name in ("log/replaced-1.entry", "log/replaced-1.proof"):
        del files[name]

    report = checked(files, configured(ceremony.log))

    assert [one for one in report.checks if one.outcome is not Outcome.PASSED]
