"""Former states of rows: archived before a subject changes, noted for items and inspectors."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from oversight.common import encryption
from oversight.registry.models import InspectorVersion, Subject, SubjectVersion
from oversight.registry.rules.subjects import VERSIONED, row_digest


def state_digest(subject: Subject, changes: Mapping[str, Any] | None = None) -> str:
    """Digest the state of a subject, with ``changes`` made to it: what its entry binds.

    The telephone stands in it by its mark: else the digest would let it be tried out.
    """
    values = {**{n: getattr(subject, n) for n in VERSIONED}, **(changes or {})}
    return row_digest({**values, "phone": encryption.mark_of(values["phone"])})


def archive_version(subject: Subject, *, at: datetime, entry: int) -> None:
    """Keep the state of a subject before it changes."""
    SubjectVersion.objects.create(
        subject_id=subject.pk,
        since=subject.since,
        entry=subject.entry,
        until=at,
        until_entry=entry,
        **{name: getattr(subject, name) for name in VERSIONED},
    )


def snapshot(
    *,
    kind: str,
    row: int,
    bureau_id: int,
    owner_id: int,
    content: Mapping[str, Any],
    at: datetime,
    entry: int,
) -> None:
    """Note the present state of an item or an inspector, and end the one before."""
    InspectorVersion.objects.filter(kind=kind, row=row, until=None).update(until=at)
    InspectorVersion.objects.create(
        kind=kind,
        row=row,
        bureau_id=bureau_id,
        owner_id=owner_id,
        content=dict(content),
        since=at,
        entry=entry,
    )
