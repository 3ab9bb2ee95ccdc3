"""The draw as a whole, explanations, odds and replacements (spec draw-v1 4.6, 6.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from mingqian import (
    canonical,
    draw,
    explain,
    inclusion_probabilities,
    manifest,
    manifest_builder,
    sources,
)
from mingqian.errors import FormatError, RefusedError
from mingqian.manifest import Need
from mingqian.manifest_builder import StratumPlan
from mingqian.replacement import Replacement, ReplacementState
from mingqian.result import SourceValue
from mingqian.roster import Subject
from tests.support import examples

EXAMPLE = examples.drand_and_witness()
RESULT = EXAMPLE.ceremony().result()
KEYS = draw.keys(RESULT.seed)


def told(subject: str) -> explain.Explanation:
    return explain.explain(EXAMPLE.prepared.manifest, EXAMPLE.rosters, RESULT, subject)


def test_the_same_things_always_give_the_same_bytes() -> None:
    assert EXAMPLE.ceremony().result().write() == RESULT.write()


def test_progress_is_told_for_every_visit() -> None:
    seen: list[tuple[int, int]] = []

    draw.hold(
        EXAMPLE.prepared.manifest,
        EXAMPLE.rosters,
        EXAMPLE.given,
        progress=lambda done, total: seen.append((done, total)),
    )

    assert seen[-1] == (len(RESULT.visits), len(RESULT.visits))


def test_a_draw_whose_assurance_fell_is_void_by_rule() -> None:
    example = examples.low_assurance()
    keno = replace(example, plan=replace(example.plan, sources=(examples.KENO,)))
    given = (SourceValue(value="none"),)

    with pytest.raises(RefusedError, match="按规则作废"):
        draw.hold(keno.prepared.manifest, keno.rosters, given)


def test_a_drawn_subject_is_told_its_number_and_the_cutoff() -> None:
    one = RESULT.strata[0].drawn[0]

    found = told(one.id)

    assert found.ticket is not None
    assert found.ticket.number == canonical.digest(f"{KEYS.subjects},{one.id}") == one.number
    assert found.standings[0].outcome == explain.DRAWN
    assert found.standings[0].cutoff is not None
    assert found.ticket <= found.standings[0].cutoff


def test_a_reserve_is_told_its_rank() -> None:
    only = RESULT.strata[0].reserves[1]

    standing = told(only.id).standings[0]

    assert (standing.outcome, standing.reserve_rank) == (explain.RESERVE, 2)


def test_others_are_told_that_they_were_not_drawn() -> None:
    named = {one.id for s in RESULT.strata for one in (*s.drawn, *s.reserves)}
    other = next(s.id for s in EXAMPLE.rosters.subjects if s.id not in named)

    assert {one.outcome for one in told(other).standings} == {explain.NOT_DRAWN}


def test_an_excluded_subject_is_told_the_reason_and_an_unknown_one_nothing() -> None:
    excluded, unknown = told("91990107MA0000910X"), told("NOBODY")

    assert (excluded.excluded_for, excluded.leaf) == ("ZX", 40)
    assert (unknown.subject, unknown.excluded_for, unknown.leaf) == (None, None, None)


def test_a_stratum_without_draw_has_no_cutoff() -> None:
    example = examples.one_subject()
    strata = [
        replace(s, rule=manifest.Rule(permyriad=0, least=0, most=None)) for s in example.plan.strata
    ]
    empty = replace(example, plan=replace(example.plan, strata=strata))
    result = empty.ceremony().result()

    found = explain.explain(empty.prepared.manifest, empty.rosters, result, "91990107MA0000010X")

    assert [(one.outcome, one.cutoff) for one in found.standings] == [(explain.RESERVE, None)]


def test_equal_tickets_give_equal_chances() -> None:
    first = inclusion_probabilities.odds(EXAMPLE.prepared.manifest, EXAMPLE.rosters.subjects)[0]

    assert first.chances == ((1, first.size, Fraction(first.draw, first.size)),)
    assert (first.is_census, first.uneven) == (False, ())


@pytest.mark.parametrize("count", [0, 1, 5, 9, 20])
def test_the_chances_add_up_to_the_number_drawn(count: int) -> None:
    holders = {1: 10, 3: 6, 10: 4}

    chances = inclusion_probabilities.inclusion_chances(count, holders)

    assert sum(chances[tickets] * held for tickets, held in holders.items()) == count
    assert all(0 <= chance <= 1 for chance in chances.values())


def test_many_tickets_make_certain_and_leave_the_rest_to_the_others() -> None:
    chances = inclusion_probabilities.inclusion_chances(5, {1: 20, 10: 3})

    assert chances == {10: Fraction(1), 1: Fraction(2, 20)}


def test_an_empty_stratum_has_no_chances() -> None:
    second = inclusion_probabilities.odds(
        examples.one_subject().prepared.manifest, examples.one_subject().rosters.subjects
    )[1]

    assert (second.size, second.chances, second.mean) == (0, (), Fraction(0))


def test_a_census_is_called_so() -> None:
    (first, _) = inclusion_probabilities.odds(
        examples.one_subject().prepared.manifest, examples.one_subject().rosters.subjects
    )

    assert first.is_census


def test_chances_are_what_many_draws_show() -> None:
    """400 seeds, 40 subjects with 1 to 4 tickets: a mean frequency has a standard error of 0.8 %
    at most over the ten subjects of a class; five of them are 4 %."""
    example = examples.tickets()
    made = example.prepared.manifest
    expected = {
        row[0]: row[2]
        for row in inclusion_probabilities.odds(made, example.rosters.subjects)[0].chances
    }
    tickets = {s.id: s.tickets for s in example.rosters.subjects}
    counts = dict.fromkeys(expected, 0)

    for number in range(400):
        drawn = draw.select(made, draw.engine_of(example.rosters), canonical.digest(f"{number}"))
        for ticket in drawn[0].drawn:
            counts[tickets[ticket.id]] += 1

    for held, count in counts.items():
        share = count / 400 / sum(one == held for one in tickets.values())
        assert abs(share - float(expected[held])) < 0.04


def test_preparation_counts_everything_itself() -> None:
    made = EXAMPLE.prepared.manifest

    assert [(s.code, s.size, s.draw) for s in made.strata] == [("A", 24, 6), ("B", 24, 3)]
    assert (made.ticket_base, examples.tickets().prepared.manifest.ticket_base) == (1, 12)
    assert made.t0 == "2023-08-23T15:59:24Z"


def test_a_plan_without_public_source_is_refused() -> None:
    plan = replace(EXAMPLE.plan, sources=(examples.ZHOU,))

    with pytest.raises(RefusedError, match="至少要有一个公开来源"):
        manifest_builder.prepare(plan, EXAMPLE.rosters)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda r: replace(r, subjects=[*r.subjects, Subject("Z", 1, ("C",))]), "层 C 没有"),
        (lambda r: replace(r, exclusions=[r.exclusions[0]._replace(reason="X")]), "原因 X 没有"),
        (
            lambda r: replace(r, inspectors=[r.inspectors[0]._replace(pools=("Q",))], conflicts=[]),
            "人员组 Q 没有",
        ),
    ],
)
def test_a_code_that_nobody_declared_is_refused(change: Callable[..., object], says: str) -> None:
    with pytest.raises(FormatError, match=says):
        manifest_builder.prepare(EXAMPLE.plan, change(EXAMPLE.rosters))  # type: ignore[arg-type]


def test_a_rehearsal_gives_other_visits_than_the_draw_and_as_many_as_asked() -> None:
    found = manifest_builder.rehearse(EXAMPLE.prepared.manifest, EXAMPLE.rosters, times=3)

    assert len(found) == 3
    assert [v.subject for v in found[0]] != [v.subject for v in RESULT.visits]


def test_every_subject_has_the_visit_of_all_its_strata() -> None:
    visits = manifest_builder.every_visit(EXAMPLE.prepared.manifest, EXAMPLE.rosters)

    assert visits[4].demand == (("JC", 2), ("ZH", 1))
    assert len(visits) == 40


def test_the_demand_is_the_largest_count_of_each_pool() -> None:
    strata = EXAMPLE.prepared.manifest.strata

    assert draw.demand(strata) == (("JC", 2), ("ZH", 1))
    assert draw.demand(strata[1:]) == (("JC", 1), ("ZH", 1))


# -- replacements --------------------------------------------------------------------------------


def standing() -> ReplacementState:
    return ReplacementState(EXAMPLE.prepared.manifest, EXAMPLE.rosters, RESULT)


def test_the_first_reserve_takes_over_and_the_next_after_it() -> None:
    now = standing()
    first, second = [one.subject for one in RESULT.visits if one.strata == ("A",)][:2]
    reserves = [one.id for one in RESULT.strata[0].reserves]
    visited = {one.subject for one in RESULT.visits}
    free = [one for one in reserves if one not in visited]

    chosen = now.subject_replacement(first, "MOVED")
    now.apply(chosen)

    assert chosen.incoming == free[0]
    assert now.subject_replacement(second, "MOVED").incoming == free[1]
    assert first not in now.current()
    assert sum(now.tasks().values()) == sum(one.tasks for one in RESULT.loads) - 2
    filling = now.inspector_replacement(free[0], "JC", None, "OPEN")
    now.apply(filling)
    assert now.tasks()[filling.incoming] >= 1
    assert now.open_slots(free[0]) == ["JC"]


def test_reserves_can_be_used_up() -> None:
    now = standing()
    visits = [one.subject for one in RESULT.visits if one.strata == ("A",)]

    def replace_all() -> None:
        for visit in visits:
            now.apply(now.subject_replacement(visit, "MOVED"))

    with pytest.raises(RefusedError, match="备选已用完；请另立任务"):
        replace_all()


def test_whoever_is_replaced_never_comes_back_to_the_visit() -> None:
    now = standing()
    visit = RESULT.visits[0]
    slot = visit.team[0]

    first = now.inspector_replacement(visit.subject, slot.pool, slot.inspector, "LEAVE")
    now.apply(first)
    second = now.inspector_replacement(visit.subject, slot.pool, first.incoming, "LEAVE")

    assert len({slot.inspector, first.incoming, second.incoming}) == 3
    assert first.public("c")["pool"] == slot.pool
    assert (slot.pool, first.incoming) in now.team(visit.subject)
    assert now.tasks()[first.incoming] >= 1


@pytest.mark.parametrize(
    ("act", "says"),
    [
        (lambda now: now.subject_replacement("NOBODY", "X"), "不在抽中的名单里"),
        (
            lambda now: now.inspector_replacement(RESULT.visits[0].subject, "JC", "J999", "X"),
            "没有这样的名额",
        ),
        (
            lambda now: now.inspector_replacement(RESULT.visits[0].subject, "JC", None, "X"),
            "没有这样的名额",
        ),
    ],
)
def test_what_cannot_be_replaced_is_refused(
    act: Callable[[ReplacementState], object], says: str
) -> None:
    with pytest.raises(RefusedError, match=says):
        act(standing())


def test_a_visit_that_went_out_is_done_with() -> None:
    now = standing()
    visit = next(one for one in RESULT.visits if len(one.strata) == 1)
    now.apply(now.subject_replacement(visit.subject, "MOVED"))
    slot = visit.team[0]

    with pytest.raises(RefusedError, match="已在每个层中被递补"):
        now.subject_replacement(visit.subject, "MOVED")
    with pytest.raises(RefusedError, match="不再派人"):
        now.inspector_replacement(visit.subject, slot.pool, slot.inspector, "LEAVE")


def test_a_favourite_cannot_be_brought_in() -> None:
    now = standing()
    visit = next(one for one in RESULT.visits if one.strata == ("A",))
    wanted = RESULT.strata[0].reserves[-1].id

    with pytest.raises(RefusedError, match="按规则应由"):
        now.apply(examples.takes_over("A", visit.subject, wanted))


def test_when_nobody_is_left_nobody_takes_over() -> None:
    example = examples.partial()
    result = example.ceremony().result()
    now = ReplacementState(example.prepared.manifest, example.rosters, result)
    visit = result.visits[0]
    open_pool = next(slot.pool for v in result.visits for slot in v.team if slot.inspector is None)
    subject = next(v.subject for v in result.visits if (open_pool, None) in now.team(v.subject))

    with pytest.raises(RefusedError, match="没有可以接替的人员"):
        now.inspector_replacement(subject, open_pool, None, "OPEN")
    assert visit.subject in now.current()


def test_a_replacement_names_either_stratum_or_pool() -> None:
    of_subject = Replacement(stratum="A", pool=None, visit="V", out="V", incoming="W", why="X")

    assert of_subject.public("c") == {
        "commitment": "c", "stratum": "A", "visit": "V", "out": "V", "in": "W", "why": "X",
    }  # fmt: skip


def test_a_stratum_plan_orders_its_team() -> None:
    plan = StratumPlan(
        code="A",
        title="t",
        item="GZZF",
        rule=manifest.Rule(permyriad=1, least=0, most=None),
        reserve=0,
        team=(Need(pool="ZH", count=1), Need(pool="JC", count=1)),
    )
    made = manifest_builder.prepare(
        replace(EXAMPLE.plan, strata=[plan, EXAMPLE.plan.strata[1]]), EXAMPLE.rosters
    )

    assert [need.pool for need in made.manifest.strata[0].team] == ["JC", "ZH"]
    assert sources.t0(made.manifest.sources) == made.manifest.t0
