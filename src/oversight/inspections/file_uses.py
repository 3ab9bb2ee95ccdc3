"""Which files inspections use: the pictures that a record named are never swept."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.common.contributions import FileUse
from oversight.inspections.field_records import FieldPicture


def file_uses() -> Iterator[FileUse]:
    """Give the pictures of all records."""
    rows = FieldPicture.objects.order_by().values_list("bureau_id", "digest")
    for bureau_id, digest in rows.iterator(chunk_size=2000):
        yield FileUse(bureau=bureau_id, digest=digest)
