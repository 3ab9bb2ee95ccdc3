"""From the files of a plan to a draw folder: who may be drawn, who not and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mingqian import manifest_builder, sources, times
from mingqian.assignment import Blocking, Uncoverable, blocking_set, uncoverable
from mingqian.errors import RefusedError
from mingqian.manifest import Directory, Reason
from mingqian.manifest_builder import Preparation
from mingqian.roster import Conflict, Exclusion, Rosters, Subject
from mingqian_cli import directory, filtering, people, recusals
from mingqian_cli.directory import DirectoryFile, ListedSubject
from mingqian_cli.error_words import OWN, problem_of
from mingqian_cli.filtering import Filters
from mingqian_cli.people import People
from mingqian_cli.plan import PlanFile, TableFile
from mingqian_cli.problems import Problem
from mingqian_cli.recusals import KnownIds
from mingqian_tables import columns, errors, likeness, spreadsheet
from mingqian_tables.errors import TableError
from mingqian_tables.table import About, Sheet, WantedColumns

BAD_CODE = "BADCODE"
OUT_OF_SCOPE = "SCOPE"
OWN_REASONS = {BAD_CODE: "代码无效，更正前不参加抽取", OUT_OF_SCOPE: "不在本次抽查范围"}
REHEARSALS = 20
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What the files of a plan say, and every problem in them."""

    plan: PlanFile
    directory: DirectoryFile
    people: People
    rosters: Rosters
    problems: Sequence[Problem]
    tables: Sequence[About]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparationResult:
    """What was made of the files: everybody's name, and the manifest with its rosters."""

    files: Files
    names: Mapping[str, str]
    prepared: Preparation
    failed_rehearsals: int


def read(plan: PlanFile) -> Files:
    """Read the files of a plan, and sort out who may be drawn.

    Raises:
        FormatError: a file that cannot be read.
        RefusedError: a column or a group of inspectors that the plan asks for is nowhere.
    """
    wanted = columns.wanted(columns.SUBJECT, ("code", "name"), plan.columns)
    listing = directory.read(
        _table(plan.directory_file, wanted),
        given=plan.columns,
        has_local_codes=plan.has_local_codes,
        accepted=plan.accepted_codes,
    )
    sorting = _Sorting(plan, listing)
    for subject in listing.listed:
        sorting.take(subject)
    staff = _people(plan)
    register = _register(plan)
    conflicts, wrong = _conflicts(register, staff, sorting.subjects, listing)
    rosters = Rosters(
        subjects=sorting.subjects,
        exclusions=sorting.exclusions,
        inspectors=sorted(staff.inspectors),
        conflicts=sorted(conflicts),
    )
    sheets = [listing.sheet, staff.sheet, *([] if register is None else [register])]
    return Files(
        plan=plan,
        directory=listing,
        people=staff,
        rosters=rosters,
        problems=[*listing.problems, *sorting.all_problems(), *staff.problems, *wrong],
        tables=[sheet.about for sheet in sheets if sheet.about is not None],
    )


def prepare(files: Files, *, secret_commitment: str | None) -> PreparationResult:
    """Make the manifest of a draw from what its files say.

    Raises:
        RefusedError: inspectors do not suffice, or a rule is broken.
    """
    rosters = files.rosters
    prepared = manifest_builder.prepare(_plan(files.plan, rosters, secret_commitment), rosters)
    names = {subject.id: subject.name for subject in files.directory.listed} | dict(
        files.people.names
    )
    return PreparationResult(
        files=files,
        names=names,
        prepared=prepared,
        failed_rehearsals=_require_people(prepared, rosters),
    )


def _table(file: TableFile, wanted: WantedColumns) -> Sheet:
    try:
        return spreadsheet.read(
            file.path, sheet=file.sheet, heading_row=file.heading_row, wanted=wanted
        )
    except TableError as error:
        how = {
            errors.CHOOSE_SHEET: f'在计划文件 [files] 里写 {file.key}_sheet = "工作表名"',
            errors.NO_SHEET: f"请改计划文件 [files] 里的 {file.key}_sheet",
            errors.NO_HEADINGS: f"可在计划文件 [files] 里写 {file.key}_heading_row = 表头的行号",
        }.get(error.code)
        if how is None:
            raise
        values = {**error.values, "problem": f"{problem_of(error)}({how})"}
        raise TableError.of(error.code, values, file=error.file, line=error.line) from None


