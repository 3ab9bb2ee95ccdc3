"""What somebody may have meant by a word that is nowhere: a suggestion, never a choice."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from mingqian_tables.normalisation import folded

_FEW = 2000
_LIKE = 0.6
_MOST = 3
_APART = 2


def closest(word: str, among: Collection[str]) -> list[str]:
    """Find up to three that are nearly the word; nothing if none is like it."""
    plain = folded(word)
    same = [one for one in among if folded(one) == plain]
    if same:
        return same[:_MOST]
    if len(among) <= _FEW:
        return difflib.get_close_matches(word, list(among), n=_MOST, cutoff=_LIKE)
    return [one for one in among if _is_near(word, one)][:_MOST]


def hint(word: str, among: Collection[str]) -> str:
    """Say which ones are nearly the word, for a person to choose from; empty if none is."""
    near = closest(word, among)
    return f"最接近的是 {'、'.join(f'“{one}”' for one in near)}" if near else ""


def _is_near(word: str, other: str) -> bool:
    """Compare two long codes quickly: a few characters changed, missing or too many."""
    gap = len(word) - len(other)
    if abs(gap) > _APART or not word:
        return False
    if gap == 0:
        return sum(a != b for a, b in zip(word, other, strict=True)) <= _APART
    short, long = (word, other) if gap < 0 else (other, word)
    head = next(
        (i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
    )
    return short[head:] == long[head + abs(gap) :]
