"""How acts on inspection tasks are presented: the codes that rows keep, by their words.

Of a complaint nothing is shown that may tell who complained.
"""

from __future__ import annotations

from collections.abc import Mapping

from oversight.audit import event_types, presenters
from oversight.audit.event_types import EventType
from oversight.audit.presenters import EntryView
from oversight.audit.selectors import Entry
from oversight.draws.rules import WORDS
from oversight.inspections import events
from oversight.inspections.kinds import Kind, Source
from oversight.inspections.rules.codes import Path

_HIDDEN = "投诉举报，不在留痕中显示"
_WORDS: Mapping[str, Mapping[str, str]] = {
    "kind": dict(Kind.choices),
    "path": dict(Path.choices()),
    "source": dict(Source.choices),
    "why": WORDS,
}


def render_entry(entry: Entry, event_type: EventType, *, is_whole: bool) -> EntryView:
    """Present an act on an inspection task; a complaint's reason and number stay unsaid."""
    is_complaint = (entry.private or {}).get("source") == Source.COMPLAINT

    def convert(name: str, value: object) -> object:
        if is_complaint and name in {"reason", "reference"}:
            return _HIDDEN
        return _WORDS.get(name, {}).get(str(value), value)

    return presenters.present(entry, event_type, is_whole=is_whole, convert=convert)


presenters.register(render_entry, event_types.about(events.VISIT))
