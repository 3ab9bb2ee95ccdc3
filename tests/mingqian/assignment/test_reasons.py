from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mingqian.assignment import ForcedSlot, PassedOver, Slot, Visit, assign, forced, passed_over
from mingqian.roster import Conflict, Inspector
from tests.mingqian.assignment import oracle
from tests.mingqian.assignment.instances import KEY, Instance, tiny


def visit(subject: str, **demand: int) -> Visit:
    return Visit(subject=subject, demand=tuple(demand.items()))


@settings(deadline=None, max_examples=300)
@given(tiny(), st.booleans())
def test_the_reasons_are_those_of_the_clause_read_literally(
    instance: Instance,
    relax_soft: bool,  # noqa: FBT001
) -> None:
    rosters = (instance.visits, instance.inspectors, instance.conflicts)
    expected = oracle.expect(*rosters, key=instance.key, relax_soft=relax_soft)
    assignment = assign(*rosters, key=instance.key, relax_soft=relax_soft)
    subjects = sorted(one.subject for one in instance.visits)
    teams = dict(zip(subjects, assignment.teams, strict=True))

    for subject in subjects:
        found = passed_over(
            subject,
            teams,
            instance.inspectors,
            instance.conflicts,
            key=instance.key,
            is_relaxed=assignment.relaxed,
        )

        told = [(one.pool, one.inspector, one.reason) for one in found]
        assert told == expected.passed[subject]
        assert all(one.slots for one in found if one.reason != "quota")


# By printf and sha256sum: s1 (40…) is drawn before s0 (86…).
PEOPLE = [
    Inspector("ann", ("fire", "north"), 0, 5),
    Inspector("bo", ("north",), 0, 5),
    Inspector("cai", ("north",), 9, 9),
]


def test_who_is_needed_is_told_for_which_slots_to_come() -> None:
    teams = {
        "s0": (Slot(pool="north", inspector="bo", leader=True),),
        "s1": (Slot(pool="north", inspector="cai", leader=True),),
    }

    found = passed_over("s1", teams, PEOPLE, [], key=KEY, is_relaxed=False)

    # The queue of s1: bo 61…, ann a6…, cai bc….
    assert found == (
        PassedOver(pool="north", inspector="bo", reason="needed", slots=(("s0", "north"),)),
        PassedOver(pool="north", inspector="ann", reason="quota", slots=()),
    )


def test_who_has_no_quota_left_is_told_for_which_slots_it_went() -> None:
    teams = {
        "s0": (
            Slot(pool="fire", inspector="ann", leader=True),
            Slot(pool="north", inspector=None, leader=False),
        ),
        "s1": (Slot(pool="north", inspector="bo", leader=True),),
    }

    found = passed_over("s0", teams, PEOPLE, [], key=KEY, is_relaxed=False)

    # The queue of s0: bo 20…, cai 81…, ann e8….
    assert found == (
        PassedOver(pool="north", inspector="bo", reason="quota", slots=(("s1", "north"),)),
        PassedOver(pool="north", inspector="cai", reason="quota", slots=()),
        PassedOver(pool="north", inspector="ann", reason="team", slots=(("s0", "fire"),)),
    )


def test_who_has_a_conflict_was_never_in_the_queue() -> None:
    teams = {"s": (Slot(pool="north", inspector=None, leader=False),)}
    conflicts = [
        Conflict("ann", "s", "hard"),
        Conflict("bo", "s", "soft"),
        Conflict("cai", "s", "hard"),
    ]

    found = passed_over("s", teams, PEOPLE, conflicts, key=KEY, is_relaxed=True)

    assert found == (PassedOver(pool="north", inspector="bo", reason="quota", slots=()),)


def test_slots_that_hardly_leave_a_choice_are_forced() -> None:
    people = [
        Inspector("ann", ("north",), 0, 5),
        Inspector("bo", ("north",), 0, 5),
        Inspector("cai", ("north", "south"), 0, 5),
    ]
    visits = [visit("s2", north=2), visit("s0", north=1, south=1), visit("s1", west=1)]
    conflicts = [Conflict("ann", "s0", "soft"), Conflict("bo", "s0", "hard")]

    assert forced(visits, people, conflicts) == (
        ForcedSlot(subject="s0", pool="north", count=1, eligible=1),
        ForcedSlot(subject="s0", pool="south", count=1, eligible=1),
        ForcedSlot(subject="s1", pool="west", count=1, eligible=0),
        ForcedSlot(subject="s2", pool="north", count=2, eligible=3),
    )


def test_dropped_conflicts_leave_more_choice() -> None:
    people = [Inspector("ann", ("north",), 0, 5), Inspector("bo", ("north",), 0, 5)]
    conflicts = [Conflict("ann", "s", "soft")]

    assert forced([visit("s", north=1)], people, conflicts, is_relaxed=True) == ()
