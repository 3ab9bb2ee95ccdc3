"""Notices of many visits in one act: each is issued by itself, and what could not be is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.errors import DomainError
from oversight.inspections import selectors
from oversight.inspections.document_data import NoticeTerms
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import approvals
from oversight.inspections.states import TaskState

MOST = 100


@dataclass(slots=True, kw_only=True)
class NoticesIssued:
    """What came of it: the visits told of, and the others with the reason."""

    done: list[InspectionTask] = field(default_factory=list)
    refused: list[tuple[InspectionTask, str]] = field(default_factory=list)


def waiting(actor: Actor) -> QuerySet[InspectionTask]:
    """Give the approved visits within reach that are to be announced, the first day first."""
    rows = selectors.my_visits(actor).filter(state=TaskState.APPROVED, is_announced=True)
    return rows.order_by("planned_on", "pk")


@transaction.atomic
def notify_all(
    *, actor: Actor, visit_ids: Sequence[int], way: str, terms: NoticeTerms, at: datetime
) -> NoticesIssued:
    """Issue the notices of the chosen visits; those that cannot have one stay as they are.

    Raises:
        DomainError: none is chosen, too many are, or not one could be issued.
    """
    actor.require(Permission.TAKE_VISITS)
    if not visit_ids:
        raise DomainError("请先选中企业")
    if len(visit_ids) > MOST:
        raise DomainError(f"一次最多 {MOST} 家；请分几次做")
    issued = NoticesIssued()
    for task in waiting(actor).filter(pk__in=visit_ids):
        try:
            with transaction.atomic():
                notice = approvals.notify(
                    actor=actor, visit_id=task.pk, way=way, terms=terms, at=at
                )
            issued.done.append(notice)
        except DomainError as error:
            issued.refused.append((task, error.problem))
    if not issued.done:
        problems = [problem for _, problem in issued.refused]
        raise DomainError(problems[0] if problems else "选中的企业都已通知过，或不用通知")
    return issued
