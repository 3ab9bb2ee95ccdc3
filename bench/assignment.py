"""How long the draw of inspectors takes, against hashing its queues alone (spec draw-v1 5).

`python -m bench.assignment` measures every case in a process of its own; with names, those. The
cases are fictional and the same in every run. Every eligible pair must be hashed for its place in
a queue, so that is the yardstick: the same pairs, hashed in a plain loop in the same process.
"""

from __future__ import annotations

import hashlib
import json
import random  # noqa: TID251 - fictional rosters from a fixed seed, nothing is drawn with it
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mingqian.assignment import Assignment, Visit, assign
from mingqian.roster import Conflict, Inspector

KEY = "0123456789abcdef0123456789abcdef"


@dataclass(frozen=True, kw_only=True)
class Case:
    """Rosters to draw from."""

    visits: Sequence[Visit]
    inspectors: Sequence[Inspector]
    conflicts: Sequence[Conflict]
    relax_soft: bool = False


def main(names: Sequence[str]) -> int:
    """Measure the cases of these names, or all."""
    print(f"{'case':<44}{'pairs':>10}{'seconds':>9}{'hashing':>9}{'ratio':>7}{'MB':>6}  outcome")
    for name in names or CASES:
        measured = subprocess.check_output(
            [sys.executable, "-m", "bench.assignment", "--one", name], text=True
        )
        row = json.loads(measured)
        ratio = row["seconds"] / row["hashing"]
        print(
            f"{name:<44}{row['pairs']:>10}{row['seconds']:>9.2f}{row['hashing']:>9.2f}"
            f"{ratio:>7.1f}{row['megabytes']:>6}  {row['outcome']}",
            flush=True,
        )
    return 0


def measure(name: str) -> dict[str, object]:
    """Draw once and hash the queues once; CPU seconds."""
    case = CASES[name]()
    # The roster itself is not the draw's memory.
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.process_time()
    found = assign(
        case.visits, case.inspectors, case.conflicts, key=KEY, relax_soft=case.relax_soft
    )
    seconds = time.process_time() - begin
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.process_time()
    pairs = _hash_queues(case)
    return {
        "pairs": pairs,
        "seconds": seconds,
        "hashing": time.process_time() - begin,
        "megabytes": (after - before) // 1024,
        "outcome": _outcome(found),
    }


def _hash_queues(case: Case) -> int:
    """Hash every eligible pair in a plain loop, and count them."""
    closed = {(one.inspector, one.subject) for one in case.conflicts}
    pairs = 0
    for visit in case.visits:
        pools = {pool for pool, _ in visit.demand}
        for one in case.inspectors:
            if not pools.isdisjoint(one.pools) and (one.id, visit.subject) not in closed:
                hashlib.sha256(f"{KEY},pair,{visit.subject},{one.id}".encode()).digest()
                pairs += 1
    return pairs


def _outcome(found: Assignment) -> str:
    slots = [slot for team in found.teams for slot in team]
    filled = sum(slot.inspector is not None for slot in slots)
    relaxed = ", relaxed" if found.relaxed else ""
    return f"{filled} of {len(slots)}{relaxed}"


def plain(
    visits: int, inspectors: int, *, limit: int, teams: Sequence[tuple[tuple[str, int], ...]]
) -> Case:
    """Make two pools with half of the inspectors each, and no conflicts."""
    return Case(
        visits=[
            Visit(subject=_subject(number), demand=teams[number % len(teams)])
            for number in range(visits)
        ],
        inspectors=[
            Inspector(
                _inspector(number), ("a", "b")[number % 2 : number % 2 + 1], number % 7, limit
            )
            for number in range(inspectors)
        ],
        conflicts=[],
    )


def with_conflicts(case: Case, kind: str = "hard") -> Case:
    """Bar every tenth pair."""
    chance = random.Random(1)  # noqa: S311
    return Case(
        visits=case.visits,
        inspectors=case.inspectors,
        conflicts=[
            Conflict(one.id, visit.subject, kind)
            for visit in case.visits
            for one in case.inspectors
            if chance.random() < 0.1
        ],
    )


def in_both_pools(case: Case) -> Case:
    """Let everybody serve both pools, so that persons may change pools within a visit."""
    return Case(
        visits=case.visits,
        inspectors=[one._replace(pools=("a", "b")) for one in case.inspectors],
        conflicts=case.conflicts,
    )


