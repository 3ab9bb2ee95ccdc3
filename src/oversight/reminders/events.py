"""What a reminder records."""

from __future__ import annotations

from oversight.audit.event_types import EventType, Kind, register

HANDOVER = Kind("handover", "交办")

HANDOVER_REMINDED = register(
    EventType(
        type="handover.reminded",
        title="催了一下",
        kind=HANDOVER,
        fields={"awaited": "在等"},
        is_covered=True,
    )
)
