"""Entries of the log in words for people: by the type's own words, or by its app's presenter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.exceptions import ImproperlyConfigured

from oversight.audit import event_types
from oversight.audit.event_types import GENERAL_FIELDS, EventType, Kind, Tone
from oversight.audit.selectors import Entry
from oversight.common import moments
from oversight.common.personal_numbers import masked_numbers

_MARKS = {Tone.PLAIN: "", Tone.SEAL: "seal", Tone.REFUSAL: "bad", Tone.VOID: "bad"}
_DIGEST = re.compile(r"[0-9a-f]{64}")
_EMPTY: tuple[object, ...] = ("", [], {})
_LISTED = 20  # of a longer list the first ones are shown, and how many there are


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """An entry as a person reads it: what was done, to what, and its fields by their names."""

    entry: Entry
    title: str
    what: str
    tone: str
    details: list[tuple[str, str]]
    changes: list[tuple[str, str, str]]


class Presenter(Protocol):
    """Makes the view of an entry; digests short, or whole where somebody compares them."""

    def __call__(self, entry: Entry, event_type: EventType, *, is_whole: bool) -> EntryView:
        """Give the view of an entry of this type."""


_PRESENTERS: dict[str, Presenter] = {}


def register(presenter: Presenter, types: Iterable[EventType]) -> None:
    """Let an app present its own types.

    Raises:
        ImproperlyConfigured: one of them has a presenter.
    """
    for event_type in types:
        if event_type.type in _PRESENTERS:
            raise ImproperlyConfigured(f"two presenters for {event_type.type}")
        _PRESENTERS[event_type.type] = presenter


def render_entry(entry: Entry, *, is_whole: bool = False) -> EntryView:
    """Present an entry by its type; one of a type that no app knows, with its bare names."""
    event_type = event_types.find(entry.type) or _unknown(entry)
    presenter = _PRESENTERS.get(entry.type, present)
    return presenter(entry, event_type, is_whole=is_whole)


def present(
    entry: Entry,
    event_type: EventType,
    *,
    is_whole: bool,
    values: Mapping[str, str] | None = None,
    convert: Callable[[str, object], object] = lambda _, value: value,
) -> EntryView:
    """Present an entry by the words of its type.

    ``values`` gives words for texts that stand in the log; ``convert`` changes a field, given its
    name and value, before it is written.
    """
    private: Mapping[str, Any] = entry.private or {}
    writer = _Writer(fields=event_type.fields, values=values or {}, is_whole=is_whole)
    hidden = GENERAL_FIELDS | event_type.hidden
    details = {
        writer.name(name): writer.write(convert(name, value))
        for name, value in [*entry.public.items(), *private.items()]
        if name not in hidden and value not in _EMPTY
    }
    return EntryView(
        entry=entry,
        title=event_type.title,
        what=entry.title or _object(entry, event_type.kind),
        tone=_MARKS[event_type.tone],
        details=list(details.items()),
        changes=[
            (name, *(masked_numbers(moments.rewritten(text)) for text in (before, after)))
            for name, before, after in private.get("changes") or []
        ],
    )


def _unknown(entry: Entry) -> EventType:
    kind = event_types.kinds().get(entry.about_kind) or Kind(entry.about_kind, "")
    return EventType(type=entry.type, title=entry.type, kind=kind)


def _object(entry: Entry, kind: Kind) -> str:
    """Name what an untitled entry is about."""
    return kind.objects.get(entry.about_number) or f"{kind.title} {entry.about_number}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writer:
    """Writes the fields of one entry."""

    fields: Mapping[str, str]
    values: Mapping[str, str] = field(default_factory=dict)
    is_whole: bool

    def name(self, name: str) -> str:
        return self.fields.get(name, name)

    def write(self, value: object) -> str:
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Mapping):
            return "，".join(f"{self.name(str(k))} {self.write(v)}" for k, v in value.items())
        if isinstance(value, list):
            return self._list(value)
        return str(value)

    def _text(self, text: str) -> str:
        if not self.is_whole and _DIGEST.fullmatch(text):
            return f"{text[:4]} {text[4:8]}…"
        return self.values.get(text) or masked_numbers(moments.rewritten(text))

    def _list(self, values: list[object]) -> str:
        text = "、".join(self.write(value) for value in values[:_LISTED])
        return f"{text}等 {len(values)} 个" if len(values) > _LISTED else text
