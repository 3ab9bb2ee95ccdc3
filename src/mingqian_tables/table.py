"""What a table is: rows as they stand in the file, and what could not be read of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

TEXT, NUMBER, FIXED, PERCENT, DATE, BOOLEAN = "t", "n", "f", "p", "d", "b"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """Why a row cannot be taken: where, the cause, and what to do.

    ``place`` counts the columns from 0; None means the row as a whole.
    """

    line: int
    place: int | None
    column: str
    value: str
    cause: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row with its number in the file, counted as a spreadsheet counts.

    ``cells`` are plain text (NFC, nothing invisible) as a spreadsheet shows them, but exact: a
    cell formatted as per cent says ``5%``, one formatted ``0.00`` says ``1.10``. ``kinds`` has one
    letter per cell (`TEXT`, `NUMBER`, `FIXED` for one whose format says how many digits it has,
    `PERCENT`, `DATE`, `BOOLEAN`); empty means that all are text. A row with ``faults`` must not
    be taken.
    """

    number: int
    cells: tuple[str, ...]
    kinds: str = ""
    faults: tuple[RowFault, ...] = ()

    def kind(self, place: int) -> str:
        """Tell what kind of cell stands at a place."""
        return self.kinds[place] if 0 <= place < len(self.kinds) else TEXT

    def cell(self, place: int) -> str:
        """Give the text at a place; empty beyond the last cell."""
        return self.cells[place] if 0 <= place < len(self.cells) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedRow:
    """A row that is no record: a title, a footer (合计, 填表人 …) or the headings once more."""

    line: int
    text: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Rows that are not empty: ``read == taken + refused``, and ``rows`` is all of the sheet's.

    ``rows == 1 (headings) + aside + read``.
    """

    rows: int
    aside: int
    taken: int
    refused: int

    @property
    def read(self) -> int:
        """The records of the file, whether they can be taken or not."""
        return self.taken + self.refused


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Which file, sheet and row of headings were taken, and what a person should know of them."""

    file: str
    kind: str
    encoding: str
    sheet: str
    heading_row: int
    headings: tuple[str, ...]
    counts: Counts
    aside: tuple[SkippedRow, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table that was read: its headings, the rows that can be taken, and the faults."""

    file: str
    headings: tuple[str, ...]
    rows: Sequence[Row]
    refused: Sequence[Row] = ()
    sheet: str = ""
    heading_row: int = 1
    about: About | None = None

    @property
    def faults(self) -> list[RowFault]:
        """Every fault, in the order of the file."""
        return [fault for row in self.refused for fault in row.faults]

    @property
    def read_rows(self) -> int:
        """The records of the file, whether they can be taken or not."""
        return len(self.rows) + len(self.refused)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetInfo:
    """A sheet of a workbook, so that a person can choose.

    ``first_rows`` are its first rows that are not empty. ``heading_row`` is the row that looks
    like headings, None if none does.
    """

    name: str
    is_visible: bool
    is_current: bool
    is_table: bool
    rows: int
    columns: int
    first_rows: tuple[Row, ...]
    heading_row: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What a file is, before anything of it is taken."""

    file: str
    kind: str
    encoding: str
    sheets: tuple[SheetInfo, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedColumns:
    """What the reader of a table looks for, so that it knows the headings when it sees them.

    ``synonyms`` are the usual words for each meaning, ``required`` the meanings without which
    nothing can be read, ``given`` a heading named outright for a meaning.
    """

    synonyms: Mapping[str, Sequence[str]]
    required: tuple[str, ...] = ()
    given: Mapping[str, str] | None = None


class Stream(Iterator[Row]):
    """The rows of a table one after the other: the headings first, then every record.

    Records that must not be taken come too, with their ``faults``; titles and footers do not:
    they are in ``about.aside``.
    """

    def __init__(self, about: About, rows: Iterator[Row]) -> None:
        self.about = about
        self._rows = rows

    def __next__(self) -> Row:
        return next(self._rows)
