"""What is left until a day is told in working days, and never guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from oversight.regulations.working_days import Calendar, Year
from oversight.web.presenters.deadlines import Countdown

pytestmark = pytest.mark.any_database

# Wednesday, noon in China; Friday 20 March is off, Saturday 21 March is worked.
AT = datetime(2026, 3, 18, 4, tzinfo=UTC)
CALENDAR = Calendar(
    {
        2026: Year(
            holidays=frozenset({date(2026, 3, 20)}), make_up_days=frozenset({date(2026, 3, 21)})
        )
    }
)


@pytest.mark.parametrize(
    ("day", "words", "tone"),
    [
        (date(2026, 3, 10), "超期 6 个工作日", "bad"),
        (date(2026, 3, 17), "超期 1 个工作日", "bad"),
        (date(2026, 3, 18), "今天", "bad"),
        (date(2026, 3, 19), "还剩 1 个工作日", "due"),
        (date(2026, 3, 20), "还剩 1 个工作日", "due"),
        (date(2026, 3, 21), "还剩 2 个工作日", "due"),
        (date(2026, 3, 24), "还剩 4 个工作日", ""),
        (date(2027, 1, 4), "还剩 292 天", ""),
    ],
)
def test_days_are_counted_by_the_calendar(day: date, words: str, tone: str) -> None:
    remaining = Countdown(AT, CALENDAR).until(day)

    assert (remaining.words, remaining.tone) == (words, tone)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 3, 18, 9, 30, tzinfo=UTC), "今天 17:30 前"),
        (datetime(2026, 3, 18, 4, tzinfo=UTC), "已超期"),
        (datetime(2026, 3, 18, 1, tzinfo=UTC), "已超期"),
    ],
)
def test_a_moment_of_today_is_told_with_its_hour(moment: datetime, words: str) -> None:
    remaining = Countdown(AT, CALENDAR).until(date(2026, 3, 18), moment)

    assert (remaining.words, remaining.tone) == (words, "bad")


def test_days_off_only_are_told_as_days() -> None:
    friday = Countdown(datetime(2026, 3, 27, 4, tzinfo=UTC), CALENDAR)

    assert friday.until(date(2026, 3, 29)).words == "还剩 2 天，都是休息日"
    monday = Countdown(datetime(2026, 3, 30, 4, tzinfo=UTC), CALENDAR)
    assert monday.until(date(2026, 3, 29)).words == "超期 1 个工作日"


def test_without_a_calendar_days_are_plain() -> None:
    assert Countdown(AT, None).until(date(2026, 3, 24)).words == "还剩 6 天"
    assert Countdown(AT, None).until(date(2026, 3, 10)).words == "超期 8 天"
