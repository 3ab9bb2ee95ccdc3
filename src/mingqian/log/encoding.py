"""The small words of the log's text formats: numbers, base64, hashes; one writing for each."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from mingqian.errors import LogError
from mingqian.log import tree

MAX_NUMBER = 2**63 - 1
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is being read, for the message when it is wrong."""

    file: str
    rule: str

    def refuse(self, code: str, /, *, line: int | None = None, **values: object) -> NoReturn:
        """Raise a LogError with this place."""
        raise LogError.of(code, values, file=self.file, line=line, rule=self.rule)


def text_of(data: bytes, place: Place, *, limit: int) -> str:
    """Read UTF-8 without control characters other than LF, ending with LF."""
    if len(data) > limit:
        place.refuse("bytes.too-many", count=len(data), limit=limit)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        place.refuse("bytes.not-utf8", offset=error.start)
    if control := _CONTROL.search(text):
        place.refuse(
            "text.control", line=text.count("\n", 0, control.start()) + 1, character=control.group()
        )
    if not text.endswith("\n"):
        place.refuse("text.no-newline")
    return text


def decimal(text: str, place: Place, *, line: int | None = None) -> int:
    """Read a number from 0 to 2^63 − 1, written without leading zeros."""
    if _DECIMAL.fullmatch(text) is None or int(text) > MAX_NUMBER:
        place.refuse("text.not-decimal", line=line, text=text)
    return int(text)


def from_base64(text: str, place: Place, *, line: int | None = None) -> bytes:
    """Read standard base64 with padding; unused bits must be zero."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        place.refuse("text.not-base64", line=line, text=text)
    if to_base64(data) != text:
        place.refuse("text.base64-form", line=line, text=text)
    return data


def to_base64(data: bytes) -> str:
    """Write standard base64 with padding."""
    return base64.b64encode(data).decode()


def hash_of(text: str, place: Place, *, line: int | None = None) -> bytes:
    """Read a SHA-256 hash in base64."""
    data = from_base64(text, place, line=line)
    if len(data) != tree.HASH_BYTES:
        place.refuse("hash.length", line=line, expected=tree.HASH_BYTES, count=len(data))
    return data


def hashes_of(lines: Iterable[str], place: Place, *, first_line: int) -> tuple[bytes, ...]:
    """Read hashes, one a line."""
    return tuple(
        hash_of(text, place, line=number) for number, text in enumerate(lines, start=first_line)
    )
