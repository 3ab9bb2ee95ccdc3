"""How many things wait for somebody, place by place of the menu; remembered, so that it is cheap.

The lines are those of the workbench, counted by the address to which each leads. Whatever changes
them stands in the trail, so its length tells whether they have to be counted again; what only time
changes (a public number is due) is seen within a minute.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.cache import cache

from oversight.accounts.selectors import Actor
from oversight.audit import selectors as audit
from oversight.common.contributions import Todo
from oversight.web import contributions

_SECONDS = 60


def waiting_addresses(actor: Actor, at: datetime) -> list[str]:
    """Give the addresses to which the lines lead that wait for somebody."""
    size, key = audit.size(), f"waiting:{actor.appointment_id}"
    remembered = cache.get(key)
    if remembered is not None and remembered[0] == size:
        addresses: list[str] = remembered[1]
        return addresses
    return remember(actor, contributions.todos(actor, at))


def remember(actor: Actor, todos: Iterable[Todo]) -> list[str]:
    """Remember the lines of somebody that were just asked for; gives where they lead."""
    own = [contributions.address(todo.link) for todo in todos if not todo.waiting_for]
    cache.set(f"waiting:{actor.appointment_id}", (audit.size(), own), _SECONDS)
    return own
