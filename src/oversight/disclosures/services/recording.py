"""What the trail keeps of an act on a publication."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mingqian import canonical
from mingqian.canonical import Json
from oversight.accounts.selectors import Actor
from oversight.audit import services as audit
from oversight.audit.event_types import EventType
from oversight.audit.services import AuditEvent
from oversight.disclosures.models import Disclosure


def record(
    kind: EventType,
    row: Disclosure,
    actor: Actor,
    at: datetime,
    *,
    public: Mapping[str, object] | None = None,
    private: Mapping[str, object] | None = None,
) -> None:
    """Append an act to the trail; the title of what is published stays private."""
    event = AuditEvent(
        type=kind,
        number=row.number,
        title=row.title,
        public=public or {},
        private={"version": row.version, **(private or {})} if public is None else private or {},
    )
    audit.record(event, by=actor.author, at=at)


def content_digest(row: Disclosure) -> str:
    """Compute the digest of all fields with what is withheld and why."""
    fields: list[Json] = [
        {
            "name": field.name,
            "value": field.value,
            "words": field.words,
            "withheld": str(field.withheld),
            "note": field.note,
            "basis": field.basis,
        }
        for field in row.fields.order_by("order", "pk")
    ]
    return canonical.digest(canonical.write(fields))


def withheld_of(row: Disclosure) -> dict[str, str]:
    """Give the withheld fields with their reasons, as the public reads them."""
    return {field.name: field.withheld_words for field in row.fields.all() if field.withheld}
