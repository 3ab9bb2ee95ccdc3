"""一批对象一个期间只抽一次: a further draw over them says so, with the approver's reason.

Whoever dislikes a list could otherwise draw another one beside it under another name. Two draws
overlap when they are of one bureau and one period (the plan's year; of a draw outside any plan the
year of t0), neither a batch of the other's task nor its repetition after a void (those name each
other anyway), the earlier one was sealed, be it void since, and

* they share an item and at least one subject that takes part, or
* one of them stands in no plan, and the subjects that take part in both are at least the part
  ``overlap_share`` (in 1/1000, regulation data) of the smaller population.

What is compared are those who take part, never who was drawn: a sealed draw gives nothing away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from mingqian import roster
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.draws import events, records, rules, selectors
from oversight.draws.models import Draw, PopulationOverlap
from oversight.draws.services import drafting
from oversight.draws.states import DRAW
from oversight.plans.models import Task, TaskBatch
from oversight.regulations import selectors as regulations

REASON_SHORT, REASON_MOST = 4, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPopulation:
    """Another draw with the subjects that take part in both, and their part in 1/1000."""

    other: Draw
    shared: int
    share: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapReport:
    """The sealed draws of the period that were looked at, and those that overlap."""

    numbers: list[str]
    overlaps: list[SharedPopulation]


def period_of(draw: Draw) -> int:
    """Give the year a draw counts for: its plan's, or that of t0."""
    if draw.plan_number:
        return int(draw.plan_number[6:10])
    return moments.day_of(draw.t0 or draw.made_at).year


def foreseen(draw: Draw) -> list[Draw]:
    """Say which sealed draws a new one may overlap, by items and scopes alone."""
    scope = draw.setup["scope"]
    return [other for other in _comparable(draw) if rules.scopes_meet(scope, other.setup["scope"])]


def examine(draw: Draw, taking_part: Collection[str], at: datetime) -> OverlapReport:
    """Compare those who take part with those of every sealed draw of the period."""
    own = set(taking_part)
    overlaps = []
    for other in _comparable(draw):
        theirs = _population(other)
        shared = len(own & theirs)
        share = rules.shared_permille(shared, len(own), len(theirs))
        if shared and (_items(draw) & _items(other) or share >= _threshold(draw, at)):
            overlaps.append(SharedPopulation(other=other, shared=shared, share=share))
    return OverlapReport(numbers=sorted(other.number for other in earlier(draw)), overlaps=overlaps)


def store(draw: Draw, report: OverlapReport) -> None:
    """Store the overlaps with the draw; a reason stays where nothing about it changed."""
    keys = []
    for overlap in report.overlaps:
        row, is_new = PopulationOverlap.objects.get_or_create(
            draw=draw,
            other=overlap.other,
            defaults={"shared": overlap.shared, "share": overlap.share},
        )
        keys.append(row.pk)
        if not is_new and (row.shared, row.share) != (overlap.shared, overlap.share):
            row.shared, row.share = overlap.shared, overlap.share
            row.reason, row.decided_by, row.decided_at = "", "", None
            row.save()
    draw.overlaps.exclude(pk__in=keys).delete()


@transaction.atomic
def justify(*, actor: Actor, draw_id: int, reason: str, at: datetime) -> Draw:
    """Say, as the approver, why the same subjects are drawn from once more; it is public for ever.

    Raises:
        DomainError: nothing overlaps, it is sealed already, or no reason.
    """
    actor.require_for(DRAW, "justify")
    draw = selectors.draw_for(actor, draw_id, lock=True)
    DRAW.target("justify", draw.state, refusal="这次抽取已经封存或结束，不能再写理由")
    if draw.submitted_user == actor.user_id:
        raise DomainError("提交的人不能写这个理由；请另一位审批人来写")
    if not REASON_SHORT <= len(reason.strip()) <= REASON_MOST:
        raise DomainError("请写清为什么对同一批对象再抽一次，它会永远列在公示页上", field="reason")
    rows = draw.overlaps.select_related("other")
    numbers = [row.other.number for row in rows]
    if not numbers:
        raise DomainError("备料时没有发现重叠的抽取，不用写理由")
    draw.overlaps.update(reason=reason.strip(), decided_by=actor.person, decided_at=at)
    public = {"beside": numbers, "reason": reason.strip()}
    drafting.record(events.DRAWING_OVERLAP_JUSTIFIED, draw, actor.author, at, public)
    return draw


def require_settled(draw: Draw) -> None:
    """Refuse the sealing of a draw that overlaps another without a reason.

    Raises:
        DomainError: a reason is missing, or draws were sealed since the files were made.
    """
    if set(earlier(draw).values_list("number", flat=True)) - set(draw.figures.get("examined", ())):
        raise DomainError("备料以后又有同一期间的抽取封存，还没有比对；请退回，再备一次料")
    waiting = draw.overlaps.filter(reason="").select_related("other").first()
    if waiting is not None:
        raise DomainError(
            f"和已封存的抽取“{waiting.other.title}”的对象重叠；请审批人先写明再抽一次的理由"
        )


def earlier(draw: Draw) -> QuerySet[Draw]:
    """Give the other draws of the bureau and the period that were ever sealed."""
    others = Draw.objects.filter(bureau_id=draw.bureau_id, sealed_at__isnull=False)
    others = others.exclude(pk=draw.pk).exclude(task_number__in=_own_tasks(draw))
    same = [other.pk for other in others if period_of(other) == period_of(draw)]
    return Draw.objects.filter(pk__in=same).order_by("sealed_at")


def shown_beside(draw: Draw) -> list[dict[str, Any]]:
    """Give what both public pages say: the other draw, the reason, and numbers that are no secret.

    In sealed mode how many take part is told at the opening, of either draw (draw-v1 3.5).
    """
    own = draw.overlaps.exclude(reason="").select_related("other")
    theirs = draw.overlapped_by.filter(draw__sealed_at__isnull=False).select_related("draw")
    rows = [(overlap, overlap.other, False) for overlap in own]
    rows += [(overlap, overlap.draw, True) for overlap in theirs]
    return [
        {
            "row": row,
            "other": other,
            "is_later": is_later,
            "is_counted": selectors.is_content_shown(draw) and selectors.is_content_shown(other),
        }
        for row, other, is_later in rows
    ]


def _comparable(draw: Draw) -> Iterator[Draw]:
    """Give the earlier draws that either share an item or stand, or let this stand, in no plan."""
    for other in earlier(draw):
        if _items(draw) & _items(other) or not (draw.plan_number and other.plan_number):
            yield other


def _own_tasks(draw: Draw) -> set[str]:
    """Give the numbers of the task's batches in every version of its plan, and its own."""
    same = Task.objects.filter(
        version__plan__number=draw.plan_number or "-", batches__number=draw.task_number
    )
    numbers = TaskBatch.objects.filter(task__in=same).values_list("number", flat=True)
    return {draw.task_number, *numbers}


def _population(draw: Draw) -> set[str]:
    """Read who takes part in a sealed draw."""
    data = records.read(draw).files.rosters[roster.SUBJECTS]
    return {line.split(",", 1)[0] for line in data.decode().splitlines()[1:]}


def _items(draw: Draw) -> set[str]:
    return {item["code"] for item in draw.setup["items"]}


def _threshold(draw: Draw, at: datetime) -> int:
    """Give the rule's part; where a bureau has no such rule, one subject is enough."""
    rule = (
        regulations.rules_on(draw.bureau_id, moments.day_of(at)).filter(key="overlap_share").first()
    )
    return rule.value if rule is not None and isinstance(rule.value, int) else 0
