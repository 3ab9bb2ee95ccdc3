"""Which files documents use: their own, their templates, the proofs of their service."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.common.contributions import FileUse
from oversight.documents.models import Document, Service, WordTemplate

_AT_ONCE = 2000


def file_uses() -> Iterator[FileUse]:
    """Give both files of each document, also void ones, all templates, the proofs of services."""
    documents = Document.objects.order_by().values_list(
        "organisation_id", "pdf_digest", "docx_digest"
    )
    for bureau_id, *digests in documents.iterator(chunk_size=_AT_ONCE):
        for digest in digests:
            yield FileUse(bureau=bureau_id, digest=digest)
    for bureau_id, digest in WordTemplate.objects.order_by().values_list(
        "organisation_id", "digest"
    ):
        yield FileUse(bureau=bureau_id, digest=digest)
    rows = Service.objects.exclude(proof_digest="").order_by()
    for bureau_id, digest in rows.values_list("document__organisation_id", "proof_digest"):
        yield FileUse(bureau=bureau_id, digest=digest)
