"""抽取: what was drawn when, of how many, how often it was voided; never one still sealed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mingqian.disclosure import Value
from oversight.common import moments
from oversight.disclosures import rules
from oversight.disclosures.sources import Content, FieldContent, Occurrence, Source
from oversight.draws import selectors as draws
from oversight.draws.models import Draw


def occurrences(bureau_id: int) -> Iterator[Occurrence]:
    """Give the draws whose result everybody may see, with the day since when."""
    for row in Draw.objects.filter(bureau_id=bureau_id, held_at__isnull=False).order_by("pk"):
        if draws.is_list_shown(row):
            yield Occurrence(
                key=row.number, title=_title(row), owner_id=row.owner_id, happened_on=_day(row)
            )


def content(bureau_id: int, key: str) -> Content | None:
    """Read the figures of a draw."""
    row = Draw.objects.filter(bureau_id=bureau_id, number=key).select_related("owner").first()
    if row is None or not draws.is_list_shown(row):
        return None
    fields = (
        FieldContent(name="number", title="抽取编号", value=row.number),
        FieldContent(name="task", title="任务编号", value=row.task_number),
        FieldContent(name="plan", title="计划编号", value=row.plan_number),
        FieldContent(name="title", title="名称", value=row.title),
        FieldContent(name="kind", title="抽查类型", value=row.kind),
        FieldContent(name="owner", title="发起部门", value=row.owner.name),
        FieldContent(name="subjects", title="参加抽取家数", value=_figure(row, "subjects")),
        FieldContent(name="excluded", title="不参加的家数", value=_figure(row, "excluded")),
        FieldContent(name="drawn", title="抽中家数", value=_figure(row, "drawn")),
        FieldContent(name="voids", title="作废次数", value=_voids(row)),
        FieldContent(name="held_on", title="抽取日期", value=str(_held_on(row))),
        FieldContent(name="commitment", title="封存码", value=row.commitment),
    )
    return Content(title=_title(row), owner_id=row.owner_id, fields=fields)


def _figure(row: Draw, name: str) -> Value:
    value = row.figures.get(name)
    return value if isinstance(value, int) else None


def _voids(row: Draw) -> int:
    rows = Draw.objects.filter(bureau_id=row.bureau_id, task_number=row.task_number)
    return rows.filter(state=Draw.VOIDED).count()


def _held_on(row: Draw) -> date | str:
    return moments.day_of(row.held_at) if row.held_at is not None else ""


def _day(row: Draw) -> date | None:
    since = row.opened_at or row.held_at
    return moments.day_of(since) if since is not None else None


def _title(row: Draw) -> str:
    return f"抽取“{row.title}”"


DRAWS = Source(
    code="draw",
    title="随机抽取",
    term=rules.RESULT_TERM,
    occurrences=occurrences,
    content=content,
)
