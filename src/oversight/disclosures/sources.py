"""What may be published, by kind: each kind says what there is, what it says, and until when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ImproperlyConfigured

from mingqian.disclosure import Value
from oversight.accounts.selectors import Actor
from oversight.common.errors import NotFoundError


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldContent:
    """One field as the original has it; ``basis`` is the law that orders a personal one out.

    ``words`` are shown instead of a value that holds tokens.
    """

    name: str
    title: str
    value: Value
    is_personal: bool = False
    basis: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedRecord:
    """A record that the original's own app sealed when it was approved, with what opens it."""

    record: bytes
    salts: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a publication says, field by field; ``sealed`` where it was sealed elsewhere."""

    title: str
    owner_id: int
    fields: tuple[FieldContent, ...]
    sealed: SealedRecord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """Something that must or may be published: its key among its kind, and the day it happened.

    Without a day there is no term: it may be published whenever somebody wants to.
    """

    key: str
    title: str
    owner_id: int
    happened_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A publication that was put before the public or taken from it: of what, by whom, when."""

    actor: Actor
    key: str
    reason: str
    at: datetime


def _none(_: int) -> Iterator[str]:
    return iter(())


def _nothing(_: Release) -> None:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A kind of publications.

    ``occurrences`` gives what there is of a bureau and nothing that is still secret;
    ``content`` reads one, None where there is none of that key. ``term`` is the rule with the
    number of working days; ``on_published`` and ``on_withdrawn`` tell the original's app, in the
    transaction of the act. ``fallen`` gives the keys that lost their ground and must come down.
    """

    code: str
    title: str
    term: str
    occurrences: Callable[[int], Iterator[Occurrence]]
    content: Callable[[int, str], Content | None]
    fallen: Callable[[int], Iterator[str]] = field(default=_none)
    on_published: Callable[[Release], None] = field(default=_nothing)
    on_withdrawn: Callable[[Release], None] = field(default=_nothing)


_SOURCES: dict[str, Source] = {}


def register(source: Source) -> Source:
    """Make a kind of publications known; registering it again changes nothing.

    Raises:
        ImproperlyConfigured: another kind has its code.
    """
    if _SOURCES.setdefault(source.code, source) is not source:
        raise ImproperlyConfigured(f"two kinds of publications are called {source.code}")
    return source


def all_sources() -> list[Source]:
    """Give every kind, in the order of registration."""
    return list(_SOURCES.values())


def titles() -> dict[str, str]:
    """Give the titles of all kinds by their codes."""
    return {source.code: source.title for source in _SOURCES.values()}


def source_of(code: str) -> Source:
    """Give a kind by its code.

    Raises:
        NotFoundError: there is none.
    """
    if code not in _SOURCES:
        raise NotFoundError("没有这一类公示")
    return _SOURCES[code]


def content_of(code: str, bureau_id: int, key: str) -> Content:
    """Read what there is to publish.

    Raises:
        NotFoundError: it is not there, not the bureau's, or not to be published yet.
    """
    content = source_of(code).content(bureau_id, key)
    if content is None:
        raise NotFoundError("没有这一件，或还不能公示")
    return content
