"""The pages of cases: what is to be done, its clocks, the acts, evidence with its file."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from oversight.cases.models import Case, Decision, Referral
from tests.oversight.cases import making
from tests.oversight.files import samples
from tests.support.pages import text_of
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.any_database, pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
STOCK = making.STOCK


def test_a_clue_is_registered_on_the_page_of_the_visit(own: Bureau, signed_in: Any) -> None:
    visit = making.visited(own)
    client = signed_in(own, "clerk")
    assert (
        f"/office/visits/{visit.pk}/case/"
        in client.get(f"/office/visits/{visit.pk}/").content.decode()
    )
    typed: dict[str, Any] = {"finding": "V05", "facts": "拖欠工资", "discovered_on": "2026-03-18"}

    missing = client.post(f"/office/visits/{visit.pk}/case/", {**typed, "facts": ""})
    assert missing.status_code == 200
    answer = client.post(f"/office/visits/{visit.pk}/case/", typed)

    case = Case.objects.get()
    assert answer.status_code == 302
    shown = text_of(client.get(f"/office/visits/{visit.pk}/"))
    assert case.number in shown


def test_a_case_says_what_is_to_be_done_and_until_when(own: Bureau, signed_in: Any) -> None:
    case = making.filed(own)
    client = signed_in(own, "clerk")

    page = text_of(client.get(f"/office/cases/{case.pk}/"))

    assert "现在该做" in page
    assert "指定办案人员" in page
    assert "：撤销立案" not in page
    assert "办结期限（河南）" in page
    assert "2026年4月17日" in page
    assert "《劳动保障监察条例》第十七条" in page


def test_evidence_is_added_with_its_file_and_read_again(own: Bureau, signed_in: Any) -> None:
    case = making.assigned(own)
    client = signed_in(own, "clerk")
    picture = samples.picture("PNG")
    typed: dict[str, Any] = {
        "kind": "document",
        "title": "工资表",
        "source": "企业",
        "taken_on": "2026-03-18",
    }
    file = SimpleUploadedFile("工资表.png", picture)

    client.post(f"/office/cases/{case.pk}/make/collect/", {**typed, "file": file})
    evidence = case.evidence.get()
    answer = client.get(f"/office/evidence/{evidence.pk}/file/")
    assert b"".join(answer.streaming_content) == picture
    client.post(f"/office/evidence/{evidence.pk}/", {"verdict": "accepted", "reason": ""})

    evidence.refresh_from_db()
    assert evidence.state == "accepted"


def test_the_head_decides_on_the_page_with_what_was_told(own: Bureau, signed_in: Any) -> None:
    case = making.proposed(own)
    client = signed_in(own, "approver")
    address = f"/office/cases/{case.pk}/decide/decide/"
    form = client.get(address).content.decode()
    assert 'value="5,000.00"' in form
    typed: dict[str, Any] = {"outcome": "penalty", "kinds": ["fine"], "fine": "5,000.01"}
    typed |= {"grounds": "拒不改正", "basis": "第三十条"}

    refused = text_of(client.post(address, typed))
    assert "比告知的“罚款5,000.00元”更重" in refused
    assert not Decision.objects.exists()
    client.post(address, {**typed, "fine": "5000"})

    assert Decision.objects.get().fine == 500_000
    assert "罚款5,000.00元" in text_of(client.get(f"/office/cases/{case.pk}/"))


def test_an_act_that_is_not_open_says_in_which_state_it_is(own: Bureau, signed_in: Any) -> None:
    case = making.begun(own)
    client = signed_in(own, "clerk")

    answer = client.get(f"/office/cases/{case.pk}/make/serve/")
    assert answer.status_code == 409
    assert "只有“已决定”时可以" in text_of(answer)
    assert client.get(f"/office/cases/{case.pk}/make/decide/").status_code == 404
    assert client.get(f"/office/cases/{case.pk}/make/nothing/").status_code == 404


def test_a_referral_is_not_done_when_it_is_sent(own: Bureau, signed_in: Any) -> None:
    referral = making.sent(own)
    client = signed_in(own, "clerk")

    page = text_of(client.get(f"/office/referrals/{referral.pk}/"))
    listed = text_of(client.get("/office/referrals/"))

    assert "送出不等于办完" in page
    assert "登记回执" in page
    assert "已送出、等回执" in listed
    address = f"/office/referrals/{referral.pk}/make/receive/"
    client.post(address, {"on": "2026-03-18", "receiver": "王明"})
    assert Referral.objects.get().state == "received"


def test_a_referral_of_a_subject_not_to_be_found_needs_two_visits(
    own: Bureau, signed_in: Any
) -> None:
    visit = making.visited(own)
    client = signed_in(own, "clerk")
    typed: dict[str, Any] = {
        "kind": "market",
        "receiver": "青禾区市场监督管理局",
        "facts": "登记的住所无法联系",
        "basis": "《企业信息公示暂行条例》第十七条",
        "enclosures": "门牌照片",
        "attempts": "2026-03-16 大门紧锁",
    }
    address = f"/office/visits/{visit.pk}/referral/"

    refused = text_of(client.post(address, typed))
    assert "至少写不同日期的两次" in refused
    client.post(address, {**typed, "attempts": "2026-03-16 大门紧锁\n2026-03-17 物业称已搬走"})

    page = text_of(client.get(f"/office/referrals/{Referral.objects.get().pk}/"))
    assert "是否列入经营异常名录由市场监管部门决定" in page


@pytest.mark.parametrize("address", ["cases", "referrals"])
def test_lists_are_filtered_printed_and_exported(own: Bureau, signed_in: Any, address: str) -> None:
    case = making.begun(own)
    making.reported(own, visit_id=case.visit_id)
    client = signed_in(own, "clerk")

    assert case.name in text_of(client.get(f"/office/{address}/?q={case.code}"))
    assert "没有符合条件的" in text_of(client.get(f"/office/{address}/?q=没有这样的"))
    assert case.name in text_of(client.get(f"/office/{address}/print/"))
    rows = b"".join(client.get(f"/office/{address}/export.csv").streaming_content)
    assert case.visit.number in rows.decode("utf-8-sig")
