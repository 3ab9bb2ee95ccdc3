"""The rows of tasks: written anew, counted, and copied into a further version of a plan."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Model

from oversight.plans import selectors
from oversight.plans.models import (
    PlanVersion,
    Task,
    TaskBase,
    TaskBatch,
    TaskItem,
    TaskPartner,
    TaskRatio,
)
from oversight.plans.rules import TaskDetails
from oversight.plans.selectors import CountedTask

_COPIED = ("owner_id", "number", "base", *selectors.COLUMNS)
# The rows of a task, with what each says.
_ROWS: dict[type[Model], tuple[str, ...]] = {
    TaskItem: ("code",),
    TaskPartner: ("section_id", "people"),
    TaskRatio: ("code", "permyriad"),
    TaskBase: ("code", "count"),
    TaskBatch: ("number", "month"),
}


def write(task: Task, details: TaskDetails, numbers: Sequence[str]) -> None:
    """Write what a task says into its rows; ``numbers`` are those of its batches, in order."""
    for rows in (task.items, task.partners, task.ratios, task.bases, task.batches):
        rows.all().delete()
    TaskItem.objects.bulk_create(TaskItem(task=task, code=code) for code in details.items)
    TaskPartner.objects.bulk_create(
        TaskPartner(task=task, section_id=partner["owner"], people=partner["people"])
        for partner in details.partners
    )
    TaskRatio.objects.bulk_create(
        TaskRatio(task=task, code=code, permyriad=value) for code, value in details.ratios.items()
    )
    TaskBatch.objects.bulk_create(
        TaskBatch(task=task, number=number, month=month)
        for number, month in zip(numbers, details.months, strict=False)
    )


def forget_bases(version: PlanVersion) -> None:
    """Forget what was counted at a former submission; from now on it is counted anew."""
    TaskBase.objects.filter(task__version=version).delete()


def freeze_bases(tasks: Sequence[CountedTask]) -> None:
    """Keep how many subjects each class of the tasks has now."""
    for counted in tasks:
        counted.task.base = sum(counted.bases.values())
    Task.objects.bulk_update([counted.task for counted in tasks], ["base"])
    TaskBase.objects.bulk_create(
        TaskBase(task=counted.task, code=code, count=count)
        for counted in tasks
        for code, count in counted.bases.items()
    )


def copy(former: PlanVersion, later: PlanVersion) -> None:
    """Copy the tasks of a version with all their rows, in as many queries whatever their number."""
    tasks = list(former.tasks.all())
    copies = Task.objects.bulk_create(
        Task(version=later, **{name: getattr(task, name) for name in _COPIED}) for task in tasks
    )
    keys = {task.pk: other.pk for task, other in zip(tasks, copies, strict=True)}
    for model, columns in _ROWS.items():
        manager = model._default_manager  # noqa: SLF001 - Django's own name for it
        rows = manager.filter(task__in=keys).values("task_id", *columns)
        manager.bulk_create(model(**{**row, "task_id": keys[row["task_id"]]}) for row in rows)
