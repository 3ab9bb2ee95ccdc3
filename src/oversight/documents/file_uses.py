"""Which files documents use: the proofs of their service are never swept."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.common.contributions import FileUse
from oversight.documents.models import Service


def file_uses() -> Iterator[FileUse]:
    """Give the proofs of all services."""
    rows = Service.objects.exclude(proof_digest="").order_by()
    for bureau_id, digest in rows.values_list("document__organisation_id", "proof_digest"):
        yield FileUse(bureau=bureau_id, digest=digest)
