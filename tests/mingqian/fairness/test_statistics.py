"""Chance is fair: counts over many seeds against what an ideal draw would give.

Every bound is derived in the test's docstring. Beside the main measures stands the sample with one
random start that is found in real systems: a measure that it passes would be worth nothing.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from fractions import Fraction

import pytest

from mingqian import draw, inclusion_probabilities
from mingqian.result import SourceValue
from mingqian.roster import Subject
from mingqian.selection import Quota, decide, ticket
from tests.mingqian.fairness import samples
from tests.mingqian.fairness.samples import SIGMAS, binomial_far, far, seeds
from tests.support import examples

SIZE, DRAWN = 299, 100
CHANCE = DRAWN / SIZE
DRAWS = 3000


def _one_random_start(size: int, count: int, seed: str) -> list[int]:
    """Sample as known systems do: a random start, then every second of the list."""
    step = size // count
    start = int(seed, 16) % step
    return [start + step * turn for turn in range(count)]


@pytest.fixture(scope="module")
def fair() -> list[list[int]]:
    return [samples.places(SIZE, DRAWN, seed) for seed in seeds(DRAWS)]


@pytest.fixture(scope="module")
def lame() -> list[list[int]]:
    return [_one_random_start(SIZE, DRAWN, seed) for seed in seeds(DRAWS)]


def _counts(sample: list[list[int]]) -> list[int]:
    count = Counter(place for one in sample for place in one)
    return [count[place] for place in range(SIZE)]


def _chi_square(counts: list[int], draws: int) -> float:
    mean, variance = draws * CHANCE, draws * CHANCE * (1 - CHANCE)
    return sum((one - mean) ** 2 for one in counts) / variance * (SIZE - 1) / SIZE


def _neighbours(sample: list[list[int]]) -> int:
    return sum(place + 1 in one for one in map(set, sample) for place in one)


def test_every_place_of_the_list_comes_up_equally_often(fair: list[list[int]]) -> None:
    """A place's count is binomial(S, 100/299): for all 299 within ±5 sigma, chance 1.7e-4 to fail.

    Together: the sum of squares over the variance, times (N-1)/N as the counts add up to S·n, is
    chi-square with N-1 = 298 degrees: mean 298, variance 596; bound ±5 sigma.
    """
    counts = _counts(fair)

    assert max(binomial_far(one, len(fair), CHANCE) for one in counts) < SIGMAS
    assert far(_chi_square(counts, len(fair)), SIZE - 1, math.sqrt(2 * (SIZE - 1))) < SIGMAS


@pytest.mark.parametrize("place", [0, 1, SIZE - 2, SIZE - 1])
def test_the_ends_of_the_list_come_up_as_often_as_the_rest(
    fair: list[list[int]], place: int
) -> None:
    """A single place is known beforehand, so ±3 sigma of the binomial will do."""
    assert binomial_far(_counts(fair)[place], len(fair), CHANCE) < 3


def test_the_thirds_of_the_list_come_up_equally_often(fair: list[list[int]]) -> None:
    """How many of a third of T places one draw takes is hypergeometric.

    Mean n·T/N, variance n·(T/N)(1 - T/N)·(N-n)/(N-1); S independent draws; ±4 sigma.
    """
    third = SIZE // 3
    share = third / SIZE
    deviation = math.sqrt(len(fair) * DRAWN * share * (1 - share) * (SIZE - DRAWN) / (SIZE - 1))
    for start in (0, third, 2 * third):
        count = sum(_counts(fair)[start : start + third])
        assert far(count, len(fair) * DRAWN * share, deviation) < 4


def test_no_two_seeds_give_the_same_set(fair: list[list[int]]) -> None:
    """There are C(299,100) > 2^268 sets; S seeds meet with chance below S²/2^269, that is never."""
    assert math.comb(SIZE, DRAWN) > 2**268

    assert len({tuple(one) for one in fair}) == len(fair)


def test_one_random_start_leaves_a_third_of_the_list_without_a_chance(
    lame: list[list[int]],
) -> None:
    """The trap itself: 299 // 100 is 2, so there are two starts, and nothing from place 200 on."""
    counts = _counts(lame)

    assert len({tuple(one) for one in lame}) == 2
    assert counts[200:] == [0] * 99


