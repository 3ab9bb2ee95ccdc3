"""抽查事项: every version of an item that is in force or was, as it was decided."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.common import moments
from oversight.disclosures import rules
from oversight.disclosures.sources import Content, FieldContent, Occurrence, Source
from oversight.registry.models import ItemVersion
from oversight.registry.rules import items as item_rules


def occurrences(bureau_id: int) -> Iterator[Occurrence]:
    """Give the versions that were decided, with the day."""
    rows = ItemVersion.objects.filter(item__bureau_id=bureau_id, published_at__isnull=False)
    for row in rows.select_related("item").order_by("pk"):
        if row.published_at is not None:
            yield Occurrence(
                key=str(row.pk),
                title=_title(row),
                owner_id=row.item.owner_id,
                happened_on=moments.day_of(row.published_at),
            )


def content(bureau_id: int, key: str) -> Content | None:
    """Read a version of an item."""
    rows = ItemVersion.objects.filter(item__bureau_id=bureau_id, published_at__isnull=False)
    row = rows.filter(pk=int(key)).select_related("item__owner").first()
    if row is None:
        return None
    details = item_rules.read(row.content)
    fields = (
        FieldContent(name="code", title="事项编码", value=row.item.code),
        FieldContent(name="name", title="事项名称", value=details.name),
        FieldContent(name="field", title="领域", value=details.field),
        FieldContent(name="category", title="类别", value=details.category),
        FieldContent(
            name="basis",
            title="检查依据",
            value=[f"《{basis.title}》{basis.article}" for basis in details.basis],
        ),
        FieldContent(name="authority", title="检查主体", value=details.authority),
        FieldContent(name="subjects", title="检查对象类型", value=list(details.subject_kinds)),
        FieldContent(
            name="points", title="检查要点", value=[point.title for point in details.points]
        ),
        FieldContent(name="standard", title="检查标准", value=details.standard),
        FieldContent(name="methods", title="检查方式", value=list(details.methods)),
        FieldContent(name="yearly_ceiling", title="年频次上限", value=details.yearly_ceiling),
        FieldContent(name="effective_on", title="生效日期", value=str(row.effective_on or "")),
        FieldContent(name="reason", title="调整理由", value=row.reason),
    )
    return Content(title=_title(row), owner_id=row.item.owner_id, fields=fields)


def _title(row: ItemVersion) -> str:
    return f"抽查事项“{row.item.name}”第 {row.number} 版"


ITEMS = Source(
    code="item",
    title="抽查事项",
    term=rules.RESULT_TERM,
    occurrences=occurrences,
    content=content,
)
