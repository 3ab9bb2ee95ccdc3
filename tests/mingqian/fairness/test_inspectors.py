"""Equal inspectors are sent, led and paired equally often: counts over many seeds.

Bounds are derived in the docstrings; see `samples` for the seeds and for long runs.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

import pytest

from mingqian import draw
from mingqian.assignment import Assignment, Visit, assign, next_person
from mingqian.roster import SOFT, Conflict, Inspector
from tests.mingqian.fairness.samples import SIGMAS, binomial_far, seeds

PEOPLE = [Inspector(f"J{n}", ("JC",), 0, 9) for n in range(6)]
VISITS = [Visit(subject=f"S{n}", demand=(("JC", 2),)) for n in range(5)]
DRAWS = 600


def _assigned(people: Sequence[Inspector], visits: Sequence[Visit], count: int) -> list[Assignment]:
    return [
        assign(visits, people, (), key=draw.keys(seed).inspectors, relax_soft=False)
        for seed in seeds(count)
    ]


@pytest.fixture(scope="module")
def equals() -> list[Assignment]:
    return _assigned(PEOPLE, VISITS, DRAWS)


def _sent(one: Assignment, visit: int) -> tuple[str, ...]:
    return tuple(slot.inspector or "" for slot in one.teams[visit])


def test_the_work_is_shared_out_evenly_in_every_single_draw(equals: list[Assignment]) -> None:
    """Ten slots for six equals: four go twice and two go once, whatever the seed."""
    assert {tuple(sorted(count for _, count in one.tasks)) for one in equals} == {
        (1, 1, 2, 2, 2, 2)
    }


def test_who_goes_once_more_is_everybody_equally_often(equals: list[Assignment]) -> None:
    """Each of six has two tasks with chance 4/6: binomial(S, 2/3), ±5 sigma."""
    twice = Counter(who for one in equals for who, count in one.tasks if count == 2)

    assert max(binomial_far(twice[who.id], len(equals), 2 / 3) for who in PEOPLE) < SIGMAS


def test_everybody_goes_to_every_visit_equally_often(equals: list[Assignment]) -> None:
    """Each of 6 x 5 pairs of person and visit: binomial(S, 2/6), ±5 sigma."""
    met = Counter((who, visit) for one in equals for visit in range(5) for who in _sent(one, visit))

    worst = max(
        binomial_far(met[who.id, visit], len(equals), 1 / 3) for who in PEOPLE for visit in range(5)
    )

    assert worst < SIGMAS


def test_everybody_leads_every_visit_equally_often(equals: list[Assignment]) -> None:
    """Leaders among equals: binomial(S, 1/6) for each person and visit, ±5 sigma."""
    led = Counter(
        (slot.inspector, visit)
        for one in equals
        for visit in range(5)
        for slot in one.teams[visit]
        if slot.leader
    )

    worst = max(
        binomial_far(led[who.id, visit], len(equals), 1 / 6) for who in PEOPLE for visit in range(5)
    )

    assert worst < SIGMAS
    assert sum(led.values()) == 5 * len(equals)


def test_every_two_persons_are_a_team_equally_often() -> None:
    """One visit, two of six: each of 15 pairs binomial(S, 1/15), ±5 sigma."""
    draws = _assigned(PEOPLE, VISITS[:1], 2000)
    pairs = Counter(tuple(sorted(_sent(one, 0))) for one in draws)
    possible = list(itertools.combinations([who.id for who in PEOPLE], 2))

    assert max(binomial_far(pairs[two], len(draws), 1 / 15) for two in possible) < SIGMAS


def test_two_of_one_unit_meet_no_more_often_than_others(
    equals: list[Assignment],
) -> None:
    """By symmetry each of 15 pairs meets in a visit with chance 1/15: 5 visits, binomial(S, 1/15).

    Each visit is counted by itself, since visits of one draw share the same quotas; ±5 sigma.
    """
    pairs = Counter(
        (visit, tuple(sorted(_sent(one, visit)))) for one in equals for visit in range(5)
    )
    possible = list(itertools.combinations([who.id for who in PEOPLE], 2))

    worst = max(
        binomial_far(pairs[visit, two], len(equals), 1 / 15)
        for visit in range(5)
        for two in possible
    )

    assert worst < SIGMAS


def test_equals_have_equal_chances_in_each_of_two_pools() -> None:
    """Four visits ask for one JC and one ZH; three serve JC, three both.

    Among the three equals of a kind, each has the extra task of its kind, and each visit, as often
    as the others: compared with the kind's own mean by the binomial, ±5 sigma.
    """
    people = [Inspector(f"J{n}", ("JC",) if n < 3 else ("JC", "ZH"), 0, 9) for n in range(6)]
    visits = [Visit(subject=f"S{n}", demand=(("JC", 1), ("ZH", 1))) for n in range(4)]
    draws = _assigned(people, visits, DRAWS)
    first = Counter(who for one in draws for who in _sent(one, 0))

    for kind in (people[:3], people[3:]):
        share = sum(first[who.id] for who in kind) / 3 / len(draws)
        assert max(binomial_far(first[who.id], len(draws), share) for who in kind) < SIGMAS


def test_who_has_worked_more_this_year_is_sent_less_and_equals_stay_equal() -> None:
    """J5 has three tasks already: in a draw of ten slots the five others go twice, J5 never."""
    people = [*PEOPLE[:5], Inspector("J5", ("JC",), 3, 9)]

    draws = _assigned(people, VISITS, 100)

    assert {dict(one.quotas)["J5"] for one in draws} == {0}
    assert {one.tasks for one in draws} == {tuple((f"J{n}", 2) for n in range(5))}


def test_an_inspector_who_may_not_go_costs_the_others_only_the_visit() -> None:
    """J0 may not go to S0; the five others go there with chance 2/5 each: binomial, ±5 sigma.

    A soft conflict that need not be relaxed stands.
    """
    draws = [
        assign(
            VISITS,
            PEOPLE,
            [Conflict("J0", "S0", SOFT)],
            key=draw.keys(seed).inspectors,
            relax_soft=True,
        )
        for seed in seeds(DRAWS)
    ]
    met = Counter(who for one in draws for who in _sent(one, 0))

    assert met["J0"] == 0
    assert max(binomial_far(met[f"J{n}"], len(draws), 2 / 5) for n in range(1, 6)) < SIGMAS


def test_who_takes_over_is_every_equal_equally_often() -> None:
    """One of five left takes over: binomial(S, 1/5), ±5 sigma."""
    count: Counter[str | None] = Counter()
    draws = 0
    for seed in seeds(2000):
        draws += 1
        key = draw.keys(seed).inspectors
        count[next_person("S0", "JC", PEOPLE, {}, key=key, tasks={}, barred={"J0"})] += 1

    assert count["J0"] == 0
    assert max(binomial_far(count[f"J{n}"], draws, 1 / 5) for n in range(1, 6)) < SIGMAS


def test_fresh_seeds_send_others(equals: list[Assignment]) -> None:
    """The team of a visit in consecutive draws is the same one time in 15: binomial, ±4 sigma."""
    teams = [set(_sent(one, 0)) for one in equals]
    same = sum(one == other for one, other in itertools.pairwise(teams))

    assert binomial_far(same, len(teams) - 1, 1 / 15) < 4
