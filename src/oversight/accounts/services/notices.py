"""What the holder of an account was told and has read."""

from __future__ import annotations

from datetime import datetime

from oversight.accounts.models import Notice, User


def see_all(*, user: User, at: datetime) -> None:
    """Mark all notices to a user as read."""
    Notice.objects.filter(user=user, seen_at=None, at__lte=at).update(seen_at=at)
