"""Numbers of persons in a text: mobile telephones, identity numbers, bank cards.

A text that people type may have one where none is asked for; what is shown of it hides the middle.
"""

from __future__ import annotations

import re

from mingqian_tables import uscc

_MOBILE = re.compile(r"(?<![0-9A-Za-z])1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9A-Za-z])")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
# 18 digits are left out: a task has such a number, and hardly any card.
_CARD = re.compile(r"(?<![0-9A-Za-z])(?:[0-9] ?){15,18}[0-9](?![0-9A-Za-z])")
_CARD_BEGINS = ("62", "4", "5", "60", "68", "9")
_CARD_LENGTHS = {16, 17, 19}
_WHOLE = 18


def masked(text: str) -> str:
    """Show the ends of a number: 138****1234."""
    if len(text) > 7:  # noqa: PLR2004 - shorter ones would show most of themselves
        return f"{text[:3]}****{text[-4:]}"
    return "****" if text else ""


def masked_numbers(text: str) -> str:
    """Hide the middle of each number of a person: 138****5678; the rest of the text stays."""
    text = _CARD.sub(_masked_card, text)
    text = _IDENTITY.sub(_masked_identity, text)
    return _MOBILE.sub(_masked, text)


def masked_identity(number: str) -> str:
    """Hide the middle of what stands for an identity number, whatever its form; 6+4 of 18 stay."""
    text = number.strip().upper()
    return f"{text[:6]}********{text[14:]}" if len(text) == _WHOLE else masked(text)


def has_number(text: str) -> bool:
    """Tell whether a text has a number of a person in it (rules R21, R22)."""
    return masked_numbers(text) != text or uscc.masked(text) != text


def is_card(digits: str) -> bool:
    """Tell whether digits are the number of a bank card, by length, beginning and check digit."""
    is_formed = len(digits) in _CARD_LENGTHS and digits.startswith(_CARD_BEGINS)
    return is_formed and has_check_digit(digits)


def has_check_digit(digits: str) -> bool:
    """Tell whether the last digit is the check digit of the others, as cards have it (Luhn)."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0  # noqa: PLR2004


def _masked_card(match: re.Match[str]) -> str:
    digits = match[0].replace(" ", "")
    return masked(digits) if is_card(digits) else match[0]


def _masked_identity(match: re.Match[str]) -> str:
    number = match[0].upper()
    return masked_identity(number) if uscc.is_identity(number) else match[0]


def _masked(match: re.Match[str]) -> str:
    return masked(re.sub("[ -]", "", match[0]))
