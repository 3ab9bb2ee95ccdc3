"""Workbooks in the old binary format (BIFF), which many systems still export.

Source: [MS-XLS] 2.4.127 (Formula: result and the flags of recalculation), 2.4.28 (BoundSheet8).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlrd
from xlrd.compdoc import CompDoc, CompDocError

from mingqian_tables import errors, number_format
from mingqian_tables.errors import TableError
from mingqian_tables.raw import Limits, Merge, RawFault, RawFile, RawRow, RawSheet
from mingqian_tables.table import BOOLEAN, TEXT

_DAMAGED = "打不开这个工作簿：文件已损坏；请用表格软件另存为 .xlsx"
_FORMULA_EMPTY = "公式没有保存结果"
_CALCULATE = "请用表格软件打开，等它算完后保存；或把公式粘贴为数值"
_MEND = "请在表格里改正这一格后重新导入"
_LOCKED = "工作簿有密码，打不开；请去掉密码后重新保存"
_FORMULA, _BOUNDSHEET, _FILEPASS = 0x0006, 0x0085, 0x002F
_UNCALCULATED = 0x0003
_HEADER = struct.Struct("<HH")
_CELL = struct.Struct("<HHH8sH")
_OFFSET = struct.Struct("<I")
_STREAMS = ("Workbook", "Book")
# What the reader raises on damaged bytes: it trusts lengths and numbers that it finds.
_BROKEN = (
    xlrd.XLRDError,
    *(CompDocError, struct.error, IndexError, KeyError, ValueError, TypeError),
    *(AssertionError, AttributeError, OverflowError, UnicodeError, RuntimeError),
)


def read(path: Path, limits: Limits) -> RawFile:
    """Look at an old workbook.

    Raises:
        TableError: damaged, locked, or no workbook at all.
    """
    data = path.read_bytes()
    if len(data) > limits.bytes:
        raise TableError(errors.TOO_LARGE, problem="文件太大；请用表格软件另存为 .xlsx")
    try:
        uncalculated = _uncalculated(data)
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, on_demand=True, logfile=io.StringIO()
        )
        sheets = [_sheet(book, at, uncalculated) for at in range(book.nsheets)]
    except _BROKEN as error:
        raise _refused(error) from None
    return RawFile(kind="xls", encoding="", sheets=sheets)


def _refused(error: Exception) -> TableError:
    text = str(error).casefold()
    if "encrypted" in text or "password" in text or "encryptedpackage" in text:
        return TableError(errors.LOCKED, problem=_LOCKED)
    return TableError(errors.DAMAGED, problem=_DAMAGED)


def _sheet(book: Any, at: int, uncalculated: list[set[tuple[int, int]]]) -> RawSheet:  # noqa: ANN401
    sheet = book.sheet_by_index(at)
    places = uncalculated[at] if at < len(uncalculated) else set()

    def rows() -> Iterator[RawRow]:
        try:
            yield from _rows(book, sheet, places)
        except _BROKEN as error:
            raise _refused(error) from None

    def merges() -> list[Merge]:
        return [
            Merge(top + 1, left, bottom, right - 1)
            for top, bottom, left, right in sheet.merged_cells
        ]

    return RawSheet(
        name=sheet.name,
        is_visible=sheet.visibility == 0,
        is_current=bool(sheet.sheet_selected),
        rows=rows,
        merges=merges,
    )


def _rows(book: Any, sheet: Any, uncalculated: set[tuple[int, int]]) -> Iterator[RawRow]:  # noqa: ANN401
    for number in range(sheet.nrows):
        row = RawRow(number + 1, [])
        for place in range(sheet.row_len(number)):
            read = _cell(book, sheet, number, place)
            if (number, place) in uncalculated and read[0] in {"", "0"}:
                read = "", TEXT, RawFault(place, _FORMULA_EMPTY, _CALCULATE)
            text, kind, fault = read
            row.cells.append(text)
            row.kinds += kind
            if fault is not None:
                row.faults.append(fault)
        row.width = len(row.cells)
        if row.faults or any(row.cells):
            yield row


_Cell = tuple[str, str, RawFault | None]


def _cell(book: Any, sheet: Any, number: int, place: int) -> _Cell:  # noqa: ANN401
    kind, value = sheet.cell_type(number, place), sheet.cell_value(number, place)
    if kind == xlrd.XL_CELL_ERROR:
        name = xlrd.error_text_from_code.get(value, "#?")
        return name, TEXT, RawFault(place, f"是错误值 {name}", _MEND)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return ("TRUE" if value else "FALSE"), BOOLEAN, None
    if kind not in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
        return str(value), TEXT, None
    xf = book.xf_list[sheet.cell_xf_index(number, place)]
    pattern = book.format_map.get(xf.format_key)
    how = number_format.style(xf.format_key, pattern.format_str if pattern else None)
    raw = str(int(value)) if float(value).is_integer() else repr(value)
    text, shown_as, wrong = number_format.shown(raw, how, since_1904=book.datemode == 1)
    fault = RawFault(place, wrong, "请把这一列设为文本后重新填写") if wrong else None
    return text, shown_as, fault


def _uncalculated(data: bytes) -> list[set[tuple[int, int]]]:
    """Find, for each sheet, formulas that the program which wrote them left to be calculated."""
    stream = _stream(data)
    sheets: list[tuple[int, set[tuple[int, int]]]] = []
    at = 0
    while at + 4 <= len(stream):
        kind, length = _HEADER.unpack_from(stream, at)
        if kind == _FILEPASS:
            raise TableError(errors.LOCKED, problem=_LOCKED)
        if kind == _BOUNDSHEET and at + 8 <= len(stream):
            sheets.append((_OFFSET.unpack_from(stream, at + 4)[0], set()))
        if kind == _FORMULA and length >= _CELL.size and at + 4 + _CELL.size <= len(stream):
            row, place, _, result, flags = _CELL.unpack_from(stream, at + 4)
            owner = max(
                (sheet for sheet in sheets if sheet[0] <= at), default=None, key=lambda s: s[0]
            )
            if owner is not None and flags & _UNCALCULATED and result == bytes(8):
                owner[1].add((row, place))
        at += 4 + length
    return [places for _, places in sheets]


def _stream(data: bytes) -> bytes:
    document = CompDoc(data, logfile=io.StringIO())
    for name in _STREAMS:
        memory, base, length = document.locate_named_stream(name)
        if memory is not None:
            return bytes(memory[base : base + length])
    is_locked = document.get_named_stream("EncryptedPackage") is not None
    raise TableError(
        errors.LOCKED if is_locked else errors.NOT_A_TABLE,
        problem=_LOCKED if is_locked else "不是表格；请给出 .xlsx、.xls 或 .csv 文件",
    )
