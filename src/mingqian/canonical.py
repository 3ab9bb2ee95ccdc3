"""One byte string for each meaning: canonical JSON, codes, digests (spec draw-v1 1)."""

from __future__ import annotations

import hashlib
import json
import re
from typing import NoReturn, TypeAlias

from mingqian.errors import FormatError

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
        raise error.at(file=file, rule=RULE) from None
    if again != data:
        raise _not_canonical(data, again).at(file=file, rule=RULE)
    return value


def _written(value: object, depth: int) -> list[str]:
    if value is None or isinstance(value, bool):
        return [_WORDS[value]]
    if isinstance(value, int):
        return [_integer(value)]
    if isinstance(value, str):
        return [_string(value)]
    if depth == 0:
        _refuse("json.too-deep", most=MAX_DEPTH)
    if isinstance(value, list):
        return _joined("[", [_written(member, depth - 1) for member in value], "]")
    if isinstance(value, dict):
        return _joined("{", [_pair(key, value[key], depth) for key in sorted(value)], "}")
    return _refuse("json.type", value=value)


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
        _refuse("json.key-not-ascii", key=key)
    return [_string(key), ":", *_written(value, depth - 1)]


def _integer(value: int) -> str:
    if abs(value) > MAX_INTEGER:
        _refuse("json.integer-range")
    return str(value)


def _string(value: str) -> str:
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        _refuse("json.lone-surrogate", value=value)
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
        raise FormatError("bytes.not-utf8", file=file, rule=RULE, offset=error.start) from None
    except ValueError as error:
        wrong = error.wrong if isinstance(error, _NumberError) else FormatError("json.syntax")
        raise wrong.at(file=file, rule=RULE) from None
    return value


def _require_shallow(data: bytes, file: str) -> None:
    # The standard parser recurses on the machine's own stack: some other package may have raised
    # Python's limit, and then deep nesting would end the process instead of being refused.
    brackets = _STRING.sub(b"", data)
    for _ in range(MAX_DEPTH):
        brackets = _INNERMOST.sub(b"", brackets)
    if brackets.count(b"[") + brackets.count(b"{") > MAX_DEPTH:
        raise FormatError("json.too-deep", file=file, rule=RULE, most=MAX_DEPTH)


class _NumberError(ValueError):
    """A number that the standard parser is to stop at; ``wrong`` says why."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.wrong = FormatError(code, text=text)


def _no_float(text: str) -> NoReturn:
    raise _NumberError("json.not-integer", text)


def _small_integer(text: str) -> int:
    if len(text) > len(str(-MAX_INTEGER)):
        raise _NumberError("json.number-range", text)
    return int(text)


def _not_canonical(data: bytes, canonical: bytes) -> FormatError:
    pairs = zip(data, canonical, strict=False)
    at = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(data), len(canonical)))
    return FormatError(
        "json.not-canonical",
        offset=at,
        expected=canonical[at : at + 20],
        actual=data[at : at + 20],
    )


def _refuse(code: str, /, **values: object) -> NoReturn:
    raise FormatError.of(code, values, rule=RULE)
