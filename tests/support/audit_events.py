"""Event types that only tests record."""

from __future__ import annotations

from oversight.audit.event_types import EventType, Kind, register

TEST = Kind("test", "试验")
TEST_DONE = register(
    EventType(type="test.done", title="做了试验", kind=TEST, fields={"reason": "理由"})
)