def test_the_measures_above_would_catch_one_random_start(lame: list[list[int]]) -> None:
    counts = _counts(lame)

    assert max(binomial_far(one, len(lame), CHANCE) for one in counts) > SIGMAS
    assert _chi_square(counts, len(lame)) > 10 * SIZE


def test_neighbours_in_the_list_are_drawn_together_only_by_chance(
    fair: list[list[int]],
) -> None:
    """Pairs of neighbours both drawn are n - R with R the runs of drawn places (Wald-Wolfowitz).

    R is hypergeometric: mean n(m+1)/N, variance n(n-1)m(m+1)/(N²(N-1)), m = N-n. S draws; ±4 sigma.
    """
    left = SIZE - DRAWN
    mean = DRAWN - DRAWN * (left + 1) / SIZE
    variance = DRAWN * (DRAWN - 1) * left * (left + 1) / (SIZE**2 * (SIZE - 1))

    found = far(_neighbours(fair), len(fair) * mean, math.sqrt(len(fair) * variance))

    assert found < 4


def test_one_random_start_never_draws_neighbours(lame: list[list[int]]) -> None:
    assert _neighbours(lame) == 0


def test_no_single_pair_of_neighbours_is_tied(fair: list[list[int]]) -> None:
    """Each of 298 pairs is binomial(S, n(n-1)/(N(N-1))); all within ±5 sigma."""
    chance = DRAWN * (DRAWN - 1) / (SIZE * (SIZE - 1))
    count = Counter(place for one in map(set, fair) for place in one if place + 1 in one)

    worst = max(binomial_far(count[place], len(fair), chance) for place in range(SIZE - 1))

    assert worst < SIGMAS


def test_the_smallest_number_of_all_is_anywhere() -> None:
    """In 400 draws of one out of N = 299 no place comes 12 times, and more than 190 places come.

    P(some place 12 times) < N·C(400,12)/N^12 < 2e-5. The places that come are 299 empty urns hit by
    400 balls: mean N(1 - e^-1.338) = 221, deviation 5.5, so 190 is more than 5 sigma away.
    """
    firsts = Counter(samples.places(SIZE, 1, seed)[0] for seed in itertools.islice(seeds(400), 400))

    assert max(firsts.values()) < 12
    assert len(firsts) > 190


def test_draws_of_fresh_seeds_have_no_more_in_common_than_chance_would(
    fair: list[list[int]],
) -> None:
    """The overlap of two draws is hypergeometric: mean n²/N, variance n·p(1-p)(N-n)/(N-1).

    Overlaps of consecutive seeds are uncorrelated, so S - 1 of them add up; ±4 sigma.
    """
    overlaps = [len(set(one) & set(other)) for one, other in itertools.pairwise(fair)]
    variance = DRAWN * CHANCE * (1 - CHANCE) * (SIZE - DRAWN) / (SIZE - 1)
    deviation = math.sqrt(len(overlaps) * variance)

    assert far(sum(overlaps), len(overlaps) * DRAWN * CHANCE, deviation) < 4


def test_chances_are_proportional_to_tickets_within_a_hundredth() -> None:
    """100 subjects each of 1, 2, 3, 4 tickets, 50 drawn: chances k·w/Σw = 0.05·w.

    A class's count over S draws varies at most like a binomial of 100·S trials: for w = 1 and
    S = 4000 one sigma is 0.7 % of the mean. Bound: the 1 % of clause 4.4 and 4 sigma beside it.
    """
    people = [Subject(f"QH{n:05d}", 1 + n % 4, ("A",)) for n in range(400)]
    stated = inclusion_probabilities.inclusion_chances(50, dict.fromkeys((1, 2, 3, 4), 100))
    count: Counter[int] = Counter()
    trials = 0
    for seed in seeds(4000):
        trials += 100
        count.update(1 + int(one[2:]) % 4 for one in samples.ids(samples.drawn(people, 50, seed)))

    assert stated == {w: Fraction(w, 20) for w in (1, 2, 3, 4)}
    for tickets, chance in stated.items():
        mean = trials * chance
        sigma = math.sqrt(trials * chance * (1 - chance))
        assert abs(count[tickets] - mean) <= mean / 100 + 4 * sigma


