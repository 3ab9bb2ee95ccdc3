"""Counting working days by the State Council's calendars; beyond the last one it refuses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from oversight.common.errors import DomainError

_SATURDAY = 5
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A year's notice: the days off and the weekend days that are worked."""

    holidays: frozenset[date]
    make_up_days: frozenset[date]


class UnknownYearError(DomainError):
    """No calendar is published for a year: nothing is guessed."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The calendars of the years published so far."""

    years: Mapping[int, Year]

    def is_working(self, day: date) -> bool:
        """Tell whether a day is a working day.

        Raises:
            UnknownYearError: the year's calendar is not on the books.
        """
        year = self.years.get(day.year)
        if year is None:
            raise UnknownYearError(
                f"还没有 {day.year} 年的节假日安排，无法计算工作日；"
                f"国务院办公厅公布后，请在“规则与日历”中登记"
            )
        if day in year.make_up_days:
            return True
        return day.weekday() < _SATURDAY and day not in year.holidays

    def after(self, start: date, count: int) -> date:
        """Give the day that is ``count`` working days after a day, which is not counted."""
        day = start
        for _ in range(count):
            day = next(following for following in _following(day) if self.is_working(following))
        return day

    def between(self, start: date, end: date) -> int:
        """Count the working days after ``start`` up to and including ``end``; negative if past."""
        if end < start:
            return -self.between(end, start)
        days = (end - start).days
        return sum(self.is_working(start + timedelta(days=offset + 1)) for offset in range(days))

    def in_year(self, year: int) -> int:
        """Count the working days of a year."""
        return self.between(date(year - 1, 12, 31), date(year, 12, 31))


def _following(day: date) -> Iterator[date]:
    while True:
        day += _ONE
        yield day
