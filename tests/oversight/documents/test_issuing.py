"""Documents issued from data: numbers, files under their digests, the trail, void ones."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from mingqian import canonical
from oversight.audit import selectors as audit
from oversight.common.errors import (
    DomainError,
    FieldsError,
    NotAllowedError,
    NotFoundError,
    TamperedError,
)
from oversight.documents import selectors, typesetting
from oversight.documents.models import Document
from oversight.documents.rules.types import TYPES
from oversight.documents.selectors import DocumentQuestion
from oversight.documents.services import issuing, letterheads
from tests.oversight.documents.papers import ABOUT, issued
from tests.oversight.recorded import checked
from tests.support.platform_factory import NOON, Bureau

LATER = NOON + timedelta(hours=1)


def test_numbers_count_by_type_year_and_organisation(own: Bureau, foreign: Bureau) -> None:
    letterheads.set_word(word="青人社", actor=own.actors["coordinator"], at=NOON)

    numbers = [issued(own, kind).number for kind in ("notice", "notice", "approval")]

    assert numbers == [
        "青人社检通字〔2026〕第0001号",
        "青人社检通字〔2026〕第0002号",
        "青人社检审字〔2026〕第0001号",
    ]
    # Without a word of its own a bureau is called by its name.
    assert issued(foreign).number == "石桥县人力资源和社会保障局检通字〔2026〕第0001号"


def test_the_year_is_that_of_the_day_in_china(own: Bureau) -> None:
    document = issuing.issue_document(
        type_code="notice",
        organisation=own.organisation,
        data=TYPES["notice"].example,
        about=ABOUT,
        actor=own.actors["clerk"],
        at=NOON.replace(month=12, day=31, hour=16, minute=5),
    )

    assert (document.year, document.place) == (2027, 1)


def test_a_transaction_that_fails_leaves_no_gap(own: Bureau) -> None:
    issued(own)
    with transaction.atomic():
        issued(own)
        transaction.set_rollback(True)
    with pytest.raises(DomainError), transaction.atomic():
        issued(own, subject="𰻝")

    assert [issued(own).place for _ in range(2)] == [2, 3]


def test_a_document_says_who_made_it_and_is_kept_by_digest(own: Bureau) -> None:
    document = issued(own)
    made = issuing.render_pdf(document)
    entry = audit.about("document", document.code).get()

    assert document.code == f"{own.organisation.code}-notice-2026-0001"
    assert document.made_by == "own-clerk先生"
    assert document.concerns == "青禾区瑞丰餐饮服务有限公司"
    assert entry.public == {
        "document": "行政检查通知书",
        "number": document.number,
        "pdf": canonical.digest(made),
        "docx": canonical.digest(issuing.render_docx(document)),
    }
    content = canonical.write(TYPES["notice"].example)
    assert (entry.private or {})["data"] == canonical.digest(content)
    assert "瑞丰" not in str(entry.public)
    assert selectors.documents_about("visit", ABOUT.key) == [document]


def test_the_same_data_twice_is_not_the_same_file(own: Bureau) -> None:
    # Nobody may guess from a public digest whom a document concerns.
    first, second = issued(own), issued(own)

    assert len(first.salt) == 32
    assert first.salt != second.salt
    assert first.salt.encode() in issuing.render_pdf(first)


def test_wrong_data_takes_no_number_and_names_the_fields(own: Bureau) -> None:
    with pytest.raises(FieldsError) as refused:
        issued(own, subject="", nth="一")

    assert refused.value.problems == [
        ("subject", "行政检查通知书：“检查对象”没有填"),
        ("nth", "行政检查通知书：“本年度第几次检查”应当是不小于 0 的整数"),
    ]
    assert issued(own).place == 1


def test_nobody_issues_for_another_bureau(own: Bureau, foreign: Bureau) -> None:
    with pytest.raises(NotFoundError):
        issuing.issue_document(
            type_code="notice",
            organisation=foreign.organisation,
            data=TYPES["notice"].example,
            about=ABOUT,
            actor=own.actors["clerk"],
            at=NOON,
        )
    with pytest.raises(NotFoundError, match="没有这种文书"):
        selectors.type_of("no-such")


def test_a_void_number_is_never_used_again(own: Bureau) -> None:
    document = issued(own)
    void = issuing.void_document(
        document_id=document.pk, reason="对象写错", actor=own.actors["approver"], at=LATER
    )

    assert (void.state, void.void_reason, void.voided_by) == (
        "void",
        "对象写错",
        "own-approver先生",
    )
    assert issued(own).place == 2
    assert [entry.type for entry in audit.about("document", document.code)] == [
        "document.voided-covered",
        "document.issued-covered",
    ]
    assert issuing.render_pdf(void).startswith(b"%PDF")


def test_voiding_needs_a_reason_and_its_role_and_happens_once(own: Bureau) -> None:
    document, approver = issued(own), own.actors["approver"]
    with pytest.raises(DomainError, match="请写明作废的理由"):
        issuing.void_document(document_id=document.pk, reason=" ", actor=approver, at=LATER)
    with pytest.raises(NotAllowedError):
        issuing.void_document(
            document_id=document.pk, reason="错", actor=own.actors["clerk"], at=LATER
        )
    issuing.void_document(document_id=document.pk, reason="错", actor=approver, at=LATER)
    with pytest.raises(DomainError, match="这份文书已经作废"):
        issuing.void_document(document_id=document.pk, reason="错", actor=approver, at=LATER)


def test_a_lost_file_is_made_anew_and_a_changed_one_is_replaced(
    own: Bureau, log_folder: Path
) -> None:
    document = issued(own)
    made = issuing.render_pdf(document)
    path = log_folder.parent / "files" / "blobs" / document.pdf_digest[:2] / document.pdf_digest
    path.unlink()
    assert issuing.render_pdf(document) == made
    path.write_bytes(made + b"%")

    assert issuing.render_pdf(document) == made
    assert path.read_bytes() == made


def test_a_file_that_cannot_be_made_anew_is_not_shown(own: Bureau, log_folder: Path) -> None:
    document = issued(own)
    for path in (log_folder.parent / "files" / "blobs").rglob("*"):
        if path.is_file():
            path.unlink()
    document.data = {**document.data, "subject": "别的公司"}

    with pytest.raises(TamperedError, match="找不到了"):
        issuing.render_pdf(document)
    with pytest.raises(TamperedError, match="找不到了"):
        issuing.render_docx(document)


def test_changed_rows_are_found_by_the_comparison_with_the_log(own: Bureau) -> None:
    document, second = issued(own), issued(own)
    assert checked() == []
    issuing.void_document(
        document_id=second.pk, reason="错", actor=own.actors["approver"], at=LATER
    )
    assert checked() == []
    Document.objects.filter(pk=document.pk).update(number="第9号")
    Document.objects.filter(pk=second.pk).update(state="issued")

    assert checked() == [
        f"document {document.code} 文号: {document.number} | 第9号",
        f"document {second.code} 状态: 已作废 | 已出具",
    ]


def test_an_inspector_sees_its_own_documents_and_the_office_all(
    own: Bureau, foreign: Bureau
) -> None:
    issued(own, "site-minutes", "inspector")
    issued(own, "notice", "clerk")
    issued(foreign)

    seen = {
        name: [document.type for document in selectors.documents(own.actors[name])]
        for name in ("clerk", "supervisor", "inspector", "administrator")
    }

    assert sorted(seen["clerk"]) == ["notice", "site-minutes"]
    assert sorted(seen["supervisor"]) == ["notice", "site-minutes"]
    assert seen["inspector"] == ["site-minutes"]
    assert seen["administrator"] == []


def test_documents_are_found_by_number_subject_type_and_state(own: Bureau) -> None:
    issued(own, "notice")
    issued(own, "approval")
    clerk = own.actors["clerk"]

    def count(**asked: str) -> int:
        return selectors.find(clerk, DocumentQuestion(**asked)).count()

    assert count() == 2
    assert count(words="检审字") == 1
    assert count(words="瑞丰") == 2
    assert count(words="990107202602100001") == 2
    assert count(type="notice") == 1
    assert count(state="void") == 0


def test_a_preview_has_no_number_and_leaves_no_trace(own: Bureau) -> None:
    made = issuing.preview_pdf(
        type_code="notice", organisation=own.organisation, data=TYPES["notice"].example, at=NOON
    )

    assert made.startswith(b"%PDF")
    assert not Document.objects.exists()
    assert issued(own).place == 1


def test_a_font_of_the_office_is_seen_beside_the_shipped(settings: Any, tmp_path: Path) -> None:
    assert typesetting.families() == ["Noto Serif SC"]
    settings.FONTS = tmp_path / "fonts"
    settings.FONTS.mkdir()
    shipped = (typesetting.FONTS / "NotoSerifSC-Regular.ttf").read_bytes()
    names = "Noto Serif SC", "Hand Serif SC"
    before, after = (name.encode("utf-16-be") for name in names)

    (settings.FONTS / "own.ttf").write_bytes(shipped.replace(before, after))

    assert typesetting.families() == ["Hand Serif SC", "Noto Serif SC"]
