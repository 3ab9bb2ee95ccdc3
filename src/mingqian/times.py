"""UTC times as text, with the arithmetic the rules need and no clock (spec draw-v1 1.6)."""

from __future__ import annotations

import re

from mingqian.errors import FormatError

_TIME = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z")
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAY = 86_400
_BEIJING = 8 * 3600
_EPOCH_DAY = 719_468  # days from 0000-03-01 to 1970-01-01
_THURSDAY = 3  # 1970-01-01, counting Monday as 0


def is_time(text: object) -> bool:
    """Tell whether text is a real calendar time in the form ``2026-11-23T08:00:00Z``."""
    match = _TIME.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return False
    year, month, day, hour, minute, second = map(int, match.groups())
    if not (year >= 1 and 1 <= month <= 12):
        return False
    return 1 <= day <= _days_in(year, month) and hour < 24 and minute < 60 and second < 60


def seconds(text: str) -> int:
    """Count the seconds from 1970-01-01T00:00:00Z; no leap seconds.

    Raises:
        FormatError: text is not a time (spec draw-v1 1.6).
    """
    if not is_time(text):
        raise FormatError("time.form", rule="draw-v1 1.6", text=text)
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:10])
    clock = int(text[11:13]) * 3600 + int(text[14:16]) * 60 + int(text[17:19])
    return _day_number(year, month, day) * _DAY + clock


def text(count: int) -> str:
    """Write seconds since 1970 as a time; the inverse of `seconds`."""
    year, month, day = _civil(count // _DAY)
    clock = count % _DAY
    return (
        f"{year:04d}-{month:02d}-{day:02d}"
        f"T{clock // 3600:02d}:{clock // 60 % 60:02d}:{clock % 60:02d}Z"
    )


def shift(time: str, by_seconds: int) -> str:
    """Move a time by a number of seconds, which may be negative."""
    return text(seconds(time) + by_seconds)


def beijing(time: str) -> str:
    """Write a UTC time as Beijing time for people: ``2026-11-23 16:00:00``."""
    return text(seconds(time) + _BEIJING).replace("T", " ").removesuffix("Z")


def beijing_weekday(time: str) -> int:
    """Tell the weekday in Beijing, Monday 0 to Sunday 6."""
    return ((seconds(time) + _BEIJING) // _DAY + _THURSDAY) % 7


def _days_in(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _MONTH_DAYS[month - 1]


def _day_number(year: int, month: int, day: int) -> int:
    # The civil calendar counted from 1 March, so that the leap day is the last of its year.
    if month <= 2:
        year -= 1
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * 146_097 + day_of_era - _EPOCH_DAY


def _civil(day_number: int) -> tuple[int, int, int]:
    era, day_of_era = divmod(day_number + _EPOCH_DAY, 146_097)
    year_of_era = (
        day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096
    ) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = (shifted + 2) % 12 + 1
    return year_of_era + era * 400 + (month <= 2), month, day_of_year - (153 * shifted + 2) // 5 + 1
