"""From a plan and its rosters to the manifest: nothing is counted by hand (spec draw-v1 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mingqian import canonical, draw, manifest, roster, selection, sources
from mingqian.assignment import Visit
from mingqian.errors import RefusedError
from mingqian.log import tree
from mingqian.manifest import (
    Directory,
    FileEntry,
    Item,
    Manifest,
    Need,
    Reason,
    Rule,
    Stratum,
)
from mingqian.roster import Rosters
from mingqian.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumPlan:
    """A stratum as planned; its size and number drawn follow from the rosters."""

    code: str
    title: str
    item: str
    rule: Rule
    reserve: int
    team: tuple[Need, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What people decide about a draw; everything else in the manifest is counted."""

    draw: str
    organisation: str
    title: str
    plan: str | None
    task: str
    items: Sequence[Item]
    mode: str
    directory: Directory
    strata: Sequence[StratumPlan]
    exclusion_reasons: Sequence[Reason]
    relax_soft: bool
    sources: Sequence[Source]
    deadline: str
    secret_commitment: str | None = None
    voids: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """A manifest with the roster files it commits to."""

    manifest: Manifest
    files: dict[str, bytes]


def prepare(plan: Plan, rosters: Rosters) -> Preparation:
    """Write the roster files and the manifest, and read both back as a verifier would.

    Raises:
        FormatError: something in the plan or the rosters is not as the specification says.
        RefusedError: no public source.
    """
    files = roster.write(rosters)
    ordered = roster.read(files)
    drafted = _manifest(plan, ordered, files)
    checked = manifest.read(drafted.write())
    manifest.require_declared(checked, ordered)
    return Preparation(manifest=checked, files=files)


def rehearse(manifest: Manifest, rosters: Rosters, *, times: int) -> list[list[Visit]]:
    """Give the visits of some invented draws, to see whether inspectors would suffice (5.3).

    The seeds are digests of the commitment and a word that no real draw uses, so a rehearsal
    tells nothing about the draw to come.
    """
    engine = draw.engine_of(rosters)
    rehearsals = []
    for number in range(times):
        invented = canonical.digest(f"mingqian-draw/1|rehearsal|{manifest.commitment}|{number}")
        rehearsals.append(
            draw.demands(manifest, draw.visits(draw.select(manifest, engine, invented)))
        )
    return rehearsals


def every_visit(manifest: Manifest, rosters: Rosters) -> list[Visit]:
    """Give the visit of every subject, as if all its strata had drawn it (5.3)."""
    return draw.demands(manifest, {subject.id: subject.strata for subject in rosters.subjects})


def _manifest(plan: Plan, rosters: Rosters, files: dict[str, bytes]) -> Manifest:
    first = sources.t0(plan.sources)
    if first is None:
        raise RefusedError("manifest.no-public-source", rule="draw-v1 3.1")
    return Manifest(
        draw=plan.draw,
        organisation=plan.organisation,
        title=plan.title,
        plan=plan.plan,
        task=plan.task,
        items=tuple(sorted(plan.items, key=lambda item: item.code)),
        mode=plan.mode,
        directory=plan.directory,
        files=_file_entries(rosters, files),
        candidates_root=tree.root(roster.candidate_lines(files)).hex(),
        strata=_strata(plan.strata, rosters),
        ticket_base=selection.ticket_base(subject.tickets for subject in rosters.subjects),
        exclusion_reasons=tuple(sorted(plan.exclusion_reasons, key=lambda reason: reason.code)),
        relax_soft=plan.relax_soft,
        sources=tuple(plan.sources),
        t0=first,
        deadline=plan.deadline,
        secret_commitment=plan.secret_commitment,
        voids=tuple(sorted(plan.voids)),
    )


def _file_entries(rosters: Rosters, files: dict[str, bytes]) -> tuple[FileEntry, ...]:
    return tuple(
        FileEntry(name=name, rows=rosters.rows(name), sha256=canonical.digest(files[name]))
        for name in roster.NAMES
    )


def _strata(plans: Sequence[StratumPlan], rosters: Rosters) -> tuple[Stratum, ...]:
    sizes = dict.fromkeys((plan.code for plan in plans), 0)
    for subject in rosters.subjects:
        for code in subject.strata:
            sizes[code] = sizes.get(code, 0) + 1
    return tuple(
        Stratum(
            code=plan.code,
            title=plan.title,
            item=plan.item,
            size=sizes[plan.code],
            rule=plan.rule,
            draw=plan.rule.draw(sizes[plan.code]),
            reserve=plan.reserve,
            team=tuple(sorted(plan.team, key=lambda need: need.pool)),
        )
        for plan in sorted(plans, key=lambda plan: plan.code)
    )
