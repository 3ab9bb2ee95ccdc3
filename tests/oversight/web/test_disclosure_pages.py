"""A publication on the pages: drafted, reviewed, released by three, read and checked by anybody."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from mingqian import disclosure
from oversight.disclosures.checklist import CHECKS
from oversight.disclosures.models import Disclosure
from oversight.disclosures.services import drafting, releasing
from oversight.registry.models import ItemVersion
from oversight.web import clock
from tests.oversight.disclosures import publications
from tests.oversight.disclosures.publications import later
from tests.oversight.web.furnishing import client_of
from tests.support.platform_factory import NOON, Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
STOCK = {"subjects": 2, "inspectors": 3}


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return NOON


def text_of(response: Any) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", response.content.decode()))


def sent(client: Client, path: str, typed: dict[str, Any] | None = None) -> str:
    response = client.post(path, typed or {})
    assert response.status_code == 302, text_of(response)
    return str(response["Location"])


def test_three_people_bring_an_item_before_the_public(own: Bureau) -> None:
    clerk, head, lead = (client_of(own, who) for who in ("clerk", "approver", "coordinator"))
    waiting = clerk.get("/office/disclosures/waiting/")
    assert "抽查事项“支付工资和最低工资标准”第1版" in text_of(waiting)

    key = publications.item_key(own)
    page = sent(clerk, f"/office/disclosures/draft/item/{key}/")
    sent(clerk, f"{page}change/", {"why_points": "trade", "note_points": "检查方法"})
    sent(clerk, f"{page}submit/")
    assert "商业秘密：检查方法" in text_of(head.get(page))
    sent(head, f"{page}approve/", {"checks": list(CHECKS)})
    sent(lead, f"{page}publish/")

    row = Disclosure.objects.get()
    public = Client()
    address = f"/publications/{row.number}/1/"
    assert row.title in public.get("/publications/").content.decode()
    shown = text_of(public.get(address))
    assert "不公开：商业秘密：检查方法" in shown
    assert "支付工资和最低工资标准" in shown
    data = public.get(f"{address}record.json").content
    assert disclosure.verify_opening(data, "file").digest == row.digest


def test_the_withheld_value_is_in_no_byte_of_the_site(own: Bureau) -> None:
    ItemVersion.objects.filter(pk=publications.item_key(own)).update(reason="秘方七号")
    row = publications.withheld(own, publications.drafted(own), "reason")
    row = publications.published(own, row)
    public = Client()
    address = f"/publications/{row.number}/1/"

    pages = [public.get(path) for path in ("/publications/", address, f"{address}record.json")]

    assert all("秘方七号".encode() not in page.content for page in pages)


def test_a_number_of_a_person_is_said_on_the_page(own: Bureau) -> None:
    ItemVersion.objects.filter(pk=publications.item_key(own)).update(reason="电13812345678")
    row = publications.drafted(own)
    clerk = client_of(own, "clerk")

    assert "“调整理由”里有电话号码，不能公示" in text_of(
        clerk.get(f"/office/disclosures/{row.pk}/")
    )
    refused = clerk.post(f"/office/disclosures/{row.pk}/submit/")

    assert refused.status_code == 200
    assert "“调整理由”里有电话号码，不能公示" in text_of(refused)


def test_an_unconfirmed_checklist_is_refused_on_the_page(own: Bureau) -> None:
    row = publications.submitted(own, publications.drafted(own))
    head = client_of(own, "approver")

    refused = head.post(f"/office/disclosures/{row.pk}/approve/", {"checks": ["trade"]})

    assert "请逐项确认：已作保密审查" in text_of(refused)


def test_a_corrected_version_stands_struck_through_with_its_reason(own: Bureau) -> None:
    first = publications.published(own, publications.drafted(own))
    ItemVersion.objects.filter(pk=first.key).update(reason="写全了")
    clerk = own.actors["clerk"]
    second = drafting.correct(
        actor=clerk, disclosure_id=first.pk, reason="调整理由写漏了", at=later(1)
    )
    publications.published(own, second, later(2))
    public = Client()

    old = public.get(f"/publications/{first.number}/1/").content.decode()
    new = text_of(public.get(f"/publications/{first.number}/2/"))

    assert "<del>支付工资和最低工资标准</del>" in old
    assert "更正调整理由写漏了看第2版" in re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", old))
    assert "更正的理由调整理由写漏了" in new


def test_a_withdrawn_one_shows_its_reason_and_no_content(own: Bureau) -> None:
    row = publications.published(own, publications.drafted(own))
    head = own.actors["approver"]
    releasing.withdraw(actor=head, disclosure_id=row.pk, reason="事项已取消", at=later(1))
    public = Client()

    page = text_of(public.get(f"/publications/{row.number}/1/"))
    record = json.loads(public.get(f"/publications/{row.number}/1/record.json").content)

    assert "撤下事项已取消" in page
    assert "检查主体已撤下" in page
    assert record["opened"] == []
    assert set(record["withheld"].values()) == {"已撤下"}


@pytest.mark.parametrize("number", ["none", "990107-GS202699999"])
def test_a_publication_that_is_not_there_is_not_found(own: Bureau, number: str) -> None:
    publications.approved(own, publications.drafted(own))

    assert Client().get(f"/publications/{number}/1/").status_code == 404
    assert Client().get(f"/publications/{number}/1/record.json").status_code == 404


def test_what_is_not_released_is_on_no_public_page(own: Bureau) -> None:
    row = publications.approved(own, publications.drafted(own))

    assert Client().get(f"/publications/{row.number}/1/").status_code == 404
    assert row.title not in Client().get("/publications/").content.decode()


def test_the_rate_counts_what_was_published_in_time(own: Bureau, monkeypatch: Any) -> None:
    publications.published(own, publications.drafted(own))
    monkeypatch.setattr(clock, "now", lambda: later(60))

    page = text_of(client_of(own, "clerk").get("/office/disclosures/waiting/"))

    assert "2026年公示率" in page
