"""The state of a task and the decisions on its approval, as the trail alone has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from oversight.audit.differences import Difference, Subject
from oversight.audit.selectors import Entry
from oversight.inspections import events, states
from oversight.inspections.models import Approval, InspectionTask
from oversight.inspections.rules.codes import UNVISITED
from oversight.inspections.states import ApprovalState, TaskState
from oversight.registry.states import RecordState

_ACTS = {
    events.VISIT_ACCEPTED.type: states.ACCEPT,
    events.VISIT_DATED.type: states.DATE,
    events.VISIT_MOVED.type: states.DATE,
    events.VISIT_RETURNED.type: states.RETURN,
    events.VISIT_MERGED.type: states.MERGE,
    events.VISIT_ARRIVED.type: states.ARRIVE,
    events.VISIT_STARTED.type: states.START,
    events.VISIT_SUBMITTED.type: states.SUBMIT,
    events.VISIT_APPROVED.type: states.APPROVE,
    events.VISIT_REFUSED.type: states.REFUSE_VISIT,
    events.VISIT_WITHDRAWN.type: states.WITHDRAW,
    events.VISIT_NOTIFIED.type: states.NOTIFY,
    events.VISIT_ARRIVED_URGENTLY.type: states.ARRIVE_URGENTLY,
    events.VISIT_TOLD.type: states.TELL,
    events.VISIT_SIGNING_BEGUN.type: states.CLOSE_CHECKLIST,
    events.VISIT_REOPENED.type: states.REOPEN,
    events.VISIT_FINISHED.type: states.SIGN,
    events.VISIT_NOT_INSPECTED.type: states.FAIL,
    events.VISIT_STRUCK.type: states.STRIKE,
    events.VISIT_CONCLUDED.type: states.CONCLUDE,
    events.VISIT_SUSPENDED.type: states.SUSPEND,
    events.VISIT_RESUMED.type: states.RESUME,
    events.VISIT_GOES_AGAIN.type: states.GO_AGAIN,
}
"""The act that an entry stands for; of what is made up afterwards only approval moves a task."""
_DECISIONS = {
    events.VISIT_APPROVED.type: ApprovalState.APPROVED,
    events.VISIT_REFUSED.type: ApprovalState.REFUSED,
    events.VISIT_WITHDRAWN.type: ApprovalState.REFUSED,
}


_LEDGER: dict[str, RecordState] = {
    TaskState.REPLACED: RecordState.CANCELLED,
    TaskState.MERGED: RecordState.MERGED,
    TaskState.REFUSED: RecordState.CANCELLED,
    TaskState.WITHDRAWN: RecordState.CANCELLED,
}


def next_state(state: str, entry: Entry) -> str:
    """Give the state of a task after an entry; as before where the table has no such step."""
    act = _act_of(entry)
    row = states.TASK.transition(act, state) if act else None
    return state if row is None or not row.target else row.target


def ledger_state(state: str, unvisited: str = "") -> RecordState:
    """Give the state in the ledger of a task in a state; ``unvisited`` says why nobody was seen."""
    if state in states.CLOSED_ON_SITE:
        return RecordState.CANCELLED if unvisited else RecordState.DONE
    return _LEDGER.get(state, RecordState.PLANNED)


def unvisited_by(entry: Entry) -> str:
    """Give why nobody was visited, of the entry that closes such a visit; empty for others."""
    if entry.type not in (events.VISIT_NOT_INSPECTED.type, events.VISIT_STRUCK.type):
        return ""
    path = str((entry.private or {}).get("path", ""))
    return path if path in UNVISITED else ""


def replayed_state(acts: Iterable[Entry]) -> str:
    """Give the state of a task that no draw decided from its entries, the oldest first."""
    state: str = TaskState.REGISTERED
    for entry in acts:
        state = next_state(state, entry)
    return state


def approval_differences(
    about: Subject, tasks: Iterable[InspectionTask], acts: Iterable[Entry]
) -> Iterator[Difference]:
    """Compare who decided on the approvals of tasks; each decision has its entry."""
    decisions = {entry.index: entry for entry in acts if entry.type in _DECISIONS}
    rows = Approval.objects.filter(visit__in=[task.pk for task in tasks]).order_by("pk")
    for row in rows.exclude(state=ApprovalState.WAITING):
        entry = decisions.get(row.entry) if row.entry is not None else None
        expected = "没有这个决定"
        if entry is not None:
            expected = _decision(_DECISIONS[entry.type], entry.person)
        stored = _decision(row.state, row.decided_by)
        yield from about.differs(f"审批 {row.pk} 的决定", expected, stored)


def _act_of(entry: Entry) -> str:
    if not (entry.private or {}).get("afterwards"):
        return _ACTS.get(entry.type, "")
    return states.RATIFY if entry.type == events.VISIT_APPROVED.type else ""


def _decision(state: str, person: str) -> str:
    return f"{states.APPROVAL.label(state)}，{person}"
