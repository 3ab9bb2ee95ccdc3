"""The three orders that the seed gives: of visits, of pairs, of spares (spec draw-v1 5.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from mingqian import canonical


def order(key: str, subject: str) -> str:
    """Compute the place of a visit in the draw: 64 hex digits, ties by id (1.3)."""
    return canonical.digest(f"{key},order,{subject}")


def pair(key: str, subject: str, inspector: str) -> str:
    """Compute the place of an inspector in the queue for a visit: 64 hex digits."""
    return canonical.digest(f"{key},pair,{subject},{inspector}")


def spare(key: str, inspector: str) -> str:
    """Compute who is spared first where tasks cannot be shared equally: 64 hex digits."""
    return canonical.digest(f"{key},spare,{inspector}")


def pairs(key: str, subject: str) -> Callable[[bytes], bytes]:
    """Give a function from an inspector's id in ASCII to the bytes of its `pair` digest.

    Bytes stand in the same order as their hex digits. What comes before the id is hashed once
    for the visit: this is nearly all of the work of a large draw.
    """
    begin = hashlib.sha256(f"{key},pair,{subject},".encode()).copy

    def digest(inspector: bytes) -> bytes:
        state = begin()
        state.update(inspector)
        return state.digest()

    return digest
