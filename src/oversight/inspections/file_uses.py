"""Which files inspections use: pictures, signed paper, evidence; none of them is ever swept."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.common.contributions import FileUse
from oversight.inspections.field_records import FieldPicture
from oversight.inspections.models import InspectionTask, ReplacementRequest
from oversight.inspections.signed_records import Signature


def file_uses() -> Iterator[FileUse]:
    """Give the pictures of all records, paper that was signed, and what proves a reason."""
    uses = (
        FieldPicture.objects.values_list("bureau_id", "digest"),
        Signature.objects.exclude(file="").values_list("bureau_id", "file"),
        InspectionTask.objects.exclude(exempt_evidence_digest="").values_list(
            "bureau_id", "exempt_evidence_digest"
        ),
        ReplacementRequest.objects.exclude(evidence_digest="").values_list(
            "visit__bureau_id", "evidence_digest"
        ),
    )
    for rows in uses:
        for bureau_id, digest in rows.order_by().iterator(chunk_size=2000):
            yield FileUse(bureau=bureau_id, digest=digest)