def _people(plan: PlanFile) -> People:
    first = sources.t0(plan.sources)
    if first is None:
        raise RefusedError(
            OWN, problem="至少要有一个公开来源(drand、彩票或骰子)，否则不能封存", rule="draw-v1 3.1"
        )
    on = times.beijing(first)[:10]
    wanted = columns.wanted(columns.INSPECTOR, ("code", "name", "pools"))
    table = _table(plan.inspectors_file, wanted)
    staff = people.read_inspectors(table, pools=plan.pools, on=on, limit=plan.limit)
    for pool in sorted(plan.pools - staff.pools):
        near = likeness.hint(pool, staff.pools)
        raise RefusedError(
            OWN,
            problem=f"计划要人员组“{pool}”的人，{table.file} 里没有一个人在这个组"
            f"{';' if near else ''}{near}。请改计划的 team，或更正人员名录",
        )
    return staff


def _register(plan: PlanFile) -> Sheet | None:
    if plan.conflicts_file is None:
        return None
    wanted = columns.wanted(columns.CONFLICT, ("inspector", "subject"))
    return _table(plan.conflicts_file, wanted)


def _conflicts(
    register: Sheet | None, staff: People, subjects: Sequence[Subject], listing: DirectoryFile
) -> tuple[list[Conflict], list[Problem]]:
    if register is None:
        return [], []
    return recusals.read_conflicts(
        register,
        inspectors=KnownIds(names=staff.names, drawn={person.id for person in staff.inspectors}),
        subjects=KnownIds(
            names={subject.id: subject.name for subject in listing.listed},
            drawn={subject.id for subject in subjects},
        ),
    )


class _Sorting:
    """Puts everybody either among the drawable, among the excluded, or among the problems."""

    def __init__(self, plan: PlanFile, listing: DirectoryFile) -> None:
        self.subjects: list[Subject] = []
        self.exclusions: list[Exclusion] = []
        self._plan, self._listing = plan, listing
        self._filters: Filters = filtering.filters_of(plan, listing)
        self._rules = [rule for _, rule in filtering.labelled(plan)]
        self._problems: list[Problem] = []
        self._words: set[str] = set()
        self._filled: set[str] = set()

    def take(self, subject: ListedSubject) -> None:
        """Sort one row; one that a filter cannot understand is not listed."""
        wrong = [] if subject.fault else self._filters.faults(subject, self._rules)
        if wrong:
            self._problems += wrong
            return
        strata = tuple(
            sorted(
                stratum.plan.code
                for stratum in self._plan.strata
                if self._filters.matches(stratum.filter, subject)
            )
        )
        self._filled.update(strata)
        reason = self._reason(subject) or ("" if strata else OUT_OF_SCOPE)
        if reason:
            self.exclusions.append(Exclusion(subject.id, reason))
            return
        tickets = self._tickets(subject)
        if tickets is None:
            self._problems.append(self._ticket_problem(subject))
        else:
            self.subjects.append(Subject(subject.id, tickets, strata))

    def all_problems(self) -> list[Problem]:
        """Name every problem: of rows, and of words in the plan that mean nobody."""
        plan = self._plan
        empty = [
            self._of_plan(f"层 {s.plan.code}", "", "名录里没有一家在这一层")
            for s in plan.strata
            if s.plan.code not in self._filled
        ]
        tickets = [
            self._of_plan("tickets.values", word, f"名录的“{plan.ticket_column}”一列里没有“{word}”")
            for word in plan.tickets
            if word not in self._words
        ]
        codes = [
            self._of_plan("directory.accepted_codes", code, "名录里没有校验位不符的这个代码")
            for code in plan.accepted_codes
            if code not in self._listing.accepted
        ]
        return [*self._problems, *self._filters.misses(plan), *empty, *tickets, *codes]

    def _reason(self, subject: ListedSubject) -> str:
        if subject.fault:
            return BAD_CODE
        fits = [
            rule.code
            for rule in self._plan.exclusions
            if self._filters.matches(rule.filter, subject)
        ]
        return fits[0] if fits else ""

    def _tickets(self, subject: ListedSubject) -> int | None:
        if self._plan.ticket_column is None:
            return 1
        value = subject.row.cell(self._filters.places[self._plan.ticket_column])
        fits = [word for word in self._plan.tickets if filtering.is_class(value, word)]
        self._words.update(fits)
        return self._plan.tickets[fits[0]] if len(fits) == 1 else None

    def _ticket_problem(self, subject: ListedSubject) -> Problem:
        column = self._plan.ticket_column or ""
        return Problem(
            file=self._listing.sheet.file,
            row=subject.row.number,
            column=column,
            value=subject.row.cell(self._filters.places[column]),
            reason="计划里没有这个值的签数",
            advice="请在计划的 tickets.values 中补上这个值，或更正名录",
        )

    def _of_plan(self, column: str, value: str, reason: str) -> Problem:
        advice = "请改计划，或更正名录"
        file = self._plan.path.name
        return Problem(file=file, row=0, column=column, value=value, reason=reason, advice=advice)


