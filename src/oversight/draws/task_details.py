"""What belongs to an inspection task, for the pages that show it."""

from __future__ import annotations

from django.db.models import QuerySet

from oversight.accounts.selectors import Actor
from oversight.draws import selectors
from oversight.draws.models import InspectionTask, ReplacementRequest, TeamMember


def tasks_to_do(actor: Actor) -> QuerySet[InspectionTask]:
    """Give the tasks that somebody has to do with and that still stand, the newest draw first."""
    return selectors.my_visits(actor).filter(is_out=False).order_by("-draw__held_at", "place")


def requests_on(task: InspectionTask) -> QuerySet[ReplacementRequest]:
    """Give the requests for replacement or recusal on a task."""
    return task.requests.select_related("slot__inspector")


def team(task: InspectionTask) -> QuerySet[TeamMember]:
    """Give the seats of a task's team."""
    return task.slots.select_related("inspector", "section")


def team_member(task: InspectionTask, member_id: int) -> TeamMember | None:
    """Load a seat of a task's team."""
    return task.slots.filter(pk=member_id).first()
