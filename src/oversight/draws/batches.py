"""The batches of a plan in force that have no draw yet: what is to be drawn, and by when."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from oversight.accounts.selectors import Actor
from oversight.draws import selectors
from oversight.plans import selectors as plans
from oversight.plans.selectors import Batch


def batches_to_draw(actor: Actor, year: int, month: int) -> list[Batch]:
    """Give the batches of a year's plans in force, up to a month, that have no draw that stands."""
    waiting = []
    for plan in plans.plans(actor).filter(year=year):
        version = plans.in_force(plan)
        begun = selectors.of_tasks(plan.bureau_id)
        batches = plans.batches(version) if version else []
        waiting += [
            batch for batch in batches if batch.month <= month and batch.number not in begun
        ]
    return waiting


def title_of(batch: Batch) -> str:
    """Name a batch: the task, and which of its draws."""
    return batch.task.title if batch.of == 1 else f"{batch.task.title}（第 {batch.place} 批）"


def last_day(batch: Batch) -> date:
    """Give the last day of the month in which a batch is planned."""
    year = batch.task.version.plan.year
    return date(year, batch.month, monthrange(year, batch.month)[1])
