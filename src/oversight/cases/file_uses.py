"""Which files cases use: evidence, and what went along with referrals, are never swept."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.cases.models import Evidence, ReferralPackage
from oversight.common.contributions import FileUse


def file_uses() -> Iterator[FileUse]:
    """Give the files of all evidence and of all packages."""
    rows = Evidence.objects.exclude(digest="").order_by()
    for bureau_id, digest in rows.values_list("case__bureau_id", "digest").iterator(chunk_size=500):
        yield FileUse(bureau=bureau_id, digest=digest)
    packages = ReferralPackage.objects.order_by().values_list("referral__bureau_id", "digest")
    for bureau_id, digest in packages:
        yield FileUse(bureau=bureau_id, digest=digest)
