"""What is to be done with a visit now: the act of the table, who may do it, until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from oversight.accounts import rules
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.audit import selectors as audit
from oversight.audit.selectors import Entry
from oversight.inspections import deadlines, states, visit_papers
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import approvals
from oversight.inspections.services.recording import KIND
from oversight.inspections.states import TaskState

_S = TaskState
_NEXT = {
    _S.DRAWN: states.ACCEPT,
    _S.REGISTERED: states.SUBMIT,
    _S.ACCEPTED: states.SUBMIT,
    _S.REFUSED: states.SUBMIT,
    _S.AWAITING: states.APPROVE,
    _S.APPROVED: states.ARRIVE,
    _S.NOTIFIED: states.ARRIVE,
    _S.PAPERS_LATER: states.START,
    _S.ARRIVED: states.START,
    _S.INSPECTING: states.CLOSE_CHECKLIST,
    _S.SIGNING: states.SIGN,
    _S.SUSPENDED: states.RESUME,
    _S.FINISHED: states.TELL,
    _S.NOT_INSPECTED: states.TELL,
    _S.TOLD: states.ARCHIVE,
}
_ON_THE_SPOT = frozenset(
    {states.ARRIVE, states.START, states.CLOSE_CHECKLIST, states.SIGN, states.RESUME}
)
_STEPS = (
    ("接受、定日期", (_S.DRAWN, _S.REGISTERED)),
    ("报请审批", (_S.ACCEPTED, _S.REFUSED)),
    ("审批", (_S.AWAITING,)),
    ("通知企业", ()),
    ("到场检查", (_S.APPROVED, _S.NOTIFIED, _S.PAPERS_LATER, *states.ON_SITE[1:])),
    ("告知结果", (_S.FINISHED, _S.NOT_INSPECTED)),
    ("归档", (_S.TOLD,)),
)
_NOTIFYING = 3
_MOST_ENTRIES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitAct:
    """The one act that a visit waits for: its name, who may do it, until when; whether on site."""

    act: str
    label: str
    who: str
    is_own: bool
    is_on_site: bool
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitStep:
    """A step of a visit: done, now or later, and what came of it in one line."""

    name: str
    mark: str
    words: str = ""


def next_act(task: InspectionTask, actor: Actor) -> VisitAct | None:
    """Give what is to be done with a visit now; None once nobody goes, or all is filed."""
    act = _act_of(task)
    if act is None:
        return None
    permission = Permission(states.TASK.permission(act))
    label = states.TASK.act_label(act)
    if act == states.SUBMIT and _lacks_papers(task):
        label = "补办审批"
    return VisitAct(
        act=act,
        label=label,
        who=rules.holders(permission),
        is_own=actor.may(permission),
        is_on_site=act in _ON_THE_SPOT,
        until=_until(task, act),
    )


def steps(task: InspectionTask) -> list[VisitStep]:
    """Give the steps of a visit in their order, as a list of what is done and what is open."""
    current = _step_of(task)
    rows = []
    for place, (name, _) in enumerate(_STEPS):
        if place == _NOTIFYING and not (task.is_announced or task.notified_at):
            words = "" if place > current else "不预先通知"
            rows.append(VisitStep(name=name, mark="ok" if words else "", words=words))
            continue
        mark = "now" if place == current else "ok" if place < current else ""
        rows.append(VisitStep(name=name, mark=mark, words="" if mark != "now" else "现在"))
    return rows


def entries(task: InspectionTask) -> list[Entry]:
    """Give what the trail has of a visit and its papers, the newest first."""
    rows = [*islice(_own_entries(task), _MOST_ENTRIES)]
    for document in visit_papers.papers(task):
        rows += audit.about("document", document.code)
    return sorted(rows, key=lambda entry: -entry.index)[:_MOST_ENTRIES]


def _own_entries(task: InspectionTask) -> Iterator[Entry]:
    """Give the entries of one task among those of its draw; what is private cannot be asked for."""
    for row in audit.about(KIND, task.record_number).iterator():
        if (row.private or {}).get("code") == task.code:
            yield row


def _act_of(task: InspectionTask) -> str | None:
    if _lacks_papers(task) and task.state != TaskState.PAPERS_LATER:
        return states.SUBMIT
    if task.state == TaskState.PAPERS_LATER:
        return states.RATIFY if approvals.is_asked_for(task) else states.SUBMIT
    if task.state == TaskState.APPROVED and task.is_announced:
        return states.NOTIFY
    if task.state == TaskState.ACCEPTED and task.planned_on is None:
        return states.DATE
    return _NEXT.get(TaskState(task.state))


def _lacks_papers(task: InspectionTask) -> bool:
    is_open = task.state not in {*states.ENDED, TaskState.ARCHIVED}
    return is_open and task.papers_due_on is not None and not approvals.is_papered(task)


def _until(task: InspectionTask, act: str) -> date | None:
    if act in {states.SUBMIT, states.RATIFY} and task.papers_due_on is not None:
        return task.papers_due_on
    if act == states.TELL:
        return deadlines.tell_by(task)
    return task.planned_on if act in {states.SUBMIT, states.APPROVE, states.NOTIFY} else None


def _step_of(task: InspectionTask) -> int:
    if task.state in states.ENDED and task.state != TaskState.REFUSED:
        return -1
    if task.state == TaskState.APPROVED and task.is_announced:
        return _NOTIFYING
    for place, (_, of_step) in enumerate(_STEPS):
        if task.state in of_step:
            return place
    return len(_STEPS)
