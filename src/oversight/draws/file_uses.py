"""Which files draws use: the scans of their signed minutes."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.common.contributions import FileUse
from oversight.draws.models import SignedMinutes


def file_uses() -> Iterator[FileUse]:
    """Give every scan, in the bureau of its draw."""
    for bureau, digest in SignedMinutes.objects.values_list("draw__bureau_id", "digest"):
        yield FileUse(bureau=bureau, digest=digest)
