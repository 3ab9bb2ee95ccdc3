"""What the names in a table or a form may be the names of."""

from __future__ import annotations

from oversight.registry.models import Facet, Item


def items(bureau_id: int) -> dict[str, str]:
    """Give the codes of the items that are not cancelled, by their names and codes."""
    rows = Item.objects.filter(bureau_id=bureau_id).exclude(state=Item.CANCELLED)
    return {word: code for code, name in rows.values_list("code", "name") for word in (name, code)}


def regions(bureau_id: int) -> list[str]:
    """Give the regions that occur in the directory of subjects."""
    found = Facet.objects.filter(bureau_id=bureau_id, field="region")
    return list(found.values_list("value", flat=True))
