"""处罚决定 (双公示): penalties that were served; a revoked one must come down."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from oversight.cases.kinds import Outcome
from oversight.cases.models import Decision
from oversight.cases.states import DecisionState
from oversight.common import moments
from oversight.disclosures import rules
from oversight.disclosures.sources import Content, FieldContent, Occurrence, Source


def occurrences(bureau_id: int) -> Iterator[Occurrence]:
    """Give the penalties that stand and were served, with the day of the decision."""
    for row in _standing(bureau_id).select_related("case").order_by("pk"):
        yield Occurrence(
            key=row.case.number,
            title=_title(row),
            owner_id=row.case.owner_id,
            happened_on=moments.day_of(row.decided_at),
        )


def content(bureau_id: int, key: str) -> Content | None:
    """Read a penalty that stands."""
    rows = _standing(bureau_id).filter(case__number=key)
    row = rows.select_related("case__owner", "document").first()
    if row is None:
        return None
    case = row.case
    fields = (
        FieldContent(
            name="document", title="决定书文号", value=row.document.number if row.document else ""
        ),
        FieldContent(name="name", title="当事人", value=case.name),
        FieldContent(name="code", title="统一社会信用代码", value=case.code),
        FieldContent(name="finding", title="案由", value=case.get_finding_display()),
        FieldContent(name="facts", title="违法事实", value=case.facts),
        FieldContent(name="broken", title="违反的规定", value=case.basis),
        FieldContent(name="basis", title="处罚依据", value=row.basis),
        FieldContent(name="kinds", title="处罚种类", value=[str(kind) for kind in row.kinds]),
        FieldContent(name="fine", title="罚款（分）", value=row.fine),
        FieldContent(name="confiscated", title="没收（分）", value=row.confiscated),
        FieldContent(
            name="decided_on", title="决定日期", value=str(moments.day_of(row.decided_at))
        ),
        FieldContent(name="owner", title="承办科室", value=case.owner.name),
    )
    return Content(title=_title(row), owner_id=case.owner_id, fields=fields)


def fallen(bureau_id: int) -> Iterator[str]:
    """Give the cases whose decision was revoked: what was published of them must come down."""
    rows = Decision.objects.filter(case__bureau_id=bureau_id, revoked_on__isnull=False)
    return iter(rows.values_list("case__number", flat=True))


def _standing(bureau_id: int) -> QuerySet[Decision]:
    return Decision.objects.filter(
        case__bureau_id=bureau_id,
        outcome=Outcome.PENALTY,
        state=DecisionState.STANDING,
        served_on__isnull=False,
    )


def _title(row: Decision) -> str:
    return f"{row.case.name}行政处罚决定"


DECISIONS = Source(
    code="decision",
    title="行政处罚决定",
    term=rules.PENALTY_TERM,
    occurrences=occurrences,
    content=content,
    fallen=fallen,
)
