"""The small words of the log's text formats: numbers, base64, hashes; one writing for each."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from mingqian.errors import LogError, shown
from mingqian.log import tree

MAX_NUMBER = 2**63 - 1
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is being read, for the message when it is wrong."""

    file: str
    rule: str

    def refuse(self, problem: str, line: int | None = None) -> NoReturn:
        """Say what is wrong."""
        raise LogError(problem, file=self.file, line=line, rule=self.rule)


def text_of(data: bytes, place: Place, *, limit: int) -> str:
    """Read UTF-8 without control characters other than LF, ending with LF."""
    if len(data) > limit:
        place.refuse(f"有 {len(data)} 字节，最多 {limit} 字节")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        place.refuse(f"第 {error.start} 字节起不是 UTF-8")
    if found := _CONTROL.search(text):
        place.refuse(f"含有控制字符 {shown(found.group())}", text.count("\n", 0, found.start()) + 1)
    if not text.endswith("\n"):
        place.refuse("末尾缺少换行")
    return text


def decimal(text: str, place: Place, *, line: int | None = None) -> int:
    """Read a number from 0 to 2^63 − 1, written without leading zeros."""
    if _DECIMAL.fullmatch(text) is None or int(text) > MAX_NUMBER:
        place.refuse(f"{shown(text)} 不是 0 到 2^63−1 的十进制数(不得有前导零)", line)
    return int(text)


def from_base64(text: str, place: Place, *, line: int | None = None) -> bytes:
    """Read standard base64 with padding; unused bits must be zero."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        place.refuse(f"{shown(text)} 不是标准 base64", line)
    if to_base64(data) != text:
        place.refuse(f"{shown(text)} 不是标准 base64 的唯一写法", line)
    return data


def to_base64(data: bytes) -> str:
    """Write standard base64 with padding."""
    return base64.b64encode(data).decode()


def hash_of(text: str, place: Place, *, line: int | None = None) -> bytes:
    """Read a SHA-256 hash in base64."""
    data = from_base64(text, place, line=line)
    if len(data) != tree.HASH_BYTES:
        place.refuse(f"散列应为 {tree.HASH_BYTES} 字节，实为 {len(data)} 字节", line)
    return data


def hashes_of(lines: Iterable[str], place: Place, *, first_line: int) -> tuple[bytes, ...]:
    """Read hashes, one a line."""
    return tuple(
        hash_of(text, place, line=number) for number, text in enumerate(lines, start=first_line)
    )
