"""What waits for whoever holds draws: the meeting room to be booked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Link, Todo


def todos(actor: Actor, at: datetime) -> Iterator[Todo]:
    """Ask for the room to be booked today, and show the others for whom they wait."""
    yield Todo(
        title="预订三楼会议室",
        reason="抽取要当众进行",
        link=Link(view="office:workbench"),
        button="去预订",
        until=moments.day_of(at),
        waiting_for="" if actor.may(Permission.HOLD_DRAWS) else "牵头",
    )
