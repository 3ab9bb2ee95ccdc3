"""How acts on a draw are presented: a source by its place, the specification's words in Chinese."""

from __future__ import annotations

from oversight.audit import event_types, presenters
from oversight.audit.event_types import EventType
from oversight.audit.presenters import EntryView
from oversight.audit.selectors import Entry
from oversight.draws import events

_VALUES = {
    "open": "公开",
    "sealed": "密封",
    "绑定": "认定这台设备",
    "absent": "没有按时亮出",
    "none": "到期没有公开数",
}


def render_entry(entry: Entry, event_type: EventType, *, is_whole: bool) -> EntryView:
    """Present an act on a draw."""
    return presenters.present(
        entry, event_type, is_whole=is_whole, values=_VALUES, convert=_convert
    )


def _convert(name: str, value: object) -> object:
    return f"第 {value} 个" if name == "source" else value


presenters.register(render_entry, event_types.about(events.DRAWING, events.DRAW))
