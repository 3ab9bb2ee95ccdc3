"""What every kind of file is brought to: sheets of raw rows, before anybody judges them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

TOO_WIDE = 1000


@dataclass(frozen=True, slots=True)
class RawFault:
    """What is wrong with a cell (or, without place, with the row), and what to do."""

    place: int | None
    cause: str
    advice: str


@dataclass(slots=True)
class RawRow:
    """A row as it stands in the file: its number, its cells, their kinds, and faults.

    ``width`` is the number of cells that the row has, empty ones too.
    """

    number: int
    cells: list[str]
    kinds: str = ""
    faults: list[RawFault] = field(default_factory=list)
    width: int = 0


@dataclass(frozen=True, slots=True)
class Merge:
    """A block of merged cells, rows counted from 1 and columns from 0, both ends in it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSheet:
    """A sheet that can be read several times; ``merges`` and ``notes`` are read when asked for."""

    name: str
    is_visible: bool
    is_current: bool
    rows: Callable[[], Iterator[RawRow]]
    merges: Callable[[], list[Merge]] = list
    notes: Callable[[], list[str]] = list
    has_widths: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFile:
    """A file with its sheets in their order."""

    kind: str
    encoding: str
    sheets: list[RawSheet]
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a file may hold."""

    rows: int
    bytes: int
    cell: int


def column_name(place: int) -> str:
    """Name a column as a spreadsheet does: A, B, …, Z, AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name
