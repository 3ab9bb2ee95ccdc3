"""The types of events: one object each, defined and registered by the app that records it.

An app defines its types in its ``events.py``, which is imported when the program starts. A type
brings everything that is said of its entries: the title, the thing it is about, the names of its
fields, and who may know of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from django.core.exceptions import ImproperlyConfigured

# What `services.record` adds to every entry, and the changes, which are shown before and after.
GENERAL_FIELDS = frozenset(
    {"person", "address", "title", "scope", "account", "covered", "changes"},
)


class Tone(Enum):
    """How an entry is marked in a list."""

    PLAIN = ""
    SEAL = "seal"
    REFUSAL = "refusal"
    VOID = "void"


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A kind of thing that entries are about: its name in the log, its title for people.

    ``objects`` names those of its things that no entry has a title for, by their number.
    """

    name: str
    title: str
    objects: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class EventType:
    """A type of event; ``type`` is its name in the log and never changes.

    ``fields`` gives what the entry holds, by name, with its word for people; ``hidden`` are those
    that only bind rows to their entry. ``is_account``: an administrator, who sees nothing of the
    business, may read it. ``is_covered``: the public is told neither what was done nor by whom nor
    about what (log-v1 5).
    """

    type: str
    title: str
    kind: Kind
    fields: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    tone: Tone = Tone.PLAIN
    is_account: bool = False
    is_covered: bool = False


_TYPES: dict[str, EventType] = {}


def register(event_type: EventType) -> EventType:
    """Make a type known, and give it back.

    Raises:
        ImproperlyConfigured: the type, or the name of its kind, is taken; or it has no title.
    """
    if not event_type.title or not event_type.kind.title:
        raise ImproperlyConfigured(f"the event type {event_type.type} has no title")
    if event_type.type in _TYPES:
        raise ImproperlyConfigured(f"two event types are called {event_type.type}")
    if kinds().get(event_type.kind.name, event_type.kind) is not event_type.kind:
        raise ImproperlyConfigured(f"two kinds of things are called {event_type.kind.name}")
    _TYPES[event_type.type] = event_type
    return event_type


def require_declared(event_type: EventType, fields: Iterable[str]) -> None:
    """Refuse an event that nobody could read: of an unknown type, or with an unnamed field.

    Raises:
        ImproperlyConfigured: no app registered the type, or it neither names nor hides a field.
    """
    if _TYPES.get(event_type.type) is not event_type:
        raise ImproperlyConfigured(f"the event type {event_type.type} is not registered")
    unnamed = set(fields) - event_type.fields.keys() - event_type.hidden - GENERAL_FIELDS
    if unnamed:
        raise ImproperlyConfigured(f"{event_type.type} has no words for {sorted(unnamed)}")


def find(name: str) -> EventType | None:
    """Give the type of a name in the log; None for one that no app knows any more."""
    return _TYPES.get(name)


def named(name: str) -> EventType:
    """Give the type of a name that an app must have registered.

    Raises:
        ImproperlyConfigured: no app has.
    """
    event_type = find(name)
    if event_type is None:
        raise ImproperlyConfigured(f"the event type {name} is not registered")
    return event_type


def title_of(name: str) -> str:
    """Give the title of a type; its name where no app knows it."""
    event_type = find(name)
    return name if event_type is None else event_type.title


def all_types() -> list[EventType]:
    """Give every registered type, app by app."""
    return list(_TYPES.values())


def about(*kinds_: Kind) -> list[EventType]:
    """Give the types that are about some kinds of things."""
    return [event_type for event_type in _TYPES.values() if event_type.kind in kinds_]


def kinds() -> dict[str, Kind]:
    """Give the kinds of things that entries are about, by their names in the log."""
    return {event_type.kind.name: event_type.kind for event_type in _TYPES.values()}


def account_types() -> frozenset[str]:
    """Give the names of the types that an administrator may read."""
    return frozenset(name for name, event_type in _TYPES.items() if event_type.is_account)


def refusal_types() -> frozenset[str]:
    """Give the names of the types that say that something was refused."""
    return frozenset(name for name, event_type in _TYPES.items() if event_type.tone is Tone.REFUSAL)
