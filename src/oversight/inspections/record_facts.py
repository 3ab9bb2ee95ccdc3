"""What the rules of records must know of a visit, read from its rows."""

from __future__ import annotations

from datetime import datetime

from oversight.common import moments
from oversight.inspections import signed_records, states, task_details
from oversight.inspections.models import InspectionTask, ItemResult
from oversight.inspections.rules.facts import ItemFacts, Officer, VisitFacts
from oversight.inspections.states import TaskState
from oversight.registry.models import Inspector
from oversight.registry.rules import items as item_rules

_DORMANT = "歇业"


def of_visit(task: InspectionTask, at: datetime) -> VisitFacts:
    """Give what the rules must know; helpers do not count among the officers (R3)."""
    return VisitFacts(
        items=tuple(_item(result) for result in task_details.results(task)),
        officers=tuple(
            Officer(name=slot.inspector.name, section=slot.section.name)
            for slot in task_details.team(task)
            if slot.inspector is not None and not slot.inspector.is_expert
        ),
        is_shown=are_certificates_shown(task),
        is_dormant=_DORMANT in f"{task.subject.state} {task.subject.labels}",
        today=moments.day_of(at),
    )


def are_certificates_shown(task: InspectionTask) -> bool:
    """Tell whether the officers had shown their certificates, as the states have it (R14)."""
    if task.state == TaskState.SUSPENDED:
        last = signed_records.Suspension.objects.filter(visit=task).first()
        return last is not None and last.was == TaskState.INSPECTING
    return task.state in states.AFTER_SHOWING


def officers(task: InspectionTask) -> list[Inspector]:
    """Give the officers of a team, without helpers."""
    people = (slot.inspector for slot in task_details.team(task))
    return [person for person in people if person is not None and not person.is_expert]


def _item(result: ItemResult) -> ItemFacts:
    """Give an item with its points; one without a checklist is asked as a whole."""
    content = item_rules.read(result.version.content)
    return ItemFacts(
        code=result.item.code,
        name=content.name,
        points=tuple(point.title for point in content.points) or (content.name,),
        section=result.section.name,
    )
