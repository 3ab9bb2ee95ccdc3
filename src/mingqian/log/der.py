"""DER (ITU-T X.690), as much of it as a time-stamp token needs (spec draw-v1 6.6)."""

from __future__ import annotations

from dataclasses import dataclass

INTEGER, OCTETS, NULL, OID, TIME = 0x02, 0x04, 0x05, 0x06, 0x18
SEQUENCE, SET = 0x30, 0x31
_LONG_TAG = 0x1F
_SHORT_LENGTH = 0x80


class DerError(ValueError):
    """Bytes are not DER."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value: its tag, its body, and all its bytes."""

    tag: int
    body: bytes
    whole: bytes

    def members(self) -> list[Value]:
        """Read the values that the body holds.

        Raises:
            DerError: the body is not made of whole values.
        """
        return values(self.body)


def values(data: bytes) -> list[Value]:
    """Read values that stand one after the other and fill the bytes exactly.

    Raises:
        DerError: a length that is indefinite, not the shortest, or beyond the end.
    """
    members = []
    at = 0
    while at < len(data):
        start, end = _body(data, at)
        members.append(Value(tag=data[at], body=data[start:end], whole=data[at:end]))
        at = end
    return members


def write(tag: int, *parts: bytes) -> bytes:
    """Write one value."""
    body = b"".join(parts)
    if len(body) < _SHORT_LENGTH:
        return bytes([tag, len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, _SHORT_LENGTH | len(length)]) + length + body


def _body(data: bytes, at: int) -> tuple[int, int]:
    if data[at] & _LONG_TAG == _LONG_TAG or at + 1 >= len(data):
        raise DerError
    first = data[at + 1]
    start, length = at + 2, first
    if first >= _SHORT_LENGTH:
        start += first - _SHORT_LENGTH
        digits = data[at + 2 : start]
        length = int.from_bytes(digits, "big")
        if length < _SHORT_LENGTH or digits[0] == 0:
            raise DerError
    if start + length > len(data):
        raise DerError
    return start, start + length
