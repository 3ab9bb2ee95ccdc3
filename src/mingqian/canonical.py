"""One byte string for each meaning: canonical JSON, codes, digests (spec draw-v1 1)."""

from __future__ import annotations

import hashlib
import json
import re
from typing import NoReturn, TypeAlias

from mingqian.errors import FormatError, shown

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

MAX_DEPTH = 16
MAX_INTEGER = 2**53 - 1
MAX_TEXT = 1000
RULE = "draw-v1 1.4"

_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")
_HEX = re.compile(r"[0-9a-f]*")
_TEXT = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]+")
_WORDS = {None: "null", True: "true", False: "false"}
_ESCAPED = re.compile(r'[\x00-\x1f"\\]')
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_INNERMOST = re.compile(rb"[\[{][^\[\]{}]*[\]}]")
_SHORT = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}


def digest(data: str | bytes) -> str:
    """Compute H: SHA-256 as 64 lower-case hex digits; of text, of its UTF-8 bytes (1.1)."""
    raw = data.encode() if isinstance(data, str) else data
    return hashlib.sha256(raw).hexdigest()


def is_code(value: object) -> bool:
    """Tell whether value is an id or code in the sense of clause 1.2, tested as a whole."""
    return isinstance(value, str) and _CODE.fullmatch(value) is not None


def is_hex(value: object, length: int) -> bool:
    """Tell whether value is text of exactly ``length`` lower-case hex digits."""
    return isinstance(value, str) and len(value) == length and _HEX.fullmatch(value) is not None


def is_text(value: object) -> bool:
    """Tell whether value is 1–1000 characters without control characters (1.8)."""
    return isinstance(value, str) and len(value) <= MAX_TEXT and _TEXT.fullmatch(value) is not None


def write(value: Json) -> bytes:
    """Write a value as canonical JSON: the only bytes it has (1.4).

    Raises:
        FormatError: a float, an integer out of range, a key outside ASCII, a lone surrogate,
            or nesting deeper than `MAX_DEPTH`.
    """
    return "".join(_written(value, MAX_DEPTH)).encode()


def parse(data: bytes, file: str) -> Json:
    """Read canonical JSON; anything not written exactly so is an error (1.4).

    Raises:
        FormatError: not UTF-8, not JSON, or not the canonical bytes of its own meaning.
    """
    value = _loaded(data, file)
    try:
        again = write(value)
    except FormatError as error:
        raise FormatError(error.problem, file=file, rule=RULE) from None
    if again != data:
        raise FormatError(_first_difference(data, again), file=file, rule=RULE)
    return value


def _written(value: object, depth: int) -> list[str]:
    if value is None or isinstance(value, bool):
        return [_WORDS[value]]
    if isinstance(value, int):
        return [_integer(value)]
    if isinstance(value, str):
        return [_string(value)]
    if depth == 0:
        _refuse(f"嵌套超过 {MAX_DEPTH} 层")
    if isinstance(value, list):
        return _joined("[", [_written(member, depth - 1) for member in value], "]")
    if isinstance(value, dict):
        return _joined("{", [_pair(key, value[key], depth) for key in sorted(value)], "}")
    return _refuse(f"{shown(value)} 不是允许的类型(不得有小数)")


def _joined(opening: str, members: list[list[str]], closing: str) -> list[str]:
    parts = [opening]
    for position, member in enumerate(members):
        if position:
            parts.append(",")
        parts += member
    parts.append(closing)
    return parts


def _pair(key: str, value: object, depth: int) -> list[str]:
    if not key.isascii():
        _refuse(f"键 {shown(key)} 含有 ASCII 以外的字符")
    return [_string(key), ":", *_written(value, depth - 1)]


def _integer(value: int) -> str:
    if abs(value) > MAX_INTEGER:
        _refuse("整数超出 ±(2^53−1) 的范围")
    return str(value)


def _string(value: str) -> str:
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        _refuse(f"文字 {shown(value)} 含有不成对的代理字符")
    return f'"{_ESCAPED.sub(_escape, value)}"'


def _escape(match: re.Match[str]) -> str:
    number = ord(match.group())
    return _SHORT.get(number) or f"\\u{number:04x}"


def _loaded(data: bytes, file: str) -> Json:
    _require_shallow(data, file)
    try:
        value: Json = json.loads(
            data.decode(), parse_float=_no_float, parse_constant=_no_float, parse_int=_small_integer
        )
    except UnicodeDecodeError as error:
        raise FormatError(f"第 {error.start} 字节起不是 UTF-8", file=file, rule=RULE) from None
    except ValueError as error:
        problem = error.problem if isinstance(error, _NumberError) else "不是 JSON"
        raise FormatError(problem, file=file, rule=RULE) from None
    return value


def _require_shallow(data: bytes, file: str) -> None:
    # The standard parser recurses on the machine's own stack: some other package may have raised
    # Python's limit, and then deep nesting would end the process instead of being refused.
    brackets = _STRING.sub(b"", data)
    for _ in range(MAX_DEPTH):
        brackets = _INNERMOST.sub(b"", brackets)
    if brackets.count(b"[") + brackets.count(b"{") > MAX_DEPTH:
        raise FormatError(f"嵌套超过 {MAX_DEPTH} 层", file=file, rule=RULE)


class _NumberError(ValueError):
    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def _no_float(text: str) -> NoReturn:
    raise _NumberError(f"{shown(text)} 不是整数；不得使用小数")


def _small_integer(text: str) -> int:
    if len(text) > len(str(-MAX_INTEGER)):
        raise _NumberError(f"整数 {shown(text)} 超出 ±(2^53−1) 的范围")
    return int(text)


def _first_difference(found: bytes, canonical: bytes) -> str:
    pairs = zip(found, canonical, strict=False)
    at = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(found), len(canonical)))
    return (
        f"不是规范写法：第 {at} 字节处应为 {shown(canonical[at : at + 20])},"
        f"实为 {shown(found[at : at + 20])}"
    )


def _refuse(problem: str) -> NoReturn:
    raise FormatError(problem, rule=RULE)
