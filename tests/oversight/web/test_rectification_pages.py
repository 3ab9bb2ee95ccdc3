"""A finding followed on the pages: ordered, served, reported by phone, rechecked, closed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from oversight.inspections.services import urgent
from oversight.rectifications.models import Proof, Rectification
from oversight.web import clock, pace
from tests.oversight.files import samples
from tests.oversight.rectifications import findings
from tests.oversight.rectifications.findings import later
from tests.oversight.web.furnishing import client_of
from tests.support.platform_factory import NOON, Bureau

pytestmark = [pytest.mark.any_database, pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
STOCK = {"subjects": 2, "inspectors": 3}


class Clock:
    """A clock that a test puts forward."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        return self.at


@pytest.fixture(autouse=True)
def hands(monkeypatch: pytest.MonkeyPatch) -> Clock:
    hands = Clock()
    monkeypatch.setattr(clock, "now", hands.now)
    return hands


def text_of(response: Any) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", response.content.decode()))


def picture(name: str = "改正后.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, samples.picture("PNG"))


def sent(client: Client, path: str, typed: dict[str, Any]) -> None:
    response = client.post(path, typed)
    assert response.status_code == 302, text_of(response)


def link_of(client: Client, row: Rectification) -> str:
    page = client.post(f"/office/rectifications/{row.pk}/link/").content.decode()
    match = re.search(r"/rectify/[0-9a-f]{64}/", page)
    assert match is not None
    return match[0]


def served_on_pages(own: Bureau, client: Client) -> Rectification:
    visit = findings.visited(own)
    typed = {
        "finding_code": "ZLGZ",
        "what_1": "与3名职工没有订立书面劳动合同",
        "provision_1": "《劳动合同法》第十条",
        "what_2": "没有建立职工名册",
        "provision_2": "《劳动合同法》第七条",
    }
    sent(client, f"/office/visits/{visit.pk}/rectify/", typed)
    row = Rectification.objects.get()
    order = {
        "days": 15,
        "basis": "《劳动保障监察条例》第十八条",
        "address": "和顺路18号",
        "contact": "尤星野 0379-0000003",
    }
    sent(client, f"/office/rectifications/{row.pk}/order/", order)
    service = {
        "way": "direct",
        "at": "2026-03-18T12:00",
        "place": "和顺路18号",
        "receiver": "柳南星",
        "proof": picture("签收.png"),
    }
    sent(client, f"/office/rectifications/{row.pk}/serve/", service)
    row.refresh_from_db()
    return row


def test_a_finding_is_followed_to_its_closing_on_the_pages(
    own: Bureau, signed_in: Any, hands: Clock
) -> None:
    client = signed_in(own, "clerk")
    row = served_on_pages(own, client)
    link, phone = link_of(client, row), Client()
    order = text_of(phone.get(link))
    hands.at = later(3)
    said = {"text": "已补订合同", "reporter": "柳南星", "proofs": [picture(), picture("b.png")]}
    receipt = text_of(phone.post(link, said, follow=True))
    people = findings.officers(own)
    recheck = {"on": "2026-03-23", "leader": people[1], "officers": people[2:3]}
    sent(client, f"/office/rectifications/{row.pk}/recheck/", recheck)
    row.refresh_from_db()
    hands.at = later(5)
    urgent.arrive(
        actor=own.actors["clerk"],
        visit_id=row.recheck_id or 0,
        reason="急",
        reported="郑局长",
        at=hands.at,
    )
    seen = {f"state_{point.pk}": "corrected" for point in row.points.all()}
    sent(client, f"/office/rectifications/{row.pk}/conclude/", {**seen, "proofs": picture("c.png")})

    page = text_of(client.get(f"/office/rectifications/{row.pk}/"))
    assert "请在2026年4月2日以前改正并报告" in order
    assert "与3名职工没有订立书面劳动合同" in order
    assert f"回执{row.number}-1" in receipt
    assert "材料2份：改正后.png、b.png" in receipt
    assert "复查合格" in page
    assert "现在该做" not in page
    assert Proof.objects.filter(kind="report").count() == 2


def test_the_link_shows_its_own_order_and_nothing_of_the_office(
    own: Bureau, signed_in: Any
) -> None:
    client = signed_in(own, "clerk")
    row = served_on_pages(own, client)
    link = link_of(client, row)
    row.refresh_from_db()

    page = Client().get(link)

    assert "/office/" not in page.content.decode()
    assert "12345-317" not in page.content.decode()
    assert Client().get(f"/rectify/{'0' * 64}/").status_code == 404
    assert row.link not in page.content.decode()


def test_what_a_report_lacks_is_said_and_what_was_typed_stays(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    link, phone = link_of(client, served_on_pages(own, client)), Client()
    program = SimpleUploadedFile("a.exe", b"MZ\x90\x00 program")

    silent = text_of(phone.post(link, {"text": "", "reporter": "柳南星"}))
    odd = phone.post(link, {"text": "改好了", "reporter": "柳南星", "proofs": program})

    assert "还没有保存" in silent
    assert "a.exe：不收这种文件" in text_of(odd)
    assert "改好了" in text_of(odd)
    assert not Proof.objects.exists()


def test_a_link_is_slowed_down_for_whoever_asks_too_fast(
    own: Bureau, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(own, "clerk")
    link = link_of(client, served_on_pages(own, client))
    monkeypatch.setattr(pace, "SEARCHES_A_MINUTE", 1)
    phone = Client()

    answers = [phone.get(link).status_code for _ in range(2)]

    assert answers == [200, 429]


def test_the_page_names_what_is_to_be_done_and_by_which_button(
    own: Bureau, signed_in: Any, hands: Clock
) -> None:
    client = signed_in(own, "clerk")
    row = served_on_pages(own, client)
    address = f"/office/rectifications/{row.pk}/"

    early = text_of(client.get(address))
    hands.at = NOON + timedelta(days=16)
    client = client_of(own, "clerk")
    late = text_of(client.get(address))
    listed = text_of(client.get("/office/rectifications/?standing=overdue"))

    assert "现在该做" not in early
    assert "发企业报告链接" in early
    assert "移交案件线索" not in early.split("需要改正的问题")[0]
    assert "已逾期1日：安排回访，或移交案件线索" in late
    assert "2000元以上2万元以下的罚款劳动保障监察条例第三十条" in late
    assert "已逾期1日" in listed


def test_an_extension_is_decided_and_a_clue_handed_over_on_the_pages(
    own: Bureau, signed_in: Any, hands: Clock
) -> None:
    client = signed_in(own, "clerk")
    row = served_on_pages(own, client)
    address = f"/office/rectifications/{row.pk}"
    sent(client, f"{address}/extend/", {"days": 5, "reason": "停产"})
    extension = row.extensions.get()
    head = signed_in(own, "approver")
    silent = text_of(head.post(f"/office/extensions/{extension.pk}/refuse/", {"answer": ""}))
    sent(head, f"/office/extensions/{extension.pk}/grant/", {"answer": ""})
    hands.at = later(21)
    client = client_of(own, "clerk")

    sent(client, f"{address}/escalate/", {"reason": "逾期没有报告"})

    page = text_of(client.get(f"{address}/"))
    assert "请写不同意的理由" in silent
    assert "转立案" in page
    assert "2026年4月8日，逾期没有报告" in page


def test_a_correction_on_the_spot_is_accepted_on_the_pages(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    row = findings.opened(own, finding_code="YGZ")
    address = f"/office/rectifications/{row.pk}"
    sent(client, f"{address}/spot/", {"proofs": picture()})
    head = signed_in(own, "approver")

    waiting = text_of(head.get(f"{address}/"))
    proof = head.get(f"/office/rectifications/proofs/{Proof.objects.get().pk}/")
    sent(head, f"{address}/spot/accept/", {})

    row.refresh_from_db()
    assert "核实当场改正，销号" in waiting
    assert b"".join(proof.streaming_content) == samples.picture("PNG")
    assert row.state == "corrected"


def test_the_visit_leads_to_its_rectifications(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    row = findings.opened(own)

    page = text_of(client.get(f"/office/visits/{row.visit_id}/"))
    found = text_of(client.get("/office/search/?q=第1食品"))

    assert row.number in page
    assert "开立责令改正" in page
    assert row.number in found
