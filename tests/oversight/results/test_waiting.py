"""Results say until when they are to be reviewed and published, and what follows of a finding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from oversight.common.contributions import SearchQuery
from oversight.common.errors import NotFoundError
from oversight.inspections.arrivals import CodeSystemMessage
from oversight.rectifications.models import Rectification
from oversight.rectifications.services.receiving import finding_code
from oversight.regulations import selectors as regulations
from oversight.regulations.rulebooks import RuleBooks
from oversight.results import clocks, deadlines, search, selectors, todos
from oversight.results.models import InspectionResult
from oversight.results.rules import ResultContent
from oversight.results.selectors import ResultQuestion
from oversight.results.services import publishing
from tests.oversight.inspections import record_visits as visits
from tests.oversight.results import approvals
from tests.oversight.results.approvals import AT, BREACH, accept, rewrite, send_back
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shared_bureau(module_site: Any) -> Bureau:  # noqa: ARG001 - its files are there
    """Make a bureau with a draw; both officers of its first visit have accounts."""
    return visits.bureau()


def on(day: date) -> datetime:
    """Give noon of a day in China."""
    return datetime(day.year, day.month, day.day, 4, tzinfo=AT.tzinfo)


def titles(own: Bureau, who: str, at: datetime) -> list[tuple[str, str, bool]]:
    rows = todos.todos(own.actors[who], at)
    return [(row.title, row.waiting_for, row.is_urgent) for row in rows]


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 8, 31), 20, date(2026, 9, 28)),
        (date(2026, 2, 10), 20, date(2026, 3, 16)),
        (date(2026, 12, 3), 20, date(2026, 12, 31)),
    ],
)
def test_a_term_counts_the_working_days_of_the_guide(
    own: Bureau, start: date, days: int, end: date
) -> None:
    assert regulations.calendar(own.organisation.pk).after(start, days) == end


def test_the_earlier_of_two_counts_alarms(own: Bureau) -> None:
    row = approvals.entered(own)
    assert [(clock.title, clock.until) for clock in clocks.clocks(row, RuleBooks())] == [
        ("自检查结束", date(2026, 5, 8))
    ]

    accept(own, row, at=AT + timedelta(days=3))

    stored = InspectionResult.objects.get(pk=row.pk)
    assert [(clock.title, clock.until) for clock in clocks.clocks(stored, RuleBooks())] == [
        ("自检查结束", date(2026, 5, 8)),
        ("自结果形成或者变更", date(2026, 5, 12)),
    ]
    assert clocks.due_on(stored, RuleBooks()) == date(2026, 5, 8)


def test_a_term_into_a_year_without_calendar_is_not_guessed(own: Bureau) -> None:
    row = approvals.entered(own)
    row.ended_on = date(2026, 12, 4)

    (clock,) = clocks.clocks(row, RuleBooks())

    assert clock.until is None
    assert clock.problem.startswith("还没有 2027 年的节假日安排")


@pytest.mark.parametrize(
    ("today", "late", "soon"),
    [
        (date(2026, 4, 27), 0, 0),
        (date(2026, 4, 28), 0, 1),
        (date(2026, 5, 8), 0, 1),
        (date(2026, 5, 9), 1, 1),
    ],
)
def test_what_is_due_is_told_before_and_after_its_day(
    own: Bureau, today: date, late: int, soon: int
) -> None:
    row = approvals.entered(own)
    accept(own, row)
    lead = own.actors["coordinator"]

    assert selectors.overdue(lead, today).count() == late
    assert selectors.soon(lead, today).count() == soon
    expected = {(0, 0): [], (0, 1): ["检查结果快到公示期限 1 条"]}
    lines = [title for title, _, _ in titles(own, "coordinator", on(today))]
    assert lines == expected.get((late, soon), ["检查结果逾期没有公示 1 条"])


def test_what_was_published_is_due_again_once_it_is_corrected(own: Bureau) -> None:
    row = approvals.entered(own)
    accept(own, row)
    publishing.publish(actor=own.actors["coordinator"], result_id=row.pk, at=AT)
    stored = InspectionResult.objects.get(pk=row.pk)
    assert clocks.clocks(stored, RuleBooks()) == []

    rewrite(own, stored, BREACH)
    accept(own, stored, at=on(date(2026, 6, 1)))

    stored.refresh_from_db()
    assert [clock.title for clock in clocks.clocks(stored, RuleBooks())] == ["自结果形成或者变更"]
    lead = own.actors["coordinator"]
    assert selectors.overdue(lead, date(2026, 7, 1)).count() == 1
    assert selectors.overdue(lead, date(2026, 6, 30)).count() == 0


def test_a_review_waits_for_others_and_its_author_sees_it(own: Bureau) -> None:
    row = approvals.entered(own)
    name = f"审核检查结果：{row.name}"

    assert titles(own, "approver", AT) == [(name, "", False)]
    ((title, waiting_for, _),) = titles(own, "officer-1", AT)
    assert (title, own.actors["approver"].person in waiting_for) == (name, True)
    assert titles(own, "officer-2", AT) == []
    assert titles(own, "approver", AT + timedelta(days=7))[0] == (name, "", True)
    days = deadlines.deadlines(own.actors["approver"], AT, date(2026, 4, 10))
    assert [(line.title, line.on) for line in days] == [(name, date(2026, 4, 10))]


def test_what_was_returned_waits_for_those_who_wrote_it(own: Bureau) -> None:
    row = approvals.entered(own)
    send_back(own, row)

    assert titles(own, "officer-1", AT) == [(f"修改检查结果：{row.name}", "", False)]


def test_an_approved_finding_opens_its_rectification_once(own: Bureau) -> None:
    row = approvals.with_breach(own)
    assert not Rectification.objects.exists()

    accept(own, row)

    opened = Rectification.objects.get()
    assert (opened.result_id, opened.finding_code, opened.opened_user) == (
        *(row.result_id, "ZLGZ", own.actors["approver"].user_id),
    )
    point = opened.points.get()
    assert (point.what, point.provision) == (BREACH.finding, BREACH.provision)
    changed = replace(BREACH, finding="三名员工没有订立书面劳动合同")
    rewrite(own, InspectionResult.objects.get(pk=row.pk), changed)
    accept(own, row)
    assert Rectification.objects.count() == 1


@pytest.mark.parametrize(
    ("codes", "disposition", "code"),
    [
        (("ZLGZ",), ("order",), "ZLGZ"),
        (("YGZ",), ("order",), "YGZ"),
        (("DHC",), ("pay",), "DHC"),
        (("DHC",), ("case",), ""),
        (("WFX",), ("none",), ""),
        (("WLX",), ("inform",), ""),
    ],
)
def test_only_what_is_ordered_opens_a_rectification(
    codes: tuple[str, ...], disposition: tuple[str, ...], code: str
) -> None:
    assert finding_code(ResultContent(codes=codes, disposition=disposition)) == code


def test_a_code_system_is_told_the_result_once_it_is_approved(own: Bureau, settings: Any) -> None:
    settings.CODE_SYSTEM = "http://127.0.0.1:9"
    row = approvals.entered(own)
    assert not CodeSystemMessage.objects.filter(method="result").exists()

    accept(own, row)

    message = CodeSystemMessage.objects.get(method="result")
    assert message.content == {"number": row.visit.number, "result": "未发现问题"}


def test_nobody_sees_the_results_of_another_bureau(own: Bureau, foreign: Bureau) -> None:
    row = approvals.entered(own)

    assert not selectors.results(foreign.actors["clerk"]).exists()
    with pytest.raises(NotFoundError):
        selectors.result_for(foreign.actors["approver"], row.pk)


@pytest.mark.parametrize(
    ("question", "count"),
    [
        (ResultQuestion(code="WFX"), 1),
        (ResultQuestion(code="ZX"), 0),
        (ResultQuestion(state="waiting"), 1),
        (ResultQuestion(follow_up="open"), 0),
        (ResultQuestion(standing="open"), 1),
        (ResultQuestion(standing="overdue"), 0),
        (ResultQuestion(words="没有这一家"), 0),
    ],
)
def test_results_are_filtered_by_whole_tokens(
    own: Bureau, question: ResultQuestion, count: int
) -> None:
    approvals.entered(own)

    matching = selectors.find(own.actors["clerk"], question, date(2026, 4, 8))

    assert matching.count() == count


def test_a_result_is_searched_by_the_firm(own: Bureau) -> None:
    row = approvals.entered(own)
    query = SearchQuery(words=row.name, on=date(2026, 4, 8), limit=5)

    (group,) = search.search(own.actors["clerk"], query)

    assert [result.title for result in group.results] == [row.name]
