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
from mingqian.log import der, timestamp
from mingqian.log.der import Value
from mingqian.log.timestamp import Token

RULE = "draw-v1 7.2"
_FILE = "时间戳"
# DER of PKIStatusInfo {status granted}.
_GRANTED = bytes.fromhex("3003020100")
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
                raise RefusedError("timestamp.roots", rule=RULE) from None

    def time(self, token: bytes, imprint_sha256: bytes) -> str | None:
        """Give the time that a token, or the response that holds it, proves for an imprint.

        None where nobody can judge it: no authority is trusted here, or the token does not hold
        its authority's certificate. It proves nothing then, and is no failure.

        Raises:
            LogError: malformed, for another imprint, or not signed by one of the authorities.
        """
        read = timestamp.read(token, imprint_sha256, _FILE)
        if not self._roots or not read.has_certificates:
            return None
        response = _decoded(read)
        self._require_signed(response, imprint_sha256)
        return _latest(response, token)

    def _require_signed(self, response: TimeStampResponse, imprint: bytes) -> None:
        verifier = VerifierBuilder(roots=list(self._roots)).build()
        try:
            verifier.verify(response, imprint)
        except (VerificationError, ValueError) as error:
            _refuse("timestamp.not-trusted", cause=shown(str(error), 100))


def _decoded(token: Token) -> TimeStampResponse:
    try:
        return decode_response(_as_response(token))
    except ValueError as error:
        return _refuse("timestamp.unreadable", cause=shown(str(error), 100))


def _as_response(token: Token) -> bytes:
    """Write the token as the library wants it: an answer, and each set in the order of DER.

    Common software leaves certificates in the order of the chain. What is sorted here is not
    signed; the signed attributes stay byte for byte.
    """
    *members, signers = token.signed_data
    (signer,) = signers.members()
    sets = {der.SET, timestamp.CERTIFICATES, timestamp.REVOCATIONS}
    sorted_members = [_sorted(member) if member.tag in sets else member.whole for member in members]
    signer_members = [
        _sorted(member) if member.tag == timestamp.REVOCATIONS else member.whole
        for member in signer.members()
    ]
    signed = der.write(
        der.SEQUENCE, *sorted_members, der.write(der.SET, der.write(der.SEQUENCE, *signer_members))
    )
    content = der.write(der.SEQUENCE, timestamp.SIGNED_DATA, der.write(timestamp.CONTENT, signed))
    return der.write(der.SEQUENCE, _GRANTED, content)


def _sorted(of_values: Value) -> bytes:
    return der.write(of_values.tag, *sorted(member.whole for member in of_values.members()))


def _latest(response: TimeStampResponse, token: bytes) -> str:
    try:
        time = _stated(response, token) + _width(response.tst_info.accuracy)
    except OverflowError:
        _refuse("timestamp.accuracy")
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


def _refuse(code: str, /, **values: object) -> NoReturn:
    raise LogError.of(code, values, rule=RULE)
