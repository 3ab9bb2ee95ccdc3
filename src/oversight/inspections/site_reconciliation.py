"""What the log says of arrivals, codes, objections and ratings, against their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from django.db.models import QuerySet

from oversight.audit import selectors as audit
from oversight.audit.differences import Difference, Subject
from oversight.audit.reconciliation import Range, Step
from oversight.audit.selectors import Entry
from oversight.common import moments
from oversight.inspections import events
from oversight.inspections.arrivals import SiteAct, VisitCode, VisitObjection, VisitRating
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import visit_codes, visit_voices

_ACTS = [
    events.VISIT_CERTIFICATE_SHOWN.type,
    events.VISIT_ARRIVED.type,
    events.VISIT_STARTED.type,
    events.VISIT_LEFT.type,
]
_FIELDS = {
    "officers": "人员",
    "certificate": "证号",
    "until": "证件有效期至",
    "noted": "手机时间",
    "late": "补录",
    "reason": "补录的理由",
}


def check(_: Range) -> Iterator[Step]:
    """Compare every act on the spot, code, objection and rating with its entry."""
    differences = list(chain(_acts(), _codes(), _objections(), _ratings()))
    yield 1, 1, differences


def _acts() -> Iterator[Difference]:
    rows = SiteAct.objects.select_related("visit__bureau", "visit__draw", "inspector")
    yield from _against_log(_ACTS, rows, _act)


def _act(row: SiteAct, private: dict[str, Any]) -> Iterator[Difference]:
    about, name = _about(row.visit), f"{row.get_kind_display()} {row.name}"
    stored = {
        "officers": f"{row.name} {row.inspector.code}",
        "certificate": row.certificate,
        "until": str(row.valid_until or ""),
        "noted": moments.written(row.noted_at) if row.noted_at else "",
        "late": row.is_late,
        "reason": row.reason,
    }
    for field, words in _FIELDS.items():
        yield from about.differs(f"{name} 的{words}", private.get(field), stored[field])


def _codes() -> Iterator[Difference]:
    rows = VisitCode.objects.select_related("visit__bureau", "visit__draw")
    yield from _against_log([events.VISIT_CODE_MADE.type], rows, _code)


def _code(row: VisitCode, private: dict[str, Any]) -> Iterator[Difference]:
    digest = visit_codes.code_digest(row.code)
    yield from _about(row.visit).differs("检查码", private["digest"], digest)


def _objections() -> Iterator[Difference]:
    rows = VisitObjection.objects.select_related("visit__bureau", "visit__draw")
    yield from _against_log([events.VISIT_OBJECTION.type], rows, _objection)


def _objection(row: VisitObjection, private: dict[str, Any]) -> Iterator[Difference]:
    about, digest = (
        _about(row.visit),
        visit_voices.objection_digest(claim=row.claim, contact=row.contact),
    )
    yield from about.differs("异议申请的回执号", private["reference"], row.number)
    yield from about.differs(f"异议申请 {row.number}", private["digest"], digest)


def _ratings() -> Iterator[Difference]:
    """Compare the digests as a set: which row belongs to which entry is nobody's business."""
    logged = {
        (entry.private or {}).get("digest"): entry
        for entry in audit.of_types([events.RATING_GIVEN.type])
    }
    for row in VisitRating.objects.select_related("bureau"):
        digest = visit_voices.rating_digest(row)
        if logged.pop(digest, None) is None:
            about = Subject(kind=events.RATING.name, number=row.bureau.code, scope=row.bureau.path)
            yield about.says("检查评价", "没有这样的评价", "有这一行")
    for entry in logged.values():
        if entry.private is not None:
            yield Subject(
                kind=events.RATING.name, number=entry.about_number, scope=entry.scope
            ).is_missing()


def _against_log(
    types: list[str],
    rows: QuerySet[Any],
    compare: Callable[[Any, dict[str, Any]], Iterator[Difference]],
) -> Iterator[Difference]:
    entries: dict[int, Entry] = {entry.index: entry for entry in audit.of_types(types)}
    for row in rows.order_by("pk").iterator(chunk_size=200):
        entry = entries.pop(row.entry, None)
        if entry is None:
            yield _about(row.visit).says(str(row._meta.verbose_name), "没有任何记录", "有这一行")  # noqa: SLF001
        elif entry.private is not None:
            yield from compare(row, entry.private)
    for entry in entries.values():
        yield Subject(
            kind=events.VISIT.name, number=entry.about_number, scope=entry.scope
        ).is_missing()


def _about(task: InspectionTask) -> Subject:
    return Subject(kind=events.VISIT.name, number=task.record_number, scope=task.bureau.path)
