"""Tables of a web page that were saved under the name of a workbook, as many systems do."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from mingqian_tables import encoding, errors
from mingqian_tables.errors import TableError
from mingqian_tables.raw import (
    TOO_WIDE,
    Limits,
    Merge,
    RawFault,
    RawFile,
    RawRow,
    RawSheet,
    column_name,
)

_CHUNK = 2**18
_LONGEST = 10_000_000
_TOO_WIDE = "请删去表头右边多余的内容后重新导入"
_STARTS = ("<html", "<table", "<!doctype html", "<meta", "<head", "<style", "<body", "<div")


def is_html(head: bytes) -> bool:
    """Tell whether a file begins as a web page does."""
    text = head.decode("utf-8", "ignore").lstrip("\ufeff \r\n\t").lower()
    if text.startswith("<?xml"):
        return "<html" in text
    return text.startswith(_STARTS)


def read(path: Path, limits: Limits) -> RawFile:
    """Read the tables of a page; each is a sheet.

    Raises:
        TableError: no table, a table within a table, or in no known encoding.
    """
    known = encoding.of(path)
    parser = _Tables(limits)
    with path.open(encoding=known) as file:
        while text := file.read(_CHUNK):
            parser.feed(text)
    parser.close()
    if not parser.tables:
        raise TableError(
            errors.NOT_A_TABLE, problem="这是网页，里面没有表格；请用表格软件另存为 .xlsx"
        )
    sheets = [
        _sheet(f"表{number}", rows, merges, is_current=number == 1)
        for number, (rows, merges) in enumerate(
            zip(parser.tables, parser.merges, strict=True), start=1
        )
    ]
    notes = ["这是网页另存的表格"]
    return RawFile(kind="html", encoding=known, sheets=sheets, notes=notes)


def _sheet(name: str, rows: list[RawRow], merges: list[Merge], *, is_current: bool) -> RawSheet:
    def again() -> Iterator[RawRow]:
        return iter(rows)

    return RawSheet(
        name=name,
        is_visible=True,
        is_current=is_current,
        rows=again,
        merges=lambda: merges,
        has_widths=True,
    )


class _Tables(HTMLParser):
    """Gathers the rows of every table; a merged cell keeps its place in each row that it covers."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[RawRow]] = []
        self.merges: list[list[Merge]] = []
        self._spans = (1, 1)
        self._covered: dict[int, int] = {}
        self._limits = limits
        self._depth = 0
        self._row: RawRow | None = None
        self._text: list[str] | None = None
        self._line = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth > 1:
                raise TableError(
                    errors.NOT_A_TABLE,
                    problem="表格里又有表格，分不清行列；请用表格软件另存为 .xlsx",
                )
            self.tables.append([])
            self.merges.append([])
            self._covered = {}
            self._line = 0
        elif tag == "tr" and self._depth:
            self._end_row()
            self._line += 1
            self._row = RawRow(self._line, [])
        elif tag in {"td", "th"} and self._row is not None:
            self._end_cell()
            self._text = []
            self._spans = _spans(dict(attrs))
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self._end_row()
            self._depth = max(self._depth - 1, 0)

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def close(self) -> None:
        super().close()
        self._end_row()

    def _end_cell(self) -> None:
        if self._text is not None and self._row is not None:
            self._leave_covered(self._row.cells)
            self._put(self._row, "".join(self._text).strip())
        self._text = None

    def _put(self, row: RawRow, text: str) -> None:
        left = len(row.cells)
        if left >= TOO_WIDE:
            row.faults = [RawFault(None, f"{column_name(left)} 列还有内容，超出表格", _TOO_WIDE)]
            return
        down, across = self._spans[0], min(self._spans[1], TOO_WIDE - left)
        if down > 1 or across > 1:
            self._note_merge(left, down, across)
        row.cells += [text, *[""] * (across - 1)]

    def _leave_covered(self, cells: list[str]) -> None:
        while self._covered.get(len(cells), 0) >= self._line:
            cells.append("")

    def _note_merge(self, left: int, down: int, across: int) -> None:
        bottom, right = self._line + down - 1, left + across - 1
        self.merges[-1].append(Merge(self._line, left, bottom, right))
        if down > 1:
            self._covered.update(dict.fromkeys(range(left, right + 1), bottom))

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is not None:
            self._leave_covered(self._row.cells)
        if self._row is not None and any(self._row.cells):
            self._row.width = len(self._row.cells)
            self.tables[-1].append(self._row)
            if len(self.tables[-1]) > self._limits.rows:
                raise TableError(
                    errors.TOO_LONG, problem=f"超过 {self._limits.rows} 行；请拆成几个文件"
                )
        self._row = None


def _spans(attributes: dict[str, str | None]) -> tuple[int, int]:
    """Give over how many rows and columns a cell goes; what is no number is one."""
    down, across = (
        int(text) if text.isascii() and text.isdigit() and len(text) < len(str(_LONGEST)) else 1
        for text in ((attributes.get(name) or "").strip() for name in ("rowspan", "colspan"))
    )
    return max(down, 1), min(max(across, 1), TOO_WIDE)
