"""How much time is left until a day, in words and tone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.regulations import selectors as regulations
from oversight.regulations.working_days import Calendar

_SOON = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """What is left, in words, and how much it presses: ``bad``, ``due`` or nothing."""

    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class Countdown:
    """Counts from a moment, in the working days of a calendar where there is one."""

    at: datetime
    calendar: Calendar | None

    def until(self, day: date | None, moment: datetime | None = None) -> Remaining:
        """Tell how much is left until a day, or a moment of it; a day may not be countable yet."""
        if day is None:
            return Remaining(words="还不能计算", tone="due")
        today = moments.day_of(self.at)
        is_over = day < today if moment is None else moment <= self.at
        if is_over:
            return Remaining(words=self._over(day, today), tone="bad")
        if day == today:
            return Remaining(words=f"今天 {_clock(moment)}前" if moment else "今天", tone="bad")
        count = self._working_days(today, day)
        if not count:
            days = (day - today).days
            words = f"还剩 {days} 天" if count is None else f"还剩 {days} 天，都是休息日"
            return Remaining(words=words, tone="due" if days <= _SOON else "")
        return Remaining(words=f"还剩 {count} 个工作日", tone="due" if count <= _SOON else "")

    def _over(self, day: date, today: date) -> str:
        if day == today:
            return "已超期"
        count = self._working_days(day, today)
        return f"超期 {count} 个工作日" if count else f"超期 {(today - day).days} 天"

    def _working_days(self, first: date, last: date) -> int | None:
        try:
            return None if self.calendar is None else self.calendar.between(first, last)
        except DomainError:  # a year whose days off are not announced yet
            return None


def countdown(actor: Actor, at: datetime) -> Countdown:
    """Count with the calendar of somebody's bureau; above the bureaus, in plain days."""
    if actor.bureau_id is None:
        return Countdown(at, None)
    return Countdown(at, regulations.calendar(actor.bureau_id))


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(moments.BEIJING):%H:%M} "
