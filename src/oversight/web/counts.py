"""How many things wait for somebody, place by place of the menu; remembered, so that it is cheap.

The lines are those of the workbench, counted by the address to which each leads. They are counted
again on the workbench, after whatever the person sent and was not refused, and otherwise once a
minute: what others did, or what time brought, is seen a little later in the menu of the other
pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.cache import cache

from oversight.accounts.selectors import Actor
from oversight.common.contributions import Todo
from oversight.web import contributions

_SECONDS = 60


def waiting_addresses(actor: Actor, at: datetime) -> list[str]:
    """Give the addresses to which the lines lead that wait for somebody."""
    remembered: list[str] | None = cache.get(_key(actor))
    if remembered is not None:
        return remembered
    return remember(actor, contributions.todos(actor, at))


def remember(actor: Actor, todos: Iterable[Todo]) -> list[str]:
    """Remember the lines of somebody that were just asked for; gives where they lead."""
    own = [contributions.address(todo.link) for todo in todos if not todo.waiting_for]
    cache.set(_key(actor), own, _SECONDS)
    return own


def forget(actor: Actor) -> None:
    """Forget what was counted: the person has just done something."""
    cache.delete(_key(actor))


def _key(actor: Actor) -> str:
    return f"waiting:{actor.appointment_id}"
