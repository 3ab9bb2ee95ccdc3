"""How far a year's plan is: planned, drawn and inspected, section by section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.draws import secrecy
from oversight.inspections.models import InspectionTask
from oversight.plans import selectors as plans
from oversight.plans.selectors import Batch


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionProgress:
    """What the plan asks of a section, and how much of it was drawn and inspected.

    ``is_secret`` tells that a draw of the section is sealed still: it counts as not drawn.
    """

    section: str
    planned: int
    drawn: int
    inspected: int
    is_secret: bool = False

    @property
    def drawn_share(self) -> int:
        """Give how much of the plan was drawn, in whole per cent, at most 100."""
        return _share(self.drawn, self.planned)

    @property
    def inspected_share(self) -> int:
        """Give how much of the plan was inspected, in whole per cent, at most 100."""
        return _share(self.inspected, self.planned)


def _share(part: int, whole: int) -> int:
    return min(part * 100 // whole, 100) if whole else 0


def of_year(actor: Actor, year: int) -> list[SectionProgress]:
    """Give the progress of the plans in force within reach, in the order of the organisation.

    A subject counts once it was drawn, whoever took its place later; what a sealed draw decided
    counts from its opening on.
    """
    if not actor.may(Permission.SEE_PLANS):
        return []
    return of_batches(_batches(actor, year))


def of_batches(batches: Sequence[Batch]) -> list[SectionProgress]:
    """Give the progress of planned draws, by the section that leads each of them."""
    drawn, inspected = _counts([batch.number for batch in batches])
    secret = set(secrecy.unopened().values_list("task_number", flat=True))
    sections = {batch.task.owner_id: batch.task.owner for batch in batches}
    rows = []
    for owner_id, owner in sorted(sections.items(), key=lambda item: item[1].path):
        own = [batch for batch in batches if batch.task.owner_id == owner_id]
        rows.append(
            SectionProgress(
                section=owner.name,
                planned=sum(batch.count for batch in own),
                drawn=sum(drawn[batch.number] for batch in own),
                inspected=sum(inspected[batch.number] for batch in own),
                is_secret=any(batch.number in secret for batch in own),
            )
        )
    return rows


def _batches(actor: Actor, year: int) -> list[Batch]:
    versions = [plans.in_force(plan) for plan in plans.plans(actor).filter(year=year)]
    return [batch for version in versions if version for batch in plans.batches(version)]


def _counts(numbers: list[str]) -> tuple[Counter[str], Counter[str]]:
    """Count the standing tasks of some batches, and those of them that are done."""
    tasks = InspectionTask.objects.filter(draw__task_number__in=numbers, is_out=False)
    rows = (
        tasks.exclude(draw__in=secrecy.unopened())
        .order_by()
        .values("draw__task_number")
        .annotate(number=Count("pk"), done=Count("done_on"))
    )
    drawn: Counter[str] = Counter()
    inspected: Counter[str] = Counter()
    for row in rows:
        drawn[row["draw__task_number"]] = row["number"]
        inspected[row["draw__task_number"]] = row["done"]
    return drawn, inspected