def test_holders_of_equal_tickets_have_equal_chances() -> None:
    """20 of 60 drawn, tickets 1 to 3: within a class each count is binomial(S, p).

    p is the class's own mean; 60 counts within ±5 sigma.
    """
    people = [Subject(f"QH{n:05d}", 1 + n % 3, ("A",)) for n in range(60)]
    count = Counter(
        one for seed in seeds(4000) for one in samples.ids(samples.drawn(people, 20, seed))
    )
    trials = 4000 * samples.LONG

    for start in range(3):
        members = [count[f"QH{n:05d}"] for n in range(start, 60, 3)]
        share = sum(members) / len(members) / trials
        assert max(binomial_far(one, trials, share) for one in members) < SIGMAS


def test_a_stratum_inside_another_is_a_fair_sample_by_itself() -> None:
    """Every third of 90 is also in B; there 6 of 30: each count binomial(S, 1/5), ±5 sigma.

    That A drew as well, with the same numbers, takes nothing from B (4.4).
    """
    people = [Subject(f"QH{n:05d}", 1, ("A", "B") if n % 3 == 0 else ("A",)) for n in range(90)]
    count = Counter(
        one for seed in seeds(3000) for one in samples.ids(samples.drawn(people, 6, seed, code="B"))
    )

    worst = max(
        binomial_far(count[f"QH{n:05d}"], 3000 * samples.LONG, 0.2) for n in range(0, 90, 3)
    )

    assert worst < SIGMAS
    assert len(count) == 30


def test_every_bit_of_the_numbers_is_a_fair_coin() -> None:
    """Each of the 48 bits that decide, for one subject: binomial(S, 1/2), ±5 sigma."""
    found = [
        ticket(draw.keys(seed).subjects, "QH00001", tickets=1, base=1).value for seed in seeds(4000)
    ]

    worst = max(
        binomial_far(sum(value >> bit & 1 for value in found), len(found), 0.5) for bit in range(48)
    )

    assert worst < SIGMAS


def test_the_numbers_of_two_subjects_have_nothing_in_common() -> None:
    """Equal bits of two neighbours' numbers: binomial(48·S, 1/2); ±4 sigma."""
    equal = 0
    trials = 0
    for seed in seeds(4000):
        key = draw.keys(seed).subjects
        one, other = (ticket(key, who, tickets=1, base=1).value for who in ("QH00001", "QH00002"))
        equal += 48 - (one ^ other).bit_count()
        trials += 48

    assert binomial_far(equal, trials, 0.5) < 4


def test_a_whole_draw_gives_every_subject_of_a_stratum_the_same_chance() -> None:
    """All the way from the value of a round to the drawn: binomial(S, draw/size), ±5 sigma."""
    example = examples.drand_and_witness()
    made = example.prepared.manifest
    count: Counter[tuple[str, str]] = Counter()
    draws = 0
    for value in seeds(300):
        given = (SourceValue(value=value), example.given[1])
        result = draw.hold(made, example.rosters, given)
        draws += 1
        count.update((stratum.code, one.id) for stratum in result.strata for one in stratum.drawn)

    for stratum in made.strata:
        members = [one.id for one in example.rosters.subjects if stratum.code in one.strata]
        chance = stratum.draw / stratum.size
        worst = max(binomial_far(count[stratum.code, one], draws, chance) for one in members)
        assert worst < SIGMAS


def test_a_threshold_of_an_engine_never_decides() -> None:
    """The engine's short list gives what sorting all numbers gives, for a few hundred seeds."""
    people = samples.roster(60)
    for seed in seeds(200):
        key = draw.keys(seed).subjects
        everybody = [ticket(key, one.id, tickets=1, base=1) for one in people]
        plain = decide(Quota(code="A", size=60, draw=7, reserve=5), everybody)

        assert samples.drawn(people, 7, seed, reserve=5) == plain
