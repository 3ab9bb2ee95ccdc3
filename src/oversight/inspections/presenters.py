"""How acts on inspection tasks are presented: the codes that rows keep, by their words."""

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

_WORDS: Mapping[str, Mapping[str, str]] = {
    "kind": dict(Kind.choices),
    "path": dict(Path.choices()),
    "source": dict(Source.choices),
    "why": WORDS,
}


def render_entry(entry: Entry, event_type: EventType, *, is_whole: bool) -> EntryView:
    """Present an act on an inspection task."""
    return presenters.present(entry, event_type, is_whole=is_whole, convert=_convert)


def _convert(name: str, value: object) -> object:
    return _WORDS.get(name, {}).get(str(value), value)


presenters.register(render_entry, event_types.about(events.VISIT))
