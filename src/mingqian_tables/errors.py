"""What can be wrong with a table as a whole, so that a person can choose the way out."""

from __future__ import annotations

from collections.abc import Mapping

from mingqian.errors import FormatError

CHOOSE_SHEET = "choose-sheet"
NO_SHEET = "no-such-sheet"
NO_HEADINGS = "no-headings"
MISSING_COLUMN = "missing-column"
TWICE = "column-twice"
SERIAL = "serial-number"
EMPTY = "empty"
NOT_A_TABLE = "not-a-table"
DAMAGED = "damaged"
LOCKED = "locked"
ENCODING = "encoding"
QUOTES = "quotes"
TOO_LARGE = "too-large"
TOO_LONG = "too-long"
STOPPED = "stopped"
UNREADABLE = "unreadable"


class TableError(FormatError):
    """A table that cannot be taken as it is; ``code`` says why, ``values`` what to choose from.

    With `CHOOSE_SHEET` and `NO_SHEET` the values are ``sheets`` (their names); with `NO_HEADINGS`
    ``rows`` (the first rows, each with its number); with `TWICE` ``heading`` and ``places``.
    """

    def __init__(
        self,
        code: str,
        problem: str,
        *,
        file: str | None = None,
        line: int | None = None,
        values: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(problem, file=file, line=line)
        self.code = code
        self.values = dict(values or {})
