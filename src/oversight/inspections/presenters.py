"""How acts on inspections are presented: of a complaint, nothing that may tell who complained."""

from __future__ import annotations

from oversight.audit import presenters
from oversight.audit.event_types import EventType
from oversight.audit.presenters import EntryView
from oversight.audit.selectors import Entry
from oversight.inspections import events
from oversight.inspections.kinds import Source

_HIDDEN = "投诉举报，不在留痕中显示"


def render_entry(entry: Entry, event_type: EventType, *, is_whole: bool) -> EntryView:
    """Present the registering of an inspection; a complaint's reason and number stay unsaid."""
    is_complaint = (entry.private or {}).get("source") == Source.COMPLAINT

    def convert(name: str, value: object) -> object:
        return _HIDDEN if is_complaint and name in {"reason", "reference"} else value

    sources = {str(source.value): str(source.label) for source in Source}
    return presenters.present(entry, event_type, is_whole=is_whole, values=sources, convert=convert)


presenters.register(render_entry, [events.VISIT_REGISTERED])
