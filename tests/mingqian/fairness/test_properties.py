"""What holds for every roster and every seed, so that nobody gains by shaping either."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mingqian import canonical, draw
from mingqian import seed as seeds
from mingqian.replacement import ReplacementState
from mingqian.result import SourceValue
from mingqian.roster import Subject
from tests.mingqian.fairness import samples
from tests.mingqian.fairness.samples import drawn, ids
from tests.support import examples

SEEDS = st.integers(1, 10**6).map(lambda number: canonical.digest(f"fairness {number}"))
ROSTERS = st.lists(
    st.builds(Subject, st.from_regex(r"[0-9A-Z]{1,18}", fullmatch=True), st.integers(1, 10)),
    min_size=1,
    max_size=40,
    unique_by=lambda subject: subject.id,
).map(lambda people: [one._replace(strata=("A",)) for one in people])


def _hold(example: examples.Example, **changes: str) -> dict[str, str]:
    values = {"drand": example.given[0].value, "witness": example.given[1].value} | changes
    sources = (SourceValue(value=values["drand"]), SourceValue(value=values["witness"]))
    result = draw.hold(example.prepared.manifest, example.rosters, sources)
    return {one.id: one.number for stratum in result.strata for one in stratum.drawn}


@given(people=ROSTERS, seed=SEEDS, data=st.data())
def test_the_order_of_the_rows_has_no_influence(
    people: list[Subject], seed: str, data: st.DataObject
) -> None:
    count = data.draw(st.integers(0, len(people)))
    shuffled = data.draw(st.permutations(people))

    assert drawn(shuffled, count, seed, reserve=3) == drawn(people, count, seed, reserve=3)


@given(people=ROSTERS, seed=SEEDS, data=st.data())
def test_a_smaller_draw_of_the_same_seed_is_the_beginning_of_the_larger(
    people: list[Subject], seed: str, data: st.DataObject
) -> None:
    larger = data.draw(st.integers(0, len(people)))
    smaller = data.draw(st.integers(0, larger))

    assert drawn(people, larger, seed).drawn[:smaller] == drawn(people, smaller, seed).drawn


@given(people=ROSTERS, seed=SEEDS, data=st.data())
def test_a_stratum_inside_another_draws_the_same_first(
    people: list[Subject], seed: str, data: st.DataObject
) -> None:
    inner = data.draw(st.sets(st.sampled_from(people), min_size=1))
    nested = [one._replace(strata=("A", "B")) if one in inner else one for one in people]

    whole = drawn(nested, len(people), seed).drawn
    part = drawn(nested, len(inner), seed, code="B").drawn

    assert [one for one in whole if one in part] == list(part)


@given(people=ROSTERS, seed=SEEDS, data=st.data())
def test_adding_a_subject_moves_nobody_elses_number(
    people: list[Subject], seed: str, data: st.DataObject
) -> None:
    count = data.draw(st.integers(0, len(people)))
    newcomer = Subject("z-newcomer", 1, ("A",))

    before = drawn(people, len(people), seed).drawn
    after = drawn([*people, newcomer], len(people) + 1, seed).drawn
    gone = ids(drawn(people, count, seed)) - ids(drawn([*people, newcomer], count, seed))

    assert {one.id: one.number for one in before}.items() <= {
        one.id: one.number for one in after
    }.items()
    assert [one.id for one in after if one.id != newcomer.id] == [one.id for one in before]
    assert gone <= {one.id for one in drawn(people, count, seed).drawn[-1:]}


@given(people=ROSTERS, seed=SEEDS, data=st.data())
def test_taking_the_first_reserve_is_a_draw_without_the_replaced(
    people: list[Subject], seed: str, data: st.DataObject
) -> None:
    count = data.draw(st.integers(1, len(people)))
    first = drawn(people, count, seed, reserve=1)
    out = data.draw(st.sampled_from(first.drawn)).id
    left = [one for one in people if one.id != out]

    again = ids(drawn(left, min(count, len(left)), seed))

    assert again == ids(first) - {out} | {one.id for one in first.reserves}


@given(people=ROSTERS, seed=SEEDS, data=st.data())
def test_more_tickets_never_lower_a_chance(
    people: list[Subject], seed: str, data: st.DataObject
) -> None:
    count = data.draw(st.integers(1, len(people)))
    lucky = data.draw(st.sampled_from(people))
    richer = [one._replace(tickets=10) if one == lucky else one for one in people]

    had = lucky.id in ids(drawn(people, count, seed))
    has = lucky.id in ids(drawn(richer, count, seed))

    assert has or not had


@given(people=ROSTERS, seed=SEEDS, factor=st.integers(2, 5), data=st.data())
def test_tickets_count_only_in_proportion(
    people: list[Subject], seed: str, factor: int, data: st.DataObject
) -> None:
    count = data.draw(st.integers(0, len(people)))
    small = [one._replace(tickets=1 + one.tickets % 2) for one in people]
    large = [one._replace(tickets=one.tickets * factor) for one in small]

    assert ids(drawn(large, count, seed)) == ids(drawn(small, count, seed))


@given(value=SEEDS)
def test_every_source_moves_every_number(value: str) -> None:
    example = examples.drand_and_witness()

    usual = _hold(example)
    by_the_round = _hold(example, drand=value)
    by_the_witness = _hold(example, witness=value[:32])

    assert not usual.items() & by_the_round.items()
    assert not usual.items() & by_the_witness.items()
    assert not by_the_round.items() & by_the_witness.items()


def test_every_byte_of_the_manifest_moves_the_seed() -> None:
    example = examples.drand_and_witness()
    made = example.prepared.manifest
    values = [one.value for one in example.given]

    found = {
        seeds.seed(one.draw, one.commitment, one.sources, values, None)
        for one in (made, replace(made, title=f"{made.title} "), replace(made, relax_soft=False))
    }

    assert len(found) == 3


def test_a_replaced_subject_is_as_if_it_had_not_been_in_the_list() -> None:
    example = examples.drand_and_witness()
    made = example.prepared.manifest
    result = draw.hold(made, example.rosters, example.given)
    standing = ReplacementState(made, example.rosters, result)
    out = next(one for one in result.visits if one.strata == ("A",)).subject
    left = replace(
        example.rosters, subjects=[one for one in example.rosters.subjects if one.id != out]
    )

    standing.apply(standing.subject_replacement(out, "MOVED"))
    without = [
        samples.drawn(left.subjects, one.draw, result.seed, code=one.code) for one in made.strata
    ]

    assert standing.current() == sorted(draw.visits(without))


def test_a_reserve_that_is_visited_anyway_is_passed_over() -> None:
    """The first seed with which the first reserve of A was drawn by B."""
    example = examples.drand_and_witness()
    made = example.prepared.manifest
    held = (
        draw.hold(made, example.rosters, (SourceValue(value=value), example.given[1]))
        for value in samples.seeds(100)
    )
    result = next(
        one for one in held if one.strata[0].reserves[0].id in {v.subject for v in one.visits}
    )
    out = next(one for one in result.visits if one.strata == ("A",)).subject

    found = ReplacementState(made, example.rosters, result).subject_replacement(out, "MOVED")

    assert found.incoming in {one.id for one in result.strata[0].reserves[1:]}
    assert found.incoming not in {one.subject for one in result.visits}
