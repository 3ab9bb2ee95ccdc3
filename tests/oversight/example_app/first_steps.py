"""What a new bureau does first: a name-plate on the door of the meeting room."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.contributions import FirstStep, Link


def first_steps(actor: Actor, at: datetime) -> Iterator[FirstStep]:  # noqa: ARG001 - the same always
    """Give the name-plate, to be put up by who holds draws."""
    yield FirstStep(
        title="挂好会议室的门牌",
        text="来看抽取的人要找得到。",
        who="牵头",
        is_done=False,
        progress="还没有门牌",
        link=Link(view="office:workbench") if actor.may(Permission.HOLD_DRAWS) else None,
        button="去挂",
        waits_for="牵头挂门牌",
    )
