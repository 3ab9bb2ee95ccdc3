"""The rate limit of public searches, per address and minute."""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache

from oversight.accounts import limits

SEARCHES_A_MINUTE = 30
_MINUTE = 60
TOO_FAST = f"查得太快：每分钟最多 {SEARCHES_A_MINUTE} 次，请一分钟后再查"


def is_too_fast(address: str, at: datetime) -> bool:
    """Count a search of an address; give whether it is over this minute's limit."""
    minute = int(at.timestamp()) // _MINUTE
    slot = f"search:{limits.network(address)}:{minute}"
    cache.add(slot, 0, _MINUTE * 2)
    try:
        return int(cache.incr(slot)) > SEARCHES_A_MINUTE
    except ValueError:  # the cache gave the slot away meanwhile
        return False
