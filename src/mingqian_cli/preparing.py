"""From files to a draw folder: who may be drawn and who not, each for one printed reason."""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mingqian import preparation, sources, times
from mingqian.assignment import Blocking, Uncoverable, blocking_set, uncoverable
from mingqian.errors import RefusedError
from mingqian.manifest import Directory, Reason
from mingqian.preparation import Prepared
from mingqian.roster import Conflict, Exclusion, Rosters, Subject
from mingqian_cli import directory, people
from mingqian_cli.directory import DirectoryFile, Listed, Problem
from mingqian_cli.people import People
from mingqian_cli.plan_file import Filter, PlanFile
from mingqian_tables import spreadsheet

BAD_CODE = "BADCODE"
OUT_OF_SCOPE = "SCOPE"
OWN_REASONS = {BAD_CODE: "代码无效，更正前不参加抽取", OUT_OF_SCOPE: "不在本次抽查范围"}
REHEARSALS = 20
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Everything that was read and made on the way to a manifest."""

    plan: PlanFile
    directory: DirectoryFile
    people: People
    rosters: Rosters
    names: Mapping[str, str]
    problems: Sequence[Problem]
    prepared: Prepared
    failed_rehearsals: int


def prepare(plan: PlanFile, *, secret_commitment: str | None) -> Work:
    """Read the files of a plan and make its manifest.

    Raises:
        FormatError: a file that cannot be read.
        RefusedError: inspectors do not suffice, or a rule is broken.
    """
    listing = directory.read(
        spreadsheet.read(plan.directory_file),
        given=plan.columns,
        has_local_codes=plan.has_local_codes,
    )
    _require_columns(plan, listing)
    subjects, exclusions, unclear = _sorted_out(plan, listing)
    staff = _people(plan)
    conflicts, wrong = _conflicts(plan, staff, subjects)
    rosters = Rosters(
        subjects=subjects,
        exclusions=exclusions,
        inspectors=sorted(staff.inspectors),
        conflicts=sorted(conflicts),
    )
    prepared = preparation.prepare(_plan(plan, listing, rosters, secret_commitment), rosters)
    return Work(
        plan=plan,
        directory=listing,
        people=staff,
        rosters=rosters,
        names={one.id: one.name for one in listing.listed} | dict(staff.names),
        problems=[*listing.problems, *unclear, *staff.problems, *wrong],
        prepared=prepared,
        failed_rehearsals=_require_people(prepared, rosters),
    )


def _people(plan: PlanFile) -> People:
    first = sources.t0(plan.sources)
    if first is None:
        raise RefusedError(
            "至少要有一个公开来源(drand、彩票或骰子)，否则不能封存", rule="draw-v1 3.1"
        )
    on = times.beijing(first)[:10]
    table = spreadsheet.read(plan.inspectors_file)
    return people.read_inspectors(table, pools=plan.pools, on=on, limit=plan.limit)


def _conflicts(
    plan: PlanFile, staff: People, subjects: Sequence[Subject]
) -> tuple[list[Conflict], list[Problem]]:
    if plan.conflicts_file is None:
        return [], []
    return people.read_conflicts(
        spreadsheet.read(plan.conflicts_file),
        inspectors={one.id for one in staff.inspectors},
        subjects={one.id for one in subjects},
    )


def _require_columns(plan: PlanFile, listing: DirectoryFile) -> None:
    filters = [("层", one.plan.code, one.filter) for one in plan.strata]
    filters += [("原因", one.code, one.filter) for one in plan.exclusions]
    asked = [(f"{kind} {code}", name) for kind, code, f in filters for name in _columns(f)]
    if plan.ticket_column is not None:
        asked.append(("tickets", plan.ticket_column))
    for where, name in asked:
        if name not in listing.headings:
            raise RefusedError(
                f"{where} 用到“{name}”一列，名录库里没有；表头是 {'、'.join(listing.headings)}"
            )


def _columns(one: Filter) -> list[str]:
    return [*one.where, *one.at_least]


def _sorted_out(
    plan: PlanFile, listing: DirectoryFile
) -> tuple[list[Subject], list[Exclusion], list[Problem]]:
    """Put everybody either among the drawable or among the excluded."""
    subjects: list[Subject] = []
    exclusions: list[Exclusion] = []
    problems: list[Problem] = []
    for one in listing.listed:
        strata = tuple(sorted(s.plan.code for s in plan.strata if matches(s.filter, one)))
        reason = _reason(plan, one) or ("" if strata else OUT_OF_SCOPE)
        if reason:
            exclusions.append(Exclusion(one.id, reason))
            continue
        tickets = _tickets(plan, one)
        if tickets is None:
            problems.append(_ticket_problem(plan, listing, one))
        subjects.append(Subject(one.id, tickets or 1, strata))
    return subjects, exclusions, problems


def _reason(plan: PlanFile, one: Listed) -> str:
    if one.fault:
        return BAD_CODE
    return next((rule.code for rule in plan.exclusions if matches(rule.filter, one)), "")


def matches(rule: Filter, one: Listed) -> bool:
    """Tell whether a filter means a row: every column must have one of its values."""
    for column, allowed in rule.where.items():
        value = one.values.get(column, "")
        if not any(value == word or ("*" in word and _like(value, word)) for word in allowed):
            return False
    return all(_number(one.values.get(c, "")) >= least for c, least in rule.at_least.items())


def _like(value: str, pattern: str) -> bool:
    literal = pattern.replace("[", "[[]").replace("?", "[?]")
    return fnmatch.fnmatchcase(value, literal)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _tickets(plan: PlanFile, one: Listed) -> int | None:
    if plan.ticket_column is None:
        return 1
    return plan.tickets.get(one.values.get(plan.ticket_column, ""))


def _ticket_problem(plan: PlanFile, listing: DirectoryFile, one: Listed) -> Problem:
    column = plan.ticket_column or ""
    return Problem(
        file=plan.directory_file.name,
        row=one.row,
        column=column,
        value=one.values.get(column, ""),
        reason=f"计划里没有这个值的签数，按 1 签参加(表头共 {len(listing.headings)} 列)",
        advice="请在计划的 tickets.values 中补上这个值，或更正名录",
    )


def _plan(
    plan: PlanFile, listing: DirectoryFile, rosters: Rosters, secret_commitment: str | None
) -> preparation.Plan:
    own = {row.reason for row in rosters.exclusions} & OWN_REASONS.keys()
    reasons = [Reason(code=rule.code, text=rule.text) for rule in plan.exclusions]
    reasons += [Reason(code=code, text=OWN_REASONS[code]) for code in sorted(own)]
    return preparation.Plan(
        draw=plan.draw,
        organisation=plan.organisation,
        title=plan.title,
        plan=plan.plan,
        task=plan.task,
        items=[rule.item for rule in plan.items],
        mode=plan.mode,
        directory=Directory(
            root=plan.directory_root,
            size=len(listing.listed) if plan.directory_size is None else plan.directory_size,
            at=plan.directory_at,
        ),
        strata=[rule.plan for rule in plan.strata],
        exclusion_reasons=reasons,
        relax_soft=plan.relax_rotation,
        sources=plan.sources,
        deadline=plan.deadline,
        secret_commitment=secret_commitment,
        voids=plan.voids,
    )


def _require_people(prepared: Prepared, rosters: Rosters) -> int:
    """Require that inspectors suffice in some rehearsal; give the number of failed ones."""
    relax_soft = prepared.manifest.relax_soft
    everybody = preparation.every_visit(prepared.manifest, rosters)
    alone = uncoverable(everybody, rosters.inspectors, rosters.conflicts, relax_soft=relax_soft)
    if alone:
        raise RefusedError(_alone_says(alone), rule="draw-v1 5.3")
    blocks = [
        blocking_set(visits, rosters.inspectors, rosters.conflicts, relax_soft=relax_soft)
        for visits in preparation.rehearse(prepared.manifest, rosters, times=REHEARSALS)
    ]
    found = [block for block in blocks if block is not None]
    if len(found) == REHEARSALS:
        raise RefusedError(blocking_says(found[0]), rule="draw-v1 5.3")
    return len(found)


def _alone_says(alone: Sequence[Uncoverable]) -> str:
    first = alone[0]
    pools = ";".join(f"{pool} 组需 {need} 人，可派 {able} 人" for pool, need, able in first.pools)
    return (
        f"{len(alone)} 家即使只抽中它一家也派不齐人，例如 {first.subject}:{pools}。"
        "请补充人员、核对回避登记，或将其列入不可抽并说明原因"
    )


def blocking_says(found: Blocking) -> str:
    """Say who competes for whom, and what may lawfully be done."""
    parts = []
    for shortage in found.shortages:
        wanted = "、".join(f"{pool} 组 {count} 人次" for pool, count in shortage.pools)
        people = [who for who, _ in shortage.inspectors]
        who = "、".join(people[:_SHOWN]) + ("等" if len(people) > _SHOWN else "")
        parts.append(
            f"{wanted}，合计 {shortage.needed} 人次，能去的 {len(people)} 人({who or '无'})"
            f"最多 {shortage.possible} 人次"
        )
    relax = ",或放宽轮换(放宽后即可派齐)" if found.missing_if_relaxed == 0 else ""
    return (
        f"人员不够，差 {found.missing} 人次:{';'.join(parts)}。"
        f"可以借调人员、减少抽取数、分批推迟、提高任务上限{relax}"
    )
