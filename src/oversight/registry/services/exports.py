"""Records of exports: by whom, of what, with which filter, how many rows."""

from __future__ import annotations

from datetime import datetime

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.audit import services as audit
from oversight.audit.services import AuditEvent
from oversight.registry import events


def note(
    *,
    actor: Actor,
    directory: str,
    title: str,
    form: str,
    rows: int,
    query: str,
    at: datetime,
) -> int:
    """Put an export on record, before the file leaves."""
    actor.require(Permission.EXPORT)
    act = AuditEvent(
        type=events.DIRECTORY_EXPORTED,
        number=directory,
        title=title,
        public={"format": form, "rows": rows},
        private={"filters": query[:500]},
    )
    return audit.record(act, by=actor.author, at=at)
