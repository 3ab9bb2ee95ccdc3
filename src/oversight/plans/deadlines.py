"""What is due in plans: the last days of the tasks of the plans in force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import QuerySet

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Deadline, Link
from oversight.plans import selectors
from oversight.plans.models import Task
from oversight.plans.states import IN_FORCE


def deadlines(actor: Actor, at: datetime, until: date) -> Iterator[Deadline]:
    """Give the tasks whose time ends between today and a day."""
    if not actor.may(Permission.SEE_PLANS):
        return
    for task in _tasks_in_force(actor).filter(ends_on__range=(moments.day_of(at), until)):
        yield _deadline(task)


def _deadline(task: Task) -> Deadline:
    return Deadline(
        title=f"任务结束：{task.title}",
        reason=f"{task.owner.name}，{_span(task)}",
        on=task.ends_on,
        link=Link(view="office:plan", args=(task.version.plan_id,)),
        number=task.version.plan.number,
        owner=task.owner.name,
        start=task.starts_on,
        rule="年度计划",
    )


def _span(task: Task) -> str:
    return f"{moments.day_in_words(task.starts_on)} 至 {moments.day_in_words(task.ends_on)}"


def _tasks_in_force(actor: Actor) -> QuerySet[Task]:
    """Give the tasks of the versions in force within reach."""
    rows = Task.objects.filter(
        version__plan__in=selectors.plans(actor), version__state__in=IN_FORCE
    )
    return rows.select_related("owner", "version__plan")
