"""The result told to the subject: 行政检查结果告知书, within the term of ``tell_result_days``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.errors import DomainError
from oversight.inspections import (
    document_data,
    events,
    procedure_defects,
    selectors,
    states,
    task_details,
)
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import papers
from oversight.inspections.services.recording import record


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeInput:
    """What the subject is told: the result of each item by its key, and of the whole."""

    results: Mapping[int, str]
    outcome: str
    follow_up: str
    publication: str
    remedy: str
    contact: str
    notes: Mapping[int, str]


@transaction.atomic
def tell(*, actor: Actor, visit_id: int, outcome: OutcomeInput, at: datetime) -> InspectionTask:
    """Tell the subject the result of a visit: its 告知书 is issued.

    Raises:
        DomainError: the visit is not finished, or an item or the whole has no result.
    """
    actor.require(Permission.TAKE_VISITS)
    task = selectors.visit_for(actor, visit_id, lock=True)
    task.state = states.TASK.target(states.TELL, task.state)
    procedure_defects.require_none_waits(task)
    _require_results(task, outcome)
    task.told_at, task.told_by = at, actor.person
    task.save(update_fields=["state", "told_at", "told_by"])
    data = document_data.outcome_data(
        task,
        results=outcome.results,
        notes=outcome.notes,
        terms={
            "outcome": outcome.outcome,
            "follow_up": outcome.follow_up,
            "publication": outcome.publication,
            "remedy": outcome.remedy,
            "contact": outcome.contact,
        },
        at=at,
    )
    document = papers.issue_outcome(task, data, actor, at)
    private = {"outcome": outcome.outcome, "paper": document.number}
    record(events.VISIT_TOLD, task, actor, at, {}, private)
    return task


def _require_results(task: InspectionTask, outcome: OutcomeInput) -> None:
    for result in task_details.results(task):
        if not outcome.results.get(result.pk, "").strip():
            raise DomainError(f"“{result.item.name}”还没有结果", field=f"result_{result.pk}")
    if not outcome.outcome.strip():
        raise DomainError("请写总体结果", field="outcome")
