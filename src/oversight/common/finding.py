"""Finding by what somebody types: any part, whatever its width and marks, or pinyin initials."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Iterable
from functools import lru_cache
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
_REMEMBERED = 8192
_FEWEST_LETTERS = 2


def plain(text: str) -> str:
    """Bring text to what is compared: one width, small letters, no punctuation, no blanks."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(char for char in folded if char.isalnum())


@lru_cache(maxsize=_REMEMBERED)
def initials(name: str) -> str:
    """Give the first letters of the pinyin of a name."""
    import pypinyin  # noqa: PLC0415 - a dictionary that no start has to wait for

    letters = pypinyin.lazy_pinyin(name, style=pypinyin.Style.FIRST_LETTER, errors="ignore")
    return "".join(letters)[:200]


def asked_letters(words: str) -> str:
    """Give the pinyin initials that the words may be; empty if they cannot be such."""
    letters = plain(words)
    is_asked = letters.isascii() and letters.isalpha() and len(letters) >= _FEWEST_LETTERS
    return letters if is_asked else ""


def matching(words: str, rows: Iterable[tuple[Key, *tuple[str, ...]]]) -> list[Key]:
    """Give the keys of the rows with a text that has the words, or their pinyin initials."""
    sought, letters = plain(words), asked_letters(words)
    return [key for key, *texts in rows if sought and _is_match(sought, letters, texts)]


def _is_match(sought: str, letters: str, texts: Iterable[str]) -> bool:
    return any(
        sought in plain(text) or (letters != "" and letters in initials(text)) for text in texts
    )
