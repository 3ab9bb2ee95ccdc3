from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mingqian.assignment import (
    Blocking,
    Shortage,
    Uncoverable,
    Visit,
    assign,
    blocking_set,
    uncoverable,
)
from mingqian.roster import Conflict, Inspector
from tests.mingqian.assignment import oracle
from tests.mingqian.assignment.instances import KEY, Instance, tiny


def visit(subject: str, **demand: int) -> Visit:
    return Visit(subject=subject, demand=tuple(demand.items()))


def missing(instance: Instance, *, relax_soft: bool) -> int:
    """Count the open slots by enumeration."""
    expected = oracle.expect(
        instance.visits,
        instance.inspectors,
        instance.conflicts,
        key=KEY,
        relax_soft=relax_soft,
    )
    return sum(who is None for team in expected.teams.values() for _, who in team)


def may_go(instance: Instance, one: Inspector, shortage: Shortage, *, relax_soft: bool) -> set[str]:
    """List the subjects of a shortage to which an inspector may go."""
    closed = {
        conflict.subject
        for conflict in instance.conflicts
        if conflict.inspector == one.id and not (relax_soft and conflict.kind == "soft")
    }
    return {subject for subject, pool, _ in shortage.slots if pool in one.pools} - closed


@settings(deadline=None, max_examples=300)
@given(tiny(), st.booleans())
def test_shortages_prove_by_counting_what_must_stay_open(
    instance: Instance,
    relax_soft: bool,  # noqa: FBT001
) -> None:
    expected = missing(instance, relax_soft=relax_soft)

    found = blocking_set(
        instance.visits, instance.inspectors, instance.conflicts, relax_soft=relax_soft
    )

    assert (found is None) == (expected == 0)
    if found is not None:
        assert found.missing == expected
        assert found.missing_if_relaxed == missing(instance, relax_soft=True)
        assert found.missing == sum(one.needed - one.possible for one in found.shortages)
        assert all(one.needed > one.possible for one in found.shortages)
        for shortage in found.shortages:
            able = {
                one: may_go(instance, one, shortage, relax_soft=relax_soft)
                for one in instance.inspectors
            }
            assert shortage.inspectors == tuple(
                (one.id, min(one.limit, len(subjects)))
                for one, subjects in able.items()
                if subjects
            )


@settings(deadline=None)
@given(tiny())
def test_shortages_have_no_slot_and_no_inspector_in_common(instance: Instance) -> None:
    found = blocking_set(instance.visits, instance.inspectors, instance.conflicts, relax_soft=False)

    shortages = found.shortages if found else ()
    slots = [slot for shortage in shortages for slot in shortage.slots]
    people = [who for shortage in shortages for who, _ in shortage.inspectors]
    assert len(slots) == len(set(slots))
    assert len(people) == len(set(people))


@settings(deadline=None, max_examples=300)
@given(tiny(), st.booleans())
def test_a_subject_is_uncoverable_when_it_could_not_be_covered_alone(
    instance: Instance,
    relax_soft: bool,  # noqa: FBT001
) -> None:
    alone = [
        visit.subject
        for visit in instance.visits
        if not assign(
            [visit],
            instance.inspectors,
            instance.conflicts,
            key=KEY,
            relax_soft=relax_soft,
        ).complete
    ]

    found = uncoverable(
        instance.visits, instance.inspectors, instance.conflicts, relax_soft=relax_soft
    )

    assert [one.subject for one in found] == alone
    assert all(one.persons < sum(needed for _, needed, _ in one.pools) for one in found)


def test_two_shortages_are_told_apart() -> None:
    people = [
        Inspector("ann", ("north",), 0, 1),
        Inspector("bo", ("south",), 0, 1),
        Inspector("cai", ("west",), 0, 5),
    ]
    visits = [
        visit("s1", north=1),
        visit("s2", north=1, west=1),
        visit("s3", south=1),
        visit("s4", south=1),
        visit("s5", west=1),
    ]

    found = blocking_set(visits, people, [], relax_soft=False)

    assert found == Blocking(
        uncoverable=(),
        shortages=(
            Shortage(slots=(("s1", "north", 1), ("s2", "north", 1)), inspectors=(("ann", 1),)),
            Shortage(slots=(("s3", "south", 1), ("s4", "south", 1)), inspectors=(("bo", 1),)),
        ),
        missing=2,
        missing_if_relaxed=2,
    )


def test_a_shortage_counts_its_slots_by_pool() -> None:
    shortage = Shortage(
        slots=(("s1", "north", 2), ("s1", "south", 1), ("s2", "north", 1)),
        inspectors=(("ann", 2), ("bo", 0)),
    )

    assert shortage.pools == (("north", 3), ("south", 1))
    assert shortage.needed == 4
    assert shortage.possible == 2


def test_it_is_told_whether_dropping_soft_conflicts_would_help() -> None:
    people = [Inspector("ann", ("north",), 0, 5), Inspector("bo", ("north",), 0, 5)]
    soft = [Conflict("ann", "s", "soft")]

    found = blocking_set([visit("s", north=2)], people, soft, relax_soft=False)

    assert found == Blocking(
        uncoverable=(Uncoverable(subject="s", pools=(("north", 2, 1),), persons=1),),
        shortages=(Shortage(slots=(("s", "north", 2),), inspectors=(("bo", 1),)),),
        missing=1,
        missing_if_relaxed=0,
    )


def test_nothing_blocks_where_the_draw_may_drop_what_stands_in_the_way() -> None:
    people = [Inspector("ann", ("north",), 0, 5)]
    soft = [Conflict("ann", "s", "soft")]

    assert blocking_set([visit("s", north=1)], people, soft, relax_soft=True) is None


def test_one_person_for_two_pools_does_not_cover_both() -> None:
    people = [Inspector("ann", ("fire", "north"), 0, 5), Inspector("bo", ("west",), 0, 5)]
    visits = [visit("s1", fire=1, north=1, west=1), visit("s0", fire=1)]

    found = uncoverable(visits, people, [], relax_soft=False)

    assert found == (Uncoverable(subject="s1", pools=(("fire", 1, 1), ("north", 1, 1)), persons=1),)


def test_who_may_take_no_task_covers_nothing() -> None:
    people = [Inspector("ann", ("north",), 0, 0)]

    found = uncoverable([visit("s", north=1)], people, [], relax_soft=False)

    assert found == (Uncoverable(subject="s", pools=(("north", 1, 0),), persons=0),)


def test_who_may_take_no_task_is_shown_without_capacity() -> None:
    people = [Inspector("ann", ("north",), 0, 0)]

    found = blocking_set([visit("s", north=1)], people, [], relax_soft=False)

    assert found is not None
    assert found.shortages == (Shortage(slots=(("s", "north", 1),), inspectors=(("ann", 0),)),)
