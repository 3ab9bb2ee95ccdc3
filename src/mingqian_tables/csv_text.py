"""Tables as text: values between commas, tabs or semicolons, in any of the usual encodings."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from mingqian_tables import encoding, errors, headings
from mingqian_tables.errors import TableError
from mingqian_tables.raw import Limits, RawFault, RawFile, RawRow, RawSheet
from mingqian_tables.table import WantedColumns

_DELIMITERS = ",\t;|"
_NAMES = {",": "逗号", "\t": "制表符", ";": "分号", "|": "竖线"}
_MOST_FIELD = 2**20
_QUOTES = "引号或分隔不对"


def read(path: Path, limits: Limits, wanted: WantedColumns | None) -> RawFile:
    """Look at a text; its rows are read when they are asked for.

    Raises:
        TableError: not text, in no known encoding, or broken.
    """
    _require_text(path)
    known = encoding.of(path)
    csv.field_size_limit(min(_MOST_FIELD, limits.bytes))
    delimiter, skipped = _delimiter(path, known, wanted)

    def rows() -> Iterator[RawRow]:
        return _rows(path, known, delimiter, skipped)

    notes = [] if delimiter == "," else [f"各栏以{_NAMES[delimiter]}分开"]
    sheet = RawSheet(name="", is_visible=True, is_current=True, rows=rows, has_widths=True)
    shown_encoding = "utf-8" if known == encoding.UTF_8 else known
    return RawFile(kind="csv", encoding=shown_encoding, sheets=[sheet], notes=notes)


def _require_text(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(8192)
    is_marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    first = head.lstrip(b"\r\n").partition(b"\n")[0]
    if b"\0" in first and not is_marked:
        raise TableError(errors.NOT_A_TABLE, problem="不是表格；请给出 .xlsx、.xls 或 .csv 文件")


class _Lines(Iterator[str]):
    """The lines of a text; remembers those that make up one record."""

    def __init__(self, path: Path, known: str) -> None:
        self._file = path.open(encoding=known, newline="")
        self.number = 0
        self.record: list[str] = []
        self.is_ended = False

    def __next__(self) -> str:
        line = self._file.readline()
        if not line:
            self.is_ended = True
            self._file.close()
            raise StopIteration
        self.number += 1
        self.record.append(line)
        return line


def _rows(path: Path, known: str, delimiter: str, skipped: int) -> Iterator[RawRow]:
    lines = _Lines(path, known)
    for _ in islice(lines, skipped):
        pass
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.record.clear()
        begin = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield from _unreadable(lines, begin, error)
            continue
        if len(lines.record) > 1 and any(delimiter in c for c in cells if _is_broken(c)):
            yield from _swallowed(lines.record, begin)
        elif any(cells):
            yield _row(begin, cells, lines.record)


def _row(number: int, cells: list[str], record: list[str]) -> RawRow:
    row = RawRow(number, cells, width=len(cells))
    if not any("\0" in line or '="' in line for line in record):
        return row
    for place, cell in enumerate(cells):
        if "\0" in cell:
            advice = "请用表格软件打开，另存为 CSV UTF-8 后重新导入"
            row.faults.append(RawFault(place, "含有空字符(NUL)，内容可能已损坏", advice))
        elif cell.startswith('="') and cell.endswith('"'):
            row.cells[place] = cell[2:-1]
    return row


def _is_broken(cell: str) -> bool:
    return "\n" in cell or "\r" in cell


def _unreadable(lines: _Lines, begin: int, error: csv.Error) -> list[RawRow]:
    if lines.is_ended or len("".join(lines.record)) > _MOST_FIELD:
        raise TableError(
            errors.QUOTES,
            problem=f"{_QUOTES}：从第 {begin} 行起的引号一直没有关上；请补上或删去这个引号，"
            "或用表格软件另存为 CSV",
            line=begin,
        ) from None
    cause = f"{_QUOTES}({error})"
    return _faulty(lines.record, begin, cause, "请在这一行改正引号后重新导入")


def _swallowed(record: list[str], begin: int) -> list[RawRow]:
    end = begin + len(record) - 1
    cause = f"第 {begin} 行至第 {end} 行被一对引号并成了一行"
    return _faulty(record, begin, cause, f"请在第 {begin} 行补上或删去多余的引号后重新导入")


def _faulty(record: list[str], begin: int, cause: str, advice: str) -> list[RawRow]:
    fault = RawFault(None, cause, advice)
    return [
        RawRow(number, [line.strip()], faults=[fault], width=1)
        for number, line in enumerate(record, start=begin)
        if line.strip()
    ]


def _delimiter(path: Path, known: str, wanted: WantedColumns | None) -> tuple[str, int]:
    """Tell what separates the columns, and how many lines come before the table."""
    with path.open(encoding=known, newline="") as file:
        lines = list(islice(file, headings.LOOKED_AT * 2))
    first = lines[0].strip().casefold() if lines else ""
    if first.startswith("sep=") and first[4:] in (*_DELIMITERS, ""):
        return first[4:] or "\t", 1
    filled = [line for line in lines if line.strip()][: headings.LOOKED_AT]
    return max(_DELIMITERS, key=lambda delimiter: _fit(filled, delimiter, wanted)), 0


def _fit(lines: list[str], delimiter: str, wanted: WantedColumns | None) -> tuple[int, int, int]:
    rows = list(csv.reader(lines, delimiter=delimiter))
    known = 0
    if wanted is not None:
        known = max((len(headings.meanings(cells, wanted)) for cells in rows), default=0)
    head = len(rows[0]) if rows else 0
    even = sum(1 for cells in rows if len(cells) == head) if head > 1 else 0
    return known, even, -_DELIMITERS.index(delimiter)
