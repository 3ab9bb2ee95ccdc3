"""What an inspector's telephone shows: the own visits with their items, and their records."""

from __future__ import annotations

from django.db.models import QuerySet

from oversight.accounts.selectors import Actor
from oversight.common.errors import NotAllowedError
from oversight.inspections import selectors, states
from oversight.inspections.field_records import FieldPicture, FieldRecord, FieldVersion
from oversight.inspections.models import InspectionTask


def visits_of_team(actor: Actor) -> QuerySet[InspectionTask]:
    """Give the visits that somebody goes to in person, without those that nobody goes to."""
    rows = selectors.my_visits(actor).filter(slots__inspector__user_id=actor.user_id or 0)
    rows = rows.exclude(state__in=(*states.ENDED, states.TaskState.ARCHIVED))
    rows = rows.prefetch_related("results__version__item", "slots__inspector__certificates")
    return rows.order_by("planned_on", "pk").distinct()


def visit_of_team(actor: Actor, visit_id: int) -> InspectionTask:
    """Load a visit that somebody goes to in person.

    Raises:
        NotFoundError: there is none within reach.
        NotAllowedError: others go.
    """
    task = selectors.visit_for(actor, visit_id)
    if not task.slots.filter(inspector__user_id=actor.user_id or 0).exists():
        raise NotAllowedError("只有检查组的人能填现场记录")
    return task


def newest_version(task: InspectionTask) -> FieldVersion | None:
    """Give what a visit's record says now; None while nothing has arrived."""
    field_record = FieldRecord.objects.filter(visit=task).first()
    if field_record is None or not field_record.number:
        return None
    return field_record.versions.get(number=field_record.number)


def pictures_of(task: InspectionTask) -> QuerySet[FieldPicture]:
    """Give all pictures that a visit's record ever named."""
    return FieldPicture.objects.filter(record__visit=task)
