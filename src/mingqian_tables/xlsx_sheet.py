"""The cells of one sheet of a workbook, from its XML."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from mingqian_tables import errors, number_format
from mingqian_tables.errors import TableError
from mingqian_tables.number_format import GENERAL, Style
from mingqian_tables.raw import TOO_WIDE, Limits, RawFault, RawRow, column_name
from mingqian_tables.table import BOOLEAN, DATE, TEXT

_CHUNK = 2**18
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LETTERS = re.compile(r"[A-Z]{1,3}")
_TEXTS = frozenset(("s", "inlineStr", "str"))
_FORMULA = "公式没有保存结果"
_CALCULATE = "请用表格软件打开，等它算完后保存；或把公式粘贴为数值"
_MEND = "请在表格里改正这一格后重新导入"


@dataclass(slots=True, kw_only=True)
class Book:
    """What the sheets of a workbook share."""

    archive: zipfile.ZipFile
    strings: str
    styles: list[Style]
    since_1904: bool
    is_stale: bool
    limits: Limits
    texts: list[str] | None = field(default=None)

    def text(self, at: int) -> str:
        """Give a shared string.

        Raises:
            IndexError: there is none of that number.
        """
        if self.texts is None:
            self.texts = _shared(self)
        if at < 0:
            raise IndexError(at)
        return self.texts[at]


class Parser:
    """Reads the XML of a part step by step; a part that declares entities is refused."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive, self._name = archive, name
        self.expat = expat.ParserCreate(namespace_separator=" ")
        self.expat.buffer_text = True
        self.expat.StartDoctypeDeclHandler = _refuse_entities

    def on_start(self, call: Callable[[str, dict[str, str]], object]) -> None:
        """Say what is called for each tag."""
        self.expat.StartElementHandler = call

    def steps(self) -> Iterator[None]:
        """Read on, a chunk at a time."""
        with self._archive.open(self._name) as file:
            while chunk := file.read(_CHUNK):
                self.expat.Parse(chunk, False)  # noqa: FBT003 - expat takes no keyword
                yield
        self.expat.Parse(b"", True)  # noqa: FBT003 - expat takes no keyword
        yield


def rows(book: Book, part: str) -> Iterator[RawRow]:
    """Read the rows of a sheet that have any cell with something in it.

    Raises:
        TableError: rows or cells out of order, or too many.
    """
    parser = Parser(book.archive, part)
    cells = _Cells(book, parser)
    for _ in parser.steps():
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


def _refuse_entities(*_: object) -> None:
    raise TableError(
        errors.DAMAGED, "文件里有表格不该有的声明(DOCTYPE)，没有读取；请用表格软件另存为新的 .xlsx"
    )


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


class _Cells:
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
        starts: dict[str, Callable[..., None]] = {
            "c": self._begin_cell,
            "v": self._begin_text,
            "t": self._begin_text,
            "f": self._formula,
            "row": self._begin,
            "rPh": self._phonetic,
        }
        ends: dict[str, Callable[..., None]] = {
            "c": self._cell,
            "v": self._end_text,
            "t": self._end_text,
            "row": self._finish,
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

    def _begin(self, attributes: dict[str, str]) -> None:
        number = int(attributes["r"]) if "r" in attributes else self._number + 1
        if number <= self._number:
            problem = f"第 {number} 行出现了两次或次序不对；请用表格软件重新保存"
            raise TableError(errors.DAMAGED, problem)
        self._number, self._place = number, -1
        self._row = RawRow(number, [])
        self._kinds = {}

    def _finish(self) -> None:
        row = self._row
        if row.cells or row.faults:
            row.width = len(row.cells)
            if self._kinds:
                row.kinds = "".join(self._kinds.get(at, TEXT) for at in range(row.width))
            self.rows.append(row)

    def _cell(self) -> None:
        place = self._next_place()
        value, kind = self._value, self._attributes.get("t", "n")
        if value and not self._has_formula and kind in _TEXTS:
            text = self._book.text(int(value)) if kind == "s" else _unescaped(value)
            shown_as, fault = TEXT, None
        else:
            text, shown_as, fault = self._read(kind, value)
        if not text and fault is None:
            return
        row = self._row
        if place >= TOO_WIDE:
            advice = "请删去表头右边多余的内容后重新导入"
            row.faults.append(RawFault(None, f"{column_name(place)} 列还有内容，超出表格", advice))
            return
        cells = row.cells
        if place > len(cells):
            cells.extend([""] * (place - len(cells)))
        cells.append(text)
        if shown_as != TEXT:
            self._kinds[place] = shown_as
        if fault is not None:
            row.faults.append(RawFault(place, *fault))

    def _next_place(self) -> int:
        reference = self._attributes.get("r")
        if reference is None:
            place = self._place + 1
        else:
            letters = reference.rstrip("0123456789")
            known = self._places.get(letters)
            place = self._places[letters] = column(letters) if known is None else known
        if place <= self._place:
            problem = f"第 {self._number} 行的格子次序不对；请用表格软件重新保存"
            raise TableError(errors.DAMAGED, problem)
        self._place = place
        return place

    def _read(self, kind: str, value: str) -> tuple[str, str, tuple[str, str] | None]:
        if self._has_formula and self._is_uncalculated(kind, value):
            return "", TEXT, (_FORMULA, _CALCULATE)
        if not value:
            return "", TEXT, None
        if kind in _TEXTS:
            is_shared = kind == "s"
            return self._book.text(int(value)) if is_shared else _unescaped(value), TEXT, None
        if kind == "e":
            return value, TEXT, (f"是错误值 {value}", _MEND)
        if kind == "b":
            return ("TRUE" if value == "1" else "FALSE"), BOOLEAN, None
        return self._amount(kind, value)

    def _amount(self, kind: str, value: str) -> tuple[str, str, tuple[str, str] | None]:
        if kind == "d":
            return value.removesuffix("T00:00:00"), DATE, None
        how = self._style()
        text, shown_as, wrong = number_format.shown(value, how, since_1904=self._book.since_1904)
        return text, shown_as, (wrong, "请把这一列设为文本后重新填写") if wrong else None

    def _is_uncalculated(self, kind: str, value: str) -> bool:
        if not value:
            return kind != "str"
        # Programs that do not calculate write 0 and ask the spreadsheet to do it on opening.
        return self._is_stale and kind == "n" and value == "0"

    def _style(self) -> Style:
        number = self._attributes.get("s")
        if number is None:
            return GENERAL
        at = int(number)
        return self._book.styles[at] if at < len(self._book.styles) else GENERAL


def _shared(book: Book) -> list[str]:
    texts: list[str] = []
    if not book.strings or book.strings not in book.archive.namelist():
        return texts
    parser = Parser(book.archive, book.strings)
    pieces: list[str] = []
    is_phonetic = False

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal is_phonetic
        name = tag.rpartition(" ")[2]
        if name == "t" and not is_phonetic:
            parser.expat.CharacterDataHandler = pieces.append
        elif name == "rPh":
            is_phonetic = True

    def end(tag: str) -> None:
        nonlocal is_phonetic
        name = tag.rpartition(" ")[2]
        if name == "t":
            parser.expat.CharacterDataHandler = None
        elif name == "si":
            texts.append(_unescaped("".join(pieces)))
            pieces.clear()
        elif name == "rPh":
            is_phonetic = False

    parser.expat.StartElementHandler, parser.expat.EndElementHandler = start, end
    for _ in parser.steps():
        pass
    return texts


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
