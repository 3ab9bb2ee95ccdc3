"""The cells of one sheet of a workbook, from its XML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from mingqian_tables import errors, number_format, xlsx_fast
from mingqian_tables.errors import TableError
from mingqian_tables.number_format import GENERAL, Style
from mingqian_tables.raw import TOO_WIDE, RawFault, RawRow, column_name
from mingqian_tables.table import BOOLEAN, DATE, TEXT
from mingqian_tables.xlsx_parts import Book, Parser, unescaped

_LETTERS = re.compile(r"[A-Z]{1,3}")
_TEXTS = frozenset(("s", "inlineStr", "str"))
_FORMULA = "公式没有保存结果"
_CALCULATE = "请用表格软件打开，等它算完后保存；或把公式粘贴为数值"
_MEND = "请在表格里改正这一格后重新导入"


def rows(book: Book, part: str) -> Iterator[RawRow]:
    """Read the rows of a sheet that have any cell with something in it.

    Raises:
        TableError: rows or cells out of order, or too many.
    """
    parser = Parser(book.archive, part)
    cells = Cells(book, parser)
    for _ in xlsx_fast.steps(parser, cells):
        yield from cells.rows
        cells.rows.clear()


def column(letters: str) -> int:
    """Give the place of a column from its letters, counted from 0.

    Raises:
        ValueError: these are no letters of a column.
    """
    if _LETTERS.fullmatch(letters) is None:
        raise ValueError(letters)
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


class _ByName(dict[str, Callable[..., None]]):
    """Finds what to do with a tag by its local name, in any namespace."""

    def __init__(
        self, known: dict[str, Callable[..., None]], otherwise: Callable[..., None]
    ) -> None:
        super().__init__()
        self._known, self._otherwise = known, otherwise

    def __missing__(self, tag: str) -> Callable[..., None]:
        self[tag] = self._known.get(tag.rpartition(" ")[2], self._otherwise)
        return self[tag]


class Cells:
    """Gathers the cells of a row, and the rows that are complete; written for speed."""

    def __init__(self, book: Book, parser: Parser) -> None:
        self.rows: list[RawRow] = []
        self._book, self._is_stale = book, book.is_stale
        self._places: dict[str, int] = {}
        self._text: list[str] = []
        self._attributes: dict[str, str] = {}
        self._number, self._place = 0, -1
        self._value = ""
        self._has_formula = self._is_phonetic = False
        self._row = RawRow(0, [])
        self._kinds: dict[int, str] = {}
        self._depth = 0
        starts: dict[str, Callable[..., None]] = {
            "sheetData": self._enter,
            "c": self._begin_cell,
            "v": self._begin_text,
            "t": self._begin_text,
            "f": self._formula,
            "row": self._begin_row,
            "rPh": self._phonetic,
        }
        ends: dict[str, Callable[..., None]] = {
            "sheetData": self._leave,
            "c": self._cell,
            "v": self._end_text,
            "t": self._end_text,
            "row": self._end_row,
            "rPh": self._spoken,
        }
        begin, end = _ByName(starts, lambda _: None), _ByName(ends, lambda: None)
        parser.expat.StartElementHandler = lambda tag, attributes: begin[tag](attributes)
        parser.expat.EndElementHandler = lambda tag: end[tag]()
        parser.expat.CharacterDataHandler = self._text.append

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._attributes, self._value, self._has_formula = attributes, "", False

    def _begin_text(self, _: dict[str, str]) -> None:
        self._text.clear()

    def _end_text(self) -> None:
        if not self._is_phonetic:
            self._value += "".join(self._text)

    def _formula(self, _: dict[str, str]) -> None:
        self._has_formula = True

    def _phonetic(self, _: dict[str, str]) -> None:
        self._is_phonetic = True

    def _spoken(self) -> None:
        self._is_phonetic = False

    @property
    def is_between_rows(self) -> bool:
        """Tell whether what comes next is a row, or the end of the rows."""
        return self._depth == 1

    def begin(self, number: int) -> None:
        """Begin a row.

        Raises:
            TableError: it does not come after the last one.
        """
        if number <= self._number:
            problem = f"第 {number} 行出现了两次或次序不对；请用表格软件重新保存"
            raise TableError(errors.DAMAGED, problem=problem)
        self._number, self._place = number, -1
        self._row = RawRow(number, [])
        self._kinds = {}

    def put(self, letters: str | None, kind: str, value: str, style: str | None) -> None:
        """Put the next cell of the row; its column is given by letters, if at all.

        Raises:
            TableError: it does not come after the last one.
        """
        if letters is None:
            place = self._place + 1
        else:
            known = self._places.get(letters)
            place = self._places[letters] = column(letters) if known is None else known
        if place <= self._place:
            problem = f"第 {self._number} 行的格子次序不对；请用表格软件重新保存"
            raise TableError(errors.DAMAGED, problem=problem)
        self._place = place
        fault: tuple[str, str] | None = None
        shown_as = TEXT
        if value and kind in _TEXTS and not self._has_formula:
            text = self._book.text(int(value)) if kind == "s" else unescaped(value)
        else:
            text, shown_as, fault = self._read(kind, value, style)
        if text or fault is not None:
            self._keep(place, text, shown_as, fault)

    def finish(self) -> None:
        """End a row."""
        row = self._row
        if row.cells or row.faults:
            row.width = len(row.cells)
            if self._kinds:
                row.kinds = "".join([self._kinds.get(at, TEXT) for at in range(row.width)])
            self.rows.append(row)

    def _keep(self, place: int, text: str, kind: str, fault: tuple[str, str] | None) -> None:
        row = self._row
        if place >= TOO_WIDE:
            advice = "请删去表头右边多余的内容后重新导入"
            row.faults.append(RawFault(None, f"{column_name(place)} 列还有内容，超出表格", advice))
            return
        cells = row.cells
        if place > len(cells):
            cells.extend([""] * (place - len(cells)))
        cells.append(text)
        if kind != TEXT:
            self._kinds[place] = kind
        if fault is not None:
            row.faults.append(RawFault(place, *fault))

    def _enter(self, _: dict[str, str]) -> None:
        self._depth += 1

    def _leave(self) -> None:
        self._depth -= 1

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._depth += 1
        self.begin(int(attributes["r"]) if "r" in attributes else self._number + 1)

    def _end_row(self) -> None:
        self._depth -= 1
        self.finish()

    def _cell(self) -> None:
        reference = self._attributes.get("r")
        letters = None if reference is None else reference.rstrip("0123456789")
        self.put(letters, self._attributes.get("t", "n"), self._value, self._attributes.get("s"))
        self._has_formula = False

    def _read(
        self, kind: str, value: str, style: str | None
    ) -> tuple[str, str, tuple[str, str] | None]:
        if self._has_formula and self._is_uncalculated(kind, value):
            return "", TEXT, (_FORMULA, _CALCULATE)
        if not value:
            return "", TEXT, None
        if kind in _TEXTS:
            is_shared = kind == "s"
            return self._book.text(int(value)) if is_shared else unescaped(value), TEXT, None
        if kind == "e":
            return value, TEXT, (f"是错误值 {value}", _MEND)
        if kind == "b":
            return ("TRUE" if value == "1" else "FALSE"), BOOLEAN, None
        return self._amount(kind, value, style)

    def _amount(
        self, kind: str, value: str, style: str | None
    ) -> tuple[str, str, tuple[str, str] | None]:
        if kind == "d":
            return value.removesuffix("T00:00:00"), DATE, None
        how, is_1904 = self._style(style), self._book.since_1904
        text, shown_as, wrong = number_format.shown(value, how, since_1904=is_1904)
        return text, shown_as, (wrong, "请把这一列设为文本后重新填写") if wrong else None

    def _is_uncalculated(self, kind: str, value: str) -> bool:
        if not value:
            return kind != "str"
        # Programs that do not calculate write 0 and ask the spreadsheet to do it on opening.
        return self._is_stale and kind == "n" and value == "0"

    def _style(self, number: str | None) -> Style:
        if number is None:
            return GENERAL
        at = int(number)
        return self._book.styles[at] if at < len(self._book.styles) else GENERAL
