"""What each telephone says it has of a visit, so that nothing is signed while pictures are away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from oversight.accounts.selectors import Actor
from oversight.common.errors import DomainError
from oversight.inspections import events, field_visits, site_acts
from oversight.inspections.field_records import PhoneReport
from oversight.inspections.models import InspectionTask
from oversight.inspections.services.recording import record

MISSING = "missing"
"""The field in which it is said which pictures do not come."""


@transaction.atomic
def report(
    *, actor: Actor, visit_id: int, taken: int, waiting: int, at: datetime
) -> PhoneReport | None:
    """Keep how many pictures the telephone of an officer has of a visit, and how many wait there.

    Raises:
        NotFoundError: there is no such visit within reach.
        NotAllowedError: others go.
    """
    task = field_visits.visit_of_team(actor, visit_id)
    slot = task.slots.filter(inspector__user_id=actor.user_id or 0).first()
    if slot is None or slot.inspector is None:
        return None
    row, _ = PhoneReport.objects.update_or_create(
        visit=task,
        inspector=slot.inspector,
        defaults={"taken": taken, "waiting": waiting, "at": at},
    )
    return row


def away(task: InspectionTask, actor: Actor) -> Iterator[str]:
    """Name the telephones of others on the spot that have pictures, or have not said a number."""
    reports = {row.inspector_id: row for row in task.phone_reports.all()}
    for act in site_acts.arrivals(task):
        if act.inspector.user_id == actor.user_id:
            continue
        row = reports.get(act.inspector_id)
        if row is None:
            yield f"{act.name}的手机还没有报照片数"
        elif row.waiting:
            yield f"{act.name}的手机还有 {row.waiting} 张照片没有传到（共 {row.taken} 张）"


def require_all_here(task: InspectionTask, actor: Actor, missing: str, at: datetime) -> None:
    """Refuse to go on while pictures are away and nobody says which do not come, and why.

    Raises:
        DomainError: at the field `MISSING`.
    """
    lines = list(away(task, actor))
    if not lines:
        return
    if not missing.strip():
        raise DomainError(
            f"{'；'.join(lines)}；请让他的手机联网传完，传不来的写明缺什么、为什么", field=MISSING
        )
    record(events.VISIT_PICTURES_MISSING, task, actor, at, {}, {"reason": missing.strip()[:300]})
