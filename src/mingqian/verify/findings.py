"""How a check tells what it found: by what it raises, or by the sentence it gives back."""

from __future__ import annotations

from dataclasses import dataclass

from mingqian.verify.report import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A check that did not fail, with what it wants to say."""

    says: str
    outcome: Outcome = Outcome.PASSED


class DifferenceError(Exception):
    """A value is not what it must be."""

    def __init__(self, says: str, *, where: str, expected: object, actual: object) -> None:
        super().__init__(says)
        self.says = says
        self.where = where
        self.expected = _text(expected)
        self.actual = _text(actual)


class BlockedError(Exception):
    """A check cannot be made, because another one failed."""

    def __init__(self, check: str) -> None:
        super().__init__(check)
        self.says = f"{check} 没有通过，无法核对"
        self.check = check


def _text(value: object) -> str:
    words = {True: "是", False: "否", None: "没有"}
    return words[value] if value is None or isinstance(value, bool) else str(value)


def passed(says: str) -> Finding:
    """Say that everything agreed."""
    return Finding(says=says)


def by_eye(says: str) -> Finding:
    """Say what a person must compare with what."""
    return Finding(says=says, outcome=Outcome.BY_EYE)


def self_asserted(says: str) -> Finding:
    """Say what only the bureau's own word stands for."""
    return Finding(says=says, outcome=Outcome.SELF_ASSERTED)


def require_equal(problem: str, *, where: str, expected: object, actual: object) -> None:
    """Fail with both values unless they are equal.

    Raises:
        DifferenceError: they are not.
    """
    if not _is_same(expected, actual):
        raise DifferenceError(problem, where=where, expected=expected, actual=actual)


def _is_same(expected: object, actual: object) -> bool:
    # For Python true is 1, also inside lists and objects; in a log entry it is something else.
    if isinstance(expected, bool) or isinstance(actual, bool):
        return expected is actual
    if isinstance(expected, list | tuple) and isinstance(actual, list | tuple):
        return len(expected) == len(actual) and all(map(_is_same, expected, actual))
    if isinstance(expected, dict) and isinstance(actual, dict):
        return expected.keys() == actual.keys() and all(
            _is_same(value, actual[key]) for key, value in expected.items()
        )
    return expected == actual
