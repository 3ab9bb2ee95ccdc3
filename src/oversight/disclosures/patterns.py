"""What must never be published, found by its form: identity number, phone, bank card (R51)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from mingqian.canonical import Json
from mingqian_tables import uscc
from oversight.common.personal_numbers import has_check_digit

IDENTITY, PHONE, CARD = "身份证号码", "电话号码", "银行卡号"
_GAPS = re.compile(r"(?<=[0-9])[\s\-‐-―.·]{1,2}(?=[0-9Xx])")
# A digest may have eleven digits in a row by chance.
_DIGEST = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{64}(?![0-9A-Za-z])")
_LONG = re.compile(r"(?<![0-9A-Za-z])(?:[1-9][0-9]{16}[0-9Xx]|[1-9][0-9]{14})(?![0-9A-Za-z])")
_PHONE = re.compile(r"(?<![0-9])(?:(?:\+?86)?1[3-9][0-9]{9}|0[1-9][0-9]{9,10})(?![0-9])")
_CARD = re.compile(r"(?<![0-9A-Za-z])(?:6[0-9]{15,18}|[45][0-9]{15})(?![0-9A-Za-z])")
_NUMBER_OF_TASK = re.compile(
    r"[0-9]{6}20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{4}"
)
_LATEST_BIRTH = 2015


def personal_numbers(value: Json) -> list[str]:
    """Name the kinds of numbers of a person that stand anywhere in a value, each once."""
    kinds = [kind for text in _texts(value) for kind in _kinds(_plain(text))]
    return list(dict.fromkeys(kinds))


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, int) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, list):
        for member in value:
            yield from _texts(member)
    elif isinstance(value, dict):
        for member in value.values():
            yield from _texts(member)


def _plain(text: str) -> str:
    """Undo full-width digits, and blanks or hyphens between digits; leave whole digests out."""
    return _GAPS.sub("", _DIGEST.sub(" ", unicodedata.normalize("NFKC", text)))


def _kinds(text: str) -> Iterator[str]:
    if any(_is_identity(match.upper()) for match in _LONG.findall(text)):
        yield IDENTITY
    if _PHONE.search(text):
        yield PHONE
    if any(_is_card(match) for match in _CARD.findall(text)):
        yield CARD


def _is_identity(number: str) -> bool:
    is_of_task = _NUMBER_OF_TASK.fullmatch(number) and int(number[6:10]) > _LATEST_BIRTH
    return not is_of_task and uscc.is_identity(number)


def _is_card(number: str) -> bool:
    return not _NUMBER_OF_TASK.fullmatch(number) and has_check_digit(number)
