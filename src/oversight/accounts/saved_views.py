"""The views of lists that people keep for themselves."""

from __future__ import annotations

from django.db.models import QuerySet

from oversight.accounts.models import SavedView


def of_user(user_id: int, place: str | None = None) -> QuerySet[SavedView]:
    """Give the views that somebody keeps, of one list or of all."""
    rows = SavedView.objects.filter(user_id=user_id)
    return rows if place is None else rows.filter(place=place)
