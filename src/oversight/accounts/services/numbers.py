"""Running numbers under a prefix, and the public codes made of them; each is given once."""

from __future__ import annotations

from django.db import transaction

from oversight.accounts.models import NumberSeries, Organisation
from oversight.accounts.rules import region_prefix

INSPECTOR = "ZF"


@transaction.atomic
def take(prefix: str, count: int = 1) -> range:
    """Take the next numbers of a series; others wait until the caller's transaction ends."""
    NumberSeries.objects.get_or_create(prefix=prefix)
    series = NumberSeries.objects.select_for_update().get(prefix=prefix)
    first = series.last + 1
    series.last += count
    series.save(update_fields=["last"])
    return range(first, first + count)


def organisation_code(parent: Organisation | None, region: str) -> str:
    """Give the code of a new organisation: below its bureau's code, else below its region."""
    is_section = parent is not None and parent.kind == Organisation.BUREAU
    prefix = parent.code if parent is not None and is_section else region_prefix(region)
    return f"{prefix}-{take(prefix)[0]:02d}"


def inspector_codes(bureau: Organisation, count: int) -> list[str]:
    """Give the codes of new inspectors of a bureau; certificate numbers need not be ASCII."""
    prefix = f"{bureau.code}-{INSPECTOR}"
    return [f"{prefix}{number:05d}" for number in take(prefix, count)]
