"""What each app contributes to the pages of the whole product; the pages only put it together.

An app says what it contributes in modules of fixed names, each with one function or constant:

=========== ============================== =================================================
module      holds                          gives
=========== ============================== =================================================
todos       ``todos(actor, at)``           `Todo`: what waits for the actor, or for whom it waits
deadlines   ``deadlines(actor, at, until)`` `Deadline`: what is due until a day and not yet done
search      ``search(actor, query)``       `SearchGroup`: what the actor may see of what was asked
help        ``HELP``                       `HelpEntry`: short explanations, with their pages
first_steps ``first_steps(actor, at)``     `FirstStep`: what a new bureau does first, in this order
file_uses   ``file_uses()``                `FileUse`: the files that it uses, for the app of files
history     ``history(actor, subject_id)`` `Happening`: what was done about a subject, with its day
pending     ``pending(actor)``             `Pending`: what is open, by section and state
=========== ============================== =================================================

``actor`` is an ``accounts.selectors.Actor``: each function gives only what it may see. Apps are
asked in the order of the settings, so a new one is a folder and one line in ``INSTALLED_APPS``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import module_has_submodule

# Module of an app → the name in it that is asked for.
MODULES = {
    "todos": "todos",
    "deadlines": "deadlines",
    "search": "search",
    "help": "HELP",
    "first_steps": "first_steps",
    "file_uses": "file_uses",
    "history": "history",
    "pending": "pending",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A page of the site: the name of its address, and what the address is filled with."""

    view: str
    args: tuple[int | str, ...] = ()
    query: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """Something to be done: what, why, until when, and the label of its button.

    Where ``waiting_for`` names somebody else, the actor waits for them and can only look.
    ``key`` names what waits, the same for whoever has to act and whoever waits: by it a reminder
    of the one reaches the other; ``covers`` has the keys of several things in one line. ``since``
    is when the waiting began; ``withdrawal`` is where the actor takes back what the other has not
    acted on.
    """

    title: str
    reason: str
    link: Link
    button: str = "去办"
    until: date | None = None
    is_urgent: bool = False
    waiting_for: str = ""
    key: str = ""
    covers: tuple[str, ...] = ()
    since: datetime | None = None
    withdrawal: Link | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """Give the keys of everything that the line stands for."""
        return tuple(key for key in (self.key, *self.covers) if key)

    @property
    def is_remindable(self) -> bool:
        """Tell whether the one who waits can remind somebody of it."""
        return bool(self.waiting_for and self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Something that is due on a day, or at a moment of it, and is not done yet.

    ``on`` is None where the day cannot be counted; ``problem`` says why, and what to do. ``rule``
    is the provision that sets the clock, ``length`` how much with its unit, ``start`` the day from
    which it runs. ``owner`` is the section, ``people`` are those who see to it. ``number`` names
    the thing to whoever may not read its name.
    """

    title: str
    reason: str
    on: date | None
    link: Link
    at: datetime | None = None
    number: str = ""
    owner: str = ""
    people: tuple[str, ...] = ()
    rule: str = ""
    length: str = ""
    start: date | None = None
    problem: str = ""

    @property
    def kind(self) -> str:
        """Give what is due without the name of whom it concerns."""
        return self.title.partition("：")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """What somebody looks for, when, and how many of each kind are shown at most."""

    words: str
    on: date
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """One result of a search: its title, a detail that tells it from others, and its page."""

    title: str
    detail: str
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchGroup:
    """The first results of one kind, and how many there are.

    ``more`` leads to the list of all, if there are more; ``is_counted`` is false where only the
    first were counted.
    """

    title: str
    results: tuple[SearchResult, ...]
    count: int
    is_counted: bool = True
    more: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpEntry:
    """A short explanation: what something is and what to do, and the pages that show it.

    ``key`` is its place on the page of all help and stays as it is: others link to it.
    """

    key: str
    title: str
    text: str
    points: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstStep:
    """What a new bureau must have done before it can draw; it is done when its rows say so.

    ``progress`` has the counts, for those who may see them. ``link`` is there for those who may
    do it now; ``waits_for`` says what or who comes first.
    """

    title: str
    text: str
    who: str
    is_done: bool
    progress: str = ""
    link: Link | None = None
    button: str = "去办"
    waits_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileUse:
    """A file that an app uses, by the key of the bureau and by digest: it is never swept."""

    bureau: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that was done about a subject: when, what kind, what, and where to read more."""

    on: date
    kind: str
    title: str
    detail: str = ""
    link: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """How much of a kind is open in a section and a state, since when, and where the rows are.

    ``place`` is where the section stands among its like: lists keep that order, never that of the
    counts, since nobody is ranked (行政处罚法 §74; guide R43).
    """

    kind: str
    owner: str
    place: tuple[int, str]
    state: str
    count: int
    since: date
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What one app holds under a module's name, and how the app is called."""

    app: str
    value: Any


def contributions(module: str) -> Iterator[Contribution]:
    """Give what the installed apps contribute by a module, in the order of the settings.

    Raises:
        ImproperlyConfigured: an app has the module, but not what is asked for in it.
    """
    for config in apps.get_app_configs():
        if not module_has_submodule(config.module, module):
            continue
        loaded = import_module(f"{config.name}.{module}")
        value = getattr(loaded, MODULES[module], None)
        if value is None:
            raise ImproperlyConfigured(f"{loaded.__name__} has no {MODULES[module]}")
        yield Contribution(app=str(config.verbose_name), value=value)


def group(
    title: str,
    results: list[SearchResult],
    limit: int,
    more: Link | None = None,
    count: int | None = None,
) -> SearchGroup:
    """Make a group of the first ``limit`` results; with ``more``, if there are more.

    ``count`` is the number of all; without it only the results given here are counted.
    """
    return SearchGroup(
        title=title,
        results=tuple(results[:limit]),
        count=min(len(results), limit) if count is None else count,
        is_counted=count is not None or len(results) <= limit,
        more=more if len(results) > limit else None,
    )
