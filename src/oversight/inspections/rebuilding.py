"""Tasks and teams of a draw as its result, its replacements and the trail make them (6.1, 6.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from mingqian.manifest import Manifest
from mingqian.result import Result
from oversight.audit.differences import Difference, Subject
from oversight.audit.selectors import Entry
from oversight.draws import events as draws_events
from oversight.draws.models import Draw
from oversight.draws.replaying import LoggedDraw
from oversight.draws.services import holding
from oversight.inspections import events, replaying, states
from oversight.inspections.models import InspectionTask, ReplacementRequest, TeamMember
from oversight.inspections.states import ReplacementState, TaskState

Place = tuple[str, str, bool]
"""A place in a team: the pool, who goes (empty for nobody), whether as the leader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The files of a draw that say who was drawn, and which teams go."""

    result: Result
    manifest: Manifest


@dataclass(kw_only=True)
class RebuiltTask:
    """A task as the log and the result have it."""

    place: int
    strata: list[str]
    team: list[Place]
    state: str = TaskState.DRAWN
    came_for: str = ""
    name: str = ""
    is_out: bool = False
    out_why: str = ""
    accepted_by: str = ""
    planned_on: str = ""
    merged_into: str = ""
    asked: list[str] = field(default_factory=list)
    unvisited: str = ""


_FIELDS = {
    "place": "序号",
    "strata": "分类",
    "state": "状态",
    "came_for": "接替谁",
    "is_out": "已被递补",
    "out_why": "递补原因",
    "accepted_by": "接受人",
    "planned_on": "检查日期",
    "merged_into": "并入",
    "asked": "递补和回避申请",
}


def differences(
    about: Subject, draw: Draw, logged: LoggedDraw, acts: Sequence[Entry], evidence: Evidence
) -> Iterator[Difference]:
    """Compare tasks, teams, replacements and what people did with them; ``acts`` are theirs."""
    expected = rebuild_tasks(logged.replaced, acts, evidence)
    rows = draw.visits.select_related("merged_into__draw").prefetch_related(
        "slots__inspector", "requests"
    )
    stored = {row.code: row for row in rows}
    yield from _names(about, logged, expected, stored)
    people = _people(stored.values())
    for code, row in stored.items():
        if code not in expected:
            yield about.says(f"检查任务 {code}", "没有抽中，也没有递补进来", "有这一行")
            continue
        columns = _stored_columns(row)
        for column, name in _FIELDS.items():
            field_ = f"检查任务 {code} 的{name}"
            yield from about.differs(field_, _column_value(expected[code], column), columns[column])
        team = sorted(_team_texts(expected[code].team, people))
        yield from about.differs(f"检查任务 {code} 的派员", team, sorted(_team(row, people)))
    for code in expected.keys() - stored.keys():
        yield about.says(f"检查任务 {code}", "抽中，或递补进来", "没有这一行")
    yield from _granted(about, draw, logged, acts)


def rebuild_tasks(
    replaced: Sequence[Entry], acts: Sequence[Entry], evidence: Evidence
) -> dict[str, RebuiltTask]:
    """Make the tasks of a draw, by their codes, from its result and the entries since."""
    expected = {
        visit.subject: RebuiltTask(
            place=place,
            strata=list(visit.strata),
            team=[(slot.pool, slot.inspector or "", slot.leader) for slot in visit.team],
        )
        for place, visit in enumerate(evidence.result.visits, start=1)
    }
    for entry in sorted((*replaced, *acts), key=lambda entry: entry.index):
        if entry.type == draws_events.DRAW_REPLACED.type:
            _replace(expected, entry, evidence.manifest)
        else:
            _note(expected, entry)
    return expected


def _replace(expected: dict[str, RebuiltTask], entry: Entry, manifest: Manifest) -> None:
    public = entry.public
    leaving = expected.get(public["visit"])
    if leaving is None:
        return
    if "stratum" in public:
        leaving.is_out, leaving.out_why = True, public["why"]
        leaving.state = TaskState.REPLACED
        needs = manifest.stratum(public["stratum"]).team
        expected[public["in"]] = RebuiltTask(
            place=max(task.place for task in expected.values()) + 1,
            strata=[public["stratum"]],
            team=[(need.pool, "", False) for need in needs for _ in range(need.count)],
            came_for=public["visit"],
            name=(entry.private or {}).get("name", ""),
        )
        return
    out = public["out"] or ""
    for at, (pool, who, leader) in enumerate(leaving.team):
        if (pool, who) == (public["pool"], out):
            leaving.team[at] = (pool, public["in"], leader)
            return


def _note(expected: dict[str, RebuiltTask], entry: Entry) -> None:
    visit = expected.get((entry.private or {}).get("code", ""))
    if visit is None:
        return
    visit.state = replaying.next_state(visit.state, entry)
    visit.unvisited = replaying.unvisited_by(entry) or visit.unvisited
    if entry.type in {events.VISIT_ACCEPTED.type, events.VISIT_DATED.type}:
        visit.accepted_by, visit.planned_on = entry.person, entry.public["on"]
    elif entry.type == events.VISIT_RETURNED.type:
        visit.accepted_by, visit.planned_on = "", ""
    elif entry.type == events.VISIT_ARRIVED_URGENTLY.type:
        visit.planned_on = (entry.private or {}).get("on", "")
    elif entry.type == events.VISIT_MERGED.type:
        visit.merged_into = entry.public["into"]
    elif entry.type in {events.VISIT_RECUSAL_ASKED.type, events.VISIT_REPLACEMENT_ASKED.type}:
        visit.asked = sorted([*visit.asked, entry.public["why"]])


def _column_value(task: RebuiltTask, column: str) -> object:
    value: object = getattr(task, column)
    return states.TASK.labels[task.state] if column == "state" else value


def _stored_columns(row: InspectionTask) -> dict[str, object]:
    return {
        "place": row.place,
        "strata": list(row.strata),
        "state": states.TASK.labels.get(row.state, row.state),
        "came_for": row.came_for,
        "is_out": row.is_out,
        "out_why": row.out_why,
        "accepted_by": row.accepted_by,
        "planned_on": row.planned_on.isoformat() if row.planned_on else "",
        "merged_into": row.merged_into.record_number if row.merged_into else "",
        "asked": sorted(request.why for request in row.requests.all()),
    }


def _people(rows: Iterable[InspectionTask]) -> dict[str, str]:
    """Name inspectors by their codes, so that people can read a difference."""
    people = (slot.inspector for row in rows for slot in row.slots.all())
    return {inspector.code: inspector.name for inspector in people if inspector is not None}


def _team(row: InspectionTask, people: dict[str, str]) -> list[str]:
    return _team_texts([_place(slot) for slot in row.slots.all()], people)


def _place(slot: TeamMember) -> Place:
    who = slot.inspector.code if slot.inspector else ""
    return slot.pool, who, slot.is_leader


def _team_texts(team: Iterable[Place], people: dict[str, str]) -> list[str]:
    return [
        _place_text(pool, who, people.get(who, ""), leader=leader) for pool, who, leader in team
    ]


def _place_text(pool: str, who: str, name: str, *, leader: bool) -> str:
    if not who:
        return f"{pool}：空缺"
    return f"{pool}：{who} {name}{'（组长）' if leader else ''}"


def _names(
    about: Subject,
    logged: LoggedDraw,
    expected: dict[str, RebuiltTask],
    stored: dict[str, InspectionTask],
) -> Iterator[Difference]:
    drawn = {c: row.name for c, row in stored.items() if c in expected and not expected[c].came_for}
    if logged.names and logged.names != holding.names_digest(drawn):
        yield about.says("抽中对象的名称", f"摘要 {logged.names}", "名称改过，或少了任务")
    for code, visit in expected.items():
        if visit.name and code in stored:
            field_ = f"检查任务 {code} 的名称"
            yield from about.differs(field_, visit.name, stored[code].name)


_ENDS = {
    events.VISIT_RECUSAL_REFUSED.type: ReplacementState.REFUSED,
    events.VISIT_REPLACEMENT_REFUSED.type: ReplacementState.REFUSED,
    events.VISIT_RECUSAL_WITHDRAWN.type: ReplacementState.WITHDRAWN,
    events.VISIT_REPLACEMENT_WITHDRAWN.type: ReplacementState.WITHDRAWN,
}


def _granted(
    about: Subject, draw: Draw, logged: LoggedDraw, acts: Sequence[Entry]
) -> Iterator[Difference]:
    """Compare who decided on replacements; each decision has its entry."""
    rows = {
        request.entry: request
        for request in ReplacementRequest.objects.filter(visit__draw=draw).exclude(entry=None)
    }
    decided = {entry.index: (entry, ReplacementState.GRANTED) for entry in logged.replaced}
    for entry in acts:
        if entry.type in _ENDS:
            decided[entry.index] = (entry, _ENDS[entry.type])
    for index, row in rows.items():
        if index not in decided:
            decision = f"{_word(row.state)}，{row.decided_by}"
            yield about.says(f"申请 {row.pk}", "没有这个决定", decision)
            continue
        entry, state = decided[index]
        expected = [
            _word(state),
            entry.person,
            entry.public.get("why", ""),
            entry.public.get("in", ""),
        ]
        stored = [_word(row.state), row.decided_by, row.why, row.came_in]
        yield from about.differs(f"申请 {row.pk} 的决定", expected, stored)
    for index in decided.keys() - rows.keys():
        entry, state = decided[index]
        yield about.says(
            f"留痕第 {index} 条的决定", f"{_word(state)}，{entry.person}", "没有这一行"
        )
    waiting = ReplacementRequest.objects.filter(visit__draw=draw, entry=None).exclude(
        state=ReplacementState.WAITING
    )
    for row in waiting:
        yield about.says(f"申请 {row.pk}", "还没有决定", _word(row.state))


def _word(state: str) -> str:
    return states.REQUEST.labels.get(state, state)
