"""Entries that tell the public nothing but that something is on record (spec log-v1 5).

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


def covered(made: entry.Entry) -> dict[str, Any]:
    """Give what the private part holds of an entry that the public does not see."""
    return {
        "type": made.type,
        "by": {"organisation": made.by.organisation, "role": made.by.role},
        "about": {"kind": made.about.kind, "number": made.about.number},
        "public": dict(made.public),
    }


def cover(made: entry.Entry) -> entry.Entry:
    """Give the entry as the public sees it."""
    return entry.Entry(
        type=TYPE, at=made.at, by=AUTHOR, about=ABOUT, public={}, private=made.private
    )


def is_cover_of(leaf: entry.Entry, made: entry.Entry, private: Mapping[str, Any] | None) -> bool:
    """Tell whether a leaf is the cover of what a row says; without its private part, of any."""
    is_cover = leaf == cover(made) and leaf.private == made.private
    return is_cover and (private is None or private.get(KEY) == covered(made))


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
