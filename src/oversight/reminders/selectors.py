"""Questions to the reminders: when somebody was last reminded of what waits."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from oversight.audit import selectors as audit
from oversight.common import moments
from oversight.common.contributions import Todo
from oversight.reminders import events


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """The last time that somebody was reminded of a thing, and by whom."""

    at: datetime
    person: str

    def is_of_today(self, at: datetime) -> bool:
        """Tell whether it was sent on the day of a moment."""
        return moments.day_of(self.at) == moments.day_of(at)


def last_reminders(keys: Collection[str]) -> dict[str, Reminder]:
    """Give the last reminder of each thing that somebody was ever reminded of."""
    if not keys:
        return {}
    rows = audit.of_types([events.HANDOVER_REMINDED.type]).filter(about_number__in=set(keys))
    return {
        row.about_number: Reminder(at=row.at, person=row.person) for row in rows.order_by("index")
    }


def keys_of(todos: Iterable[Todo]) -> set[str]:
    """Give the keys of everything that some lines stand for."""
    return {key for todo in todos for key in (todo.key, *todo.covers) if key}


def reminder_of(todo: Todo, reminders: dict[str, Reminder]) -> Reminder | None:
    """Give the last reminder of what a line stands for, since it waits."""
    sent = [reminders[key] for key in (todo.key, *todo.covers) if key in reminders]
    fresh = [reminder for reminder in sent if todo.since is None or reminder.at >= todo.since]
    return max(fresh, key=lambda reminder: reminder.at, default=None)
