"""Queries of the list of items."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from oversight.accounts import selectors as accounts
from oversight.accounts.selectors import Actor
from oversight.common import finding
from oversight.registry.models import Item, ItemVersion
from oversight.registry.rules import items as rules
from oversight.registry.rules.items import Content

SORTS = {"name": "name", "owner": "owner__path", "state": "state"}


def find(
    actor: Actor, words: str = "", state: str = "", owner: int | None = None, sort: str = ""
) -> QuerySet[Item]:
    """Find items within reach, in the order of one of `SORTS`."""
    items = Item.objects.filter(accounts.within(actor)).select_related("owner")
    if words.strip():
        rows = items.values_list("pk", "name", "code")
        items = items.filter(pk__in=finding.matching(words, rows))
    if owner is not None:
        items = items.filter(owner_id=owner)
    items = items.filter(state=state) if state else items
    return items.order_by(SORTS.get(sort, "code"), "code")


def drafts(actor: Actor) -> QuerySet[ItemVersion]:
    """Give the versions within reach that are not published, of items that are not cancelled."""
    versions = ItemVersion.objects.filter(item__in=find(actor), published_at=None)
    return (
        versions.exclude(item__state=Item.CANCELLED)
        .select_related("item__bureau")
        .order_by("item__code")
    )


def taking_effect(actor: Actor, first: date, last: date) -> QuerySet[ItemVersion]:
    """Give the published versions within reach that take effect between two days."""
    versions = ItemVersion.objects.filter(item__in=find(actor), published_at__isnull=False)
    return versions.filter(effective_on__range=(first, last)).select_related("item")


def in_force(item: Item, day: date) -> ItemVersion | None:
    """Give the published version that holds on a day; None if there is none."""
    if item.state == Item.CANCELLED:
        return None
    versions = item.versions.filter(published_at__isnull=False, effective_on__lte=day)
    return versions.order_by("-effective_on", "-number").first()


def published(bureau_id: int, day: date) -> list[tuple[Item, ItemVersion, Content]]:
    """Give the published list as it holds on a day."""
    rows = []
    for item in Item.objects.filter(bureau_id=bureau_id).select_related("owner"):
        version = in_force(item, day)
        if version is not None:
            rows.append((item, version, rules.read(version.content)))
    return rows


def with_versions(items: QuerySet[Item]) -> QuerySet[Item]:
    """Load the versions of items with them."""
    return items.prefetch_related("versions")


def draft_of(item: Item) -> ItemVersion | None:
    """Give the version that is not published yet; None if there is none."""
    return item.versions.filter(published_at=None).first()


def counts(actor: Actor) -> tuple[int, int]:
    """Count the items within reach that are published, and all of them."""
    rows = find(actor)
    return rows.filter(state__in=[Item.VALID, Item.CHANGING]).count(), rows.count()
