"""Matching the names in a table with names that are known; advice on those that do not match."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence

from oversight.common.finding import plain as plain  # noqa: PLC0414 - names are compared by it

_SEPARATORS = "、,，;；|\n"
_QUOTED = re.compile(r"“([^”]*)”")
_SHOWN = 8
_LIKENESS = 0.5


def match(word: str, known_names: Iterable[str]) -> str | None:
    """Find the one name that is meant: the same, or the same but for width, case and blanks."""
    names = list(known_names)
    if word in names:
        return word
    similar = [name for name in names if plain(name) == plain(word)]
    return similar[0] if len(similar) == 1 and plain(word) else None


def advice(word: str, known_names: Iterable[str]) -> str:
    """Say what an unknown name may have meant, or what there is to choose from."""
    names = list(dict.fromkeys(known_names))
    if not names:
        return "库里还没有可对应的名称；请先登记，或留空"
    similar = difflib.get_close_matches(word, names, n=3, cutoff=_LIKENESS)
    if similar:
        return f"没有这个名称；是不是{'、'.join(f'“{name}”' for name in similar)}？请改成库里的名称"
    suffix = " 等" if len(names) > _SHOWN else ""
    return f"应为 {'、'.join(names[:_SHOWN])}{suffix} 之一"


def pieces(text: str, known_names: Iterable[str]) -> list[str]:
    """Part a list of names; a name with a separator in it is known, or stands in “”."""
    all_names = list(known_names)
    names = sorted((name for name in all_names if _parted(name)), key=len, reverse=True)
    parts, rest = [], text.strip(_SEPARATORS + " ")
    while rest:
        piece, rest = _next(rest, names)
        blanks = piece.split() if match(piece, all_names) is None else [piece]
        parts += blanks if all(match(part, all_names) for part in blanks) else [piece]
        rest = rest.lstrip(_SEPARATORS + " ")
    return [piece for piece in parts if piece]


def joined(names: Sequence[str]) -> str:
    """Write a list of names so that `pieces` gives them back."""
    return "、".join(f"“{name}”" if _parted(name) else name for name in names)


def _next(text: str, names: Sequence[str]) -> tuple[str, str]:
    quoted = _QUOTED.match(text)
    if quoted and _ends(text, quoted.end()):
        return quoted.group(1), text[quoted.end() :]
    for name in names:
        if text.startswith(name) and _ends(text, len(name)):
            return name, text[len(name) :]
    parts = re.split(f"[{_SEPARATORS}]", text, maxsplit=1)
    return parts[0].strip(), parts[1] if len(parts) > 1 else ""


def _ends(text: str, at: int) -> bool:
    rest = text[at:].lstrip(" ")
    return not rest or rest[0] in _SEPARATORS


def _parted(name: str) -> bool:
    return any(char in _SEPARATORS for char in name)
