"""The signature of drand's quicknet: scheme bls-unchained-g1-rfc9380 (spec draw-v1 3.1).

Signatures are points of G1 (48 bytes), keys points of G2 (96 bytes), both compressed. A wheel
does the work where there is one for the platform; otherwise the same in pure Python, which takes
a second or two. Both refuse the point at infinity, under which any message would be signed.
"""

# ruff: noqa: PLC0415 - the pure-Python engine takes half a second to import

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

KEY_BYTES = 96
SIGNATURE_BYTES = 48
# drand's suite for signatures on G1 (RFC 9380).
DOMAIN = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"

# Takes key, message and signature, with lengths that are right.
Engine: TypeAlias = Callable[[bytes, bytes, bytes], bool]


def engine() -> Engine:
    """Choose the wheel, or pure Python where it is missing."""
    try:
        from mingqian_crypto import bls_blst
    except ImportError:
        from mingqian_crypto import bls_python

        return bls_python.verify
    return bls_blst.verify


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether the signature is that of the key for the message."""
    if len(public_key) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    return engine()(public_key, message, signature)
