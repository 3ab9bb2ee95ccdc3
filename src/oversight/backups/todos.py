"""What waits in backups: a key to be made, a backup that failed, a rehearsal that is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.backups import recipients, selectors
from oversight.common.contributions import Link, Todo


def todos(actor: Actor, at: datetime) -> Iterator[Todo]:
    """Give the administrator what is wrong with the backups."""
    if not actor.may(Permission.KEEP_BACKUPS):
        return
    problem = selectors.problem(at)
    if problem:
        yield Todo(
            title="备份" if recipients.written() else "设立备份",
            reason=problem,
            link=Link(view="office:backups"),
            button="去看" if recipients.written() else "去设立",
            is_urgent=bool(recipients.written()),
        )
