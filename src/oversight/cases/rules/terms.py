"""When a term ends: from a start and a number of days, working days, hours, months or years.

The day of the start is not counted (民法典 §201, 行政处罚法 §85). What a law calls 日 without
saying that it means working days is counted in calendar days: the stricter reading (guide R33).
"""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from oversight.common import moments
from oversight.regulations.working_days import Calendar

_MONTHS = 12


class Unit(StrEnum):
    """The unit of a term, as the rules write it."""

    DAY = "日"
    WORKING_DAY = "个工作日"
    HOUR = "小时"
    MONTH = "个月"
    YEAR = "年"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term that a rule sets: how long, in which unit, by which provision."""

    key: str
    name: str
    value: int
    unit: Unit
    citation: str
    mark: str = "L"
    scope: str = ""

    @property
    def words(self) -> str:
        """Write its length for people: 60 个工作日."""
        return f"{self.value} {self.unit}"


def end_of(term: Term, start: datetime, calendar: Calendar) -> datetime:
    """Give the first moment after a term: of days the midnight that ends the last one.

    Raises:
        UnknownYearError: it is counted in working days of a year whose calendar is not published.
    """
    if term.unit is Unit.HOUR:
        return start + timedelta(hours=term.value)
    return moments.end_of(last_day(term, moments.day_of(start), calendar))


def last_day(term: Term, start: date, calendar: Calendar) -> date:
    """Give the last day of a term that runs from a day, which is not counted.

    Raises:
        UnknownYearError: as `end_of`.
        ValueError: the term is one of hours.
    """
    if term.unit is Unit.DAY:
        return start + timedelta(days=term.value)
    if term.unit is Unit.WORKING_DAY:
        return calendar.after(start, term.value)
    if term.unit is Unit.MONTH:
        return months_after(start, term.value)
    if term.unit is Unit.YEAR:
        return months_after(start, term.value * _MONTHS)
    raise ValueError(term.unit)


def months_after(start: date, count: int) -> date:
    """Give the corresponding day some months later, or the last day of that month (民法典 §202)."""
    year, month = divmod(start.year * _MONTHS + start.month - 1 + count, _MONTHS)
    last = months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))
