"""Every clock on one page, and in a calendar behind a secret address that can be revoked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from oversight.accounts.models import CalendarFeed
from oversight.audit.selectors import Entry
from oversight.common.contributions import Deadline, Link
from oversight.regulations.models import CalendarYear
from oversight.web import contributions
from oversight.web.presenters import calendar_file
from tests.oversight.cases import making
from tests.support.pages import text_of
from tests.support.platform_factory import NOON, Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
STOCK = making.STOCK


def _address(client: Any) -> str:
    page = client.post("/office/deadlines/feed/make/").content.decode()
    return str(page.split('text-break">http://testserver', 1)[1].split("<", 1)[0])


def test_a_clock_tells_whose_it_is_and_by_which_rule(own: Bureau) -> None:
    case = making.assigned(own)

    lines = contributions.deadlines(own.actors["clerk"], NOON, date(2026, 12, 31))

    (henan,) = [line for line in lines if line.title == f"办结期限（河南）：{case.name}"]
    assert henan == Deadline(
        title=f"办结期限（河南）：{case.name}",
        reason="调查中",
        on=date(2026, 4, 17),
        link=Link(view="office:case", args=(case.pk,)),
        number=case.number,
        owner="人力资源管理科",
        people=(case.lead.name, case.second.name) if case.lead and case.second else (),
        rule="《河南省劳动保障监察条例》第十六条",
        length="30 日",
        start=date(2026, 3, 18),
    )


def test_a_clock_past_the_last_calendar_says_so(own: Bureau) -> None:
    case = making.assigned(own)
    CalendarYear.objects.filter(year=2026).delete()

    lines = contributions.deadlines(own.actors["clerk"], NOON, date(2026, 3, 18))

    (line,) = [line for line in lines if line.kind == "调查期限（国家）"]
    assert (line.on, line.number) == (None, case.number)
    assert line.problem.startswith("还没有 2026 年的节假日安排，无法计算工作日")


def test_the_page_is_filtered_by_section_and_person(own: Bureau, signed_in: Any) -> None:
    case = making.assigned(own)
    client = signed_in(own, "clerk")
    lead = case.lead.name if case.lead else ""

    shown = text_of(client.get("/office/deadlines/", {"person": lead, "days": "365"}))
    other = text_of(client.get("/office/deadlines/", {"owner": "人力资源管理科", "state": "late"}))
    unknown = client.get("/office/deadlines/", {"person": "没有这个人", "days": "x"})

    assert case.number not in shown
    assert f"办结期限（河南）：{case.name}" in shown
    assert "30 日" in shown
    assert f"办结期限（河南）：{case.name}" in other
    assert unknown.status_code == 200


def test_the_calendar_names_no_enterprise(own: Bureau, signed_in: Any) -> None:
    case = making.assigned(own)
    client = signed_in(own, "clerk")
    address = _address(client)
    client.logout()

    answer = client.get(address)

    content = answer.content.decode().replace("\r\n ", "")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"SUMMARY:办结期限（河南）　{case.number}\r\n" in content
    assert "DTSTART;VALUE=DATE:20260417\r\n" in content
    assert "《河南省劳动保障监察条例》第十六条；30 日" in content
    assert case.name not in content
    assert case.code not in content
    assert all(len(row) <= 75 for row in answer.content.split(b"\r\n"))


def test_a_new_address_ends_the_old_one_and_revoking_ends_it(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    first = _address(client)
    second = _address(client)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    assert CalendarFeed.objects.get().digest not in second

    client.post("/office/deadlines/feed/revoke/")

    assert client.get(second).status_code == 404
    assert not CalendarFeed.objects.exists()
    types = list(Entry.objects.order_by("-pk").values_list("type", flat=True)[:3])
    assert types == ["account.feed-ended", "account.feed-made", "account.feed-made"]


def test_whoever_lost_the_account_has_no_calendar_any_more(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    address = _address(client)
    user = own.user("clerk")
    user.is_active = False
    user.save()

    assert client.get(address).status_code == 404


def test_a_moment_is_written_in_utc_and_signs_are_escaped() -> None:
    line = Deadline(
        title="产生结果：某企业",
        reason="",
        on=date(2026, 3, 18),
        at=NOON,
        number="A,1;2",
        link=Link(view="office:deadlines"),
    )

    rows = calendar_file.written([line], NOON, lambda path: f"https://a{path}").decode()

    assert "DTSTART:20260318T040000Z\r\n" in rows
    assert "SUMMARY:产生结果　A\\,1\\;2\r\n" in rows
    assert "某企业" not in rows
