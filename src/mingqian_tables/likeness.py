"""The known words nearest to one that is not known, as a suggestion."""

from __future__ import annotations

import difflib
import heapq
from collections.abc import Collection

from mingqian_tables.normalisation import folded

_FEW = 2000
_LIKE, _HALF, _SHORT = 0.6, 0.5, 3
_MOST = 3
_APART = 2


def closest(word: str, among: Collection[str]) -> list[str]:
    """Find up to three that are nearly the word; nothing if none is like it."""
    plain = folded(word)
    same = [candidate for candidate in among if folded(candidate) == plain]
    if same:
        return same[:_MOST]
    if len(among) <= _FEW:
        return difflib.get_close_matches(
            word, list(among), n=_MOST, cutoff=_LIKE if len(word) > _SHORT else _HALF
        )
    distances = ((_distance(word, candidate), candidate) for candidate in among)
    return [candidate for apart, candidate in heapq.nsmallest(_MOST, distances) if apart <= _APART]


def hint(word: str, among: Collection[str]) -> str:
    """Say which ones are nearly the word, for a person to choose from; empty if none is."""
    near = closest(word, among)
    return f"最接近的是 {'、'.join(f'“{name}”' for name in near)}" if near else ""


def _distance(word: str, candidate: str) -> int:
    """Compare two long codes quickly: characters changed, or missing in one place."""
    gap = len(word) - len(candidate)
    if gap == 0:
        return sum(a != b for a, b in zip(word, candidate, strict=True))
    short, long = (word, candidate) if gap < 0 else (candidate, word)
    pairs = enumerate(zip(short, long, strict=False))
    head = next((at for at, (a, b) in pairs if a != b), len(short))
    return abs(gap) if short[head:] == long[head + abs(gap) :] else _APART + 1
