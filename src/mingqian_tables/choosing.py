"""Which sheet of a workbook is meant: the one named, or the only one that can be meant."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from mingqian_tables import errors, headings
from mingqian_tables.errors import TableError
from mingqian_tables.normalisation import plain_text
from mingqian_tables.raw import RawFile, RawRow, RawSheet
from mingqian_tables.table import Row, SheetInfo, WantedColumns

_FEW = 5
_ROW_OF_DATA = 2


def chosen(
    raw: RawFile, name: str | None, wanted: WantedColumns | None
) -> tuple[RawSheet, list[str]]:
    """Choose the sheet; gives it and what is to be said of those that were not read.

    Raises:
        TableError: it would be a guess, or there is none of that name; with the names.
    """
    if name:
        return _named(raw, name), []
    filled = [(sheet, first) for sheet in raw.sheets if (first := _first(sheet))]
    visible = [pair for pair in filled if pair[0].is_visible]
    if not visible:
        if filled:
            raise _ask("看得见的工作表都是空的，只有隐藏的工作表里有内容", [s for s, _ in filled])
        raise TableError(errors.EMPTY, problem="表格是空的：没有表头")
    tables = [sheet for sheet, first in visible if _is_table(first, wanted)]
    doubtful = [s for s, first in visible if s not in tables and _has_data(s, first)]
    if len(visible) > 1 and wanted is None:
        tables, doubtful = [], [s for s, first in visible if _has_data(s, first)]
    meant = tables or doubtful or [sheet for sheet, _ in visible]
    if len(meant) > 1 or (tables and doubtful):
        raise _ask("有几张工作表都有内容", [sheet for sheet, _ in visible])
    left = [sheet for sheet, _ in filled if sheet is not meant[0]]
    return meant[0], _notes(left)


def described(raw: RawFile, wanted: WantedColumns | None) -> list[SheetInfo]:
    """Describe every sheet, so that a person can choose."""
    sheets = []
    for sheet in raw.sheets:
        first: list[RawRow] = []
        rows = columns = 0
        for row in sheet.rows():
            cells = [plain_text(cell) for cell in row.cells]
            if not any(cells) and not row.faults:
                continue
            rows += 1
            columns = max([columns, *(at for at, cell in enumerate(cells, start=1) if cell)])
            if len(first) < headings.LOOKED_AT:
                first.append(row)
        at = headings.row_of_headings([row.cells for row in first], wanted) if first else None
        sheets.append(
            SheetInfo(
                name=sheet.name,
                is_visible=sheet.is_visible,
                is_current=sheet.is_current,
                is_table=_is_table(first, wanted),
                rows=rows,
                columns=columns,
                first_rows=tuple(
                    Row(number=row.number, cells=tuple(map(plain_text, row.cells)))
                    for row in first[:_FEW]
                ),
                heading_row=None if at is None else first[at].number,
            )
        )
    return sheets


def _named(raw: RawFile, name: str) -> RawSheet:
    for sheet in raw.sheets:
        if sheet.name == name:
            return sheet
    names = [sheet.name for sheet in raw.sheets if sheet.name]
    listed = "、".join(f"“{sheet_name}”" for sheet_name in names)
    problem = f"没有叫“{name}”的工作表；{f'有的是 {listed}' if names else '这是文本，没有工作表'}"
    raise TableError(errors.NO_SHEET, problem=problem, sheets=names)


def _first(sheet: RawSheet) -> list[RawRow]:
    filled = (row for row in sheet.rows() if row.faults or any(map(plain_text, row.cells)))
    return list(islice(filled, headings.LOOKED_AT))


def _is_table(first: list[RawRow], wanted: WantedColumns | None) -> bool:
    if wanted is None or not first:
        return bool(first)
    return any(
        (meanings := headings.meanings(row.cells, wanted)) and meanings.issuperset(wanted.required)
        for row in first
    )


def _has_data(sheet: RawSheet, first: list[RawRow]) -> bool:
    if headings.is_instructions(sheet.name):
        return False
    rows = [row for row in first if sum(1 for cell in row.cells if cell) > 1]
    return len(rows) >= _ROW_OF_DATA


def _ask(why: str, sheets: Sequence[RawSheet]) -> TableError:
    names = [sheet.name for sheet in sheets]
    current = next((sheet.name for sheet in sheets if sheet.is_current), "")
    listed = "、".join(f"“{name}”" for name in names)
    opened = f"(打开时显示的是“{current}”)" if current else ""
    problem = f"{why}：{listed}{opened}。请指明读哪一张；要读几张的，先合并成一张"
    return TableError(errors.CHOOSE_SHEET, problem=problem, sheets=names, current=current)


def _notes(left: Sequence[RawSheet]) -> list[str]:
    seen = "、".join(f"“{sheet.name}”" for sheet in left if sheet.is_visible)
    hidden = "、".join(f"“{sheet.name}”" for sheet in left if not sheet.is_visible)
    notes = [f"没有读工作表 {seen}"] if seen else []
    return [*notes, f"没有读隐藏的工作表 {hidden}"] if hidden else notes
