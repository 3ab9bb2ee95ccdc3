"""整改结果: what had to be put right and was, once it is closed; nothing before."""

from __future__ import annotations

from collections.abc import Iterator

from mingqian.disclosure import Value
from oversight.disclosures import rules
from oversight.disclosures.sources import Content, FieldContent, Occurrence, Source
from oversight.rectifications.models import Rectification
from oversight.rectifications.states import RectificationState


def occurrences(bureau_id: int) -> Iterator[Occurrence]:
    """Give the closed ones, with the day of the closing."""
    rows = Rectification.objects.filter(bureau_id=bureau_id, state=RectificationState.CORRECTED)
    for row in rows.order_by("pk"):
        yield Occurrence(
            key=row.number, title=_title(row), owner_id=row.owner_id, happened_on=row.closed_on
        )


def content(bureau_id: int, key: str) -> Content | None:
    """Read a closed rectification."""
    rows = Rectification.objects.filter(bureau_id=bureau_id, state=RectificationState.CORRECTED)
    row = rows.filter(number=key).select_related("order", "owner").first()
    if row is None:
        return None
    points: list[Value] = [
        f"{point.what}（违反{point.provision}）：{point.get_state_display()}"
        for point in row.points.all()
    ]
    fields = (
        FieldContent(name="number", title="责令改正编号", value=row.number),
        FieldContent(name="name", title="检查对象", value=row.name),
        FieldContent(name="code", title="统一社会信用代码", value=row.code),
        FieldContent(name="finding", title="检查结果", value=row.get_finding_code_display()),
        FieldContent(name="points", title="改正事项和结论", value=points),
        FieldContent(name="order", title="指令书文号", value=row.order.number if row.order else ""),
        FieldContent(name="due_on", title="改正期满日", value=str(row.due_on or "")),
        FieldContent(name="outcome", title="改正情况", value=row.get_state_display()),
        FieldContent(name="closed_on", title="销号日期", value=str(row.closed_on or "")),
        FieldContent(name="owner", title="承办科室", value=row.owner.name),
    )
    return Content(title=_title(row), owner_id=row.owner_id, fields=fields)


def _title(row: Rectification) -> str:
    return f"{row.name}整改结果"


RECTIFICATIONS = Source(
    code="rectification",
    title="整改结果",
    term=rules.RESULT_TERM,
    occurrences=occurrences,
    content=content,
)
