"""What each kind of publication says: read from the app that keeps the original."""

from __future__ import annotations

from oversight.disclosures import sources
from oversight.disclosures.contents import (
    decisions,
    directories,
    draws,
    items,
    plans,
    rectifications,
    results,
)


def register_all() -> None:
    """Register the kinds of publications."""
    for source in (
        items.ITEMS,
        directories.INSPECTORS,
        directories.SUBJECTS,
        plans.PLANS,
        draws.DRAWS,
        rectifications.RECTIFICATIONS,
        decisions.DECISIONS,
        results.RESULTS,
    ):
        sources.register(source)
