"""What the trail keeps of an act on an inspection task."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from oversight.accounts.selectors import Actor
from oversight.audit import services as audit
from oversight.audit.event_types import EventType
from oversight.audit.services import AuditEvent
from oversight.inspections.models import InspectionTask

KIND = "visit"


def record(
    kind: EventType,
    task: InspectionTask,
    actor: Actor,
    at: datetime,
    public: Mapping[str, object],
    private: Mapping[str, object] | None = None,
) -> int:
    """Append an act on a task to the trail; the private part says which of the draw's it is."""
    # Before the opening the log tells neither who was drawn nor how many.
    event = AuditEvent(
        type=kind,
        number=task.record_number,
        title=task.title,
        public=dict(public),
        private={"code": task.code, "place": task.place, **(private or {})},
    )
    return audit.record(event, by=actor.author, at=at)
