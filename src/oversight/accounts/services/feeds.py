"""期限订阅: the secret address at which somebody's calendar reads their deadlines."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from mingqian_ceremony import entropy
from oversight.accounts import events
from oversight.accounts.models import CalendarFeed, User
from oversight.accounts.selectors import Actor
from oversight.accounts.services import recording
from oversight.common.errors import DomainError, NotFoundError


@transaction.atomic
def make(*, actor: Actor, at: datetime) -> str:
    """Make a new address and give its secret, this once; the old one ends at once."""
    user = User.objects.select_for_update().get(pk=actor.user_id or 0)
    secret = entropy.secret()
    values = {"digest": _digest(secret), "made_at": at}
    CalendarFeed.objects.update_or_create(user=user, defaults=values)
    recording.record(events.ACCOUNT_FEED_MADE, user, actor.author, at)
    return secret


@transaction.atomic
def revoke(*, actor: Actor, at: datetime) -> None:
    """End the address at once.

    Raises:
        DomainError: there is none.
    """
    feed = CalendarFeed.objects.select_for_update().filter(user_id=actor.user_id or 0).first()
    if feed is None:
        raise DomainError("没有订阅地址，或已经停用")
    feed.delete()
    recording.record(events.ACCOUNT_FEED_ENDED, feed.user, actor.author, at)


def feed_of(user_id: int) -> CalendarFeed | None:
    """Give somebody's feed; None where there is none."""
    return CalendarFeed.objects.filter(user_id=user_id).first()


def user_of(secret: str) -> User:
    """Give whose deadlines an address shows: somebody who may still sign in.

    Raises:
        NotFoundError: there is no such address, or it was revoked.
    """
    rows = CalendarFeed.objects.filter(digest=_digest(secret), user__is_active=True)
    feed = rows.select_related("user").first()
    if feed is None:
        raise NotFoundError("没有这个订阅地址，或已经停用；请在“期限”页重新生成")
    return feed.user


def _digest(secret: str) -> str:
    return hashlib.sha256(f"mingqian calendar feed|{secret}".encode()).hexdigest()
