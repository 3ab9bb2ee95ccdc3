"""The tasks that nobody has accepted yet, draw by draw, and the sections that are awaited."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from oversight.accounts.models import Organisation
from oversight.accounts.selectors import Actor
from oversight.draws.models import Draw
from oversight.inspections import selectors
from oversight.inspections.models import InspectionTask
from oversight.inspections.states import TaskState


@dataclass(frozen=True, slots=True, kw_only=True)
class UntakenTasks:
    """The tasks of one draw within somebody's reach that nobody has accepted."""

    draw: Draw
    number: int


def untaken(actor: Actor) -> list[UntakenTasks]:
    """Count the tasks within reach that nobody has accepted, the newest draw first."""
    numbers = dict(
        _tasks(actor).values_list("draw_id").annotate(number=Count("pk")).order_by("draw_id")
    )
    draws = Draw.objects.filter(pk__in=numbers).order_by("-held_at", "-pk")
    return [UntakenTasks(draw=draw, number=numbers[draw.pk]) for draw in draws]


def awaited_sections(actor: Actor, draw: Draw) -> str:
    """Name the sections whose inspectors have to accept tasks of a draw."""
    slots = _tasks(actor).filter(draw=draw).values("slots__section_id")
    sections = Organisation.objects.filter(pk__in=slots).order_by("path")
    return "、".join(sections.values_list("name", flat=True))


def _tasks(actor: Actor) -> QuerySet[InspectionTask]:
    reach = selectors.my_visits(actor).filter(state=TaskState.DRAWN)
    return InspectionTask.objects.filter(pk__in=reach.order_by().values("pk")).order_by()
