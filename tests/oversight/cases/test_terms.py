"""When the terms of the law end: the test values of 2026, months and years, both rules at once."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from oversight.cases.rules import amounts, clocks, decisions, findings
from oversight.cases.rules.clocks import Clock
from oversight.cases.rules.decisions import CreditClass, Penalty
from oversight.cases.rules.terms import Term, Unit, end_of, last_day
from oversight.common import moments
from oversight.regulations.working_days import Calendar, UnknownYearError, Year

DATA = Path(__file__).resolve().parents[3] / "src" / "oversight" / "data"


def calendar() -> Calendar:
    years = json.loads((DATA / "working_days.json").read_text(encoding="utf-8"))["years"]
    return Calendar(
        {
            year["year"]: Year(
                holidays=frozenset(
                    date.fromisoformat(day) for row in year["holidays"] for day in row["days"]
                ),
                make_up_days=frozenset(map(date.fromisoformat, year["make_up_days"])),
            )
            for year in years
        }
    )


def term(value: int, unit: Unit, key: str = "x", mark: str = "L") -> Term:
    return Term(key=key, name=key, value=value, unit=unit, citation="条", mark=mark)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 2, 10), 20, date(2026, 3, 16)),
        (date(2026, 4, 28), 7, date(2026, 5, 11)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 9, 29), 7, date(2026, 10, 14)),
        (date(2026, 3, 2), 15, date(2026, 3, 23)),
        (date(2026, 12, 3), 20, date(2026, 12, 31)),
        (date(2026, 9, 18), 5, date(2026, 9, 24)),
        (date(2026, 9, 22), 5, date(2026, 9, 30)),
        (date(2026, 8, 31), 20, date(2026, 9, 28)),
        (date(2026, 9, 23), 15, date(2026, 10, 21)),
        (date(2026, 4, 29), 10, date(2026, 5, 15)),
    ],
)
def test_working_days_end_as_the_guides_say(start: date, count: int, end: date) -> None:
    assert last_day(term(count, Unit.WORKING_DAY), start, calendar()) == end


@pytest.mark.parametrize("start", [date(2026, 12, 4), date(2026, 12, 10)])
def test_no_term_is_counted_past_the_last_calendar(start: date) -> None:
    with pytest.raises(UnknownYearError, match="还没有 2027 年的节假日安排"):
        last_day(term(20, Unit.WORKING_DAY), start, calendar())


@pytest.mark.parametrize(
    ("start", "value", "unit", "end"),
    [
        (date(2026, 8, 31), 3, Unit.MONTH, date(2026, 11, 30)),
        (date(2025, 11, 30), 3, Unit.MONTH, date(2026, 2, 28)),
        (date(2028, 2, 29), 1, Unit.YEAR, date(2029, 2, 28)),
        (date(2024, 11, 28), 2, Unit.YEAR, date(2026, 11, 28)),
        (date(2026, 9, 30), 7, Unit.DAY, date(2026, 10, 7)),
    ],
)
def test_days_months_and_years_end_on_the_calendar(
    start: date, value: int, unit: Unit, end: date
) -> None:
    assert last_day(term(value, unit), start, calendar()) == end


def test_hours_run_to_the_minute_and_have_no_last_day() -> None:
    start = datetime(2026, 11, 28, 2, 30, tzinfo=UTC)

    assert end_of(term(24, Unit.HOUR), start, calendar()) == datetime(
        2026, 11, 29, 2, 30, tzinfo=UTC
    )
    with pytest.raises(ValueError, match="小时"):
        last_day(term(24, Unit.HOUR), date(2026, 11, 28), calendar())


FILED = datetime(2026, 3, 2, 2, tzinfo=UTC)
TERMS = {
    row.key: row
    for row in (
        term(60, Unit.WORKING_DAY, "national"),
        term(30, Unit.DAY, "henan"),
        term(30, Unit.DAY, "henan_more"),
    )
}
TABLE = (
    Clock(key="national", start="filed", end="done"),
    Clock(key="henan", start="filed", end="done", more="henan_more"),
    Clock(key="nowhere", start="filed", end="done"),
)


def test_the_shorter_of_two_rules_comes_first_and_is_marked() -> None:
    rows = clocks.readings(TABLE, {"filed": FILED}, TERMS, calendar())

    assert [(row.term.key, row.on, row.is_first) for row in rows] == [
        ("henan", date(2026, 4, 1), True),
        ("national", date(2026, 5, 28), False),
    ]
    assert not rows[0].is_late(moments.start_of(date(2026, 4, 1)))
    assert rows[0].is_late(moments.end_of(date(2026, 4, 1)))


def test_a_longer_term_begins_where_the_first_ends() -> None:
    known = {"filed": FILED, "extended": FILED}

    rows = clocks.readings(TABLE, known, TERMS, calendar())

    assert rows[0].on == date(2026, 5, 1)


def test_a_stopped_clock_says_whether_it_was_in_time() -> None:
    known = {"filed": FILED, "done": moments.start_of(date(2026, 4, 2))}

    rows = clocks.readings(TABLE, known, TERMS, calendar())

    late = {row.term.key: row.is_late(FILED) for row in rows}
    assert late == {"henan": True, "national": False}
    assert not any(row.is_first or row.is_running for row in rows)


def test_a_clock_past_the_calendar_says_why_it_has_no_end() -> None:
    known = {"filed": datetime(2026, 11, 28, 2, tzinfo=UTC)}

    rows = clocks.readings(TABLE, known, TERMS, calendar())

    assert [(row.term.key, row.on) for row in rows] == [
        ("henan", date(2026, 12, 28)),
        ("national", None),
    ]
    assert "还没有 2027 年" in rows[1].problem
    assert not rows[1].is_late(FILED)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("5000", 500_000),
        ("12,345.6", 1_234_560),
        ("0.01元", 1),
        ("1.234", None),
        ("-5", None),
        ("五千", None),
    ],
)
def test_amounts_are_read_exact_to_the_fen(text: str, fen: int | None) -> None:
    assert amounts.fen_of(text) == fen


def test_amounts_are_written_with_both_decimals() -> None:
    assert amounts.yuan(1_234_560) == "12,345.60元"
    assert amounts.yuan(1) == "0.01元"


def penalty(*kinds: str, fine: int = 0, confiscated: int = 0) -> Penalty:
    return Penalty(kinds=frozenset(kinds), fine=fine, confiscated=confiscated)


def test_a_penalty_is_heavier_by_a_fen_or_by_a_kind() -> None:
    told = penalty("fine", fine=500_000)

    assert decisions.is_heavier(penalty("fine", fine=500_001), told)
    assert decisions.is_heavier(penalty("fine", "warning", fine=400_000), told)
    assert not decisions.is_heavier(penalty("fine", fine=500_000), told)
    assert not decisions.is_heavier(penalty("fine", fine=1), told)


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        (penalty(), ["kinds"]),
        (penalty("fine"), ["fine"]),
        (penalty("warning", fine=1), ["fine"]),
        (penalty("gains"), ["confiscated"]),
        (penalty("fine", fine=1), []),
    ],
)
def test_kinds_and_amounts_fit_together(given: Penalty, fields: list[str]) -> None:
    assert [name for name, _ in decisions.problems_of(given)] == fields


def test_a_hearing_is_due_to_large_sums_and_grave_kinds() -> None:
    large = 3_000_000

    assert decisions.needs_hearing(penalty("fine", fine=large), large)
    assert not decisions.needs_hearing(penalty("fine", fine=large - 1), large)
    assert decisions.needs_hearing(penalty("revoke"), large)
    assert not decisions.needs_hearing(penalty("warning"), large)


def test_the_credit_class_follows_the_kinds() -> None:
    assert decisions.class_of(["warning"]) == CreditClass.MINOR
    assert decisions.class_of(["warning", "fine"]) == CreditClass.GENERAL
    assert decisions.class_of(["fine", "stop"]) == CreditClass.SERIOUS


def test_unpaid_contributions_are_not_ours_to_punish() -> None:
    assert "税务" in findings.refusal("V10")
    assert findings.refusal("V05") == ""


def test_every_clock_of_the_guide_has_its_rule() -> None:
    rules = json.loads((DATA / "rules.json").read_text(encoding="utf-8"))["rules"]
    known = {rule["key"]: (rule["value"], rule["unit"]) for rule in rules}
    tables = (clocks.CASE_CLOCKS, clocks.AGENCY_CLOCKS, clocks.POLICE_CLOCKS, clocks.SEIZURE_CLOCKS)
    keys = {key for table in tables for row in table for key in (row.key, row.more) if key}

    assert {key: known[key] for key in sorted(keys)} == {
        "case_close": (30, "日"),
        "case_close_more": (30, "日"),
        "case_credit": (1, "个工作日"),
        "case_hearing_ask": (5, "个工作日"),
        "case_inquiry": (7, "日"),
        "case_investigate": (60, "个工作日"),
        "case_investigate_more": (30, "个工作日"),
        "case_open": (7, "日"),
        "case_penalty": (90, "日"),
        "case_seizure": (7, "个工作日"),
        "case_serve": (7, "个工作日"),
        "case_takedown": (3, "个工作日"),
        "referral_answer": (30, "日"),
        "referral_crime_decide": (3, "日"),
        "referral_crime_send": (24, "小时"),
        "referral_police_answer": (3, "日"),
        "referral_police_appeal": (3, "日"),
        "referral_police_objects": (3, "日"),
        "referral_receipt": (7, "日"),
    }
    assert known["case_hearing_notice"] == (7, "个工作日")
    assert (known["case_old"], known["case_old_grave"]) == ((2, "年"), (5, "年"))