def relaxed(case: Case) -> Case:
    """Give one visit nobody but by dropping soft conflicts: everything is done twice."""
    first = case.visits[0].subject
    others = [one for one in case.conflicts if one.subject != first]
    everybody = [Conflict(one.id, first, "soft") for one in case.inspectors]
    return Case(
        visits=case.visits,
        inspectors=case.inspectors,
        conflicts=[*others, *everybody],
        relax_soft=True,
    )


def pools(number: int, size: int) -> Case:
    """Ask two persons of one of many small pools; every limit is used up to the last task."""
    chance = random.Random(2)  # noqa: S311
    members = [chance.sample(range(500), size) for _ in range(number)]
    limits: Counter[int] = Counter()
    visits = []
    for place in range(10_000):
        pool = int(number * chance.random() ** 2)  # the first pools are asked for most
        limits.update(chance.sample(members[pool], 2))
        visits.append(Visit(subject=_subject(place), demand=((f"k{pool:03d}", 2),)))
    serves: list[list[str]] = [[] for _ in range(500)]
    for pool, people in enumerate(members):
        for who in people:
            serves[who].append(f"k{pool:03d}")
    return Case(
        visits=visits,
        inspectors=[
            Inspector(_inspector(who), tuple(serves[who]), 0, limits[who]) for who in range(500)
        ],
        conflicts=[],
    )


def hidden(barred: float) -> Case:
    """Build 10,000 teams of three out of 30 overlapping pools, and leave hardly another way."""
    chance = random.Random(3)  # noqa: S311
    serves = [sorted(chance.sample(range(30), 5)) for _ in range(500)]
    limits: Counter[int] = Counter()
    visits, conflicts = [], []
    for place in range(10_000):
        people = {int(500 * chance.random() ** 1.5) for _ in range(3)}
        limits.update(people)
        demand = Counter(f"k{chance.choice(serves[who]):03d}" for who in people)
        visits.append(Visit(subject=_subject(place), demand=tuple(sorted(demand.items()))))
        conflicts += [
            Conflict(_inspector(who), _subject(place), "hard")
            for who in range(500)
            if who not in people and chance.random() < barred
        ]
    return Case(
        visits=visits,
        inspectors=[
            Inspector(
                _inspector(who), tuple(f"k{pool:03d}" for pool in serves[who]), who % 9, limits[who]
            )
            for who in range(500)
        ],
        conflicts=conflicts,
    )


def _subject(number: int) -> str:
    return f"91410300{number:010d}"


def _inspector(number: int) -> str:
    return f"J{number:05d}"


ONE_OF_EACH = ((("a", 1), ("b", 1)),)
TWO_OF_ONE = ((("a", 2),), (("b", 2),))
CASES: dict[str, Callable[[], Case]] = {
    "500 visits, 60 inspectors": lambda: with_conflicts(
        plain(500, 60, limit=30, teams=ONE_OF_EACH)
    ),
    "10,000 visits, 500 inspectors, 2 pools": lambda: plain(
        10_000, 500, limit=60, teams=TWO_OF_ONE
    ),
    "… one of each pool, 10 % barred": lambda: with_conflicts(
        plain(10_000, 500, limit=60, teams=ONE_OF_EACH)
    ),
    "… everybody in both pools": lambda: in_both_pools(
        with_conflicts(plain(10_000, 500, limit=60, teams=ONE_OF_EACH))
    ),
    "… relaxed": lambda: relaxed(
        with_conflicts(plain(10_000, 500, limit=60, teams=ONE_OF_EACH), "soft")
    ),
    "… a tenth must stay open": lambda: with_conflicts(
        plain(10_000, 500, limit=36, teams=ONE_OF_EACH)
    ),
    "exactly tight, 60 pools of 40": lambda: pools(60, 40),
    "exactly tight, 200 pools of 8": lambda: pools(200, 8),
    "exactly tight, 30 pools, three seats": lambda: hidden(0.0),
    "… half of all pairs barred": lambda: hidden(0.5),
}

if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(sys.argv[2])))
    else:
        raise SystemExit(main(sys.argv[1:]))
