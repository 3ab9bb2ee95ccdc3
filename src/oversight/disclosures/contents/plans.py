"""年度计划 and its changes: every approved version with its tasks."""

from __future__ import annotations

from collections.abc import Iterator

from mingqian.disclosure import Value
from oversight.common import moments
from oversight.disclosures import rules
from oversight.disclosures.sources import Content, FieldContent, Occurrence, Source
from oversight.plans.models import PlanVersion


def occurrences(bureau_id: int) -> Iterator[Occurrence]:
    """Give the approved versions, with the day of the approval."""
    rows = PlanVersion.objects.filter(plan__bureau_id=bureau_id, approved_at__isnull=False)
    for row in rows.select_related("plan").order_by("pk"):
        if row.approved_at is not None:
            yield Occurrence(
                key=str(row.pk),
                title=_title(row),
                owner_id=bureau_id,
                happened_on=moments.day_of(row.approved_at),
            )


def content(bureau_id: int, key: str) -> Content | None:
    """Read an approved version."""
    rows = PlanVersion.objects.filter(plan__bureau_id=bureau_id, approved_at__isnull=False)
    row = rows.filter(pk=int(key)).select_related("plan").first()
    if row is None:
        return None
    tasks: list[Value] = [
        f"{task.number}　{task.title}（{task.kind}，{task.owner.name}）"
        for task in row.tasks.select_related("owner").order_by("number")
    ]
    fields = (
        FieldContent(name="number", title="计划编号", value=row.plan.number),
        FieldContent(name="name", title="计划名称", value=row.plan.name),
        FieldContent(name="year", title="年度", value=row.plan.year),
        FieldContent(name="version", title="版本", value=row.number),
        FieldContent(name="document", title="发文字号", value=row.document_number),
        FieldContent(name="reason", title="变更理由", value=row.reason),
        FieldContent(name="tasks", title="任务", value=tasks),
        FieldContent(name="digest", title="计划内容的封存码", value=row.digest),
    )
    return Content(title=_title(row), owner_id=bureau_id, fields=fields)


def _title(row: PlanVersion) -> str:
    return f"{row.plan.name}第 {row.number} 版"


PLANS = Source(
    code="plan",
    title="年度计划和变更",
    term=rules.RESULT_TERM,
    occurrences=occurrences,
    content=content,
)
