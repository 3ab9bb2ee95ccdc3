"""Entries of the log: what was done, when, by whom, about what (spec log-v1 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mingqian import canonical
from mingqian.canonical import Json
from mingqian.errors import FormatError
from mingqian.fields import Fields

VERSION = 1
MAX_BYTES = 65_535
RULE = "log-v1 5"
SALT_DIGITS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who acted, as far as the public is told."""

    organisation: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What was acted upon, by its public number."""

    kind: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One act; ``private`` is the digest of what the public is not told, if anything."""

    type: str
    at: str
    by: Author
    about: About
    public: Mapping[str, Json]
    private: str | None


def parse(data: bytes, file: str) -> Entry:
    """Read an entry.

    Raises:
        FormatError: too long, not canonical JSON, or a field is missing, unknown or wrong.
    """
    if len(data) > MAX_BYTES:
        raise FormatError("bytes.too-many", file=file, rule=RULE, count=len(data), limit=MAX_BYTES)
    fields = Fields(canonical.parse(data, file), file=file, rule=RULE)
    fields.integer("v", least=VERSION, most=VERSION)
    entry = Entry(
        type=fields.code("type"),
        at=fields.time("at"),
        by=_author(fields.child("by")),
        about=_about(fields.child("about")),
        public=_public(fields),
        private=fields.hex_or_null("private"),
    )
    fields.done()
    return entry


def write(entry: Entry) -> bytes:
    """Write an entry: the bytes of its leaf.

    Raises:
        FormatError: a field is not what `parse` would take.
    """
    data = canonical.write(
        {
            "v": VERSION,
            "type": entry.type,
            "at": entry.at,
            "by": {"organisation": entry.by.organisation, "role": entry.by.role},
            "about": {"kind": entry.about.kind, "number": entry.about.number},
            "public": dict(entry.public),
            "private": entry.private,
        }
    )
    parse(data, "entry")
    return data


def private_digest(salt: str, value: Json) -> str:
    """Compute the digest that stands in the log for the private part.

    Raises:
        FormatError: the salt is not 32 hex digits, or the value has no canonical JSON.
    """
    if not canonical.is_hex(salt, SALT_DIGITS):
        raise FormatError("entry.salt", rule=RULE, digits=SALT_DIGITS)
    return canonical.digest(f"{salt}|".encode() + canonical.write(value))


def _author(fields: Fields) -> Author:
    author = Author(organisation=fields.text("organisation"), role=fields.text("role"))
    fields.done()
    return author


def _about(fields: Fields) -> About:
    about = About(kind=fields.code("kind"), number=fields.text("number"))
    fields.done()
    return about


def _public(fields: Fields) -> dict[str, Json]:
    value = fields.take("public")
    if not isinstance(value, dict):
        fields.refuse("entry.public")
    return value
