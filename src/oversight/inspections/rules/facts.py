"""What the rules must know of a visit: its items, its officers, and what happened before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Problem = tuple[str, str]
"""The field of the form, and in Chinese what is wrong there and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    """An item of a visit: its points in their order, and the unit whose item it is."""

    code: str
    name: str
    points: tuple[str, ...]
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """Somebody of the team who counts among the two, with the unit."""

    name: str
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFacts:
    """A visit as the platform knows it.

    ``is_shown`` tells that the certificates were shown on record, ``is_dormant`` that the subject
    registered 歇业; ``today`` is the day in China.
    """

    items: tuple[ItemFacts, ...]
    officers: tuple[Officer, ...]
    is_shown: bool = False
    is_dormant: bool = False
    today: date | None = None
