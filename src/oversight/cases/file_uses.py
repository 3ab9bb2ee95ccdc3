"""Which files cases use: those of the evidence are never swept."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.cases.models import Evidence
from oversight.common.contributions import FileUse


def file_uses() -> Iterator[FileUse]:
    """Give the files of all evidence."""
    rows = Evidence.objects.exclude(digest="").order_by()
    for bureau_id, digest in rows.values_list("case__bureau_id", "digest").iterator(chunk_size=500):
        yield FileUse(bureau=bureau_id, digest=digest)
