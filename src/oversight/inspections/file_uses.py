"""Which files inspections use: the pictures of records and of signed paper are never swept."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.common.contributions import FileUse
from oversight.inspections.field_records import FieldPicture
from oversight.inspections.signed_records import Signature


def file_uses() -> Iterator[FileUse]:
    """Give the pictures of all records, and those of paper that was signed."""
    rows = FieldPicture.objects.order_by().values_list("bureau_id", "digest")
    for bureau_id, digest in rows.iterator(chunk_size=2000):
        yield FileUse(bureau=bureau_id, digest=digest)
    papers = Signature.objects.exclude(file="").order_by().values_list("bureau_id", "file")
    for bureau_id, digest in papers.iterator(chunk_size=2000):
        yield FileUse(bureau=bureau_id, digest=digest)
