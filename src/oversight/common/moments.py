"""Moments and days: the log's form, China's calendar days, and words for people."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_DAY = re.compile(r"(?<![\d-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\dT-])")


def written(at: datetime) -> str:
    """Write a moment as the log does: ``2026-11-23T08:00:00Z``."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(text: str) -> datetime:
    """Read a moment as the log writes it; the inverse of `written`."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def day_of(at: datetime) -> date:
    """Give the day in China."""
    return at.astimezone(BEIJING).date()


def end_of(day: date) -> datetime:
    """Give the first moment after a day in China."""
    after = day + timedelta(days=1)
    return datetime(after.year, after.month, after.day, tzinfo=BEIJING)


def start_of(day: date) -> datetime:
    """Give the first moment of a day in China."""
    return datetime(day.year, day.month, day.day, tzinfo=BEIJING)


def day_in_words(day: date) -> str:
    """Write a day for people: 2026年3月18日."""
    return f"{day.year}年{day.month}月{day.day}日"


def minute_in_words(at: datetime) -> str:
    """Write a moment for people to the minute, as the clocks in China show it: 3月18日 14:12."""
    beijing = at.astimezone(BEIJING)
    return f"{beijing.month}月{beijing.day}日 {beijing:%H:%M}"


def in_words(at: datetime) -> str:
    """Write a moment for people, as the clocks in China show it: 2026年3月18日 14:12:06."""
    beijing = at.astimezone(BEIJING)
    return f"{beijing.year}年{beijing.month}月{beijing.day}日 {beijing:%H:%M:%S}"


def days_between(since: date | None, until: date | None) -> str:
    """Write a span of days for people: 2026年3月18日至2026年3月20日; an open end is 一直."""
    first = day_in_words(since) if since else ""
    return f"{first}至{day_in_words(until) if until else '一直'}"


def rewritten(text: str) -> str:
    """Write the log's moments and days in a text as people write them."""
    text = _MOMENT.sub(lambda match: in_words(read(match[0])), text)
    return _DAY.sub(lambda match: _rewritten_day(match[0]), text)


def _rewritten_day(text: str) -> str:
    year, month, day = text.split("-")
    return f"{int(year)}年{int(month)}月{int(day)}日"
