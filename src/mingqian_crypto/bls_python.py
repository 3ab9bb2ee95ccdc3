"""BLS verification in pure Python by py_ecc, for platforms without a wheel: slow, and the same."""

from __future__ import annotations

import hashlib

from py_ecc.bls.g2_primitives import subgroup_check
from py_ecc.bls.hash_to_curve import hash_to_G1
from py_ecc.bls.point_compression import decompress_G1, decompress_G2
from py_ecc.bls.typing import G1Compressed, G2Compressed
from py_ecc.optimized_bls12_381.optimized_curve import G2, is_inf
from py_ecc.optimized_bls12_381.optimized_pairing import pairing

from mingqian_crypto.bls import DOMAIN


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether e(signature, generator) = e(hash of message, key)."""
    try:
        key = decompress_G2(G2Compressed((_number(public_key[:48]), _number(public_key[48:]))))
        point = decompress_G1(G1Compressed(_number(signature)))
    except ValueError:
        return False
    # py_ecc decompresses points of the whole curve: the subgroup is for us to check.
    if is_inf(key) or not subgroup_check(key):
        return False
    if is_inf(point) or not subgroup_check(point):
        return False
    hashed = hash_to_G1(message, DOMAIN, hashlib.sha256)  # type: ignore[arg-type]
    return bool(pairing(G2, point) == pairing(key, hashed))


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")
