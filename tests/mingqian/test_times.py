"""Times as text, against the standard library's calendar (spec draw-v1 1.6)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingqian import times
from mingqian.errors import FormatError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
moments = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)


def written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}".rjust(20, "0")


@given(moments)
def test_seconds_are_those_of_the_calendar(moment: datetime) -> None:
    count = (moment - EPOCH) // timedelta(seconds=1)

    assert times.seconds(written(moment)) == count
    assert times.text(count) == written(moment)


@given(moments)
def test_the_weekday_in_beijing_is_that_of_the_calendar(moment: datetime) -> None:
    assert times.beijing_weekday(written(moment)) == (moment + timedelta(hours=8)).weekday()


def test_a_time_is_moved_and_shown_in_beijing() -> None:
    assert times.shift("2023-08-23T15:59:24Z", -1800) == "2023-08-23T15:29:24Z"
    assert times.beijing("2023-08-23T16:00:00Z") == "2023-08-24 00:00:00"


@pytest.mark.parametrize(
    "text",
    [
        *("2023-02-29T00:00:00Z", "2023-13-01T00:00:00Z", "2023-00-01T00:00:00Z"),
        *("2023-04-31T00:00:00Z", "2023-01-00T00:00:00Z", "0000-01-01T00:00:00Z"),
        *("2023-01-01T24:00:00Z", "2023-01-01T00:60:00Z", "2023-01-01T00:00:60Z"),
        *(
            "2023-01-01T00:00:00",
            "2023-01-01 00:00:00Z",
            "2023-01-01T00:00:00Z\n",
            "1900-02-29T00:00:00Z",
        ),
    ],
)
def test_an_impossible_time_is_refused(text: str) -> None:
    assert not times.is_time(text)
    with pytest.raises(FormatError, match="不是时间"):
        times.seconds(text)


def test_leap_days_are_real() -> None:
    assert times.is_time("2024-02-29T00:00:00Z")
    assert times.is_time("2000-02-29T00:00:00Z")
    assert not times.is_time(20240229)
