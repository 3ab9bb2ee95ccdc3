"""Lines of a to-do list as the pages show them: what is left, and who was reminded when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from oversight.accounts.selectors import Actor
from oversight.common.contributions import Link, Todo
from oversight.reminders import selectors as reminders
from oversight.reminders.selectors import Reminder
from oversight.web.presenters.deadlines import Remaining, countdown


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoRow:
    """Something to be done, with what is left until then and the last reminder of it."""

    todo: Todo
    remaining: Remaining | None
    reminder: Reminder | None
    is_reminded_today: bool

    @property
    def may_remind(self) -> bool:
        """Tell whether the actor can remind somebody of it now."""
        return self.todo.is_remindable and not self.is_reminded_today


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitedRow:
    """A thing that waits for somebody, on its own page: its last reminder, and if one is due."""

    key: str
    reminder: Reminder | None
    may_remind: bool
    withdrawal: Link | None = None


def awaited_row(key: str, since: datetime | None, at: datetime) -> AwaitedRow:
    """Give what the page of a thing says of the reminders of it."""
    reminder = reminders.last_of([key], since, reminders.last_reminders([key]))
    is_today = reminder is not None and reminder.is_of_today(at)
    return AwaitedRow(key=key, reminder=reminder, may_remind=not is_today)


def rows_of(actor: Actor, todos: list[Todo], at: datetime) -> list[TodoRow]:
    """Give the lines with what is left of their time and who was reminded."""
    count = countdown(actor, at)
    sent = reminders.last_reminders([key for todo in todos for key in todo.keys])
    rows = []
    for todo in todos:
        reminder = reminders.last_of(todo.keys, todo.since, sent)
        rows.append(
            TodoRow(
                todo=todo,
                remaining=count.until(todo.until) if todo.until else None,
                reminder=reminder,
                is_reminded_today=reminder is not None and reminder.is_of_today(at),
            )
        )
    return rows
