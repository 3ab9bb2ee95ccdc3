"""From a sampling frame to all that is sealed: the rosters, the manifest, and what is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mingqian import inclusion_probabilities, manifest_builder
from mingqian.inclusion_probabilities import Odds
from mingqian.manifest import Directory, Item, Manifest, Reason, Rule, Stratum
from mingqian.manifest_builder import Plan, StratumPlan
from mingqian.roster import Rosters
from oversight.draws import rules
from oversight.draws.rules import expectations, feasibility, partition
from oversight.draws.rules.feasibility import FeasibilityReport, Names
from oversight.draws.rules.frame import SamplingFrame
from oversight.draws.rules.partition import InspectorPool, Population


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparationResult:
    """What a sampling frame leads to.

    ``files`` are the bytes of the rosters; ``left`` and ``entered`` name those who are out, or in,
    only since a change of the directory in the last days.
    """

    manifest: Manifest
    rosters: Rosters
    files: Mapping[str, bytes]
    figures: Mapping[str, Any]
    report: FeasibilityReport
    left: Sequence[str]
    entered: Sequence[str]


def decide(frame: SamplingFrame) -> PreparationResult:
    """Make rosters, manifest, figures and the rehearsals of a sampling frame (draw-v1 2).

    The same frame always gives the same bytes.

    Raises:
        DomainError: nobody takes part, or too many pairs would have to be kept apart.
        MingqianError: the specification is not kept.
    """
    pool = partition.inspector_pool(frame)
    population = partition.divide(frame, pool)
    rosters = Rosters(
        subjects=population.subjects,
        exclusions=population.exclusions,
        inspectors=pool.roster(int(frame.setup["limit"])),
        conflicts=partition.conflicts(frame, pool, population),
    )
    prepared = manifest_builder.prepare(_plan(frame, population), rosters)
    report = feasibility.assess(prepared.manifest, rosters, _names(frame))
    return PreparationResult(
        manifest=prepared.manifest,
        rosters=rosters,
        files=prepared.files,
        figures={
            **_figures(frame, population, pool, prepared.manifest, report),
            "conflicts": len(rosters.conflicts),
        },
        report=report,
        left=population.left,
        entered=population.entered,
    )


def _plan(frame: SamplingFrame, population: Population) -> Plan:
    setup, heading = frame.setup, frame.heading
    return Plan(
        draw=heading.number,
        organisation=heading.organisation,
        title=heading.title,
        plan=heading.plan or None,
        task=heading.task,
        items=[Item(**item) for item in setup["items"]],
        mode=setup["mode"],
        directory=Directory(root=frame.directory_root, size=population.size, at=frame.read_at),
        strata=list(_strata(frame)),
        exclusion_reasons=_reasons(frame, population),
        relax_soft=bool(setup["relax"]),
        sources=frame.sources,
        deadline=frame.deadline,
        secret_commitment=frame.secret_commitment,
        voids=sorted(heading.voids),
    )


def _reasons(frame: SamplingFrame, population: Population) -> list[Reason]:
    """Name the reasons that occur among the exclusions, in the order of their codes."""
    texts = rules.reasons(frame.terms, frozenset(frame.terms.exempt_labels))
    texts |= rules.changed_reasons(texts, frame.changes.days)
    return [Reason(code=code, text=texts[code]) for code in sorted(population.reason_counts())]


def _strata(frame: SamplingFrame) -> Iterator[StratumPlan]:
    for drawn_class in rules.drawn_classes(frame.setup):
        for item in frame.setup["items"]:
            yield StratumPlan(
                code=rules.stratum_code(drawn_class["letter"], item["code"]),
                title=f"{drawn_class['name']}·{item['title']}",
                item=item["code"],
                rule=_rule(drawn_class),
                reserve=int(frame.setup["reserve"]),
                team=frame.team,
            )


def _rule(drawn_class: Mapping[str, Any]) -> Rule:
    count = drawn_class["count"]
    if count is None:
        return Rule(permyriad=drawn_class["permyriad"], least=0, most=drawn_class.get("most"))
    return Rule(permyriad=drawn_class["permyriad"], least=count, most=count)


def _names(frame: SamplingFrame) -> Names:
    return Names(
        sections=frame.sections, inspectors={row.code: row.name for row in frame.inspectors}
    )


def _figures(
    frame: SamplingFrame,
    population: Population,
    pool: InspectorPool,
    manifest: Manifest,
    report: FeasibilityReport,
) -> dict[str, Any]:
    return {
        **_population_figures(frame, population, manifest),
        "people": _people_figures(pool, int(frame.setup["limit"])),
        **_rehearsal_figures(report),
    }


def _population_figures(
    frame: SamplingFrame, population: Population, manifest: Manifest
) -> dict[str, Any]:
    counts = population.reason_counts()
    strata = _stratum_figures(frame, manifest, population)
    return {
        "size": population.size,
        "subjects": len(population.subjects),
        "excluded": len(population.exclusions),
        "exclusions": [
            {"code": reason.code, "text": reason.text, "count": counts[reason.code]}
            for reason in manifest.exclusion_reasons
        ],
        "strata": strata,
        "parts": expectations.expected(population.parts, strata),
    }


def _rehearsal_figures(report: FeasibilityReport) -> dict[str, Any]:
    return {
        "feasible": report.is_feasible,
        "problem": report.problem,
        "ways": report.ways,
        "rehearsed": report.rehearsed,
        "failed": report.failed,
        "visits": [report.fewest, report.most],
        "slots": report.slots,
    }


def _people_figures(pool: InspectorPool, limit: int) -> dict[str, Any]:
    return {
        "available": len(pool.available),
        "unavailable": [list(row) for row in pool.unavailable],
        "capacity": len(pool.available) * limit,
    }


def _stratum_figures(
    frame: SamplingFrame, manifest: Manifest, population: Population
) -> list[dict[str, Any]]:
    classes = {
        rules.stratum_code(drawn_class["letter"], item["code"]): drawn_class
        for drawn_class in rules.drawn_classes(frame.setup)
        for item in frame.setup["items"]
    }
    odds = inclusion_probabilities.odds(manifest, population.subjects)
    return [
        _stratum_figure(stratum, classes[stratum.code], stratum_odds)
        for stratum, stratum_odds in zip(manifest.strata, odds, strict=True)
    ]


def _stratum_figure(stratum: Stratum, drawn_class: Mapping[str, Any], odds: Odds) -> dict[str, Any]:
    return {
        "code": stratum.code,
        "class": drawn_class["code"],
        "name": drawn_class["name"],
        "item": stratum.item,
        "size": stratum.size,
        "draw": stratum.draw,
        "planned": drawn_class["count"],
        "permyriad": drawn_class["year_permyriad"],
        "reserve": stratum.reserve,
        "census": odds.is_census,
        "chances": [
            [tickets, count, chance.numerator, chance.denominator]
            for tickets, count, chance in odds.chances
        ],
    }
