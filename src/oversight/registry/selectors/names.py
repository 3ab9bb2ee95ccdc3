"""The names that a table or a form may refer to."""

from __future__ import annotations

from collections.abc import Iterable

from oversight.registry.models import Facet, Item, Subject


def items(bureau_id: int) -> dict[str, str]:
    """Give the codes of the items that are not cancelled, by their names and codes."""
    rows = Item.objects.filter(bureau_id=bureau_id).exclude(state=Item.CANCELLED)
    return {word: code for code, name in rows.values_list("code", "name") for word in (name, code)}


def regions(bureau_id: int) -> list[str]:
    """Give the regions that occur in the directory of subjects."""
    rows = Facet.objects.filter(bureau_id=bureau_id, field="region")
    return list(rows.values_list("value", flat=True))


def item_choices(bureau_id: int) -> list[tuple[str, str]]:
    """Give the items that are not cancelled: code and name."""
    rows = Item.objects.filter(bureau_id=bureau_id).exclude(state=Item.CANCELLED)
    return list(rows.values_list("code", "name"))


def subject_names(bureau_id: int, codes: Iterable[str]) -> dict[str, str]:
    """Give the names of subjects by their codes."""
    rows = Subject.objects.filter(bureau_id=bureau_id, code__in=list(codes))
    return dict(rows.values_list("code", "name"))
