"""Covered entries: the public sees only that something is on record (spec log-v1 5).

A sign-in, a leave or a recusal concerns one officer. Its leaf names neither the act nor the person;
the private digest covers both, so that nobody can change the row unseen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mingqian.log import entry
from oversight.audit.models import Entry
from oversight.common import moments

TYPE, KIND, NUMBER = "private.noted", "private", "-"
AUTHOR = entry.Author(organisation="明签", role="程序")
ABOUT = entry.About(kind=KIND, number=NUMBER)
KEY = "covered"


def hidden_part(original: entry.Entry) -> dict[str, Any]:
    """Give what the private part holds of an entry that the public does not see."""
    return {
        "type": original.type,
        "by": {"organisation": original.by.organisation, "role": original.by.role},
        "about": {"kind": original.about.kind, "number": original.about.number},
        "public": dict(original.public),
    }


def cover(original: entry.Entry) -> entry.Entry:
    """Give the entry as the public sees it."""
    return entry.Entry(
        type=TYPE, at=original.at, by=AUTHOR, about=ABOUT, public={}, private=original.private
    )


def is_cover_of(
    leaf: entry.Entry, original: entry.Entry, private: Mapping[str, Any] | None
) -> bool:
    """Tell whether a leaf is the cover of what a row says; without its private part, of any."""
    is_cover = leaf == cover(original) and leaf.private == original.private
    return is_cover and (private is None or private.get(KEY) == hidden_part(original))


def of_row(row: Entry) -> entry.Entry:
    """Give the entry that a row of the trail stands for, with the digest of its private part."""
    digest = entry.private_digest(row.salt, row.private) if row.private is not None else None
    return entry.Entry(
        type=row.type,
        at=moments.written(row.at),
        by=entry.Author(organisation=row.organisation, role=row.role),
        about=entry.About(kind=row.about_kind, number=row.about_number),
        public=dict(row.public),
        private=digest,
    )
