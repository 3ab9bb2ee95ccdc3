"""A visit on the pages: registered, asked for, checked and approved, told, withdrawn, urgent."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from oversight.inspections import deadlines, month, todos
from oversight.inspections.models import Approval, InspectionTask, ReplacementRequest
from oversight.registry.models import Inspector, Item, Subject
from oversight.web import clock
from tests.support.platform_factory import NOON, Bureau

pytestmark = [pytest.mark.any_database, pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
STOCK = {"subjects": 3, "inspectors": 3}
ON = "2026-03-25"
NOTICE = {
    "way": "直接送达，李静签收",
    "contact": "尤星野 0379-3",
    "complaints": "青禾区司法局 0379-0",
    "materials": "工资支付台账｜看原件",
}


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def typed(**changes: Any) -> dict[str, Any]:
    people = list(Inspector.objects.order_by("number").values_list("pk", flat=True))
    return {
        "source": "complaint",
        "reference": "317",
        "reason": "反映拖欠工资",
        "items": [Item.objects.get(code="LDBZ-01").pk],
        "leader": people[0],
        "officers": people[1:2],
        "on": ON,
        "exempt": "",
        "exempt_note": "",
        **changes,
    }


def text_of(response: Any) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", response.content.decode()))


def registered(client: Client, **changes: Any) -> InspectionTask:
    subject = Subject.objects.order_by("code")[0]
    response = client.post(f"/office/visits/new/{subject.pk}/", typed(**changes))
    assert response.status_code == 302, text_of(response)
    return InspectionTask.objects.latest("pk")


def submitted(client: Client, task: InspectionTask, **changes: Any) -> Approval:
    said = {"why_on_site": "看原件", "visit_place": "和顺路18号", "helpers": "0", **changes}
    response = client.post(f"/office/visits/{task.pk}/submit/", said)
    assert response.status_code == 302, text_of(response)
    return Approval.objects.latest("pk")


def test_a_subject_is_looked_up_and_its_inspection_registered(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")

    choice = text_of(client.get("/office/visits/new/?q=第1食品"))
    form = text_of(client.get(f"/office/visits/new/{Subject.objects.order_by('code')[0].pk}/"))
    task = registered(client)

    shown = client.get(f"/office/visits/{task.pk}/")
    page = text_of(shown)
    assert "青禾区第1食品有限公司" in choice
    assert "本年度已有0次（各类检查都计入时0次），上限2次（偃人社〔2023〕15号" in form
    assert "已立项" in page
    assert "投诉举报317反映拖欠工资" in page
    assert "本年度第1次，上限2次" in page
    assert f"/office/visits/{task.pk}/submit/" in shown.content.decode()


def test_a_wrong_form_says_what_to_do_at_its_fields(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    subject = Subject.objects.order_by("code")[0]

    page = text_of(
        client.post(f"/office/visits/new/{subject.pk}/", typed(reference="", on="2026-03-01"))
    )

    assert "请写来源编号" in page
    assert "检查日期不能早于今天" in page
    assert not InspectionTask.objects.exists()


def test_the_head_sees_all_that_was_said_and_approves(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    approval = submitted(client, registered(client))
    waiting = list(todos.todos(own.actors["approver"], NOON))
    head = signed_in(own, "approver")
    listed = text_of(head.get("/office/approvals/"))
    address = f"/office/approvals/{approval.pk}/"

    page = text_of(head.get(address))
    answer = head.post(address, {"answer": "同意"})

    approval.visit.refresh_from_db()
    assert [todo.title for todo in waiting] == ["审批检查：青禾区第1食品有限公司"]
    assert "青禾区第1食品有限公司" in listed
    for words in (
        "own-clerk先生，3月18日12:00",
        "投诉举报（317）",
        "检查员1（QH00001）、检查员2（QH00002）",
        "支付工资和最低工资标准（人力资源管理科）",
        "本年度第1次，上限2次",
        "不预先通知",
        "看原件",
    ):
        assert words in page
    assert answer.status_code == 302
    assert approval.visit.state == "approved"


def test_a_refusal_needs_its_reason_and_shows_it(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    approval = submitted(client, registered(client))
    head = signed_in(own, "approver")
    address = f"/office/approvals/{approval.pk}/refuse/"

    without = text_of(head.post(address, {"answer": ""}))
    head.post(address, {"answer": "书面核查即可"})

    page = text_of(head.get(f"/office/visits/{approval.visit_id}/"))
    assert "不予批准的理由" in without
    assert "不予批准" in page
    assert "书面核查即可" in page


def test_an_announced_visit_is_told_of_and_withdrawn(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    task = registered(client)
    approval = submitted(client, task, is_announced="on")
    head = signed_in(own, "approver")
    head.post(f"/office/approvals/{approval.pk}/", {"answer": ""})
    client = signed_in(own, "clerk")

    client.post(f"/office/visits/{task.pk}/notify/", NOTICE)
    told = text_of(client.get(f"/office/visits/{task.pk}/"))
    head = signed_in(own, "approver")
    head.post(f"/office/visits/{task.pk}/withdraw/", {"reason": "企业停产"})

    task.refresh_from_db()
    assert "直接送达，李静签收" in told
    assert (task.state, task.end_reason) == ("withdrawn", "企业停产")


def test_an_urgent_visit_stands_on_every_list_until_papered(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    task = registered(client)

    client.post(
        f"/office/visits/{task.pk}/urgent/", {"reason": "正在销毁工资表", "reported": "郑局长"}
    )

    page = text_of(client.get("/office/approvals/"))
    due = [d.title for d in deadlines.deadlines(own.actors["clerk"], NOON, date(2026, 3, 31))]
    asked = [todo.title for todo in todos.todos(own.actors["clerk"], NOON)]
    assert "应在2026年3月20日" in page
    assert "补办审批：青禾区第1食品有限公司" in due
    assert "补办审批：青禾区第1食品有限公司" in asked
    submitted(client, task)
    assert Approval.objects.get().is_afterwards


def test_officers_are_exchanged_by_the_clerk_before_the_approval(
    own: Bureau, signed_in: Any
) -> None:
    client = signed_in(own, "clerk")
    task = registered(client)
    people = list(Inspector.objects.order_by("-number").values_list("pk", flat=True))

    client.post(
        f"/office/visits/{task.pk}/team/",
        {"leader": people[0], "officers": people[1:2], "reason": "检查员1申请回避"},
    )

    assert [slot.inspector_id for slot in task.slots.all()] == people[:2]


def test_the_calendar_shows_the_month_day_by_day(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    people = list(Inspector.objects.order_by("number").values_list("pk", flat=True))
    subjects = Subject.objects.order_by("code")
    for subject in subjects:
        client.post(f"/office/visits/new/{subject.pk}/", typed(officers=people[1:2]))

    page = text_of(client.get("/office/visits/calendar/?month=2026-03"))
    odd = client.get("/office/visits/calendar/?month=x")
    days = month.days(own.actors["clerk"], date(2026, 3, 1))
    later = month.overdue(own.actors["clerk"], date(2026, 3, 26))

    assert "排得太多检查员13家、检查员23家" in page
    assert odd.context["first"] == date(2026, 3, 1)
    assert len(days) == 31
    assert [day.is_working for day in days[:3]] == [False, True, True]
    assert [len(day.visits) for day in days if day.visits] == [3]
    assert later.count() == 3


def test_a_recusal_is_asked_for_and_decided_on_the_pages(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    task = registered(client)
    submitted(client, task)
    slot = task.slots.all()[0]
    client.post(f"/office/visits/{task.pk}/ask/", {"slot": slot.pk, "note": "曾任职"})
    asked = ReplacementRequest.objects.get()
    third = Inspector.objects.order_by("-number")[0]
    head = signed_in(own, "approver")

    page = text_of(head.get(f"/office/requests/{asked.pk}/grant/"))
    head.post(f"/office/requests/{asked.pk}/grant/", {"officer": third.pk})

    slot.refresh_from_db()
    assert "own-clerk先生提出：曾任职" in page
    assert slot.inspector_id == third.pk
