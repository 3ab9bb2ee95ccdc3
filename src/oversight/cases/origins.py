"""What a case may come of: a rectification's clue, or a finding; and the facts it begins with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.cases.models import Case
from oversight.cases.rules.findings import FINDINGS
from oversight.common import moments
from oversight.common.errors import NotFoundError
from oversight.inspections.models import InspectionTask
from oversight.rectifications import selectors as rectifications
from oversight.rectifications.models import CaseClue, Rectification
from oversight.rectifications.states import PointState
from oversight.results import selectors as results
from oversight.results.models import InspectionResult

REFUSED = "V16"
_OTHER = "V99"
_MOST, _MOST_BASIS = 2000, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What is known of a breach before somebody writes the clue, and in words where it is from."""

    words: str
    finding: str
    facts: str
    basis: str
    discovered_on: date
    clue_id: int | None = None


def clues(actor: Actor) -> QuerySet[CaseClue]:
    """Give the clues within reach of which no case was begun yet."""
    if not actor.may(Permission.MAKE_CASES):
        return CaseClue.objects.none()
    within = rectifications.rectifications(actor).order_by().values("pk")
    rows = CaseClue.objects.filter(rectification__in=within, case=None)
    return rows.select_related("rectification__visit", "rectification__order").order_by("pk")


def clue_for(actor: Actor, clue_id: int, *, lock: bool = False) -> CaseClue:
    """Load a clue within reach of which no case was begun.

    Raises:
        NotFoundError: there is none, or a case came of it already.
    """
    if lock:
        list(CaseClue.objects.select_for_update().filter(pk=clue_id))
    clue = clues(actor).filter(pk=clue_id).first()
    if clue is None:
        raise NotFoundError("没有这条线索，或者已经登记成案件")
    return clue


def open_clue(actor: Actor, row: Rectification) -> CaseClue | None:
    """Give the clue of a rectification of which the actor may begin a case; None without one."""
    return clues(actor).filter(rectification=row).first()


def case_of(actor: Actor, row: Rectification) -> Case | None:
    """Give the case that came of a rectification, if the actor may see cases."""
    if not actor.may(Permission.SEE_CASES):
        return None
    return Case.objects.filter(clue__rectification=row).first()


def results_of(actor: Actor, visit: InspectionTask) -> list[InspectionResult]:
    """Give the approved results of a visit that found something, to who may begin a case."""
    if not actor.may(Permission.MAKE_CASES):
        return []
    approved = results.approved_of(visit)
    rows = results.of_visit(visit).filter(result_id__in=approved)
    return [row for row in rows if approved[row.result_id].finding]


def of_clue(clue: CaseClue) -> Origin:
    """Begin with an order that was not obeyed: what it demanded, and what is left."""
    row = clue.rectification
    points = [
        f"{point.order}．{point.what}（{PointState(point.state).label}）"
        for point in row.points.all()
        if point.state != PointState.CORRECTED
    ]
    lines = [_order_in_words(row), *points, f"移交的理由：{clue.reason}"]
    return Origin(
        words=f"责令改正 {row.number} 的线索 {clue.number}",
        finding=REFUSED,
        facts="\n".join(lines)[:_MOST],
        basis=FINDINGS[REFUSED].basis,
        discovered_on=moments.day_of(clue.made_at),
        clue_id=clue.pk,
    )


def of_result(actor: Actor, visit: InspectionTask, result_id: int) -> Origin:
    """Begin with a finding as it was approved: its kind, its facts, its provision.

    Raises:
        NotFoundError: the visit has no such approved result that found something.
    """
    matching = [row for row in results_of(actor, visit) if row.pk == result_id]
    if not matching:
        raise NotFoundError("没有这项检查结果，或者没有审核通过，或者没有发现问题")
    row = matching[0]
    content = results.approved_of(visit)[row.result_id]
    kinds = [kind for kind in content.kinds if kind in FINDINGS]
    finding = kinds[0] if kinds else _OTHER
    return Origin(
        words=f"检查结果 {row.number}：{row.item}",
        finding=finding,
        facts=content.finding[:_MOST],
        basis=(content.provision or FINDINGS[finding].basis)[:_MOST_BASIS],
        discovered_on=row.ended_on,
    )


def _order_in_words(row: Rectification) -> str:
    order = f"限期改正指令书{row.order.number}" if row.order else f"责令改正{row.number}"
    served_on = row.service.served_on if row.service is not None else None
    served = f"，{moments.day_in_words(served_on)}送达" if served_on else ""
    due = f"，改正期到{moments.day_in_words(row.due_on)}为止" if row.due_on else ""
    return f"经{order}责令改正{served}{due}，没有改正："
