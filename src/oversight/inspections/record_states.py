"""How far a visit's record is: what it says, what it still lacks, who has signed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from oversight.accounts.selectors import Actor
from oversight.common.errors import NotFoundError
from oversight.inspections import (
    field_visits,
    record_facts,
    selectors,
    signed_visits,
    task_details,
)
from oversight.inspections.models import InspectionTask, ItemResult
from oversight.inspections.record_content import record_digest
from oversight.inspections.rules import minutes
from oversight.inspections.rules.contents import ItemAnswer, Record, read_record
from oversight.inspections.rules.facts import Problem
from oversight.inspections.rules.problems import problems
from oversight.inspections.signed_records import Minutes, Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordState:
    """A visit's record as it stands: version, content, what it lacks, and whose signature."""

    task: InspectionTask
    number: int
    content: dict[str, Any]
    record: Record
    lacking: list[Problem]
    unsigned: list[Problem]
    minutes: Minutes | None
    signatures: list[Signature]
    items: list[tuple[ItemResult, str]]


def record_state(actor: Actor, visit_id: int, at: datetime) -> RecordState:
    """Give how far the record of a visit within reach is.

    Raises:
        NotFoundError: there is no such visit.
    """
    task = selectors.visit_for(actor, visit_id)
    newest = field_visits.newest_version(task)
    content = dict(newest.content) if newest else {}
    record, digest = read_record(content), record_digest(content)
    facts = record_facts.of_visit(task, at)
    whole = signed_visits.with_kept(record, task, digest)
    return RecordState(
        task=task,
        number=newest.number if newest else 0,
        content=content,
        record=record,
        lacking=problems(content, facts),
        unsigned=minutes.signature_problems(whole, digest, facts),
        minutes=signed_visits.minutes_of(task),
        signatures=list(signed_visits.signatures_of(task, digest)),
        items=[(row, _words(record, row)) for row in task_details.results(task)],
    )


def result_of(task: InspectionTask, result_id: int) -> ItemResult:
    """Load one of the items of a visit.

    Raises:
        NotFoundError: the visit has no such item.
    """
    result = task_details.results(task).filter(pk=result_id).first()
    if result is None:
        raise NotFoundError("这次检查没有这个事项")
    return result


def _words(record: Record, result: ItemResult) -> str:
    answer = record.answers.get(result.item.code, ItemAnswer())
    if answer.is_bad:
        return "有问题"
    return "已填" if any(point.answer for point in answer.points) else "没有填"
