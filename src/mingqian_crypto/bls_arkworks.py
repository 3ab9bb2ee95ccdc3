"""BLS verification by the arkworks library (Rust), as a wheel."""

from __future__ import annotations

from py_arkworks_bls12381 import GT, G1Point, G2Point

from mingqian_crypto.bls import DOMAIN


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether e(signature, generator) = e(hash of message, key)."""
    try:
        key = G2Point.from_compressed_bytes(public_key)
        point = G1Point.from_compressed_bytes(signature)
    except ValueError:
        return False
    if key == G2Point.identity() or point == G1Point.identity():
        return False
    hashed = G1Point.hash_to_curve(message, DOMAIN)
    return GT.pairing_check([-point, hashed], [G2Point(), key])
