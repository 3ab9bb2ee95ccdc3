"""Questions to what was signed of a visit: the text, and who signed it."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import QuerySet

from oversight.inspections.models import InspectionTask
from oversight.inspections.rules.contents import Record, RecordSignature
from oversight.inspections.signed_records import (
    Minutes,
    RecordCorrection,
    Signature,
    SignatureWay,
    Suspension,
)


def minutes_of(task: InspectionTask) -> Minutes | None:
    """Give the text of a visit's minutes that goes to the signatures now, or went."""
    return task.minutes.first()


def signatures_of(task: InspectionTask, digest: str) -> QuerySet[Signature]:
    """Give the signatures under a record of a digest."""
    return task.signatures.filter(signed=digest)


def corrections_of(task: InspectionTask) -> QuerySet[RecordCorrection]:
    """Give what was found wrong in a signed record."""
    return task.corrections.all()


def suspensions_of(task: InspectionTask) -> QuerySet[Suspension]:
    """Give when and why a visit was broken off."""
    return task.suspensions.all()


def with_kept(record: Record, task: InspectionTask, digest: str) -> Record:
    """Give a record with the signatures and the refusal that came in beside it."""
    rows = list(signatures_of(task, digest))
    minutes = minutes_of(task)
    if minutes is not None and minutes.record_digest == digest and minutes.refusal_reason:
        record = replace(
            record,
            refusal_reason=minutes.refusal_reason,
            refusal_witness=minutes.refusal_witness,
        )
    paper = tuple(row.file for row in rows if row.way == SignatureWay.PAPER)
    return replace(
        record,
        signatures=(*record.signatures, *(_signed(row) for row in rows if not row.file)),
        paper=(*record.paper, *paper),
    )


def _signed(row: Signature) -> RecordSignature:
    return RecordSignature(
        who=row.who,
        name=row.name,
        strokes=tuple(row.strokes),
        signed=row.signed,
        at=row.signed_at,
        is_own_login=row.way == SignatureWay.OWN_LOGIN,
    )
