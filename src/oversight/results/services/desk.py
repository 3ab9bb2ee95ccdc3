"""Results entered at a desk: one by one, or many at once where nothing was found (R27)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from oversight.accounts.selectors import Actor
from oversight.common.errors import DomainError, FieldsError
from oversight.inspections import selectors as inspections
from oversight.inspections import states, task_details
from oversight.inspections.models import InspectionTask
from oversight.inspections.rules.codes import Disposition, ResultCode
from oversight.inspections.rules.contents import ItemAnswer
from oversight.inspections.services import desk_review
from oversight.inspections.services.desk_review import DeskReview
from oversight.results import rules
from oversight.results.rules import ResultContent

MOST = 100


@dataclass(slots=True, kw_only=True)
class BulkEntry:
    """What came of entering many: those that are done, and the refused, each with its problem."""

    done: list[InspectionTask] = field(default_factory=list)
    refused: list[tuple[InspectionTask, str]] = field(default_factory=list)


@transaction.atomic
def enter(
    *,
    actor: Actor,
    visit_id: int,
    review: DeskReview,
    contents: Mapping[int, ResultContent],
    at: datetime,
) -> InspectionTask:
    """Enter what papers showed of every item of an inspection; each result waits for its review.

    Raises:
        FieldsError: what a result lacks (R24, R25), at the field of its item.
        DomainError: the state, the method, the day, or an item without result.
    """
    whole = {key: replace(content, methods=(review.method,)) for key, content in contents.items()}
    lacking = [
        (f"{name}_{key}", problem)
        for key, content in whole.items()
        for name, problem in rules.problems(content)
    ]
    if lacking:
        raise FieldsError(lacking)
    return desk_review.conclude(
        actor=actor,
        visit_id=visit_id,
        review=review,
        answers={key: _answer(content) for key, content in whole.items()},
        at=at,
    )


def enter_clean(
    *, actor: Actor, visit_ids: Iterable[int], review: DeskReview, at: datetime
) -> BulkEntry:
    """Enter 未发现问题 for every item of the inspections that were confirmed, each on its own.

    Raises:
        NotAllowedError: the actor may not.
        DomainError: none was confirmed, or too many at once.
    """
    actor.require_for(states.TASK, states.CONCLUDE)
    keys = list(dict.fromkeys(visit_ids))
    if not keys:
        raise DomainError("请逐家核对，确认没有发现问题的打勾；没有打勾的不录入")
    if len(keys) > MOST:
        raise DomainError(f"一次最多 {MOST} 家，现在 {len(keys)} 家；请分几次")
    entry = BulkEntry()
    for key in keys:
        task = inspections.visit_for(actor, key)
        try:
            enter(actor=actor, visit_id=key, review=review, contents=_clean(task), at=at)
        except DomainError as error:
            entry.refused.append((task, error.problem))
        else:
            entry.done.append(task)
    return entry


def _clean(task: InspectionTask) -> dict[int, ResultContent]:
    content = ResultContent(codes=(ResultCode.WFX,), disposition=(Disposition.NONE,))
    return {row.pk: content for row in task_details.results(task)}


def _answer(content: ResultContent) -> ItemAnswer:
    return ItemAnswer(
        finding=content.finding,
        provision=content.provision,
        kinds=content.kinds,
        disposition=content.disposition,
        methods=content.methods,
        codes=content.codes,
    )
