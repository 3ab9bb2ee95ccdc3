"""Time-stamp tokens by hand, good and bad ones: form and imprint only, signed by nobody."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from tests.mingqian_crypto.tsa import SHA256, SHA384, algorithm, der, integer, oid, response

IMPRINT = hashlib.sha256(b"checkpoint").digest()
_SEQUENCE, _SET, _OCTETS, _TIME = 0x30, 0x31, 4, 0x18
_CERTIFICATES, _REVOCATIONS = 0xA0, 0xA1
_SIGNED_DATA = "1.2.840.113549.1.7.2"
_DATA = "1.2.840.113549.1.7.1"
_TST_INFO = "1.2.840.113549.1.9.16.1.4"
# No certificates: the form asks only for values, and they are out of DER's order.
CERTIFICATES = (der(_SEQUENCE, b"\2\1\7" * 40), der(_SEQUENCE, b"\2\1\5" * 40))
SIGNER = der(_SEQUENCE, integer(1))


def info(
    imprint: bytes = IMPRINT,
    *,
    hashed_by: bytes = algorithm(SHA256),
    at: bytes = b"20261123080000Z",
    version: int = 1,
    more: bytes = b"",
) -> bytes:
    """Write what the authority states."""
    stamped = der(_SEQUENCE, hashed_by, der(_OCTETS, imprint))
    return der(
        _SEQUENCE, integer(version), oid("1.2.3.4"), stamped, integer(4711), der(_TIME, at), more
    )


def token(
    stated: bytes | None = None,
    *,
    kind: str = _SIGNED_DATA,
    content: str = _TST_INFO,
    certificates: Sequence[bytes] = CERTIFICATES,
    optional: bytes | None = None,
    signers: Sequence[bytes] = (SIGNER,),
) -> bytes:
    """Write a token around a statement."""
    held = der(0xA0, der(_OCTETS, info() if stated is None else stated))
    chain = der(_CERTIFICATES, *certificates) if optional is None else optional
    data = der(
        _SEQUENCE,
        integer(3),
        der(_SET, algorithm(SHA256)),
        der(_SEQUENCE, oid(content), held),
        chain,
        der(_SET, *signers),
    )
    return der(_SEQUENCE, oid(kind), der(0xA0, data))


def _longer_length() -> bytes:
    whole = token()
    return bytes([0x30, 0x83, 0, *whole[2:]])


ACCEPTED: dict[str, Callable[[], bytes]] = {
    "a token": token,
    "certificates in the other order": lambda: token(certificates=CERTIFICATES[::-1]),
    "no certificates": lambda: token(optional=b""),
    "a revocation list": lambda: token(
        optional=der(_CERTIFICATES, *CERTIFICATES) + der(_REVOCATIONS, der(_SEQUENCE))
    ),
    "the whole answer": lambda: response(token()),
    "an answer with a remark": lambda: der(
        _SEQUENCE, der(_SEQUENCE, integer(0), der(_SEQUENCE, der(0x0C, b"ok"))), token()
    ),
    "a fraction of a second": lambda: token(info(at=b"20261123080000.25Z")),
    "accuracy and nonce": lambda: token(info(more=der(_SEQUENCE, integer(1)) + integer(2**63))),
    "an algorithm without parameters": lambda: token(info(hashed_by=der(_SEQUENCE, oid(SHA256)))),
}

REFUSED: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "text": lambda: b"-----BEGIN PKCS7-----\n",
    "one byte": lambda: b"\x30",
    "an empty sequence": lambda: b"\x30\0",
    "of something else": lambda: token(info(hashlib.sha256(b"another").digest())),
    "one bit off": lambda: token(info(bytes([IMPRINT[0] ^ 1, *IMPRINT[1:]]))),
    "by another hash": lambda: token(info(hashed_by=algorithm(SHA384))),
    "by a hash with parameters": lambda: token(
        info(hashed_by=der(_SEQUENCE, oid(SHA256), integer(1)))
    ),
    "by no hash": lambda: token(info(hashed_by=der(_SEQUENCE))),
    "a short imprint": lambda: token(info(IMPRINT[:31])),
    "an impossible date": lambda: token(info(at=b"20260230080000Z")),
    "no seconds": lambda: token(info(at=b"202611230800Z")),
    "local time": lambda: token(info(at=b"20261123080000+0800")),
    "another version": lambda: token(info(version=2)),
    "cut off": lambda: token()[:-1],
    "a byte behind": lambda: token() + b"\0",
    "a line feed behind": lambda: token() + b"\n",
    "a length of no use": _longer_length,
    "an indefinite length": lambda: b"\x30\x80" + token()[4:] + b"\0\0",
    "a short length in the long form": lambda: b"\x30\x81\x05" + b"\2\1\1\5\0",
    "a long tag": lambda: b"\x3f\x81\0" + token(),
    "no signed data": lambda: token(kind=_DATA),
    "signed data of something else": lambda: token(content=_DATA),
    "nobody signed": lambda: token(signers=()),
    "two signed": lambda: token(signers=(SIGNER, SIGNER)),
    "certificates twice": lambda: token(optional=der(_CERTIFICATES) * 2),
    "certificates that are none": lambda: token(optional=der(_CERTIFICATES, b"\x30\x05")),
    "revocations before certificates": lambda: token(
        optional=der(_REVOCATIONS) + der(_CERTIFICATES)
    ),
    "not granted": lambda: response(token(), status=2),
    "granted with changes": lambda: response(token(), status=1),
    "refused without a token": lambda: response(b"", status=2),
    "granted without a token": lambda: response(b""),
    "an answer without a status": lambda: der(_SEQUENCE, der(_SEQUENCE), token()),
    "two tokens": lambda: response(token() + token()),
    "the statement alone": info,
    "a statement that ends early": lambda: token(der(_SEQUENCE, integer(1))),
    "a statement and more": lambda: token(info() + info()),
}