def _plan(plan: PlanFile, rosters: Rosters, secret_commitment: str | None) -> manifest_builder.Plan:
    listed = len(rosters.subjects) + len(rosters.exclusions)
    own = {row.reason for row in rosters.exclusions} & OWN_REASONS.keys()
    reasons = [Reason(code=rule.code, text=rule.text) for rule in plan.exclusions]
    reasons += [Reason(code=code, text=OWN_REASONS[code]) for code in sorted(own)]
    return manifest_builder.Plan(
        draw=plan.draw,
        organisation=plan.organisation,
        title=plan.title,
        plan=plan.plan,
        task=plan.task,
        items=[rule.item for rule in plan.items],
        mode=plan.mode,
        directory=Directory(
            root=plan.directory_root,
            size=listed if plan.directory_size is None else plan.directory_size,
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


def _require_people(prepared: Preparation, rosters: Rosters) -> int:
    """Require that inspectors suffice in some rehearsal; give the number of failed ones."""
    relax_soft = prepared.manifest.relax_soft
    everybody = manifest_builder.every_visit(prepared.manifest, rosters)
    alone = uncoverable(everybody, rosters.inspectors, rosters.conflicts, relax_soft=relax_soft)
    if alone:
        raise RefusedError(OWN, problem=_alone_says(alone), rule="draw-v1 5.3")
    blocks = [
        blocking_set(visits, rosters.inspectors, rosters.conflicts, relax_soft=relax_soft)
        for visits in manifest_builder.rehearse(prepared.manifest, rosters, times=REHEARSALS)
    ]
    blockings = [block for block in blocks if block is not None]
    if len(blockings) == REHEARSALS:
        raise RefusedError(OWN, problem=blocking_says(blockings[0]), rule="draw-v1 5.3")
    return len(blockings)


def _alone_says(alone: Sequence[Uncoverable]) -> str:
    first = alone[0]
    pools = ";".join(f"{pool} 组需 {need} 人，可派 {able} 人" for pool, need, able in first.pools)
    return (
        f"{len(alone)} 家即使只抽中它一家也派不齐人，例如 {first.subject}:{pools}。"
        "请补充人员、核对回避登记，或将其列入不可抽并说明原因"
    )


def blocking_says(blocking: Blocking) -> str:
    """Say who competes for whom, and what may lawfully be done."""
    parts = []
    for shortage in blocking.shortages:
        wanted = "、".join(f"{pool} 组 {count} 人次" for pool, count in shortage.pools)
        people = [who for who, _ in shortage.inspectors]
        who = "、".join(people[:_SHOWN]) + ("等" if len(people) > _SHOWN else "")
        parts.append(
            f"{wanted}，合计 {shortage.needed} 人次，能去的 {len(people)} 人({who or '无'})"
            f"最多 {shortage.possible} 人次"
        )
    relax = ",或放宽轮换(放宽后即可派齐)" if blocking.missing_if_relaxed == 0 else ""
    return (
        f"人员不够，差 {blocking.missing} 人次:{';'.join(parts)}。"
        f"可以借调人员、减少抽取数、分批推迟、提高任务上限{relax}"
    )
