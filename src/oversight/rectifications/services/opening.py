"""Opening a rectification: by the finding itself, or by a person on the visit's page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from oversight.accounts.rules import permission_of
from oversight.accounts.selectors import Actor
from oversight.accounts.services import numbers
from oversight.common import moments
from oversight.common.errors import DomainError, FieldsError
from oversight.inspections import procedure_defects
from oversight.inspections.models import InspectionTask, ItemResult
from oversight.rectifications import contents, events, rules, selectors
from oversight.rectifications.kinds import FindingCode
from oversight.rectifications.models import Rectification, RectificationPoint
from oversight.rectifications.rules import NewPoint
from oversight.rectifications.services.rechecks import has_arrived
from oversight.rectifications.services.recording import record
from oversight.rectifications.states import ENDED, RECTIFICATION, RectificationState

_PLACES = 4


@transaction.atomic
def open_for(
    *,
    actor: Actor,
    result: ItemResult,
    finding_code: str,
    points: Sequence[NewPoint],
    at: datetime,
) -> Rectification:
    """Open what a finding obliges to; to be called in the transaction of the item's result.

    Called again for the same result it gives the one that is there, so nothing is doubled. Who
    may write the result, the caller has asked.

    Raises:
        FieldsError: the code opens none, or a point lacks its fact or provision (rule R25).
    """
    ItemResult.objects.select_for_update().get(pk=result.pk)
    standing = Rectification.objects.filter(result=result)
    present = standing.exclude(state=RectificationState.CANCELLED).first()
    if present is not None:
        return present
    return _open(actor, result.visit, result, finding_code, points, at)


@transaction.atomic
def open_by_hand(
    *,
    actor: Actor,
    visit_id: int,
    finding_code: str,
    points: Sequence[NewPoint],
    at: datetime,
) -> Rectification:
    """Open one on the page of a visit at which officers have been.

    Raises:
        DomainError: nobody has been there yet.
        FieldsError: the code opens none, or a point lacks its fact or provision.
    """
    actor.require_for(RECTIFICATION, "order")
    visit = selectors.visit_for(actor, visit_id)
    if not has_arrived(visit):
        raise DomainError("检查人员到场以后才能责令改正；请先登记到场")
    return _open(actor, visit, None, finding_code, points, at)


@transaction.atomic
def cancel(*, actor: Actor, rectification_id: int, reason: str, at: datetime) -> Rectification:
    """Cancel one whose order was not served, with the reason; its number is not used again.

    Raises:
        DomainError: it was served, or no reason.
    """
    actor.require_for(RECTIFICATION, "cancel")
    row = selectors.rectification_for(actor, rectification_id, lock=True)
    row.state = RECTIFICATION.target("cancel", row.state)
    if not reason.strip():
        raise DomainError("请写撤销的理由", field="reason")
    row.end_reason, row.closed_on = reason, moments.day_of(at)
    row.save(update_fields=["state", "end_reason", "closed_on"])
    record(events.RECTIFICATION_CANCELLED, row, actor.author, at, {"reason": reason})
    return row


def may_open(actor: Actor, visit: InspectionTask) -> bool:
    """Tell whether somebody can open one on the page of a visit."""
    return actor.may(permission_of(RECTIFICATION, "order")) and has_arrived(visit)


def is_over(rectification: Rectification) -> bool:
    """Tell whether nothing is left to do: closed, handed over or cancelled."""
    return rectification.state in ENDED


def _open(
    actor: Actor,
    visit: InspectionTask,
    result: ItemResult | None,
    finding_code: str,
    points: Sequence[NewPoint],
    at: datetime,
) -> Rectification:
    procedure_defects.require_none_waits(visit)
    problems = [("points", problem) for problem in rules.point_problems(points)]
    if finding_code not in FindingCode.values:
        problems.append(("finding_code", "这种检查结果不用责令改正；请核对检查结果"))
    if problems:
        raise FieldsError(problems)
    row = Rectification.objects.create(
        number=_next_number(visit, at),
        bureau_id=visit.bureau_id,
        owner_id=result.section_id if result is not None else visit.owner_id,
        visit=visit,
        result=result,
        subject_id=visit.subject_id,
        code=visit.code,
        name=visit.name,
        finding_code=finding_code,
        opened_by=actor.person,
        opened_user=actor.user_id,
        opened_at=at,
    )
    _add_points(row, points)
    private = {
        "name": row.name,
        "visit": visit.number,
        "code": str(FindingCode(finding_code).label),
        "points": f"{len(points)} 条",
        "content": contents.of_points(row),
    }
    record(events.RECTIFICATION_OPENED, row, actor.author, at, private)
    return row


def _add_points(row: Rectification, points: Sequence[NewPoint]) -> None:
    RectificationPoint.objects.bulk_create(
        RectificationPoint(
            rectification=row,
            order=place,
            what=point.what.strip(),
            provision=point.provision.strip(),
            demand=point.demand.strip(),
        )
        for place, point in enumerate(points, start=1)
    )


def _next_number(visit: InspectionTask, at: datetime) -> str:
    prefix = f"{visit.bureau.code}-ZG{moments.day_of(at).year}"
    return f"{prefix}{numbers.take(prefix)[0]:0{_PLACES}d}"
