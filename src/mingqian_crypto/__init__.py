"""Signatures and time stamps for the pure core, by well-kept libraries (spec log-v1 2, 3).

The core knows only the interface `mingqian.crypto`; `default_crypto` gives the usual
implementation of it, `ed25519` the keys that a log or a witness signs with.
"""

from __future__ import annotations

from collections.abc import Sequence

from mingqian.crypto import Crypto
from mingqian_crypto import bls, ed25519, timestamps

__all__ = ["default_crypto"]


def default_crypto(tsa_roots: Sequence[bytes] = ()) -> Crypto:
    """Give the usual implementation; time stamps need the roots (PEM) of their authorities.

    Raises:
        RefusedError: a root is not a certificate.
    """
    return _LibraryCrypto(timestamps.Authorities(tsa_roots))


class _LibraryCrypto:
    def __init__(self, authorities: timestamps.Authorities) -> None:
        self._authorities = authorities

    def verify_ed25519(self, public_key: bytes, message: bytes, signature: bytes) -> bool:
        return ed25519.verify(public_key, message, signature)

    def verify_bls_g1(self, public_key: bytes, message: bytes, signature: bytes) -> bool:
        return bls.verify(public_key, message, signature)

    def timestamp_time(self, token: bytes, imprint_sha256: bytes) -> str | None:
        return self._authorities.time(token, imprint_sha256)
