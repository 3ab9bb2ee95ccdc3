"""What the trail says of inspections that no draw decided, against their rows and the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from oversight.audit import selectors as audit
from oversight.audit.differences import NO_EVENT, Difference, Subject
from oversight.audit.selectors import Entry
from oversight.inspections import caps, events, replaying, states
from oversight.inspections.models import InspectionTask
from oversight.inspections.services.recording import KIND
from oversight.registry.models import InspectionRecord
from oversight.registry.states import RECORD

_DAYS = {
    events.VISIT_REGISTERED.type,
    events.VISIT_MOVED.type,
    events.VISIT_ARRIVED_URGENTLY.type,
}
_TEAMS = {events.VISIT_REGISTERED.type, events.VISIT_TEAM_CHANGED.type}
_SAME = {
    "name": "名称",
    "source": "任务来源",
    "kind": "检查类型",
    "reason": "检查理由",
    "reference": "来源编号",
    "exempt": "不计次数的情形",
}


def differences() -> Iterator[Difference]:
    """Compare every inspection that no draw decided, and name those whose row is gone."""
    rows = InspectionTask.objects.filter(draw=None).select_related("bureau", "subject")
    numbers = set()
    for task in rows.prefetch_related("slots__inspector").order_by("pk"):
        numbers.add(task.number)
        yield from _task(task)
    for entry in audit.of_types([events.VISIT_REGISTERED.type]):
        if entry.about_number not in numbers:
            yield Subject(kind=KIND, number=entry.about_number, scope=entry.scope).is_missing()


def _task(task: InspectionTask) -> Iterator[Difference]:
    about = Subject(kind=KIND, number=task.number, scope=task.bureau.path)
    acts = sorted(audit.about(KIND, task.number), key=lambda entry: entry.index)
    first = next((a for a in acts if a.type == events.VISIT_REGISTERED.type), None)
    if first is None:
        yield about.says("检查任务", NO_EVENT, task.number)
        return
    for name, words in _SAME.items():
        logged = (first.private or {}).get(name, "")
        yield from about.differs(words, logged, getattr(task, name))
    state = replaying.replayed_state(acts)
    yield from about.differs("状态", states.TASK.label(state), states.TASK.label(task.state))
    yield from about.differs("检查日期", _last(acts, _DAYS, "on"), str(task.planned_on or ""))
    yield from about.differs("检查人员", _last(acts, _TEAMS, "officers"), _officers(task))
    yield from replaying.approval_differences(about, [task], acts)
    unvisited = next(filter(None, map(replaying.unvisited_by, acts)), "")
    yield from _ledger(about, task, state, unvisited)


def _ledger(
    about: Subject, task: InspectionTask, state: str, unvisited: str
) -> Iterator[Difference]:
    rows = InspectionRecord.objects.filter(draw_number=task.number, subject_id=task.subject_id)
    record = rows.first()
    if record is None:
        yield about.says("检查台账", "有这一次", "没有这一行")
        return
    expected = RECORD.label(replaying.ledger_state(state, unvisited))
    yield from about.differs("检查台账的状态", expected, RECORD.label(record.state))
    yield from about.differs("检查台账的检查类型", caps.ledger_kind(task), record.kind)
    yield from about.differs("检查台账不计次数的理由", task.exempt, record.exempt)


def _last(acts: Sequence[Entry], types: set[str], field: str) -> str:
    texts = [str((a.private or {}).get(field, "")) for a in acts if a.type in types]
    return texts[-1] if texts else ""


def _officers(task: InspectionTask) -> str:
    people = (slot.inspector for slot in task.slots.all())
    return "、".join(f"{person.name} {person.code}" for person in people if person is not None)
