"""What goes to the police with a referral: one PDF with a list, its pages, its digests."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from oversight.cases.models import Case, ReferralPackage
from oversight.cases.services import investigating, packaging
from oversight.cases.services.investigating import NewEvidence
from oversight.common.errors import DomainError
from oversight.documents import joining
from tests.oversight.cases import making
from tests.oversight.cases.making import AT, TODAY
from tests.oversight.files import samples
from tests.support.pages import text_of
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
STOCK = making.STOCK


def _with_picture(own: Bureau) -> int:
    """Make a case with a document accepted without a file, and a picture."""
    case, clerk = making.investigated(own), own.actors["clerk"]
    row = NewEvidence(
        kind="object",
        title="考勤机照片",
        source="现场",
        taken_on=TODAY,
        file_name="考勤机.png",
        chunks=[samples.picture("PNG")],
    )
    evidence = investigating.collect(actor=clerk, case_id=case.pk, evidence=row, at=AT)
    investigating.judge(actor=clerk, evidence_id=evidence.pk, is_accepted=True, reason="", at=AT)
    return case.pk


def test_a_package_has_all_papers_and_the_accepted_evidence(own: Bureau) -> None:
    case_id = _with_picture(own)
    visit_id = Case.objects.get(pk=case_id).visit_id
    referral = making.police(own, case_id=case_id, visit_id=visit_id)

    package = packaging.pack(actor=own.actors["clerk"], referral_id=referral.pk, at=AT)

    content = packaging.content_of(package)
    assert hashlib.sha256(content).hexdigest() == package.digest
    reader = PdfReader(BytesIO(content))
    rows = package.document.data["contents"]
    assert [row["title"].split(" ")[0] for row in rows] == [
        "涉嫌犯罪案件移送书",
        "案件移送审批表",
        "立案审批表",
        "证据：工资表",
        "证据：考勤机照片",
    ]
    assert [row["how"] for row in rows] == [*["并入本册"] * 3, "另附", "并入本册"]
    inside = [row for row in rows if row["pages"] != "—"]
    last = int(inside[-1]["from_page"]) + int(inside[-1]["pages"]) - 1
    assert (len(reader.pages), package.pages) == (last, last)
    letter = reader.pages[int(rows[0]["from_page"]) - 1].extract_text()
    assert "涉嫌犯罪案件移送书" in letter
    approval = referral.acts.get(act="approve").document
    assert approval is not None
    assert rows[1]["digest"] == approval.pdf_digest
    assert package.document.data["total"].endswith("另附 1 件")


def test_the_page_shows_the_beginning_of_the_digest_and_keeps_the_whole(
    own: Bureau, signed_in: Any
) -> None:
    case_id = _with_picture(own)
    visit_id = Case.objects.get(pk=case_id).visit_id
    referral = making.police(own, case_id=case_id, visit_id=visit_id)
    digest = packaging.pack(actor=own.actors["clerk"], referral_id=referral.pk, at=AT).digest

    page = signed_in(own, "clerk").get(f"/office/referrals/{referral.pk}/").content.decode()

    assert f"文件摘要：{digest[:4]} {digest[4:8]}…" in page
    assert digest in referral.acts.get(act="pack").text


def test_a_package_is_for_police_and_prosecutors_and_after_the_approval(own: Bureau) -> None:
    lead, second = making.officers(own)[:2]
    crime: dict[str, Any] = {"kind": "police", "receiver": "青禾区公安局", "finding": "V05"}
    draft = making.reported(own, **crime, officer_ids=(lead, second))
    agency = making.sent(own)
    call: dict[str, Any] = {"actor": own.actors["clerk"], "at": AT}

    with pytest.raises(DomainError, match="批准以后再制作"):
        packaging.pack(referral_id=draft.pk, **call)
    with pytest.raises(DomainError, match="只有移送公安机关、检察机关"):
        packaging.pack(referral_id=agency.pk, **call)
    assert not ReferralPackage.objects.exists()


def test_the_page_of_a_referral_makes_the_package_and_gives_it(own: Bureau, signed_in: Any) -> None:
    referral = making.police(own)
    client = signed_in(own, "clerk")

    shown = text_of(client.get(f"/office/referrals/{referral.pk}/package/"))
    client.post(f"/office/referrals/{referral.pk}/package/")

    assert "涉嫌犯罪案件移送书" in shown
    package = ReferralPackage.objects.get()
    assert package.document.number in text_of(client.get(f"/office/referrals/{referral.pk}/"))
    answer = client.get(f"/office/referrals/packages/{package.pk}/file/")
    assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 nothing", b"\x00" * 99])
def test_what_is_no_pdf_and_no_picture_is_not_joined(content: bytes) -> None:
    assert joining.pages_of(content) == 0
    assert joining.page_of_picture(content) == b""
