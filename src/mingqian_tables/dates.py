"""Dates as offices write them, each of them a day that exists."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from mingqian_tables.amounts import UnclearError

_DATE = re.compile(
    r"([0-9]{4})\s*[-/.年—–]\s*([0-9]{1,2})\s*[-/.月—–]\s*([0-9]{1,2})\s*[日号]?(?:[ T].*)?"
)
_PACKED = re.compile(r"(19|20)([0-9]{2})(0[1-9]|1[0-2])([0-3][0-9])")
_SERIAL = re.compile(r"[2-9][0-9]{4}(?:\.[0-9]+)?")
_EPOCH = date(1899, 12, 30)


def day(text: str) -> date:
    """Read a date in one of the usual forms.

    Raises:
        UnclearError: it is none; a number that a sheet keeps in place of a date is named as that.
    """
    bare = unicodedata.normalize("NFKC", text).strip()
    match = _DATE.fullmatch(bare)
    if match is None and (packed := _PACKED.fullmatch(bare)) is not None:
        return _existing(int(packed[1] + packed[2]), int(packed[3]), int(packed[4]), text)
    if match is None:
        serial = _SERIAL.fullmatch(bare)
        meant = _EPOCH + timedelta(days=int(bare.partition(".")[0])) if serial else None
        hint = f"像是表格软件里日期的序号(即 {meant})；" if meant else ""
        raise UnclearError(f"看不懂的日期“{text}”；{hint}请写作 2030-12-31")
    year, month, number = map(int, match.groups())
    return _existing(year, month, number, text)


def _existing(year: int, month: int, number: int, text: str) -> date:
    try:
        return date(year, month, number)
    except ValueError:
        raise UnclearError(f"没有“{text}”这一天；请核对") from None
