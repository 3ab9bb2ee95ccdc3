"""An inspection that needs no visit: papers, an expert's opinion, monitoring (书面检查, R7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.inspections import events, selectors, states, task_details
from oversight.inspections.models import InspectionTask, ItemResult
from oversight.inspections.rules.codes import FINDING_CODES, CheckMethod, ResultCode
from oversight.inspections.rules.contents import ItemAnswer
from oversight.inspections.services import record_receivers
from oversight.inspections.services.record_receivers import SignedRecord
from oversight.inspections.services.recording import record
from oversight.inspections.states import ResultState
from oversight.registry.services import ledger

METHODS = tuple(method for method in CheckMethod if method != CheckMethod.SITE)
CODES = (ResultCode.WFX, *FINDING_CODES)
"""What papers can show; that nobody is there, or that business has ended, only a visit can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskReview:
    """How an item was looked at without a visit: the method, which papers, on which day."""

    method: str
    basis: str
    on: date


@transaction.atomic
def conclude(
    *,
    actor: Actor,
    visit_id: int,
    review: DeskReview,
    answers: Mapping[int, ItemAnswer],
    at: datetime,
) -> InspectionTask:
    """Close an inspection without a visit, with an answer for each item by its result's key.

    Raises:
        DomainError: the state, the method, no papers named, a day to come, an item without result
            or with one that only a visit can show.
    """
    actor.require_for(states.TASK, states.CONCLUDE)
    task = selectors.visit_for(actor, visit_id, lock=True)
    state = states.TASK.target(states.CONCLUDE, task.state)
    _require(review, at)
    for row in task_details.results(task):
        _write(row, answers.get(row.pk, ItemAnswer()), review, actor, at)
    codes = dict.fromkeys(code for answer in answers.values() for code in answer.codes)
    words = "；".join(ResultCode(code).label for code in codes)
    private = {
        "result": words,
        "on": str(review.on),
        "way": CheckMethod(review.method).label,
        "note": review.basis.strip(),
    }
    entry = record(events.VISIT_CONCLUDED, task, actor, at, {}, private)
    task.state, task.done_on = state, review.on
    task.save(update_fields=["state", "done_on"])
    task.merged.update(done_on=review.on)
    ledger.finish(
        draw_number=task.record_number,
        subject_id=task.subject_id,
        on=review.on,
        result=words,
        entry=entry,
    )
    record_receivers.deliver(SignedRecord(task=task, actor=actor, at=at))
    return task


def _require(review: DeskReview, at: datetime) -> None:
    if review.method not in METHODS:
        raise DomainError("请选书面检查、专业意见、网络监测等不到现场的核查方式", field="method")
    if not review.basis.strip():
        raise DomainError("请写核对了什么材料、谁的意见或者什么数据", field="basis")
    if review.on > moments.day_of(at):
        raise DomainError("检查日期不能在今天以后", field="on")


def _write(
    row: ItemResult, answer: ItemAnswer, review: DeskReview, actor: Actor, at: datetime
) -> None:
    if not answer.codes:
        raise DomainError(f"“{row.item.name}”还没有结果", field=f"codes_{row.pk}")
    if any(code not in CODES for code in answer.codes):
        raise DomainError(
            f"“{row.item.name}”的结果要到现场才能认定；请安排到场检查", field=f"codes_{row.pk}"
        )
    row.state = ResultState.ENTERED
    row.codes, row.finding, row.provision = list(answer.codes), answer.finding, answer.provision
    row.kinds, row.disposition = list(answer.kinds), list(answer.disposition)
    row.methods = [review.method]
    row.entered_by, row.entered_at = actor.person[:40], at
    row.save()
