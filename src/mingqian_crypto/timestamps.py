"""Time-stamp tokens by RFC 3161: until when a checkpoint existed (spec draw-v1 6.2, 7.2)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NoReturn

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
)
from rfc3161_client import decode_timestamp_response as decode_response
from rfc3161_client.tsp import Accuracy

from mingqian.errors import LogError, RefusedError, shown

SHA256 = "2.16.840.1.101.3.4.2.1"
MAX_BYTES = 100_000
RULE = "draw-v1 7.2"

# DER of PKIStatusInfo {status granted}.
_GRANTED = bytes.fromhex("3003020100")
_SEQUENCE = 0x30
_SHORT_LENGTH = 0x80
_SECOND = timedelta(seconds=1)


def request(data: bytes) -> bytes:
    """Write what an authority is asked (RFC 3161 2.4): to stamp the SHA-256 of some bytes."""
    builder = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256)
    return builder.build().as_bytes()


def imprint(data: bytes) -> bytes:
    """Give what a token over some bytes stamps: their SHA-256."""
    return hashlib.sha256(data).digest()


class Authorities:
    """The time-stamping authorities that an installation trusts, by their root certificates."""

    def __init__(self, roots: Sequence[bytes]) -> None:
        """Read roots from PEM; one text may hold several.

        Raises:
            RefusedError: a text holds no certificate.
        """
        self._roots: list[x509.Certificate] = []
        for pem in roots:
            try:
                self._roots += x509.load_pem_x509_certificates(pem)
            except ValueError:
                raise RefusedError("时间戳机构的根证书不是 PEM 证书", rule=RULE) from None

    def time(self, token: bytes, imprint_sha256: bytes) -> str:
        """Give the time that a token, or the response that holds it, proves for an imprint.

        Raises:
            LogError: malformed, for another imprint, or not signed by one of the authorities.
        """
        if not self._roots:
            _refuse("没有设置可信的时间戳机构")
        response = _decoded(token)
        self._require_signed(response, imprint_sha256)
        return _latest(response, token)

    def _require_signed(self, response: TimeStampResponse, imprint: bytes) -> None:
        verifier = VerifierBuilder(roots=list(self._roots)).build()
        try:
            found = response.tst_info.message_imprint
            verifier.verify(response, found.message)
        except (VerificationError, ValueError) as error:
            _refuse(f"时间戳不是可信机构签发的，或已损坏：{shown(str(error), 100)}")
        if found.hash_algorithm.dotted_string != SHA256:
            _refuse(f"时间戳的散列算法应为 SHA-256，实为 {found.hash_algorithm.dotted_string}")
        if found.message != imprint:
            _refuse(f"时间戳是对 {found.message.hex()} 的，应为 {imprint.hex()}")


def _decoded(token: bytes) -> TimeStampResponse:
    if len(token) > MAX_BYTES:
        _refuse(f"时间戳有 {len(token)} 字节，最多 {MAX_BYTES} 字节")
    for candidate in (token, _as_response(token)):
        try:
            return decode_response(candidate)
        except ValueError:
            continue
    return _refuse("不是 RFC 3161 时间戳")


def _as_response(token: bytes) -> bytes:
    """Wrap a bare token, which is what clause 6.2 asks for, as the library wants it."""
    body = _GRANTED + token
    if len(body) < _SHORT_LENGTH:
        return bytes([_SEQUENCE, len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([_SEQUENCE, _SHORT_LENGTH | len(length)]) + length + body


def _latest(response: TimeStampResponse, token: bytes) -> str:
    try:
        time = _stated(response, token) + _width(response.tst_info.accuracy)
    except OverflowError:
        _refuse("时间戳的精度超出范围")
    if time.microsecond:
        time = time.replace(microsecond=0) + _SECOND
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def _stated(response: TimeStampResponse, token: bytes) -> datetime:
    """Read the time, rounded up: the library drops fractions, so they are looked for here.

    Only the signed part has this very time; should other parts repeat it with a fraction, the
    result is later than stated, never earlier.
    """
    time = response.tst_info.gen_time.astimezone(UTC)
    fraction = time.strftime("%Y%m%d%H%M%S").encode() + rb"\.[0-9]*[1-9][0-9]*Z"
    return time + _SECOND if re.search(fraction, token) else time


def _width(accuracy: Accuracy | None) -> timedelta:
    if accuracy is None:
        return timedelta()
    return timedelta(
        seconds=accuracy.seconds or 0,
        milliseconds=accuracy.millis or 0,
        microseconds=accuracy.micros or 0,
    )


def _refuse(problem: str) -> NoReturn:
    raise LogError(problem, rule=RULE)
