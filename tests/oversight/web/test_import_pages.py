"""Importing through the pages: chosen, shown, written, taken back, and mended."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from oversight.registry.models import ImportRun, Subject
from tests.oversight.registry import files
from tests.support import platform_factory
from tests.support.platform_factory import Bureau, code

pytestmark = pytest.mark.any_database

ROWS = (
    ("青禾区甲食品有限公司", code(11), "城关街道1号", "A"),
    ("青禾区乙服装有限公司", "柳河镇2号", "", "B"),
    ("=cmd|' /C calc'!A0", code(13), "", "Z"),
)


def upload(client: Client, own: Bureau, data: bytes, name: str = "名录.csv") -> Any:
    told = {
        "kind": "subjects",
        "owner": own.sections[platform_factory.SECTIONS[0]].pk,
        "file": SimpleUploadedFile(name, data),
    }
    return client.post("/office/imports/new/", told)


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_a_file_is_shown_then_written_then_taken_back(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")

    response = upload(client, own, files.csv(ROWS))
    run = ImportRun.objects.get()
    assert response.url == f"/office/imports/{run.pk}/"
    shown = client.get(response.url).content.decode()
    assert "代码列中是文字或地址，疑似列错位；请核对这一行" in shown
    assert Subject.objects.count() == 0

    client.post(f"/office/imports/{run.pk}/write/")
    assert Subject.objects.get().name == "青禾区甲食品有限公司"

    client.post(f"/office/imports/{run.pk}/undo/")
    assert Subject.objects.count() == 0
    assert ImportRun.objects.get().state == ImportRun.UNDONE


def test_rows_to_be_mended_come_back_with_the_reason(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    upload(client, own, files.csv(ROWS))

    response = client.get(f"/office/imports/{ImportRun.objects.get().pk}/faults.xlsx")

    book = CalamineWorkbook.from_filelike(io.BytesIO(body(response)))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0] == [*files.HEADINGS, "原行号", "要改的原因"]
    assert rows[1][4:] == [
        "3",
        "统一社会信用代码：代码列中是文字或地址，疑似列错位；请核对这一行",
    ]
    assert rows[2][0] == "'=cmd|' /C calc'!A0"
    assert rows[2][5] == "守法诚信等级：应为 A、B、C 或留空"


def test_mended_rows_can_be_uploaded_as_they_came_back(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    upload(client, own, files.csv(ROWS[:2]))
    returned = client.get(f"/office/imports/{ImportRun.objects.get().pk}/faults.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(body(returned)))
    rows = book.get_sheet_by_index(0).to_python()
    rows[1][1] = code(12)

    upload(client, own, files.xlsx(rows[1:], headings=[str(one) for one in rows[0]]), "改好.xlsx")

    assert ImportRun.objects.latest("pk").counts["new"] == 1


def test_headings_are_corrected_on_the_page(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    upload(client, own, files.csv(ROWS[:1], headings=("户名", "号码", "地", "级")))
    run = ImportRun.objects.get()
    assert run.state == ImportRun.UPLOADED

    told = {"column-name": "0", "column-code": "1", "column-address": "2", "column-grade": "-1"}
    client.post(f"/office/imports/{run.pk}/columns/", told)

    again = ImportRun.objects.get()
    assert (again.state, again.counts["new"]) == (ImportRun.READY, 1)


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ({"column-name": "0"}, "请指明哪一列是统一社会信用代码"),
        ({"column-name": "0", "column-code": "0"}, "同一列不能有两个意思；请核对"),
        ({"column-name": "0", "column-code": "77"}, "没有这一列；请重新选择"),
    ],
)
def test_headings_that_make_no_sense_are_refused(
    own: Bureau, signed_in: Any, told: dict[str, str], answer: str
) -> None:
    client = signed_in(own, "clerk")
    upload(client, own, files.csv(ROWS))
    run = ImportRun.objects.get()

    response = client.post(f"/office/imports/{run.pk}/columns/", told, follow=True)

    assert answer in response.content.decode()


def test_a_program_is_refused_on_the_form(own: Bureau, signed_in: Any) -> None:
    response = upload(signed_in(own, "clerk"), own, b"MZ\x90", "名录.xlsx")

    assert response.status_code < 500
    told = "这是程序，不是表格，没有读取；请上传 .xlsx、.xls 或 .csv"
    assert told in response.content.decode()
    assert ImportRun.objects.count() == 0


@pytest.mark.parametrize("data", [b"\r\n", b"\0\1", b"\xd0\xcf\x11\xe0", b'a,"b'])
def test_an_unreadable_file_has_its_answer_on_its_page(
    own: Bureau, signed_in: Any, data: bytes
) -> None:
    client = signed_in(own, "clerk")

    page = client.get(upload(client, own, data).url)

    run = ImportRun.objects.get()
    assert run.state == ImportRun.FAILED
    assert page.status_code == 200
    assert "读不了" in page.content.decode()


def test_another_bureaus_import_does_not_exist(
    own: Bureau, foreign: Bureau, signed_in: Any
) -> None:
    upload(signed_in(own, "clerk"), own, files.csv(ROWS))
    run = ImportRun.objects.get()

    other = Client()
    told = {"username": foreign.actors["clerk"].username, "password": platform_factory.PASSWORD}
    other.post("/sign-in/", told)

    assert other.get("/office/imports/").status_code == 200
    assert other.get(f"/office/imports/{run.pk}/").status_code == 404
    assert other.post(f"/office/imports/{run.pk}/write/").status_code == 404
    assert other.get(f"/office/imports/{run.pk}/faults.xlsx").status_code == 404
