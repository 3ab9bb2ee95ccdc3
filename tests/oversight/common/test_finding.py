"""Finding by any part of a text, whatever its width and marks, or by pinyin initials."""

from __future__ import annotations

import pytest

from oversight.common import finding

ROWS = [
    (1, "青禾区第7食品有限公司", "QH-0007"),
    (2, "检查员3", "ＱＨ00003"),
    (3, "劳动用工抽查", ""),
]


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("食品", [1]),
        ("qh 0007", [1]),
        ("ｑｈ００００３", [2]),
        ("jcy", [2]),
        ("LDYG", [3]),
        ("ldygc", [3]),
        ("x", []),
        ("l", []),
        ("，。", []),
        ("", []),
    ],
)
def test_rows_are_found_by_words_or_initials(words: str, keys: list[int]) -> None:
    assert finding.matching(words, ROWS) == keys


def test_words_that_are_no_letters_are_no_initials() -> None:
    assert finding.asked_letters("ldyg") == "ldyg"
    assert finding.asked_letters("ld7") == ""
    assert finding.asked_letters("劳动") == ""
    assert finding.initials("劳动用工") == "ldyg"
