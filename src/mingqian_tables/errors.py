"""What can be wrong with a table as a whole, so that a person can choose the way out."""

from __future__ import annotations

from mingqian.errors import FormatError, sentence_of

CHOOSE_SHEET = "table.choose-sheet"
NO_SHEET = "table.no-such-sheet"
NO_HEADINGS = "table.no-headings"
MISSING_COLUMN = "table.missing-column"
TWICE = "table.column-twice"
SERIAL = "table.serial-number"
EMPTY = "table.empty"
NOT_A_TABLE = "table.not-a-table"
DAMAGED = "table.damaged"
LOCKED = "table.locked"
ENCODING = "table.encoding"
QUOTES = "table.quotes"
TOO_LARGE = "table.too-large"
TOO_LONG = "table.too-long"
STOPPED = "table.stopped"
UNREADABLE = "table.unreadable"
UNCLEAR = "table.unclear-cell"


WORDS = dict.fromkeys(
    (
        *(CHOOSE_SHEET, NO_SHEET, NO_HEADINGS, MISSING_COLUMN, TWICE, SERIAL, EMPTY, NOT_A_TABLE),
        *(DAMAGED, LOCKED, ENCODING, QUOTES, TOO_LARGE, TOO_LONG, STOPPED, UNREADABLE, UNCLEAR),
    ),
    "{problem}",
)
"""The words of the codes: the reader's own sentence, which names no command and no option."""


class ReaderError(FormatError):
    """What the reader of tables refuses; its sentence, ``problem``, names cells and headings."""

    def __str__(self) -> str:
        return sentence_of(self, WORDS)


class TableError(ReaderError):
    """A table that cannot be taken as it is; ``code`` says why, ``values`` what to choose from.

    With `CHOOSE_SHEET` and `NO_SHEET` the values have ``sheets`` (their names); with `NO_HEADINGS`
    ``rows`` (the first rows, each with its number); with `TWICE` ``heading`` and ``places``.
    """
