"""Tables as offices keep them: .xlsx, .xls, or .csv in one of the usual encodings."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from mingqian.errors import FormatError

MAX_ROWS = 2_000_000
MAX_BYTES = 2**30
MAX_CELL = 32_767
_ENCODINGS = ("utf-8-sig", "gb18030")
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_EXACT_DIGITS = 15
_BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row with its number in the file, counted as a spreadsheet counts."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table: its headings and its rows that are not empty."""

    file: str
    headings: tuple[str, ...]
    rows: Sequence[Row]


def read(path: Path) -> Sheet:
    """Read the table in a file; the first row that is not empty has the headings.

    Raises:
        FormatError: no table, unreadable, or too large, with the way out.
    """
    data = _bytes(path)
    if len(data) > MAX_BYTES:
        raise FormatError(f"文件有 {len(data)} 字节，超过 {MAX_BYTES} 字节", file=path.name)
    rows = _book(data, path) if data.startswith(_BOOKS) else _text(data, path)
    filled = [row for row in rows if any(row.cells)]
    if not filled:
        raise FormatError("表格是空的：没有表头", file=path.name)
    return Sheet(file=path.name, headings=filled[0].cells, rows=filled[1:])


def stream(path: Path) -> Iterator[Row]:
    """Read the rows of a table one after the other, empty ones left out.

    Raises:
        FormatError: no table, unreadable, or too large, with the way out.
    """
    data = _bytes(path)
    rows = _book(data, path) if data.startswith(_BOOKS) else _text(data, path)
    return (row for row in rows if any(row.cells))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FormatError(f"读不到表格 {path}：{error.strerror}") from None


def _text(data: bytes, path: Path) -> Iterator[Row]:
    text = "\0" if _is_binary(data) else _decoded(data, path)
    if "\0" in text:
        raise FormatError("不是表格；请给出 .xlsx、.xls 或 .csv 文件", file=path.name)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            yield Row(number=reader.line_num, cells=tuple(map(_clean, cells)))
    except csv.Error as error:
        raise FormatError(
            f"引号或分隔不对({error})；请用表格软件另存为 CSV", file=path.name, line=reader.line_num
        ) from None


def _is_binary(data: bytes) -> bool:
    return b"\0" in data and not data.startswith(_UTF_16_MARKS)


def _decoded(data: bytes, path: Path) -> str:
    if data.startswith(_UTF_16_MARKS):
        return data.decode("utf-16", errors="replace")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FormatError("文字编码既不是 UTF-8 也不是 GB18030；请另存为 UTF-8", file=path.name)


def _book(data: bytes, path: Path) -> Iterator[Row]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = book.get_sheet_by_index(_first_visible(book))
        for number, row in enumerate(sheet.iter_rows(), start=1):
            if number > MAX_ROWS:
                raise FormatError(f"超过 {MAX_ROWS} 行；请拆成几个文件", file=path.name)
            yield Row(number=number, cells=tuple(_cell(value) for value in row))
    except (CalamineError, OSError, ValueError) as error:
        raise FormatError(f"打不开这个工作簿({error})；请另存为 .xlsx", file=path.name) from None


def _first_visible(book: CalamineWorkbook) -> int:
    visible = [
        place
        for place, sheet in enumerate(book.sheets_metadata)
        if sheet.visible == SheetVisibleEnum.Visible
    ]
    return visible[0] if visible else 0


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        whole = str(int(value))
        # Beyond 15 digits a spreadsheet has lost the last ones: keep it visibly broken.
        return whole if len(whole.lstrip("-")) <= _EXACT_DIGITS else f"{value:e}"
    return _clean(str(value))


def _clean(text: str) -> str:
    return text.replace("\u3000", " ").strip()[:MAX_CELL]
