"""BLS verification by blst (C), as the wheel pyblst: a few milliseconds."""

from __future__ import annotations

from pyblst import BlstP1Element, BlstP2Element, final_verify, miller_loop

from mingqian_crypto.bls import DOMAIN

_GENERATOR = BlstP2Element.uncompress(
    bytes.fromhex(
        "93e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049"
        "334cf11213945d57e5ac7d055d042b7e024aa2b2f08f0a91260805272dc51051"
        "c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"
    )
)
# A new element is the point at infinity.
_INFINITIES = (BlstP1Element().compress(), BlstP2Element().compress())


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether e(signature, generator) = e(hash of message, key)."""
    try:
        # The library refuses points outside the subgroup and more than one writing of a point.
        key = BlstP2Element.uncompress(public_key)
        point = BlstP1Element.uncompress(signature)
    except ValueError:
        return False
    if public_key in _INFINITIES or signature in _INFINITIES:
        return False
    hashed = BlstP1Element.hash_to_group(message, DOMAIN)
    return bool(final_verify(miller_loop(point, _GENERATOR), miller_loop(hashed, key)))
