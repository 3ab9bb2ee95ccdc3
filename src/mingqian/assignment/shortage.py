"""Why inspectors do not suffice, in terms that somebody can act on (spec draw-v1 5.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from mingqian.assignment import quotas
from mingqian.assignment.network import Network
from mingqian.assignment.team import Visit, barred
from mingqian.roster import Conflict, Inspector


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """Slots that compete for too few persons: nobody else may go there.

    ``slots`` are (subject, pool, count). ``inspectors`` are all who may go to any of them, each
    with the most of these slots it could fill: its limit, or the number of these visits it may go
    to, whichever is less. Their sum is ``possible``; it is less than the slots ``needed``.
    """

    slots: tuple[tuple[str, str, int], ...]
    inspectors: tuple[tuple[str, int], ...]

    @property
    def needed(self) -> int:
        """The number of slots."""
        return sum(count for _, _, count in self.slots)

    @property
    def possible(self) -> int:
        """The most slots that can be filled."""
        return sum(capacity for _, capacity in self.inspectors)

    @property
    def pools(self) -> tuple[tuple[str, int], ...]:
        """The number of slots of each pool, by code."""
        counts: dict[str, int] = {}
        for _, pool, count in self.slots:
            counts[pool] = counts.get(pool, 0) + count
        return tuple(sorted(counts.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncoverable:
    """A subject that could not be covered even if it alone were visited.

    ``pools`` are those that lack somebody: code, persons needed, persons who may go. One person
    may be counted in several pools; ``persons`` counts everybody once.
    """

    subject: str
    pools: tuple[tuple[str, int, int], ...]
    persons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocking:
    """All that stands in the way of a complete assignment.

    ``uncoverable`` are impossible each for itself. ``shortages`` have no person and no slot in
    common; together they leave ``missing`` slots open, and ``missing_if_relaxed`` would stay open
    if the soft conflicts were dropped.
    """

    uncoverable: tuple[Uncoverable, ...]
    shortages: tuple[Shortage, ...]
    missing: int
    missing_if_relaxed: int


def blocking_set(
    visits: Sequence[Visit],
    inspectors: Sequence[Inspector],
    conflicts: Sequence[Conflict],
    *,
    relax_soft: bool,
) -> Blocking | None:
    """Find what cannot be filled and who is short of time; None when everything can be filled.

    Where ``relax_soft`` is true soft conflicts do not count, for the draw would drop them.
    """
    ordered = sorted(visits, key=lambda visit: visit.subject)
    people = sorted(inspectors, key=lambda inspector: inspector.id)
    network = _filled(ordered, people, barred(conflicts, is_relaxed=relax_soft))
    if not network.missing:
        return None
    relaxed = network
    if not relax_soft:
        relaxed = _filled(ordered, people, barred(conflicts, is_relaxed=True))
    return Blocking(
        uncoverable=uncoverable(ordered, people, conflicts, relax_soft=relax_soft),
        shortages=tuple(_shortages(network, ordered, people)),
        missing=network.missing,
        missing_if_relaxed=relaxed.missing,
    )


def uncoverable(
    visits: Iterable[Visit],
    inspectors: Sequence[Inspector],
    conflicts: Iterable[Conflict],
    *,
    relax_soft: bool,
) -> tuple[Uncoverable, ...]:
    """List the subjects that could not be covered even alone, by id.

    Where ``relax_soft`` is true soft conflicts do not count, for the draw would drop them.
    """
    people = sorted(inspectors, key=lambda inspector: inspector.id)
    closed = barred(conflicts, is_relaxed=relax_soft)
    able: dict[str, set[str]] = {}
    for person in people:
        for pool in person.pools if person.limit else ():
            able.setdefault(pool, set()).add(person.id)
    alone = [
        _alone(visit, people, closed)
        for visit in visits
        if not _has_plenty(visit, able, closed.get(visit.subject, frozenset()))
    ]
    return tuple(
        sorted((visit for visit in alone if visit is not None), key=lambda visit: visit.subject)
    )


def _has_plenty(
    visit: Visit, able: Mapping[str, AbstractSet[str]], closed: AbstractSet[str]
) -> bool:
    """Tell whether each pool could fill the whole team: nearly always, and soon found out."""
    size = sum(count for _, count in visit.demand)
    return all(len(able.get(pool, frozenset()) - closed) >= size for pool, _ in visit.demand)


def _alone(
    visit: Visit, people: Sequence[Inspector], closed: Mapping[str, AbstractSet[str]]
) -> Uncoverable | None:
    network = _filled([visit], people, closed)
    shortages = list(_shortages(network, [visit], people))
    if not shortages:
        return None
    pools = {pool for shortage in shortages for _, pool, _ in shortage.slots}
    may_go = {
        pool: {
            person.id
            for person in people
            if pool in person.pools
            and person.limit
            and person.id not in closed.get(visit.subject, ())
        }
        for pool in pools
    }
    return Uncoverable(
        subject=visit.subject,
        pools=tuple(
            (pool, count, len(may_go[pool]))
            for pool, count in sorted(visit.demand)
            if pool in pools
        ),
        persons=len(set().union(*may_go.values())),
    )


def _filled(
    visits: Sequence[Visit],
    people: Sequence[Inspector],
    closed: Mapping[str, AbstractSet[str]],
) -> Network:
    """Fill as many slots as can be; by which persons has no influence on what is missing."""
    network = Network(visits, people, closed)
    quotas.fill(network, people, [inspector.id for inspector in people])
    return network


def _shortages(
    network: Network, visits: Sequence[Visit], people: Sequence[Inspector]
) -> Iterator[Shortage]:
    """Give the shortages one by one, by their first slot."""
    left = _short_slots(network)
    while any(left):
        part = _connected(network, left)
        yield _shortage(network, part, visits, people)
        left = [slots & ~taken for slots, taken in zip(left, part, strict=True)]


def _short_slots(network: Network) -> list[int]:
    """Collect all slots whose holder could help to fill an open one: the visits by pool.

    This is the smallest cut that explains the open slots. Whoever may go to one of its slots
    has its limit of tasks there, or is in each of these visits already.
    """
    short = [held.get(network.nobody, 0) for held in network.holders]
    before: list[int] = []
    while short != before:
        before = list(short)
        for who, eligible in enumerate(network.eligible):
            free = network.free[who]
            if any(visits & free & short[pool] for pool, visits in eligible.items()):
                for pool, visits in network.movable(who).items():
                    short[pool] |= visits
        for who, left, taken in network.changes:
            held = network.holders[left].get(who, 0)
            short[left] |= held & network.eligible[who][taken] & short[taken]
    return short


def _connected(network: Network, slots: Sequence[int]) -> list[int]:
    """Collect the slots that share persons with the first one, and those that share with these."""
    first = next(pool for pool, visits in enumerate(slots) if visits)
    part = [0] * len(slots)
    part[first] = 1 << (slots[first].bit_length() - 1)
    before: list[int] = []
    while part != before:
        before = list(part)
        for eligible in network.eligible:
            if any(visits & part[pool] for pool, visits in eligible.items()):
                for pool, visits in eligible.items():
                    part[pool] |= visits & slots[pool]
    return part


def _shortage(
    network: Network, part: Sequence[int], visits: Sequence[Visit], people: Sequence[Inspector]
) -> Shortage:
    slots = []
    for number, visit in zip(reversed(range(len(visits))), visits, strict=True):
        for code, count in sorted(visit.demand):
            if part[network.pools[code]] >> number & 1:
                slots.append((visit.subject, code, count))
    inspectors = []
    for person, eligible in zip(people, network.eligible, strict=True):
        reachable = 0
        for pool, allowed in eligible.items():
            reachable |= allowed & part[pool]
        if reachable:
            inspectors.append((person.id, min(person.limit, reachable.bit_count())))
    return Shortage(slots=tuple(slots), inspectors=tuple(inspectors))
