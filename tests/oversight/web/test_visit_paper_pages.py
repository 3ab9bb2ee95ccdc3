"""The papers of a visit on its page: the act to do, files for the team, service, the result."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from oversight.documents.models import Document, Service
from oversight.inspections import deadlines
from oversight.inspections.models import Approval, InspectionTask
from oversight.registry.models import Inspector
from oversight.web import clock
from tests.oversight.files import samples
from tests.oversight.web.test_visit_approval_pages import (
    NOTICE,
    registered,
    submitted,
    text_of,
)
from tests.support.platform_factory import NOON, Bureau

pytestmark = [pytest.mark.any_database, pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
STOCK = {"subjects": 3, "inspectors": 3}


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def approved(own: Bureau, signed_in: Any) -> InspectionTask:
    client = signed_in(own, "clerk")
    task = registered(client)
    approval = submitted(client, task, is_announced="on")
    signed_in(own, "approver").post(f"/office/approvals/{approval.pk}/", {"answer": ""})
    task.refresh_from_db()
    return task


def primary(client: Client, task: InspectionTask) -> list[str]:
    page = client.get(f"/office/visits/{task.pk}/").content.decode()
    return re.findall(r'btn-primary"[^>]*>\s*(.*?)\s*</(?:a|button)>', page, re.DOTALL)


def test_the_page_names_the_one_act_that_is_to_be_done(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    task = registered(client)
    before = primary(client, task)
    submitted(client, task, is_announced="on")
    waiting = primary(client, task)
    says = text_of(client.get(f"/office/visits/{task.pk}/"))
    head = signed_in(own, "approver")
    asked = primary(head, task)
    head.post(f"/office/approvals/{Approval.objects.get().pk}/", {"answer": ""})

    assert (before, waiting, asked) == (["报请审批"], [], ["批准检查"])
    assert "现在该做批准检查由审批办不晚于2026年3月25日" in says
    assert primary(signed_in(own, "clerk"), task) == ["登记已通知"]


def test_papers_are_listed_and_read_by_the_team(own: Bureau, signed_in: Any) -> None:
    task = approved(own, signed_in)
    paper = Document.objects.get()
    address = f"/office/visits/{task.pk}/papers/{paper.pk}"
    inspector = signed_in(own, "inspector")
    stranger = inspector.get(f"{address}/pdf/").status_code
    person = task.slots.all()[0].inspector
    Inspector.objects.filter(pk=person.pk).update(user=own.user("inspector"))  # type: ignore[union-attr]

    page = text_of(inspector.get(f"/office/visits/{task.pk}/"))
    pdf, docx = inspector.get(f"{address}/pdf/"), inspector.get(f"{address}/docx/")

    assert stranger == 404
    assert f"行政检查审批表{paper.number}" in page
    assert pdf.content.startswith(b"%PDF-")
    assert docx.content.startswith(b"PK")


def test_a_notice_is_served_with_its_proof(own: Bureau, signed_in: Any) -> None:
    task = approved(own, signed_in)
    client = signed_in(own, "clerk")
    client.post(f"/office/visits/{task.pk}/notify/", NOTICE)
    notice = Document.objects.get(type="notice")
    address = f"/office/visits/{task.pk}/papers/{notice.pk}/serve/"
    facts = {"way": "left", "at": "2026-03-18T12:00", "place": "和顺路18号", "refusal": "不肯签"}

    without = text_of(client.post(address, facts))
    response = client.post(
        address, {**facts, "proof": SimpleUploadedFile("门口.png", samples.picture("PNG"))}
    )

    page = text_of(client.get(f"/office/visits/{task.pk}/"))
    assert "留置送达请写见证人" in without
    assert response.status_code == 302, text_of(response)
    assert Service.objects.get().proof_name == "门口.png"
    assert "送达回证" in page
    assert "留置送达" in page


def test_a_notice_that_asks_for_what_is_shared_is_not_issued(own: Bureau, signed_in: Any) -> None:
    task = approved(own, signed_in)
    client = signed_in(own, "clerk")

    page = text_of(
        client.post(f"/office/visits/{task.pk}/notify/", {**NOTICE, "materials": "营业执照"})
    )

    assert "“营业执照”能通过数据共享取得" in page
    assert not Document.objects.filter(type="notice").exists()


def test_notices_of_many_visits_are_issued_at_once(own: Bureau, signed_in: Any) -> None:
    task = approved(own, signed_in)
    client = signed_in(own, "clerk")
    none = text_of(client.post("/office/visits/notices/", NOTICE))

    response = client.post(
        "/office/visits/notices/", {**NOTICE, "selected": [task.pk, "x"]}, follow=True
    )

    assert "请先选中企业" in none
    assert "已出具1份检查通知书" in text_of(response)
    assert "没有要通知的" in text_of(response)
    assert Document.objects.filter(type="notice").count() == 1


def test_the_result_is_told_within_its_term(own: Bureau, signed_in: Any) -> None:
    task = approved(own, signed_in)
    InspectionTask.objects.filter(pk=task.pk).update(state="finished", done_on=date(2026, 3, 18))
    client = signed_in(own, "clerk")
    due = list(deadlines.deadlines(own.actors["clerk"], NOON, date(2026, 3, 31)))
    form = client.get(f"/office/visits/{task.pk}/tell/").content.decode()
    items = re.findall(r'name="(result_\d+)"', form)
    said = {"outcome": "未发现问题", "follow_up": "没有", "publication": "将公示"}
    said |= {"remedy": "司法局", "contact": "尤星野", **dict.fromkeys(items, "未发现问题")}

    response = client.post(f"/office/visits/{task.pk}/tell/", said)

    task.refresh_from_db()
    assert [(row.title, row.on) for row in due] == [
        ("告知检查结果：青禾区第1食品有限公司", date(2026, 3, 25))
    ]
    assert response.status_code == 302, text_of(response)
    assert task.state == "told"
    assert Document.objects.get(type="outcome-notice").data["outcome"] == "未发现问题"
