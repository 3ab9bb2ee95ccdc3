"""What waits in the regulations: the calendar of the coming year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Link, Todo
from oversight.regulations import selectors

# The State Council's office announces the days off of a year in the November before.
_ANNOUNCED = 11


def todos(actor: Actor, at: datetime) -> Iterator[Todo]:
    """Ask for the coming year's calendar once it may be announced."""
    today = moments.day_of(at)
    if actor.bureau_id is None or not actor.may(Permission.KEEP_RULES):
        return
    next_year = today.year + 1
    if today.month >= _ANNOUNCED and next_year not in selectors.calendar(actor.bureau_id).years:
        yield Todo(
            title=f"登记 {next_year} 年的放假安排",
            reason="国务院办公厅公布以后登记；没有登记就算不出工作日",
            link=Link(view="office:year-new"),
            button="去登记",
            until=date(today.year, 12, 31),
        )
