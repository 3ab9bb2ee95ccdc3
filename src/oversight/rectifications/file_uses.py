"""Which files rectifications use: every proof."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.common.contributions import FileUse
from oversight.rectifications.models import Proof


def file_uses() -> Iterator[FileUse]:
    """Give every proof, in the bureau of its rectification."""
    rows = Proof.objects.order_by().values_list("rectification__bureau_id", "digest")
    for bureau_id, digest in rows.iterator(chunk_size=2000):
        yield FileUse(bureau=bureau_id, digest=digest)
