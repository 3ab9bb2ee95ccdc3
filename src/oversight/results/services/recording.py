"""What the trail keeps of an act on a result."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mingqian import canonical
from mingqian.canonical import Json
from oversight.audit import services as audit
from oversight.audit.event_types import EventType
from oversight.audit.services import AuditActor, AuditEvent
from oversight.results.models import InspectionResult

KIND = "result"


def record(
    kind: EventType,
    row: InspectionResult,
    by: AuditActor,
    at: datetime,
    private: Mapping[str, object],
    public: Mapping[str, object] | None = None,
) -> int:
    """Append an act on a result to the trail; the public learns what ``public`` says, no more."""
    event = AuditEvent(
        type=kind, number=row.number, title=row.name, public=dict(public or {}), private=private
    )
    return audit.record(event, by=by, at=at)


def content_digest(content: Mapping[str, Json]) -> str:
    """Give the digest of what a version says: it binds the row to its entry."""
    return canonical.digest(canonical.write(dict(content)))
