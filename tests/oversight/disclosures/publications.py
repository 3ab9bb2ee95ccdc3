"""Publications of the tests' bureau, brought so far as a test needs them."""

from __future__ import annotations

from datetime import datetime, timedelta

from oversight.disclosures.checklist import CHECKS
from oversight.disclosures.models import Disclosure
from oversight.disclosures.services import drafting, releasing, reviewing
from oversight.disclosures.services.drafting import FieldChoice
from oversight.registry.models import ItemVersion
from tests.support.platform_factory import NOON, Bureau


def later(days: int) -> datetime:
    """Give noon some days later."""
    return NOON + timedelta(days=days)


def item_key(bureau: Bureau) -> str:
    """Give the key of an item's version that must be published."""
    rows = ItemVersion.objects.filter(item__bureau=bureau.organisation, published_at__isnull=False)
    return str(rows.order_by("pk")[0].pk)


def drafted(bureau: Bureau, kind: str = "item", key: str = "") -> Disclosure:
    """Draft a publication."""
    clerk = bureau.actors["clerk"]
    return drafting.draft(actor=clerk, kind=kind, key=key or item_key(bureau), at=NOON)


def withheld(bureau: Bureau, row: Disclosure, name: str, why: str = "trade") -> Disclosure:
    """Withhold a field of a draft."""
    clerk = bureau.actors["clerk"]
    choices = {name: FieldChoice(withheld=why, note="")}
    return drafting.change(actor=clerk, disclosure_id=row.pk, choices=choices, at=NOON)


def submitted(bureau: Bureau, row: Disclosure) -> Disclosure:
    """Hand a draft to the reviewer."""
    return drafting.submit(actor=bureau.actors["clerk"], disclosure_id=row.pk, at=NOON)


def approved(bureau: Bureau, row: Disclosure, at: datetime = NOON) -> Disclosure:
    """Submit and approve a draft."""
    submitted(bureau, row)
    actor = bureau.actors["approver"]
    return reviewing.approve(actor=actor, disclosure_id=row.pk, checks=set(CHECKS), at=at)


def published(bureau: Bureau, row: Disclosure, at: datetime = NOON) -> Disclosure:
    """Bring a draft before the public."""
    approved(bureau, row, at)
    actor = bureau.actors["coordinator"]
    return releasing.publish(actor=actor, disclosure_id=row.pk, at=at)
