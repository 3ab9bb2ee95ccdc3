"""How far a plan's year is: for each section what was planned, drawn and inspected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from oversight.draws import secrecy
from oversight.draws.models import Draw
from oversight.inspections.models import InspectionTask
from oversight.plans import selectors as plans
from oversight.plans.models import PlanVersion
from oversight.plans.selectors import Batch


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionProgress:
    """The year of a section: subjects that are to be drawn, that were drawn, that were inspected.

    ``is_secret`` tells that a draw of the section is sealed still: it counts as not drawn.
    """

    name: str
    planned: int
    drawn: int
    done: int
    is_secret: bool = False


def of_version(version: PlanVersion) -> list[SectionProgress]:
    """Count the progress of a plan's version by the section that leads each task."""
    return of_batches(version.plan.bureau_id, plans.batches(version))


def of_batches(bureau_id: int, batches: Iterable[Batch]) -> list[SectionProgress]:
    """Count the progress of a bureau's planned draws by the section that leads each task."""
    counts = _counts(bureau_id)
    secret = set(secrecy.unopened().values_list("task_number", flat=True))
    sections: dict[str, list[int]] = {}
    hidden = set()
    for batch in batches:
        drawn, done = counts.get(batch.number, (0, 0))
        name = batch.task.owner.name
        sums = sections.setdefault(name, [0, 0, 0])
        sections[name] = [sums[0] + batch.count, sums[1] + drawn, sums[2] + done]
        if batch.number in secret:
            hidden.add(name)
    return [
        SectionProgress(
            name=name, planned=planned, drawn=drawn, done=done, is_secret=name in hidden
        )
        for name, (planned, drawn, done) in sorted(sections.items())
    ]


def _counts(bureau_id: int) -> dict[str, tuple[int, int]]:
    """Count the tasks of each planned batch: those that stand, those of them that are done."""
    drawn = InspectionTask.objects.filter(is_out=False, draw__bureau_id=bureau_id)
    drawn = drawn.filter(draw__state__in=(Draw.HELD, Draw.PUBLISHED))
    rows = drawn.exclude(draw__in=secrecy.unopened()).exclude(draw__task_number="")
    groups = rows.order_by().values_list("draw__task_number")
    return {
        number: (count, done)
        for number, count, done in groups.annotate(count=Count("pk"), done=Count("done_on"))
    }
