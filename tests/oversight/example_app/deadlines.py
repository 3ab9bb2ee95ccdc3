"""What is due: the key of the meeting room goes back in a week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Deadline, Link


def deadlines(
    actor: Actor,  # noqa: ARG001 - the same for all
    at: datetime,
    until: date,
) -> Iterator[Deadline]:
    """Give the day on which the key goes back."""
    day = moments.day_of(at) + timedelta(days=7)
    if day <= until:
        yield Deadline(
            title="归还会议室钥匙",
            reason="交回办公室",
            on=day,
            link=Link(view="office:deadlines"),
        )
