"""The pages of documents: list, files, void, edited templates, the record of a draw."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.http import content_disposition_header

from oversight.documents import word_files
from oversight.documents.models import Document, WordTemplate
from oversight.documents.rules.types import TYPES
from oversight.documents.services import issuing
from oversight.draws.models import Draw
from tests.oversight.documents.papers import issued
from tests.support import draw_factory
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]
PLAIN = word_files.default_template(TYPES["notice"])
MEETING = {
    "place": "局三楼会议室",
    "started_at": "2026-02-10T15:00",
    "ended_at": "2026-02-10T15:20",
    "attendees": "主持人 沈望川\n监督 季知秋",
}


def page_of(client: Any, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_list_shows_number_type_day_and_whom_it_concerns(own: Bureau, signed_in: Any) -> None:
    document = issued(own)
    client = signed_in(own, "clerk")

    page = page_of(client, "/office/documents/")
    missing = page_of(client, "/office/documents/?q=没有这样的")

    for words in (document.number, "行政检查通知书", "青禾区瑞丰餐饮服务有限公司", "3月18日 12:00"):
        assert words in page
    assert "没有符合条件的文书" in missing
    assert document.number not in missing
    assert document.number in page_of(client, "/office/search/?q=瑞丰")


def test_both_files_come_under_names_that_say_what_they_are(own: Bureau, signed_in: Any) -> None:
    document = issued(own)
    client = signed_in(own, "clerk")

    for form, content in (
        ("pdf", issuing.render_pdf(document)),
        ("docx", issuing.render_docx(document)),
    ):
        response = client.get(f"/office/documents/{document.pk}/file.{form}")
        name = f"行政检查通知书-{document.number}.{form}"
        assert response.content == content
        assert response["Content-Disposition"] == content_disposition_header(
            as_attachment=True, filename=name
        )


def test_a_page_of_a_document_says_what_nobody_checked_yet(own: Bureau, signed_in: Any) -> None:
    document = issued(own, "receipt")

    page = page_of(signed_in(own, "clerk"), f"/office/documents/{document.pk}/")

    assert "待核实" in page
    assert "公告送达的期限和条文号没有核对" in page
    assert "青禾区和顺路18号" in page
    assert document.pdf_digest not in page
    assert "作废</a>" not in page


def test_an_approver_voids_a_document_with_a_reason(own: Bureau, signed_in: Any) -> None:
    document = issued(own)
    client = signed_in(own, "approver")
    address = f"/office/documents/{document.pk}/void/"

    refused = client.post(address, {"reason": ""}).content.decode()
    response = client.post(address, {"reason": "对象写错"}, follow=True)

    assert "作废以后不能恢复" in refused
    assert "已作废，理由已留痕" in response.content.decode()
    assert "对象写错" in response.content.decode()
    again = client.post(address, {"reason": "再来"}).content.decode()
    assert "这份文书已经作废" in again


def test_a_file_that_was_changed_is_not_given(own: Bureau, signed_in: Any, settings: Any) -> None:
    document = issued(own)
    path = settings.FILES / "blobs" / document.docx_digest[:2] / document.docx_digest
    path.write_bytes(b"other")

    response = signed_in(own, "clerk").get(f"/office/documents/{document.pk}/file.docx")

    assert response.status_code == 409
    assert "保存的文件被改动过" in response.content.decode()


def test_an_edited_template_goes_from_upload_to_use(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "coordinator")
    upload = reverse("office:document-template-upload", args=["notice"])
    wrong = PLAIN.replace(b"PK", b"XX", 1)

    refused = client.post(upload, {"file": SimpleUploadedFile("x.docx", wrong)}).content.decode()
    client.post(upload, {"file": SimpleUploadedFile("通知书.docx", PLAIN)})
    template = WordTemplate.objects.get()
    approver = signed_in(own, "approver")
    todo = page_of(approver, "/office/")
    preview = approver.get(reverse("office:template-version-preview", args=[template.pk]))
    approver.post(reverse("office:template-version-use", args=[template.pk]))

    assert "模板不能用：这不是 Word 文件" in refused
    assert "启用模板：行政检查通知书第 1 版" in todo
    assert "青禾区瑞丰餐饮服务有限公司" in word_files.text_of(preview.content)
    template.refresh_from_db()
    assert template.state == "in_force"
    assert "本单位第 1 版" in page_of(approver, "/office/documents/templates/")
    assert "{{ row.certificate }}" in page_of(approver, "/office/documents/templates/notice/")


def test_the_word_of_the_bureau_is_set_on_a_page(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "coordinator")
    wrong = client.post("/office/documents/word/", {"word": "QR-1"}).content.decode()
    client.post("/office/documents/word/", {"word": "青人社"})

    assert "机关代字是 1 到 30 个汉字" in wrong
    assert issued(own).number == "青人社检通字〔2026〕第0001号"


def test_the_record_of_a_draw_is_issued_with_what_is_known_filled_in(
    own: Bureau, draw: Draw, signed_in: Any
) -> None:
    client = signed_in(own, "coordinator")
    address = reverse("office:draw-record", args=[draw.pk])

    form = page_of(client, address)
    response = client.post(address, MEETING, follow=True)

    document = Document.objects.get()
    assert "主持人 own-coordinator先生" in form
    assert "见证人（监督） 申见证" in form
    assert document.number in response.content.decode()
    assert document.data["place"] == "局三楼会议室"
    assert document.data["started_at"] == "2026-02-10T07:00:00Z"
    assert document.data["attendees"] == [
        {"who": "主持人", "name": "沈望川"},
        {"who": "监督", "name": "季知秋"},
    ]
    assert document.data["commitment"] == f"{draw.commitment[:8]}…{draw.commitment[-8:]}"
    text = word_files.text_of(issuing.render_docx(document))
    assert draw.visits.order_by("place")[0].name in text
    assert draw_factory.DICE in text
    assert draw.commitment not in text
    assert "局三楼会议室" in page_of(client, address)


def test_what_is_wrong_in_the_meeting_is_said_at_its_field(
    own: Bureau, draw: Draw, signed_in: Any
) -> None:
    client = signed_in(own, "coordinator")
    typed = {**MEETING, "ended_at": "2026-02-10T14:00", "attendees": "沈望川"}

    page = client.post(reverse("office:draw-record", args=[draw.pk]), typed).content.decode()

    assert "结束时间不能早于开始时间" in page
    assert "“沈望川”这一行要写身份和姓名" in page
    assert not Document.objects.exists()


def test_the_record_of_a_sealed_draw_names_nobody_before_the_opening(
    foreign: Bureau, signed_in: Any
) -> None:
    draw = draw_factory.whole(foreign, mode="sealed")
    client = signed_in(foreign, "coordinator")
    address = reverse("office:draw-record", args=[draw.pk])

    client.post(address, MEETING)
    before = Document.objects.get()
    opened = draw_factory.opened(draw)
    client.post(address, MEETING)
    after = Document.objects.exclude(pk=before.pk).get()

    name = opened.visits.order_by("place")[0].name
    said = [str(document.data).replace(" ", "") for document in (before, after)]
    assert [name in words for words in said] == [False, True]
    assert [draw_factory.NUMBER in words for words in said] == [False, True]
    assert [before.place, after.place] == [1, 2]
