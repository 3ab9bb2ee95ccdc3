"""Papers that somebody of the team writes beside the record: 询问笔录, 随机抽查情况记录表."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.common.personal_numbers import masked_identity
from oversight.documents.models import Document
from oversight.inspections import document_data, selectors
from oversight.inspections.models import InspectionTask, ItemResult
from oversight.inspections.rules.codes import CheckMethod, Disposition, ResultCode
from oversight.inspections.services.papers import issue
from oversight.inspections.states import TaskState
from oversight.inspections.task_details import results

INTERVIEW, CHECK = "interview", "check-record"
_OVER = frozenset({TaskState.FINISHED, TaskState.NOT_INSPECTED, TaskState.TOLD, TaskState.ARCHIVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """What was asked of whom, when and where; ``questions`` are pairs of question and answer."""

    place: str
    started_at: datetime
    ended_at: datetime
    recorder: str
    person: str
    work: str
    rights: str
    questions: Sequence[tuple[str, str]]
    sex: str = ""
    age: str = ""
    identity: str = ""
    phone: str = ""
    statement: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckEnd:
    """How a drawn check ended: what follows, and whether it is closed since when."""

    follow_up: str
    is_closed: bool
    closed_on: date | None = None


def may_interview(actor: Actor, task: InspectionTask) -> bool:
    """Tell whether somebody may write down what was asked: the officers have arrived."""
    return actor.may(Permission.TAKE_VISITS) and task.arrived_at is not None


def may_record_check(actor: Actor, task: InspectionTask) -> bool:
    """Tell whether the sheet of a drawn check may be written: its visit is over."""
    return actor.may(Permission.TAKE_VISITS) and task.is_random and task.state in _OVER


@transaction.atomic
def issue_interview(*, actor: Actor, visit_id: int, interview: Interview, at: datetime) -> Document:
    """Issue the 询问笔录; of the identity number only what tells two persons apart is written.

    Raises:
        DomainError: nobody has arrived, nothing was asked, or it ended before it began.
        FieldsError: something is missing.
    """
    task = selectors.visit_for(actor, visit_id, lock=True)
    actor.require(Permission.TAKE_VISITS)
    if not may_interview(actor, task):
        raise DomainError("检查人员还没有确认到场；到场以后再作询问笔录")
    if not interview.questions:
        raise DomainError("请至少写一问一答", field="questions")
    if interview.ended_at < interview.started_at:
        raise DomainError("结束时间早于开始时间；请核对", field="ended_at")
    if interview.ended_at > at:
        raise DomainError("结束时间还没有到；请核对", field="ended_at")
    return issue(task, INTERVIEW, _interview_data(task, interview), actor, at)


@transaction.atomic
def issue_check_record(*, actor: Actor, visit_id: int, end: CheckEnd, at: datetime) -> Document:
    """Issue the 随机抽查情况记录表 of a visit that a draw decided.

    Raises:
        DomainError: no draw decided it, it is not over, or the day of the end does not fit.
    """
    task = selectors.visit_for(actor, visit_id, lock=True)
    actor.require(Permission.TAKE_VISITS)
    if not may_record_check(actor, task):
        raise DomainError("随机抽查的检查完结以后才出具随机抽查情况记录表")
    if end.is_closed and end.closed_on is None:
        raise DomainError("已完结的请写完结日期", field="closed_on")
    if end.closed_on is not None and end.closed_on > moments.day_of(at):
        raise DomainError("完结日期还没有到；请核对", field="closed_on")
    return issue(task, CHECK, _check_data(task, end, at), actor, at)


def proposed_follow_up(task: InspectionTask) -> str:
    """Give what follows by the signed record, to begin the form with."""
    tokens = dict.fromkeys(token for row in results(task) for token in row.disposition)
    words = (Disposition(token).label for token in tokens if token in Disposition.values())
    return "；".join(words)


def _interview_data(task: InspectionTask, interview: Interview) -> dict[str, object]:
    data: dict[str, object] = {
        "place": interview.place,
        "started_at": moments.written(interview.started_at),
        "ended_at": moments.written(interview.ended_at),
        "people": document_data.people(task),
        "recorder": interview.recorder,
        "person": interview.person,
        "sex": interview.sex,
        "age": interview.age,
        "identity": masked_identity(interview.identity),
        "work": interview.work,
        "phone": interview.phone,
        "rights": interview.rights,
        "questions": [
            {"question": question, "answer": answer} for question, answer in interview.questions
        ],
        "statement": interview.statement,
        "refusal": interview.refusal,
    }
    return {name: value for name, value in data.items() if value != ""}


def _check_data(task: InspectionTask, end: CheckEnd, at: datetime) -> dict[str, object]:
    rows = list(results(task))
    methods = dict.fromkeys(token for row in rows for token in row.methods)
    subject = task.subject
    data: dict[str, object] = {
        "task": document_data.origin(task),
        "visit": task.number,
        "subject": task.name,
        "code": task.code,
        "address": subject.address or task.visit_place or "没有登记地址",
        "representative": subject.legal_person,
        "contact": _contact(subject.contact, subject.phone),
        "method": "、".join(CheckMethod(token).label for token in methods) or "现场检查",
        "findings": [_finding(row) for row in rows],
        "outcome": _outcome(rows),
        "follow_up": end.follow_up,
        "is_closed": "是" if end.is_closed else "否",
        "closed_on": str(end.closed_on or ""),
        "section": task.owner.name,
        "people": document_data.people(task),
        "inspected_on": str(document_data.inspected_on(task, at)),
    }
    return {name: value for name, value in data.items() if value != ""}


def _contact(name: str, phone: str) -> str:
    return f"{name}（{phone}）" if name and phone else name or phone


def _finding(row: ItemResult) -> dict[str, str]:
    finding = {"title": row.item.name, "result": _outcome([row]), "note": row.finding}
    return {name: value for name, value in finding.items() if value}


def _outcome(rows: Sequence[ItemResult]) -> str:
    tokens = dict.fromkeys(token for row in rows for token in row.codes)
    words = (ResultCode(token).label for token in tokens if token in ResultCode.values())
    return "；".join(words) or "没有检查"
