"""The rows of a sheet that are written in the usual way, read without a parser's calls.

A row whose every byte fits the usual form is taken as it is; anything else (a formula, an entity,
another order of attributes) goes through the parser, so that both give the same rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from mingqian_tables.xlsx_parts import CHUNK, Parser

_ATTRIBUTES = r"(?: [\w:.]+=\"[^\"<>&]*\")*"
_TEXT = r"<v>([^<&\r]*)</v>|<is><t(?: xml:space=\"preserve\")?>([^<&\r]*)</t></is>"
_CELL = (
    rf"<c r=\"([A-Z]{{1,3}})[0-9]+\"(?: s=\"([0-9]+)\")?(?: t=\"(\w+)\")?(?:/>|>(?:{_TEXT})</c>)"
)
_ONE = re.compile(_CELL)
_ROW = re.compile(
    rf"\s*<row r=\"([0-9]+)\"{_ATTRIBUTES}>((?:{re.sub(r'[(](?![?])', '(?:', _CELL)})*)</row>"
)
_END = b"</row>"


class Target(Protocol):
    """What takes the rows."""

    @property
    def is_between_rows(self) -> bool:
        """Tell whether what comes next is a row."""
        ...

    def begin(self, number: int) -> None:
        """Begin a row."""

    def put(self, letters: str | None, kind: str, value: str, style: str | None) -> None:
        """Put the next cell of the row."""

    def finish(self) -> None:
        """End a row."""


def steps(parser: Parser, target: Target) -> Iterator[None]:
    """Read the XML of a sheet on, a chunk at a time."""
    pending = b""
    with parser.open() as file:
        while chunk := file.read(CHUNK):
            data = pending + chunk
            cut = data.rfind(_END) + len(_END)
            if cut < len(_END):
                parser.feed(data)
                pending = b""
                continue
            _take(data[:cut], parser, target)
            pending = data[cut:]
            yield
    parser.feed(pending)
    parser.end()
    yield


def _take(block: bytes, parser: Parser, target: Target) -> None:
    """Take rows that end with the block; those that do not fit go through the parser."""
    at = 0
    while at < len(block):
        if target.is_between_rows and parser.is_utf_8:
            at = _usual(block, at, target)
            if at == len(block):
                return
        end = block.index(_END, at) + len(_END)
        parser.feed(block[at:end])
        at = end


def _usual(block: bytes, at: int, target: Target) -> int:
    """Take the rows that fit, one after the other; gives where the first begins that does not."""
    text = block[at:].decode("utf-8")
    place = 0
    while (row := _ROW.match(text, place)) is not None:
        target.begin(int(row.group(1)))
        for letters, style, kind, value, inline in _ONE.findall(row.group(2)):
            target.put(letters, kind or "n", value or inline, style or None)
        target.finish()
        place = row.end()
    return at + len(text[:place].encode())
