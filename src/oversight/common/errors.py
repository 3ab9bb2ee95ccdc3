"""Errors with a text for the person who asked; only these texts reach the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar


class DomainError(Exception):
    """A request is refused; the Chinese text says why, and what to do next.

    ``code`` names the kinds of refusals that a program tells apart, and is empty for all others.
    """

    code: ClassVar[str] = ""

    def __init__(self, problem: str, *, field: str | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.field = field


class FieldsError(DomainError):
    """Several fields are wrong, each with its own text."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__("；".join(text for _, text in problems))
        self.problems = problems


class NotAllowedError(DomainError):
    """The actor's role may not do it; the attempt goes on record."""


class NotFoundError(DomainError):
    """The row does not exist, or is out of the actor's reach; the text does not say which."""


class TamperedError(DomainError):
    """Files, log and database of something sealed no longer agree: nothing of it is shown."""


class ChangedMeanwhileError(DomainError):
    """Somebody else changed the row since it was shown."""
