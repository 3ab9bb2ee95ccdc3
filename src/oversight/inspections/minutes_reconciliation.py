"""What the log says of signed records, against the rows: text, signatures, corrections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mingqian import canonical
from oversight.audit import selectors as audit
from oversight.audit.differences import Difference, Subject
from oversight.audit.reconciliation import Range, Step
from oversight.inspections import events
from oversight.inspections.models import InspectionTask
from oversight.inspections.services.finishing import signatures_digest
from oversight.inspections.signed_records import Minutes, RecordCorrection

_CLOSING = (events.VISIT_FINISHED, events.VISIT_NOT_INSPECTED, events.VISIT_STRUCK)


def check(_: Range) -> Iterator[Step]:
    """Compare the text and the signatures of every closed record with what was logged."""
    closed = _entries(*(event.type for event in _CLOSING))
    rows = Minutes.objects.exclude(closed_at=None).select_related("visit__bureau").order_by("pk")
    total = rows.count()
    for done, row in enumerate(rows.iterator(chunk_size=100), start=1):
        yield done, total, list(_minutes(row, closed.pop(_key(row.visit), None)))
    missing = [_about(entry.about_number, entry.scope).is_missing() for entry in closed.values()]
    yield total, total, [*missing, *_corrections()]


def _minutes(row: Minutes, entry: Any) -> Iterator[Difference]:  # noqa: ANN401 - the log's own
    about, name = _about_task(row.visit), f"现场检查笔录 {row.visit.code}"
    if entry is None:
        yield about.says(name, "没有完结的记录", "已经完结")
        return
    private = entry.private or {}
    yield from about.differs(f"{name} 的文字", private["digest"], canonical.digest(row.text))
    yield from about.differs(f"{name} 的内容", private["record"], row.record_digest)
    signatures = signatures_digest(row.visit, row.record_digest)
    yield from about.differs(f"{name} 的签名", private["signatures"], signatures)


def _corrections() -> Iterator[Difference]:
    entries = {entry.index: entry for entry in audit.of_types([events.VISIT_CORRECTED.type])}
    for row in RecordCorrection.objects.select_related("visit__bureau").order_by("pk"):
        entry, name = entries.pop(row.entry, None), f"笔录更正 {row.visit.code}"
        logged = (entry.private or {}).get("digest", "") if entry else "没有任何记录"
        actual = canonical.digest(row.what)
        yield from _about_task(row.visit).differs(name, logged, actual)
    for entry in entries.values():
        yield _about(entry.about_number, entry.scope).is_missing()


def _entries(*types: str) -> dict[tuple[str, str], Any]:
    entries = audit.of_types(list(types))
    return {(entry.about_number, (entry.private or {}).get("code", "")): entry for entry in entries}


def _key(task: InspectionTask) -> tuple[str, str]:
    return task.record_number, task.code


def _about_task(task: InspectionTask) -> Subject:
    return _about(task.record_number, task.bureau.path)


def _about(number: str, scope: str) -> Subject:
    return Subject(kind=events.VISIT.name, number=number, scope=scope)
