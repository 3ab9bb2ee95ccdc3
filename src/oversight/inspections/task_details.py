"""What belongs to an inspection task, for the pages that show it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from mingqian_tables import uscc
from oversight.accounts.selectors import Actor
from oversight.common import finding
from oversight.inspections import selectors
from oversight.inspections.models import InspectionTask, ItemResult, ReplacementRequest, TeamMember


def tasks_to_do(actor: Actor, words: str = "") -> QuerySet[InspectionTask]:
    """Give the tasks that somebody has to do with and that still stand, the newest draw first.

    ``words`` keeps those whose subject or draw has them in its name, or is named by its number.
    """
    tasks = selectors.my_visits(actor).filter(is_out=False).order_by("-draw__held_at", "place")
    asked, code = words.strip(), uscc.normalized(words)
    if not asked:
        return tasks
    wanted = Q(name__icontains=asked) | Q(draw__number=asked) | Q(draw__title__icontains=asked)
    wanted |= Q(number=asked)
    if letters := finding.asked_letters(asked):
        wanted |= Q(subject__initials__contains=letters)
    return tasks.filter(wanted | Q(code__startswith=code) if code else wanted)


def requests_on(task: InspectionTask) -> QuerySet[ReplacementRequest]:
    """Give the requests for replacement or recusal on a task."""
    return task.requests.select_related("slot__inspector")


def results(task: InspectionTask) -> QuerySet[ItemResult]:
    """Give the results of a task, one for each item; those of tasks merged into it as well."""
    rows = ItemResult.objects.filter(Q(visit=task) | Q(visit__merged_into=task))
    return rows.select_related("item", "version", "section").order_by("visit_id", "order", "pk")


def team(task: InspectionTask) -> QuerySet[TeamMember]:
    """Give the seats of a task's team."""
    return task.slots.select_related("inspector", "section")


def team_member(task: InspectionTask, member_id: int) -> TeamMember | None:
    """Load a seat of a task's team."""
    return task.slots.filter(pk=member_id).first()
