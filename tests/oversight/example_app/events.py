"""What the example records."""

from __future__ import annotations

from oversight.audit.event_types import EventType, Kind, register

ROOM_BOOKED = register(
    EventType(
        type="room.booked",
        title="预订了会议室",
        kind=Kind("meeting_room", "会议室"),
        fields={"room": "会议室"},
    )
)
