"""催一下: somebody who waits reminds whoever must act."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from oversight.accounts.selectors import Actor
from oversight.audit import services as audit
from oversight.audit.services import AuditEvent
from oversight.common import moments
from oversight.common.contributions import Todo
from oversight.common.errors import DomainError
from oversight.reminders import events, selectors


@transaction.atomic
def remind(*, actor: Actor, todo: Todo, at: datetime) -> int:
    """Remind whoever the actor waits for; gives the place of the entry in the trail.

    Raises:
        DomainError: nobody can be reminded of it, or somebody was today.
    """
    if not todo.is_remindable:
        raise DomainError("这件事没有等别人办，不用催")
    audit.lock_head()  # two clicks at once are one reminder
    last = selectors.last_of(todo.keys, todo.since, selectors.last_reminders(todo.keys))
    if last is not None and last.is_of_today(at):
        raise DomainError(
            f"{last.person} {moments.minute_in_words(last.at)}已经催过；一件事一天催一次"
        )
    event = AuditEvent(
        type=events.HANDOVER_REMINDED,
        number=todo.key,
        title=todo.title,
        private={"awaited": todo.waiting_for},
    )
    return audit.record(event, by=actor.author, at=at)
