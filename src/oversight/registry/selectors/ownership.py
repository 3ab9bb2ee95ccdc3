"""What of the directories belongs to a section: asked before the section is ended."""

from __future__ import annotations

from dataclasses import dataclass

from oversight.registry.models import Inspector, Item, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """How many rows of each directory belong to a section."""

    items: int
    subjects: int
    inspectors: int


def owned_by(organisation_id: int) -> Owned:
    """Count what of the three directories belongs to an organisation."""
    return Owned(
        items=Item.objects.filter(owner_id=organisation_id).count(),
        subjects=Subject.objects.filter(owner_id=organisation_id).count(),
        inspectors=Inspector.objects.filter(owner_id=organisation_id).count(),
    )
