"""Shaping the lists and their weights: one test for each known attack."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from mingqian import inclusion_probabilities, roster
from mingqian.errors import FormatError
from mingqian.log import tree
from mingqian.manifest import Rule
from mingqian.roster import Exclusion, Rosters
from mingqian.verify import Report
from tests.support import examples
from tests.support.examples import Example
from tests.support.tampering import honest
from tests.support.verification import checked, configured, failures, of, verified


def _with_rosters(**changes: object) -> Example:
    example = examples.drand_and_witness()
    return replace(example, rosters=replace(example.rosters, **changes))  # type: ignore[arg-type]


def _swapped(files: dict[str, bytes]) -> Report:
    """Verify an honest folder in which some files were changed after the sealing."""
    ceremony = honest()
    return checked({**ceremony.all(), **files}, configured(ceremony.log))


def _files(rosters: Rosters) -> dict[str, bytes]:
    return roster.write(rosters)


# -- the lists -----------------------------------------------------------------------------------


def test_a_subject_dropped_before_sealing_shows_against_the_directory() -> None:
    dropped = _with_rosters(subjects=examples.drand_and_witness().rosters.subjects[:-1])

    usual, short = verified(honest()), verified(dropped.ceremony())

    assert "名录库 60 家，本次名单 42 家，相差 18 家" in usual.notes
    assert "名录库 60 家，本次名单 41 家，相差 19 家" in short.notes


def test_a_subject_dropped_before_sealing_cannot_be_proven_listed() -> None:
    """Its proof under the whole list does not lead to the root of the shortened one."""
    example = examples.drand_and_witness()
    lines = list(roster.candidate_lines(example.prepared.files))
    dropped = _with_rosters(subjects=example.rosters.subjects[1:]).prepared
    whole = tree.Tree.of(lines)

    found = tree.root_from_inclusion(
        tree.leaf_hash(lines[0]), index=0, size=len(lines), proof=whole.inclusion_proof(0)
    )

    assert found.hex() == example.prepared.manifest.candidates_root
    assert found.hex() != dropped.manifest.candidates_root


def test_a_subject_dropped_after_the_sealing_is_found() -> None:
    rosters = examples.drand_and_witness().rosters
    report = _swapped(_files(replace(rosters, subjects=rosters.subjects[:-1])))

    assert {"roster-digests", "candidates-root", "strata-counts"} <= set(failures(report))


def test_a_subject_cannot_be_on_both_lists() -> None:
    example = examples.drand_and_witness()
    first = example.rosters.subjects[0].id

    with pytest.raises(FormatError):
        _with_rosters(exclusions=[Exclusion(first, "ZX")])


def test_a_subject_cannot_be_listed_twice_for_a_double_chance() -> None:
    rosters = examples.drand_and_witness().rosters

    with pytest.raises(FormatError):
        _with_rosters(subjects=[*rosters.subjects, rosters.subjects[0]])


def test_a_subject_excluded_without_a_declared_reason_is_refused() -> None:
    rosters = examples.drand_and_witness().rosters
    friend = rosters.subjects[0].id

    with pytest.raises(FormatError, match="FRIEND"):
        _with_rosters(
            subjects=rosters.subjects[1:],
            exclusions=[*rosters.exclusions, Exclusion(friend, "FRIEND")],
        )


def test_every_exclusion_is_counted_by_its_reason() -> None:
    report = verified(honest())

    assert "不可抽 1 家：已注销(ZX)" in report.notes
    assert "不可抽 1 家：本年度已检查2次(CAP2)" in report.notes


def test_a_stratum_that_nobody_declared_is_refused() -> None:
    """A friend in a stratum of its own would never be drawn."""
    rosters = examples.drand_and_witness().rosters
    friend = rosters.subjects[0]._replace(strata=("Z",))

    with pytest.raises(FormatError, match="Z"):
        _with_rosters(subjects=[friend, *rosters.subjects[1:]])


def test_an_id_chosen_after_the_seed_has_no_place_on_the_list() -> None:
    """Somebody re-registers under an id with a large number: the list was sealed before."""
    rosters = examples.drand_and_witness().rosters
    other = rosters.subjects[0]._replace(id="91990107MA0000009X")

    report = _swapped(_files(replace(rosters, subjects=[other, *rosters.subjects[1:]])))

    assert "roster-digests" in failures(report)


# -- weights -------------------------------------------------------------------------------------


def test_weights_are_printed_with_the_chance_they_give() -> None:
    """Stratum A: 6 of 24; one has ten tickets, 33 in all, so 10·6/33 is more than certain."""
    rosters = examples.drand_and_witness().rosters
    people = [one._replace(tickets=10 if n == 0 else 1) for n, one in enumerate(rosters.subjects)]
    example = _with_rosters(subjects=people)

    found = inclusion_probabilities.odds(example.prepared.manifest, people)[0]

    assert example.prepared.manifest.ticket_base == 10
    assert (found.size, found.draw) == (24, 6)
    assert found.chances == ((1, 23, Fraction(5, 23)), (10, 1, Fraction(1)))
    assert "层 A 签数 10 的 1 家机会超过平均的两倍" in verified(example.ceremony()).notes


def test_a_favourite_with_hardly_a_chance_is_printed() -> None:
    """All others have ten tickets, so that one has a tenth of their chance."""
    rosters = examples.drand_and_witness().rosters
    people = [one._replace(tickets=1 if n == 0 else 10) for n, one in enumerate(rosters.subjects)]

    report = verified(_with_rosters(subjects=people).ceremony())

    assert "层 A 签数 1 的 1 家机会不到平均的一半" in report.notes


def test_weights_changed_after_the_sealing_are_found() -> None:
    rosters = examples.drand_and_witness().rosters
    people = [rosters.subjects[0]._replace(tickets=2), *rosters.subjects[1:]]

    report = _swapped(_files(replace(rosters, subjects=people)))

    assert {"roster-digests", "candidates-root", "strata-counts"} <= set(failures(report))


@pytest.mark.parametrize("tickets", [0, 11])
def test_nobody_has_no_ticket_or_more_than_ten(tickets: int) -> None:
    rosters = examples.drand_and_witness().rosters
    people = [rosters.subjects[0]._replace(tickets=tickets), *rosters.subjects[1:]]

    with pytest.raises(FormatError):
        _with_rosters(subjects=people)


def test_a_stratum_drawn_whole_is_called_what_it_is() -> None:
    example = examples.drand_and_witness()
    whole = replace(example.plan.strata[1], rule=Rule(permyriad=10_000, least=0, most=None))
    plan = replace(example.plan, strata=[example.plan.strata[0], whole])

    made = replace(example, plan=plan)
    size = made.prepared.manifest.stratum("B").size

    assert f"层 B 全查，不是随机：{size} 家全部抽中" in verified(made.ceremony()).notes


def test_a_random_stratum_is_not_called_whole() -> None:
    assert not any("全查" in note for note in verified(honest()).notes)


def test_the_draw_that_these_attacks_change_is_honest_itself() -> None:
    report = verified(honest())

    assert failures(report) == []
    assert of(report, "replacements").says == "没有递补"
