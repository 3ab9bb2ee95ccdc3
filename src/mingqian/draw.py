"""The draw itself: from a manifest, its rosters and the sources' values to the result.

Nothing here can choose: every step follows from what was fixed before the randomness existed
(spec draw-v1 3.4 to 6.1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mingqian import canonical, seed, selection, sources
from mingqian.assignment import Assignment, Visit, assign
from mingqian.errors import RefusedError
from mingqian.manifest import Manifest, Stratum
from mingqian.result import (
    Cutoff,
    Load,
    NumberedSubject,
    Result,
    SourceValue,
    StratumResult,
    VisitResult,
)
from mingqian.roster import Rosters
from mingqian.selection import Engine, PlainEngine, Quota, StratumDraw


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What is derived from the seed: K for subjects (4.1), A for inspectors (5.1)."""

    subjects: str
    inspectors: str


def keys(seed_hex: str) -> Keys:
    """Derive both keys from the seed."""
    return Keys(
        subjects=selection.subjects_key(seed_hex),
        inspectors=canonical.digest(f"mingqian-draw/1|inspectors|{seed_hex}")[:32],
    )


def engine_of(rosters: Rosters) -> PlainEngine:
    """Give the reference engine over rosters that are in memory."""
    return PlainEngine(
        lambda: (
            (stratum, subject.id, subject.tickets)
            for subject in rosters.subjects
            for stratum in subject.strata
        )
    )


def quotas(manifest: Manifest) -> list[Quota]:
    """List how many of each stratum are drawn and kept in reserve."""
    return [
        Quota(code=s.code, size=s.size, draw=s.draw, reserve=s.reserve) for s in manifest.strata
    ]


def visits(drawn: Sequence[StratumDraw]) -> dict[str, tuple[str, ...]]:
    """List the drawn subjects by id, each with the strata that drew it (4.5)."""
    strata: dict[str, list[str]] = {}
    for stratum in sorted(drawn, key=lambda stratum: stratum.code):
        for ticket in stratum.drawn:
            strata.setdefault(ticket.id, []).append(stratum.code)
    return {subject: tuple(strata[subject]) for subject in sorted(strata)}


def demand(strata: Sequence[Stratum]) -> tuple[tuple[str, int], ...]:
    """Compute the demand of a visit: for each pool the largest count of its strata (5.2)."""
    counts: dict[str, int] = {}
    for stratum in strata:
        for need in stratum.team:
            counts[need.pool] = max(need.count, counts.get(need.pool, 0))
    return tuple(sorted(counts.items()))


def demands(manifest: Manifest, visited: Mapping[str, Sequence[str]]) -> list[Visit]:
    """Compute the demand of every visit."""
    known = {stratum.code: stratum for stratum in manifest.strata}
    return [
        Visit(subject=subject, demand=demand([known[code] for code in strata]))
        for subject, strata in visited.items()
    ]


def require_assurance(manifest: Manifest, values: Sequence[str]) -> sources.Assurance:
    """Compute the assurance and require the declared level (3.2).

    Raises:
        RefusedError: sources without value brought it below; the draw is void by rule.
    """
    declared = sources.declared_assurance(manifest.sources)
    reached = sources.assurance(manifest.sources, values)
    if reached.is_below(declared):
        raise RefusedError(
            "draw.assurance-lost",
            rule="draw-v1 3.2",
            declared=declared.level,
            reached=reached.level,
        )
    return reached


def hold(
    manifest: Manifest,
    rosters: Rosters,
    given: Sequence[SourceValue],
    *,
    secret: str | None = None,
    engine: Engine | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Result:
    """Draw subjects and inspectors; the same arguments always give the same bytes.

    ``given`` stands in the order of the manifest's sources. ``progress`` is told how many of
    all visits have their team.

    Raises:
        RefusedError: the assurance fell below the declared one, or the engine lost rows.
    """
    values = [value.value for value in given]
    assurance = require_assurance(manifest, values)
    seed_hex = seed.seed(manifest.draw, manifest.commitment, manifest.sources, values, secret)
    drawn = select(manifest, engine or engine_of(rosters), seed_hex)
    visited = visits(drawn)
    assignment = assign(
        demands(manifest, visited),
        rosters.inspectors,
        rosters.conflicts,
        key=keys(seed_hex).inspectors,
        relax_soft=manifest.relax_soft,
        progress=progress,
    )
    return Result(
        draw=manifest.draw,
        commitment=manifest.commitment,
        assurance=assurance,
        sources=tuple(given),
        secret=secret,
        seed=seed_hex,
        relaxed=assignment.relaxed,
        strata=tuple(_stratum_result(stratum) for stratum in drawn),
        visits=_visit_results(visited, assignment),
        loads=tuple(Load(inspector=who, tasks=count) for who, count in assignment.tasks),
    )


def select(manifest: Manifest, engine: Engine, seed_hex: str) -> list[StratumDraw]:
    """Draw the subjects of every stratum (4)."""
    return selection.select(
        engine,
        keys(seed_hex).subjects,
        base=manifest.ticket_base,
        quotas=quotas(manifest),
    )


def _stratum_result(drawn: StratumDraw) -> StratumResult:
    last = drawn.cutoff
    return StratumResult(
        code=drawn.code,
        cutoff=None if last is None else Cutoff(value=last.value, number=last.number),
        drawn=tuple(NumberedSubject(id=ticket.id, number=ticket.number) for ticket in drawn.drawn),
        reserves=tuple(
            NumberedSubject(id=ticket.id, number=ticket.number) for ticket in drawn.reserves
        ),
    )


def _visit_results(
    visited: Mapping[str, tuple[str, ...]], assignment: Assignment
) -> tuple[VisitResult, ...]:
    return tuple(
        VisitResult(subject=subject, strata=strata, team=team)
        for (subject, strata), team in zip(visited.items(), assignment.teams, strict=True)
    )
