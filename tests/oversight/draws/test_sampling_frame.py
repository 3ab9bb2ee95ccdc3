"""What a sampling frame leads to, without a database: who is in, who is out, and why."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingqian.roster import HARD, SOFT, Conflict, Exclusion, Subject
from oversight.common.errors import DomainError
from oversight.draws.rules import partition, preparation
from oversight.draws.rules.frame import DirectoryTable, FormerVisits, RecentChanges
from oversight.draws.rules.preparation import decide
from tests.oversight.draws import frames
from tests.oversight.draws.frames import code, row

STRATUM = ("ALL.LDBZ-01",)


def exclusions(**changes: Any) -> dict[str, str]:
    """Give the reasons of those who are out, by their ids."""
    return {e.id: e.reason for e in decide(frames.frame(**changes)).rosters.exclusions}


def test_everybody_in_scope_takes_part_with_one_ticket() -> None:
    result = decide(frames.frame())

    assert result.rosters.subjects == [Subject(code(pk), 1, STRATUM) for pk in range(1, 9)]
    assert result.rosters.exclusions == []
    assert [s.draw for s in result.manifest.strata] == [4]
    assert result.manifest.directory.size == 8


def test_the_tickets_of_a_grade_are_those_agreed() -> None:
    directory = [row(1, grade="D"), row(2)]
    terms = frames.terms(tickets={"D": 3})

    result = decide(frames.frame(directory=directory, terms=terms))

    assert result.rosters.subjects == [Subject(code(1), 3, STRATUM), Subject(code(2), 1, STRATUM)]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"code_is_valid": False}, "BADCODE"),
        ({"state": "注销"}, "STATE"),
        ({"industry": "餐饮业"}, "SCOPE"),
        ({"labels": "|重点项目|"}, "LABEL"),
        ({"last_visited_on": date(2026, 3, 1)}, "REST"),
        ({"code_is_valid": False, "state": "注销", "industry": "餐饮业"}, "BADCODE"),
        ({"state": "注销", "labels": "|重点项目|"}, "STATE"),
    ],
)
def test_a_firm_is_out_for_the_first_reason_that_holds(
    changes: dict[str, Any], reason: str
) -> None:
    found = exclusions(
        directory=[row(1, **changes), row(2)],
        terms=frames.terms(scope={"industries": ["制造业"]}),
    )

    assert found == {code(1): reason}


def test_a_code_that_no_roster_can_hold_stands_under_its_row() -> None:
    found = exclusions(directory=[row(1, code="张三,身份证"), row(2)])

    assert found == {"ROW-1": "BADCODE"}


def test_a_firm_of_a_class_that_is_not_drawn_is_out_of_scope() -> None:
    terms = frames.terms(ratio_by="grade", classes={"A": STRATUM})

    assert exclusions(directory=[row(1), row(2, grade="C")], terms=terms) == {code(2): "SCOPE"}


def test_a_cap_reached_keeps_out_unless_an_exemption_was_granted() -> None:
    caps = (frames.cap(1, {1: 1, 2: 1}),)

    found = exclusions(terms=frames.terms(caps=caps, excepted=frozenset({2})))

    assert found == {code(1): "CAP-YEAR"}


def test_whoever_left_by_a_recent_change_is_out_for_that_reason() -> None:
    changes = RecentChanges(
        days=30, was_in=frozenset({1}), was_out=frozenset({3}), departed=("GONE",)
    )

    result = decide(
        frames.frame(
            directory=[row(1, state="注销"), row(2, state="注销"), row(3)], changes=changes
        )
    )

    assert result.rosters.exclusions == [
        Exclusion(code(1), "STATE-CHANGED"),
        Exclusion(code(2), "STATE"),
        Exclusion("GONE", "DELISTED"),
    ]
    assert (result.left, result.entered) == ([code(1), "GONE"], [code(3)])


def test_a_visit_entered_lately_is_told_as_the_cause_of_the_cap() -> None:
    former = {1: FormerVisits(last_visited_on=None, recent={"cap_year": 1})}
    changes = RecentChanges(days=30, former_visits=former)
    caps = (frames.cap(1, {1: 1, 2: 1}),)

    found = exclusions(terms=frames.terms(caps=caps), changes=changes)

    assert found == {code(1): "CAP-YEAR-CHANGED", code(2): "CAP-YEAR"}


def test_a_visit_entered_lately_is_told_as_the_cause_of_the_rest() -> None:
    lately = date(2026, 3, 10)
    former = {
        1: FormerVisits(last_visited_on=None, recent={}),
        2: FormerVisits(last_visited_on=date(2026, 3, 1), recent={}),
    }
    directory = [row(1, last_visited_on=lately), row(2, last_visited_on=lately), row(3)]

    found = exclusions(directory=directory, changes=RecentChanges(days=30, former_visits=former))

    assert found == {code(1): "REST-CHANGED", code(2): "REST"}


def test_nobody_in_scope_is_refused() -> None:
    with pytest.raises(DomainError, match="没有一家可以参加抽取"):
        decide(frames.frame(directory=[row(1, state="注销")]))


def test_inspectors_who_may_not_go_are_named_with_every_reason() -> None:
    absent = frames.availability(duty="借调", certificates=[])
    people = [
        frames.inspector(1, items=["LDBZ-01", "LDBZ-09"], load=5),
        frames.inspector(2),
        frames.inspector(3, availability=absent, items=["LDBZ-09"]),
    ]

    result = decide(frames.frame(inspectors=people))

    assert [(i.id, i.load, i.limit) for i in result.rosters.inspectors] == [
        ("ZF00001", 5, 6),
        ("ZF00002", 0, 6),
    ]
    assert result.figures["people"] == {
        "available": 2,
        "unavailable": [["许3", "执法一科", "状态为“借调”；没有登记执法证件；不能查本次的事项"]],
        "capacity": 12,
    }


def test_a_recusal_outweighs_the_rotation_and_strangers_are_left_out() -> None:
    result = decide(
        frames.frame(
            recent_visits=frozenset({(1, 1), (1, 2), (99, 1), (1, 99)}),
            recusals=frozenset({(1, 1), (98, 2)}),
        )
    )

    assert result.rosters.conflicts == [
        Conflict("ZF00001", code(1), HARD),
        Conflict("ZF00001", code(2), SOFT),
    ]


def test_an_inspector_bound_to_a_region_does_not_go_elsewhere() -> None:
    people = [frames.inspector(pk) for pk in (1, 2)] + [frames.inspector(3, regions=["城东"])]
    directory = [row(1), row(2, region="城西"), row(3, region="城西", state="注销")]

    result = decide(frames.frame(inspectors=people, directory=directory))

    assert result.rosters.conflicts == [Conflict("ZF00003", code(2), HARD)]


def test_too_many_pairs_to_keep_apart_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partition, "MOST_CONFLICTS", 7)
    bound = [frames.inspector(1, regions=["城西"])]

    with pytest.raises(DomainError, match="请按区域分成几个任务"):
        decide(frames.frame(inspectors=[*bound, frames.inspector(2)]))


def test_too_few_inspectors_are_told_with_what_can_be_done() -> None:
    figures = decide(frames.frame(inspectors=[frames.inspector(1)])).figures

    assert figures["feasible"] is False
    assert figures["problem"] == (
        f"有 1 家即使只抽中它一家也派不齐人，例如 {code(1)}：执法一科 要 2 人，能去的只有 1 人。"
    )
    assert figures["ways"][0].startswith("请配合科室一起去")


def test_limits_that_are_too_low_are_told_with_the_names() -> None:
    setup = {**frames.SETUP, "limit": 1}

    figures = decide(frames.frame(setup=setup)).figures

    assert (figures["feasible"], figures["failed"], figures["rehearsed"]) == (False, 20, 20)
    assert figures["problem"] == (
        "差 5 人次。需要 执法一科 8 人次；能去的 3 人（许1、许2、许3）最多 3 人次。"
        "现在每人最多 1 次。"
    )


def test_the_figures_tell_chances_and_expectations_in_whole_numbers() -> None:
    figures = decide(frames.frame()).figures

    [stratum] = figures["strata"]
    assert (stratum["size"], stratum["draw"], stratum["reserve"]) == (8, 4, 1)
    assert stratum["chances"] == [[1, 8, 1, 2]]
    assert figures["parts"] == [
        ["grade", "A", 8, 4_000_000, 2_000_000],
        ["owner", "2", 8, 4_000_000, 2_000_000],
        ["region", "城东", 8, 4_000_000, 2_000_000],
    ]
    assert (figures["visits"], figures["slots"], figures["feasible"]) == ([4, 4], 8, True)


def test_the_same_frame_gives_the_same_bytes() -> None:
    first, second = decide(frames.frame()), decide(frames.frame())

    assert first.manifest.write() == second.manifest.write()
    assert first.files == second.files


def test_a_directory_in_columns_gives_the_rows_that_went_in() -> None:
    rows = [row(1), row(2, labels="|重点项目|", last_visited_on=date(2026, 1, 2)), row(3)]

    assert list(DirectoryTable(rows)) == rows


STATES = st.sampled_from(["存续", "存续", "注销"])
ROWS: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.builds(
        dict,
        code_is_valid=st.booleans(),
        state=STATES,
        industry=st.sampled_from(["制造业", "餐饮业"]),
        grade=st.sampled_from("ABC"),
        labels=st.sampled_from(["", "|重点项目|"]),
        last_visited_on=st.sampled_from([None, date(2026, 3, 1), date(2025, 3, 1)]),
    ),
    max_size=12,
)
KEYS = st.frozensets(st.integers(min_value=1, max_value=12))


@given(values=ROWS, was_in=KEYS, visited=KEYS, departed=st.sampled_from([(), ("GONE",)]))
def test_everybody_is_in_or_out_for_exactly_one_reason(
    values: list[dict[str, Any]],
    was_in: frozenset[int],
    visited: frozenset[int],
    departed: tuple[str, ...],
) -> None:
    rows = [row(pk, **changes) for pk, changes in enumerate(values, start=1)] + [row(99)]
    terms = frames.terms(
        scope={"industries": ["制造业"]}, caps=(frames.cap(1, dict.fromkeys(visited, 1)),)
    )
    changes = RecentChanges(days=30, was_in=was_in, departed=departed)

    result = decide(frames.frame(directory=rows, terms=terms, changes=changes))

    subjects = [subject.id for subject in result.rosters.subjects]
    excluded = [exclusion.id for exclusion in result.rosters.exclusions]
    assert sorted(subjects + excluded) == sorted([*(r.code for r in rows), *departed])
    assert all(exclusion.reason for exclusion in result.rosters.exclusions)
    figures = result.figures
    assert figures["size"] == figures["subjects"] + figures["excluded"] == len(rows) + len(departed)
    assert sum(line["count"] for line in figures["exclusions"]) == len(excluded)
    assert {line["code"] for line in figures["exclusions"]} == {
        reason.code for reason in result.manifest.exclusion_reasons
    }
    assert sum(part[2] for part in figures["parts"] if part[0] == "owner") == len(subjects)


@given(values=ROWS)
def test_a_directory_in_columns_decides_as_one_in_rows(values: list[dict[str, Any]]) -> None:
    rows = [row(pk, **changes) for pk, changes in enumerate(values, start=1)] + [row(99)]

    by_rows = preparation.decide(frames.frame(directory=rows))
    by_columns = preparation.decide(frames.frame(directory=DirectoryTable(rows)))

    assert by_rows == by_columns
