"""The encoding of a text, decided by all of its bytes."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from mingqian_tables import errors
from mingqian_tables.errors import TableError

UTF_8, UTF_16, GB18030 = "utf-8-sig", "utf-16", "gb18030"
_MARK_8 = b"\xef\xbb\xbf"
_MARKS_16 = (b"\xff\xfe", b"\xfe\xff")
_MARK_32 = b"\xff\xfe\x00\x00"
_CHUNK = 2**20
_HIGH = re.compile(rb"[\x80-\xff]")
# Chinese in UTF-8: three bytes (four for rare characters); by chance this is rare in GB 18030.
_CHINESE = re.compile(
    rb"[\xe2-\xef][\x80-\xbf][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf][\x80-\xbf][\x80-\xbf]"
)
_MANY_CHARACTERS = 2
_SAVE = "请用表格软件另存为 CSV UTF-8"


def of(path: Path) -> str:
    """Tell the encoding of a text: UTF-8, UTF-16 with a mark, or GB 18030.

    Raises:
        TableError: none of them, or broken in the middle; names the line and the byte.
    """
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(_MARKS_16) and head != _MARK_32:
        _require(path, UTF_16, "UTF-16")
        return UTF_16
    at = _first_error(path, "utf-8")
    if at is None:
        return UTF_8
    high, chinese = _counts(path)
    if head.startswith(_MARK_8) or chinese * 2 > high:
        line = _line(path, at)
        raise TableError(
            errors.ENCODING,
            problem=f"文字是 UTF-8，但第 {line} 行(第 {at + 1} 字节)已损坏，读不出；"
            f"请在这一行补回原来的字，再另存为 UTF-8",
            line=line,
            byte=at + 1,
        )
    _require(path, GB18030, "")
    _require_one(path)
    return GB18030


def _require(path: Path, encoding: str, name: str) -> None:
    at = _first_error(path, encoding)
    if at is None:
        return
    what = f"文字是 {name}，但已损坏" if name else "文字编码既不是 UTF-8 也不是 GB18030"
    line = _line(path, at)
    raise TableError(
        errors.ENCODING,
        problem=f"{what}；请另存为 UTF-8(第 {line} 行、第 {at + 1} 字节起读不出)",
        line=line,
        byte=at + 1,
    )


def _first_error(path: Path, encoding: str) -> int | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    begin = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return begin - pending + error.start
            if not chunk:
                return None
            begin += len(chunk)


def _counts(path: Path) -> tuple[int, int]:
    """Count the bytes beyond ASCII, and those of them that are Chinese in UTF-8."""
    high = chinese = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            high += len(chunk) - len(_HIGH.sub(b"", chunk))
            chinese += len(chunk) - len(_CHINESE.sub(b"", chunk))
    return high, chinese


def _require_one(path: Path) -> None:
    """Refuse a text in GB 18030 some lines of which are UTF-8: two files put together."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if len(_CHINESE.findall(line)) < _MANY_CHARACTERS or _HIGH.search(
                _CHINESE.sub(b"", line)
            ):
                continue
            raise TableError(
                errors.ENCODING,
                problem=f"第 {number} 行的文字是 UTF-8，其余各行是 GB18030："
                f"像是两个文件拼成的；{_SAVE}",
                line=number,
            )


def _line(path: Path, at: int) -> int:
    with path.open("rb") as file:
        return file.read(at).count(b"\n") + 1
