"""Who takes part and who does not: everybody of the directory is in, or out for one reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from mingqian.roster import HARD, SOFT, Conflict, Exclusion, Inspector, Subject
from oversight.common.errors import DomainError
from oversight.draws import rules
from oversight.draws.rules import Row, expectations
from oversight.draws.rules.expectations import Parts
from oversight.draws.rules.frame import InspectorRow, SamplingFrame
from oversight.registry.rules.inspectors import blockers

MOST_CONFLICTS = 300_000


@dataclass(slots=True, kw_only=True)
class Population:
    """The directory in two parts, with what explains them.

    ``left`` are the roster ids of those who are out only since a change of the last days, and
    ``entered`` the codes of those who are in only since then. ``places`` gives code and region by
    key for those whom a register of persons may name.
    """

    subjects: list[Subject] = field(default_factory=list)
    exclusions: list[Exclusion] = field(default_factory=list)
    parts: Parts = field(default_factory=dict)
    places: dict[int, tuple[str, str]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    entered: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Count everybody."""
        return len(self.subjects) + len(self.exclusions)

    def reason_counts(self) -> Counter[str]:
        """Count the excluded by their reasons."""
        return Counter(exclusion.reason for exclusion in self.exclusions)


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectorPool:
    """The inspectors who may be drawn, and why the others may not: name, section and reasons."""

    available: Sequence[InspectorRow]
    unavailable: Sequence[tuple[str, str, str]]

    def roster(self, limit: int) -> list[Inspector]:
        """List the available ones as the roster has them."""
        return sorted(Inspector(row.code, (row.pool,), row.load, limit) for row in self.available)


def divide(frame: SamplingFrame, pool: InspectorPool) -> Population:
    """Divide the directory into those who take part and those who do not.

    Raises:
        DomainError: nobody takes part.
    """
    population = Population()
    named = None if _is_bound(pool) else _named(frame)
    since = rules.rested_since(frame.terms)
    for row in frame.directory:
        reason = rules.exclusion(row, frame.terms, since)
        strata = () if reason else rules.strata_of(row, frame.terms)
        if not strata:
            _exclude(population, frame, row, reason or rules.SCOPE)
            continue
        _include(population, frame, row, strata)
        if named is None or row.pk in named:
            population.places[row.pk] = (row.code, row.region)
    population.left += frame.changes.departed
    population.exclusions += [Exclusion(code, rules.DELISTED) for code in frame.changes.departed]
    if not population.subjects:
        raise DomainError("范围内没有一家可以参加抽取；请核对范围、上限和间隔期")
    population.subjects.sort()
    population.exclusions.sort()
    return population


def inspector_pool(frame: SamplingFrame) -> InspectorPool:
    """Tell the inspectors apart who may be drawn on the day and for the items."""
    items = {item["code"] for item in frame.setup["items"]}
    available, unavailable = [], []
    for row in frame.inspectors:
        reasons = blockers(row.availability, frame.terms.on)
        if row.items and not items & set(row.items):
            reasons.append("不能查本次的事项")
        if reasons:
            unavailable.append((row.name, row.section, "；".join(reasons)))
        else:
            available.append(row)
    return InspectorPool(available=available, unavailable=unavailable)


def conflicts(frame: SamplingFrame, pool: InspectorPool, population: Population) -> list[Conflict]:
    """List who is not to be sent where: recusals, limits to regions, and the rotation.

    Raises:
        DomainError: too many pairs would have to be kept apart.
    """
    people = {row.pk: row.code for row in pool.available}
    kinds = dict.fromkeys(frame.recent_visits, SOFT)
    kinds |= {pair: HARD for pair in frame.recusals if pair[0] in people}
    for pair in _outside(pool, population.places):
        kinds[pair] = HARD
        if len(kinds) > MOST_CONFLICTS:
            raise DomainError(
                "限定管辖区域的执法人员太多，不能逐家列出；请按区域分成几个任务，或放宽管辖区域"
            )
    return sorted(
        Conflict(people[inspector], population.places[subject][0], kind)
        for (inspector, subject), kind in kinds.items()
        if inspector in people and subject in population.places
    )


def _include(
    population: Population, frame: SamplingFrame, row: Row, strata: tuple[str, ...]
) -> None:
    tickets = rules.tickets_of(row, frame.terms)
    population.subjects.append(Subject(row.code, tickets, strata))
    expectations.count(population.parts, row, tickets, strata)
    if row.pk in frame.changes.was_out:
        population.entered.append(row.code)


def _exclude(population: Population, frame: SamplingFrame, row: Row, reason: str) -> None:
    roster_id = rules.roster_id(row)
    if row.pk in frame.changes.was_in or _is_out_by_a_recent_visit(frame, row):
        population.left.append(roster_id)
        reason = f"{reason}{rules.CHANGED}"
    population.exclusions.append(Exclusion(roster_id, reason))


def _is_out_by_a_recent_visit(frame: SamplingFrame, row: Row) -> bool:
    """Tell whether a row would take part without the visits entered in the last days."""
    former = frame.changes.former_visits.get(row.pk)
    if former is None:
        return False
    before = row._replace(last_visited_on=former.last_visited_on)
    caps = [
        replace(cap, visits={row.pk: cap.visits.get(row.pk, 0) - former.recent.get(cap.key, 0)})
        for cap in frame.terms.caps
    ]
    terms = replace(frame.terms, caps=caps)
    is_free = not rules.exclusion(before, terms, rules.rested_since(terms))
    return is_free and bool(rules.strata_of(before, terms))


def _is_bound(pool: InspectorPool) -> bool:
    return any(row.regions for row in pool.available)


def _named(frame: SamplingFrame) -> AbstractSet[int]:
    """Give the keys of the subjects that recusals and recent visits name."""
    return {subject for pairs in (frame.recusals, frame.recent_visits) for _, subject in pairs}


def _outside(
    pool: InspectorPool, places: Mapping[int, tuple[str, str]]
) -> Iterator[tuple[int, int]]:
    """Pair the inspectors limited to regions with the subjects outside of these."""
    bound = [row for row in pool.available if row.regions]
    for subject, (_, region) in places.items() if bound else ():
        for inspector in bound:
            if region not in inspector.regions:
                yield inspector.pk, subject
