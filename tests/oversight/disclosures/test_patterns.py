"""Numbers of persons are found by their form, and numbers of ours are not taken for them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mingqian.canonical import Json
from oversight.disclosures import patterns, rules
from oversight.regulations.working_days import Calendar, Year


@pytest.mark.parametrize(
    ("value", "kinds"),
    [
        ("身份证11010519491231002X", ["身份证号码"]),
        ("11010519491231002x。", ["身份证号码"]),
        ("１１０１０５１９４９１２３１００２Ｘ", ["身份证号码"]),
        ("110105 19491231 002X", ["身份证号码"]),
        (["甲", {"b": "13812345678"}], ["电话号码"]),
        ("+86 138-1234-5678", ["电话号码"]),
        ("0379-60000001", ["电话号码"]),
        (13812345678, ["电话号码"]),
        ("6222021234567894", ["银行卡号"]),
        ("4111 1111 1111 1111", ["银行卡号"]),
        ("13812345678 和 6222021234567894", ["电话号码", "银行卡号"]),
    ],
)
def test_a_number_of_a_person_is_named(value: Json, kinds: list[str]) -> None:
    assert patterns.personal_numbers(value) == kinds


@pytest.mark.parametrize(
    "value",
    [
        "91990107MA000775DA",
        "990107202602100002",
        "620107202602100003",
        "青人社监令〔2026〕第0041号",
        "990107-GS202600001",
        "2026-03-18",
        "6222021234567895",
        "12333",
        "罚款200000分",
        None,
        True,
        12333,
        "ab" * 20 + "c13987650021d" + "0" * 11,  # a digest
    ],
)
def test_our_own_numbers_are_none_of_a_person(value: Json) -> None:
    assert patterns.personal_numbers(value) == []


_CALENDAR = Calendar(
    {2026: Year(holidays=frozenset({date(2026, 10, 1)}), make_up_days=frozenset())}
)


@pytest.mark.parametrize(
    ("due_on", "says"),
    [
        (None, ""),
        (date(2026, 3, 18), "今天到期"),
        (date(2026, 3, 23), "还有 3 个工作日"),
        (date(2026, 3, 16), "已逾期 2 个工作日"),
        (date(2027, 3, 16), ""),
    ],
)
def test_a_term_is_counted_down_in_working_days(due_on: date | None, says: str) -> None:
    assert rules.standing(_CALENDAR, due_on, date(2026, 3, 18)) == says


def test_beyond_the_calendar_no_term_is_guessed() -> None:
    assert rules.last_day(_CALENDAR, date(2026, 12, 20), 20) is None
    assert rules.last_day(_CALENDAR, date(2026, 9, 30), 3) == date(2026, 10, 6)
    assert rules.last_day(_CALENDAR, None, 3) is None


def test_a_leap_day_ends_on_the_first_of_march() -> None:
    assert rules.years_after(datetime(2024, 2, 29, tzinfo=UTC), 5) == date(2029, 3, 1)
    assert rules.years_after(datetime(2026, 3, 18, tzinfo=UTC), 5) == date(2031, 3, 18)
