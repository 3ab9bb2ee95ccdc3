"""Exported tables: .xlsx with codes as text, .csv, .json."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from oversight.common.cells import escape_formula as escape_formula  # noqa: PLC0414 - tables are written by it

FORMS = ("xlsx", "csv", "json")
MOST_ROWS = 1_000_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_response(
    form: str, name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]
) -> HttpResponseBase:
    """Send a table in one of the three forms, row by row."""
    if form == "xlsx":
        return _file(workbook(headings, rows), f"{name}.xlsx", _XLSX)
    if form == "csv":
        response = StreamingHttpResponse(_csv(headings, rows), "text/csv; charset=utf-8")
    else:
        response = StreamingHttpResponse(_json(headings, rows), "application/json")
    header = content_disposition_header(as_attachment=True, filename=f"{name}.{form}")
    response["Content-Disposition"] = header or "attachment"
    return response


def workbook(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> IO[bytes]:
    """Write a workbook to a temporary file, in little memory; every cell is text."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - sent and closed by the response
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_numbers": False})
    text = book.add_format({"num_format": "@"})
    head = book.add_format({"bold": True, "bottom": 1})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headings) - 1, 22, text)
    for at, heading in enumerate(headings):
        sheet.write_string(0, at, heading, head)
    for number, row in enumerate(rows, start=1):
        for at, value in enumerate(row):
            sheet.write_string(number, at, escape_formula(value), text)
    book.close()
    file.seek(0)
    return file


def _file(file: IO[bytes], name: str, kind: str) -> FileResponse:
    return FileResponse(file, as_attachment=True, filename=name, content_type=kind)


def _csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    # The mark at the beginning lets office spreadsheets read it as UTF-8.
    yield b"\xef\xbb\xbf" + _line(headings)
    for row in rows:
        yield _line([escape_formula(value) for value in row])


def _line(cells: Sequence[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue().encode()


def _json(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    opening = "["
    for row in rows:
        record = dict(zip(headings, row, strict=True))
        yield f"{opening}\n{json.dumps(record, ensure_ascii=False)}".encode()
        opening = ","
    yield b"[]\n" if opening == "[" else b"\n]\n"
