"""Everything that can be wrong with what was given, told to the person who gave it."""

from __future__ import annotations


class MingqianError(Exception):
    """Something given cannot be accepted; the text is Chinese and fit for the user.

    The message names the file and line where they are known, says what is wrong with both
    values where there are two, and ends with the clause that was broken.
    """

    def __init__(
        self,
        problem: str,
        *,
        file: str | None = None,
        line: int | None = None,
        rule: str | None = None,
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.file = file
        self.line = line
        self.rule = rule

    def __str__(self) -> str:
        place = self.file or ""
        if self.line is not None:
            place += f" 第 {self.line} 行"
        said = f"{place.strip()}:{self.problem}" if place else self.problem
        return f"{said}(规则 {self.rule})" if self.rule else said


class FormatError(MingqianError):
    """Bytes are not what the specification says they must be."""


class RefusedError(MingqianError):
    """The request is well formed, but the rules do not allow it."""


class LogError(MingqianError):
    """A log, checkpoint, note or proof is malformed or does not prove what it should."""


def shown(value: object, limit: int = 60) -> str:
    """Show a hostile or long value briefly and printable, for use inside a message."""
    text = repr(value)
    return text if len(text) <= limit else f"{text[:limit]}…(共 {len(text)} 字符)"
