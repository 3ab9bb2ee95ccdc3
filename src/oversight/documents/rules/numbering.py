"""Numbers of documents: ``{机关代字}{文种}字〔{年}〕第{4位}号``, by type, year and organisation."""

from __future__ import annotations

import re

_WORD = re.compile(r"[\u3400-\u9fff]{1,30}")


def number(word: str, type_word: str, year: int, place: int) -> str:
    """Write the number of a document: 青人社检通字〔2026〕第0001号."""
    return f"{word}{type_word}字〔{year}〕第{place:04d}号"


def code(organisation: str, type_code: str, year: int, place: int) -> str:
    """Write what the log calls a document: 990107-01-notice-2026-0001."""
    return f"{series(organisation, type_code, year)}-{place:04d}"


def series(organisation: str, type_code: str, year: int) -> str:
    """Name the row of numbers that a document's is taken from."""
    return f"{organisation}-{type_code}-{year}"


def is_word(text: str) -> bool:
    """Tell whether a text may be the word of an organisation (机关代字): 1 to 30 Han characters."""
    return _WORD.fullmatch(text) is not None
