"""What a time-stamp token says, without judging who signed it (spec draw-v1 6.6, RFC 3161)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mingqian import times
from mingqian.errors import LogError
from mingqian.log import der
from mingqian.log.der import DerError, Value

MAX_BYTES = 100_000
RULE = "draw-v1 6.6"
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
TST_INFO = bytes.fromhex("060b2a864886f70d0109100104")
SHA256 = bytes.fromhex("0609608648016503040201")
CONTENT = CERTIFICATES = 0xA0
REVOCATIONS = 0xA1
_NULL = b"\5\0"
_GRANTED = b"\0"
_HASH_BYTES = 32
_INFO = (der.INTEGER, der.OID, der.SEQUENCE, der.INTEGER, der.TIME)
_STATED = re.compile(rb"[0-9]{14}(\.[0-9]+)?Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token as it was written; nothing in it is verified.

    ``at`` is the time that it states, without fraction and accuracy; ``signed_data`` are the
    members of the signed data, for whoever judges the signature.
    """

    imprint: bytes
    at: str
    has_certificates: bool
    signed_data: tuple[Value, ...]


def read(data: bytes, imprint: bytes, file: str) -> Token:
    """Read a token, or the granted answer that holds it, and require what it stamps.

    Raises:
        LogError: not in the form of clause 6.6, or of something else than ``imprint``.
    """
    try:
        return _stamped(_token(data), imprint)
    except DerError:
        raise LogError("timestamp.form", file=file, rule=RULE) from None
    except LogError as error:
        raise error.at(file=file, rule=RULE) from None


def _stamped(token: Token, imprint: bytes) -> Token:
    if token.imprint != imprint:
        raise LogError("timestamp.imprint", actual=token.imprint.hex(), expected=imprint.hex())
    return token


def _token(data: bytes) -> Token:
    if len(data) > MAX_BYTES:
        raise LogError("timestamp.too-long", count=len(data), limit=MAX_BYTES)
    content = _granted(_single(data, der.SEQUENCE).members())
    _require(_tags(content) == [der.OID, CONTENT] and content[0].whole == SIGNED_DATA)
    signed = _single(content[1].body, der.SEQUENCE).members()
    optional = [tag for tag in (CERTIFICATES, REVOCATIONS) if tag in _tags(signed)]
    _require(_tags(signed) == [der.INTEGER, der.SET, der.SEQUENCE, *optional, der.SET])
    _single(signed[-1].body, der.SEQUENCE)
    imprint, at = _info(signed[2].members())
    certificates = signed[3].members() if CERTIFICATES in optional else []
    return Token(
        imprint=imprint, at=at, has_certificates=bool(certificates), signed_data=tuple(signed)
    )


def _granted(answer: list[Value]) -> list[Value]:
    """Give the members of the token: an authority's answer has its status before it."""
    if _tags(answer)[:1] != [der.SEQUENCE]:
        return answer
    status = answer[0].members()
    _require(_tags(status)[:1] == [der.INTEGER])
    if status[0].body != _GRANTED:
        raise LogError("timestamp.not-granted")
    _require(_tags(answer) == [der.SEQUENCE, der.SEQUENCE])
    return answer[1].members()


def _info(encapsulated: list[Value]) -> tuple[bytes, str]:
    _require(_tags(encapsulated) == [der.OID, CONTENT] and encapsulated[0].whole == TST_INFO)
    info = _single(_single(encapsulated[1].body, der.OCTETS).body, der.SEQUENCE).members()
    _require(tuple(_tags(info)[: len(_INFO)]) == _INFO and info[0].body == b"\1")
    return _imprint(info[2].members()), _time(info[4].body)


def _imprint(members: list[Value]) -> bytes:
    _require(_tags(members) == [der.SEQUENCE, der.OCTETS])
    algorithm = [member.whole for member in members[0].members()]
    if algorithm not in ([SHA256], [SHA256, _NULL]):
        raise LogError("timestamp.hash")
    _require(len(members[1].body) == _HASH_BYTES)
    return members[1].body


def _time(stated: bytes) -> str:
    _require(_STATED.fullmatch(stated) is not None)
    text = stated.decode()
    at = f"{text[:4]}-{text[4:6]}-{text[6:8]}T{text[8:10]}:{text[10:12]}:{text[12:14]}Z"
    _require(times.is_time(at))
    return at


def _single(data: bytes, tag: int) -> Value:
    values = der.values(data)
    _require(_tags(values) == [tag])
    return values[0]


def _tags(values: Sequence[Value]) -> list[int]:
    return [value.tag for value in values]


def _require(is_so: bool) -> None:  # noqa: FBT001 - it reads like assert
    if not is_so:
        raise DerError
