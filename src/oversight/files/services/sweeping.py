"""Sweeping: what nobody went on with, what nothing came to use, what no row names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from oversight.audit import services as audit
from oversight.audit.services import PROGRAM, AuditEvent
from oversight.common import moments
from oversight.files import events, parts, rules, store
from oversight.files.models import StoredFile
from oversight.files.uses import used_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """How many files and unfinished parts were swept."""

    files: int
    parts: int


def sweep(*, at: datetime) -> Sweep:
    """Sweep, and record it where anything went.

    Rows go first: only then nothing names their bytes. Whatever came within the last day stays,
    whether a row names it or not.
    """
    _forget_unused(at)
    named = _named_digests()
    before, files = at - rules.YOUNGEST, 0
    keeper = store.current()
    for item in list(keeper.items()):
        if item.digest not in named and item.at < before:
            files += keeper.remove(item.digest, before=before)
    result = Sweep(files=files, parts=parts.sweep(before=at - rules.PART_LIFE))
    if result.files or result.parts:
        _record(result, at)
    return result


@transaction.atomic
def _forget_unused(at: datetime) -> None:
    """Delete the rows that nothing uses; they are locked, so that nobody begins to meanwhile."""
    old = StoredFile.objects.filter(uploaded_at__lt=at - rules.UNUSED_LIFE)
    unused = _unused(old)
    locked = StoredFile.objects.select_for_update().filter(pk__in=unused)
    StoredFile.objects.filter(pk__in=_unused(locked)).delete()


def _unused(rows: QuerySet[StoredFile]) -> list[int]:
    """Give the keys of those rows that no app uses, asked after they were read."""
    keys = list(rows.values_list("pk", "organisation_id", "digest"))
    used = used_files()
    return [pk for pk, bureau, digest in keys if (bureau, digest) not in used]


def _named_digests() -> set[str]:
    rows = StoredFile.objects.values_list("digest", "thumbnail")
    return {digest for row in rows for digest in row if digest}


def _record(result: Sweep, at: datetime) -> None:
    event = AuditEvent(
        type=events.FILE_SWEPT,
        number=moments.day_of(at).isoformat(),
        public={"files": result.files, "parts": result.parts},
    )
    audit.record(event, by=PROGRAM, at=at)
