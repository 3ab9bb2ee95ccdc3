"""What the apps contribute, put together for the pages: todos, search, help and the like."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse

from oversight.accounts.selectors import Actor
from oversight.common.contributions import (
    Deadline,
    FirstStep,
    Happening,
    HelpEntry,
    Link,
    Pending,
    SearchGroup,
    SearchQuery,
    Todo,
    contributions,
)
from oversight.common.errors import NotFoundError


def todos(actor: Actor, at: datetime) -> list[Todo]:
    """Give what waits for somebody and for whom they wait, what is due first coming first."""
    every = [todo for part in contributions("todos") for todo in part.value(actor, at)]
    return sorted(every, key=lambda todo: (not todo.is_urgent, todo.until or date.max, todo.title))


def awaited(actor: Actor, at: datetime, key: str) -> Todo:
    """Give the line for which somebody waits for others, by its key.

    Raises:
        NotFoundError: the actor waits for nothing of this name (any more).
    """
    lines = [todo for todo in todos(actor, at) if todo.is_remindable and todo.key == key]
    if not lines:
        raise NotFoundError("这件事已经有人办了，或不是您在等")
    return lines[0]


def deadlines(actor: Actor, at: datetime, until: date) -> list[Deadline]:
    """Give what is due until a day and not done yet, by day and hour."""
    every = [line for part in contributions("deadlines") for line in part.value(actor, at, until)]
    return sorted(every, key=lambda line: _when(line, at))


def history(actor: Actor, subject_id: int) -> list[Happening]:
    """Give all that was done about a subject within somebody's reach, the newest first."""
    every = [row for part in contributions("history") for row in part.value(actor, subject_id)]
    return sorted(every, key=lambda row: row.on, reverse=True)


def pending(actor: Actor) -> list[tuple[str, list[Pending]]]:
    """Give what is open within somebody's reach, by kind; the sections in their order."""
    kinds: dict[str, list[Pending]] = {}
    for part in contributions("pending"):
        for row in part.value(actor):
            kinds.setdefault(row.kind, []).append(row)
    return [(kind, sorted(rows, key=lambda row: row.place)) for kind, rows in kinds.items()]


def first_steps(actor: Actor, at: datetime) -> list[FirstStep]:
    """Give what a new bureau does first, app after app; nothing above the bureaus."""
    if actor.bureau_id is None:
        return []
    return [step for part in contributions("first_steps") for step in part.value(actor, at)]


def search(actor: Actor, query: SearchQuery) -> list[SearchGroup]:
    """Find what somebody may see, by kind; kinds of which nothing was found are left out."""
    if not query.words.strip():
        return []
    groups = [group for part in contributions("search") for group in part.value(actor, query)]
    return [group for group in groups if group.results]


def help_topics() -> list[tuple[str, list[HelpEntry]]]:
    """Give all help: the name of each app with its entries."""
    return [(part.app, list(part.value)) for part in contributions("help")]


def help_for(view: str) -> list[HelpEntry]:
    """Give the help of a page, named by its address."""
    return [entry for entry in _entries() if view in entry.pages]


def help_entry(key: str) -> HelpEntry:
    """Give an entry by its key.

    Raises:
        LookupError: no app has it.
    """
    for entry in _entries():
        if entry.key == key:
            return entry
    raise LookupError(key)


def address(link: Link) -> str:
    """Give the address of a page that an app named."""
    return reverse(link.view, args=link.args, query=dict(link.query) or None)


def _when(line: Deadline, at: datetime) -> tuple[date, bool, datetime, str]:
    """Sort by day and hour; what cannot be counted comes first: somebody has to see to it."""
    return (line.on or date.min, line.at is None, line.at or at, line.title)


def _entries() -> Iterator[HelpEntry]:
    for part in contributions("help"):
        yield from part.value
