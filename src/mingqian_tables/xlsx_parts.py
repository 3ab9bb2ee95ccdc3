"""The parts of a workbook: their XML read step by step, and the texts that its sheets share."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from mingqian_tables import errors
from mingqian_tables.errors import TableError
from mingqian_tables.number_format import Style
from mingqian_tables.raw import Limits

CHUNK = 2**18
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


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
        self.expat.XmlDeclHandler = self._declared
        self.is_utf_8 = True

    def on_start(self, call: Callable[[str, dict[str, str]], object]) -> None:
        """Say what is called for each tag."""
        self.expat.StartElementHandler = call

    def open(self) -> IO[bytes]:
        """Open the part."""
        return self._archive.open(self._name)

    def feed(self, data: bytes) -> None:
        """Read on."""
        self.expat.Parse(data, False)  # noqa: FBT003 - expat takes no keyword

    def end(self) -> None:
        """Require that the part is complete."""
        self.expat.Parse(b"", True)  # noqa: FBT003 - expat takes no keyword

    def steps(self) -> Iterator[None]:
        """Read the part, a chunk at a time."""
        with self.open() as file:
            while chunk := file.read(CHUNK):
                self.feed(chunk)
                yield
        self.end()
        yield

    def _declared(self, _: str, encoding: str | None, __: int) -> None:
        self.is_utf_8 = encoding is None or encoding.casefold() in {"utf-8", "utf8"}


def _refuse_entities(*_: object) -> None:
    raise TableError(
        errors.DAMAGED,
        problem="文件里有表格不该有的声明(DOCTYPE)，没有读取；请用表格软件另存为新的 .xlsx",
    )


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
            texts.append(unescaped("".join(pieces)))
            pieces.clear()
        elif name == "rPh":
            is_phonetic = False

    parser.expat.StartElementHandler, parser.expat.EndElementHandler = start, end
    for _ in parser.steps():
        pass
    return texts


def unescaped(text: str) -> str:
    """Give a text with the characters that XML cannot hold (18.4.8, ``_x000D_``)."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
