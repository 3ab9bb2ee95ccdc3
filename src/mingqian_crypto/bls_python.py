"""BLS verification in pure Python by py_ecc, for platforms without a wheel: slow, and the same."""

from __future__ import annotations

import hashlib

from eth_typing import BLSSignature
from py_ecc.bls import g2_primitives
from py_ecc.bls.hash_to_curve import hash_to_G1
from py_ecc.bls.point_compression import decompress_G1
from py_ecc.bls.typing import G1Compressed
from py_ecc.optimized_bls12_381.optimized_curve import G2, is_inf
from py_ecc.optimized_bls12_381.optimized_pairing import pairing

from mingqian_crypto.bls import DOMAIN


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether e(signature, generator) = e(hash of message, key)."""
    try:
        # The library calls points of G2 signatures; here they are keys.
        key = g2_primitives.signature_to_G2(BLSSignature(public_key))
        point = decompress_G1(G1Compressed(int.from_bytes(signature, "big")))
    except ValueError:
        return False
    # py_ecc decompresses points of the whole curve: the subgroup is for us to check.
    if is_inf(key) or not g2_primitives.subgroup_check(key):
        return False
    if is_inf(point) or not g2_primitives.subgroup_check(point):
        return False
    hashed = hash_to_G1(message, DOMAIN, hashlib.sha256)  # type: ignore[arg-type]
    return bool(pairing(G2, point) == pairing(key, hashed))
