"""The house rules find what they are to find."""

from __future__ import annotations

import ast

from scripts import house_rules

NAMELESS = """
def told(made: int) -> int:
    for one in range(made):
        found = one
    return found

class _Judged:
    said: str
"""
NAMED = """
def read(count: int) -> int:
    for number in range(count):
        total = number
    return total

class JudgedRow:
    text: str
"""


def test_names_that_say_nothing_are_found() -> None:
    breaches = list(house_rules.names_in("a.py", ast.parse(NAMELESS)))

    assert sorted(breach.partition(": ")[2] for breach in breaches) == [
        "a class named _Judged",
        "a function named told",
        "a parameter named made",
        "a variable named found",
        "a variable named one",
        "a variable named said",
    ]


def test_nouns_are_no_breach() -> None:
    assert list(house_rules.names_in("a.py", ast.parse(NAMED))) == []
