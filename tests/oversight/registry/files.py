"""Files as offices send them, and as nobody should."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import xlsxwriter

HEADINGS = ("单位名称", "社会信用代码", "经营地址", "诚信等级")


def csv(
    rows: Sequence[Sequence[str]], *, encoding: str = "utf-8", headings: Sequence[str] = HEADINGS
) -> bytes:
    lines = [",".join(row) for row in (headings, *rows)]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def xlsx(
    rows: Sequence[Sequence[object]],
    *,
    headings: Sequence[str] = HEADINGS,
    hidden: str = "",
    merged: str = "",
    formula: str = "",
) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    if hidden:
        cover = book.add_worksheet(hidden)
        cover.write(0, 0, "这一页是隐藏的")
        cover.hide()
    sheet = book.add_worksheet("名录")
    if hidden:
        sheet.activate()
        sheet.set_first_sheet()
    for at, row in enumerate((headings, *rows)):
        for place, value in enumerate(row):
            sheet.write(at, place, value)
    if merged:
        sheet.merge_range(merged, "合并")
    if formula:
        sheet.write_formula(formula, '="B"', None, "B")
    book.close()
    return buffer.getvalue()


def zip_bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    return buffer.getvalue()
