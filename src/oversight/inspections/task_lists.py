"""The list of inspection tasks as somebody filters it, and what there is to choose from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy

from oversight.accounts.models import Organisation
from oversight.accounts.selectors import Actor
from oversight.draws.models import Draw
from oversight.inspections import selectors, states, task_details
from oversight.inspections.models import BulkDating, InspectionTask, TeamMember
from oversight.inspections.states import TaskState
from oversight.registry.models import Inspector

UNDATED, LATE = "undated", "late"
SORTS: dict[str, str | OrderBy] = {"day": F("planned_on").asc(nulls_last=True), "name": "name"}
DUE = {UNDATED: "没有定日期", LATE: "超期"}
STATES = {state.value: str(state.label) for state in TaskState if state != TaskState.REPLACED}


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskQuestion:
    """What the list is filtered by; empty means no condition."""

    words: str = ""
    draw: int | None = None
    section: int | None = None
    owner: int | None = None
    state: str = ""
    on: date | None = None
    inspector: int | None = None
    due: str = ""
    sort: str = ""


def find(actor: Actor, question: TaskQuestion, today: date) -> QuerySet[InspectionTask]:
    """Give the standing tasks within reach that the question asks for, the newest draw first."""
    tasks = task_details.tasks_to_do(actor, question.words)
    if question.draw is not None:
        tasks = tasks.filter(draw_id=question.draw)
    if question.state:
        tasks = tasks.filter(state=question.state)
    if question.on is not None:
        tasks = tasks.filter(planned_on=question.on)
    if question.owner is not None:
        tasks = tasks.filter(owner_id=question.owner)
    if question.section is not None:
        tasks = tasks.filter(pk__in=_seats().filter(section_id=question.section))
    if question.inspector is not None:
        tasks = tasks.filter(pk__in=_seats().filter(inspector_id=question.inspector))
    if question.due == UNDATED:
        tasks = tasks.filter(planned_on=None, state=TaskState.DRAWN)
    elif question.due == LATE:
        late = {"planned_on__lt": today, "done_on": None, "state__in": states.BEFORE_ARRIVAL}
        tasks = tasks.filter(**late)
    order = SORTS.get(question.sort)
    return tasks.order_by(order, "-draw__held_at", "place") if order else tasks


def named(actor: Actor, keys: Collection[int]) -> QuerySet[InspectionTask]:
    """Give the standing tasks within reach that have these keys, in the order of the list."""
    return task_details.tasks_to_do(actor).filter(pk__in=keys)


def draws(actor: Actor) -> QuerySet[Draw]:
    """Give the draws whose tasks somebody has to do with, the newest first."""
    keys = _keys(actor).values("draw_id")
    return Draw.objects.filter(pk__in=keys).order_by("-held_at", "-pk")


def sections(actor: Actor) -> QuerySet[Organisation]:
    """Give the sections whose inspectors go on the tasks within reach."""
    keys = TeamMember.objects.filter(visit__in=_keys(actor)).values("section_id")
    return Organisation.objects.filter(pk__in=keys).order_by("path")


def inspectors(actor: Actor) -> QuerySet[Inspector]:
    """Give the inspectors who go on the tasks within reach."""
    keys = TeamMember.objects.filter(visit__in=_keys(actor)).values("inspector_id")
    return Inspector.objects.filter(pk__in=keys).order_by("name", "pk")


def latest_dating(actor: Actor) -> BulkDating | None:
    """Give the actor's newest bulk act that was not taken back."""
    own = BulkDating.objects.filter(made_user=actor.user_id or 0, undone_at=None)
    return own.first()


def dated_tasks(actor: Actor, dating: BulkDating) -> QuerySet[InspectionTask]:
    """Give the tasks that a bulk act dated, by the days that they have now."""
    keys = [line["visit"] for line in dating.lines]
    tasks = selectors.my_visits(actor).filter(pk__in=keys)
    return tasks.order_by("planned_on", "draw_id", "place")


def _keys(actor: Actor) -> QuerySet[InspectionTask]:
    reach = selectors.my_visits(actor).filter(is_out=False)
    return InspectionTask.objects.filter(pk__in=reach.order_by().values("pk")).order_by()


def _seats() -> QuerySet[TeamMember, int]:
    return TeamMember.objects.order_by().values_list("visit_id", flat=True)
