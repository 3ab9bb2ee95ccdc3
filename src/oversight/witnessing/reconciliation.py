"""What the log says of the logs that are cosigned here, against the rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from oversight.audit import selectors as audit
from oversight.audit.differences import Subject
from oversight.audit.reconciliation import Range, Step
from oversight.witnessing import events
from oversight.witnessing.models import FollowedLog

_TYPES = (events.COSIGNER_FOLLOWED, events.COSIGNER_ENDED)


def check(_: Range) -> Iterator[Step]:
    """Compare all followed logs: whose key, whose log, and whether they still are followed."""
    logged = _logged()
    rows = {log.origin: log for log in FollowedLog.objects.all()}
    differences = []
    for origin, fields in logged.items():
        about = Subject(kind="cosigner", number=origin)
        if origin not in rows:
            differences.append(about.is_missing())
            continue
        log = rows[origin]
        stored = {"日志公钥": log.vkey, "单位": log.title, "在见证": log.ended_at is None}
        for name, value in fields.items():
            differences += about.differs(name, value, stored[name])
    for origin in rows.keys() - logged.keys():
        differences.append(Subject(kind="cosigner", number=origin).is_unexplained())
    yield len(rows), len(rows), differences


def _logged() -> dict[str, dict[str, Any]]:
    logged: dict[str, dict[str, Any]] = {}
    for row in audit.of_types([event.type for event in _TYPES]).order_by("index"):
        if row.type == events.COSIGNER_ENDED.type:
            logged.setdefault(row.about_number, {})["在见证"] = False
            continue
        public = row.public
        logged[row.about_number] = {
            "日志公钥": public.get("vkey"),
            "单位": public.get("name"),
            "在见证": True,
        }
    return logged
