"""Everything that can be wrong with what was given, as codes and values; and their wording."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import Formatter
from typing import Self

from mingqian.words import WORDS


class MingqianError(Exception):
    """Something given cannot be accepted: a stable code, the values it is about, and where.

    An error carries no sentence: each interface has a table of words by code for its own users,
    and makes the sentence with `problem_of` or `sentence_of`. The core's own table,
    `mingqian.words`, serves the report of a verification and a traceback.
    """

    def __init__(
        self,
        code: str,
        /,
        *,
        file: str | None = None,
        line: int | None = None,
        rule: str | None = None,
        **values: object,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.values: Mapping[str, object] = values
        self.file = file
        self.line = line
        self.rule = rule

    def __str__(self) -> str:
        return sentence_of(self)

    @classmethod
    def of(
        cls,
        code: str,
        values: Mapping[str, object],
        *,
        file: str | None = None,
        line: int | None = None,
        rule: str | None = None,
    ) -> Self:
        """Make an error from values that are a mapping already."""
        error = cls(code, file=file, line=line, rule=rule)
        error.values = values
        return error

    def at(
        self, *, file: str | None = None, line: int | None = None, rule: str | None = None
    ) -> Self:
        """Give the same error with another place and clause."""
        return type(self).of(self.code, self.values, file=file, line=line, rule=rule)


class FormatError(MingqianError):
    """Bytes are not what the specification says they must be."""


class RefusedError(MingqianError):
    """The request is well formed, but the rules do not allow it."""


class LogError(MingqianError):
    """A log, checkpoint, note or proof is malformed or does not prove what it should."""


def problem_of(error: MingqianError, words: Mapping[str, str] = WORDS) -> str:
    """Write what is wrong, without the place; a code that the table lacks is shown as it is."""
    if error.code not in words:
        return " ".join([error.code, *(f"{k}={shown(v)}" for k, v in error.values.items())])
    return _Words(words).vformat(words[error.code], (), error.values)


def sentence_of(error: MingqianError, words: Mapping[str, str] = WORDS) -> str:
    """Write file and line where they are known, what is wrong, and the clause that was broken."""
    place = error.file or ""
    if error.line is not None:
        place += f" 第 {error.line} 行"
    text = problem_of(error, words)
    text = f"{place.strip()}:{text}" if place else text
    return f"{text}(规则 {error.rule})" if error.rule else text


def shown(value: object, limit: int = 60) -> str:
    """Show a hostile or long value briefly and printable, for use inside a message."""
    text = repr(value)
    return text if len(text) <= limit else f"{text[:limit]}…(共 {len(text)} 字符)"


class _Words(Formatter):
    """Fills a template from the values of an error; a list is joined.

    ``{x!r}`` is shown briefly and printable, ``{x!p}`` is the problem of an error without its
    place, ``{x!w}`` a term that the table has words for.
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words

    def convert_field(self, value: object, conversion: str | None) -> object:
        if conversion == "r":
            return shown(value)
        if conversion == "p" and isinstance(value, MingqianError):
            return problem_of(value, self._words)
        if conversion == "w":
            return self._words.get(str(value), value)
        return super().convert_field(value, conversion)

    def format_field(self, value: object, format_spec: str) -> str:
        if isinstance(value, MingqianError):
            return sentence_of(value, self._words)
        if isinstance(value, Sequence) and not isinstance(value, str | bytes):
            return "、".join(map(str, value))
        return str(super().format_field(value, format_spec))
