"""What the log says of field records, against the rows: each version is there and says the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mingqian import canonical
from oversight.audit import selectors as audit
from oversight.audit.differences import Difference, Subject
from oversight.audit.reconciliation import Range, Step
from oversight.inspections import events
from oversight.inspections.field_records import FieldVersion

_NAMES = "现场记录"


def check(_: Range) -> Iterator[Step]:
    """Compare every version of every record with the entry that it was recorded by."""
    entries = {entry.index: entry for entry in audit.of_types([events.VISIT_RECORD_SAVED.type])}
    rows = FieldVersion.objects.select_related("record__visit__bureau").order_by("pk")
    total = rows.count()
    for done, row in enumerate(rows.iterator(chunk_size=100), start=1):
        yield done, total, list(_version(row, entries.pop(row.entry, None)))
    yield (
        total,
        total,
        [_about(entry.about_number, entry.scope).is_missing() for entry in entries.values()],
    )


def _version(row: FieldVersion, entry: Any) -> Iterator[Difference]:  # noqa: ANN401 - the log's own
    task = row.record.visit
    about = _about(task.record_number, task.bureau.path)
    name = f"{_NAMES} {task.code} 第 {row.number} 版"
    if entry is None:
        yield about.says(name, "没有任何记录", "有这一版")
        return
    if entry.private is None:
        return  # taken away by law
    yield from about.differs(f"{name} 的版本", entry.private["version"], row.number)
    actual = canonical.digest(canonical.write(row.content))
    yield from about.differs(f"{name} 的内容", entry.private["digest"], actual)


def _about(number: str, scope: str) -> Subject:
    return Subject(kind=events.VISIT.name, number=number, scope=scope)
