"""Tables that leave the office: as filtered, codes intact, harmless, on record."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from oversight.audit import selectors as audit
from oversight.web import tables
from tests.support import platform_factory
from tests.support.platform_factory import Bureau, code


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_codes_are_text_in_a_workbook(own: Bureau, signed_in: Any) -> None:
    platform_factory.subject(own, 11)

    response = signed_in(own, "clerk").get("/office/subjects/export.xlsx")

    book = CalamineWorkbook.from_filelike(io.BytesIO(body(response)))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][:2] == ["统一社会信用代码", "名称"]
    assert rows[1][:2] == [code(11), "青禾区第11食品有限公司"]
    assert len(rows) == 2


def test_a_csv_begins_with_its_mark_and_has_every_column(own: Bureau, signed_in: Any) -> None:
    platform_factory.subject(own, 11, labels="重点、白名单", phone="0379-1234")

    data = body(signed_in(own, "clerk").get("/office/subjects/export.csv"))

    assert data.startswith(b"\xef\xbb\xbf")
    row = next(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert row["统一社会信用代码"] == code(11)
    assert row["标签"] == "白名单、重点"
    assert row["电话"] == "037****1234"  # whole numbers are looked at one by one, on record
    assert row["所属科室"] == "人力资源管理科"


def test_json_has_the_same_columns(own: Bureau, signed_in: Any) -> None:
    platform_factory.subject(own, 11)

    rows = json.loads(body(signed_in(own, "clerk").get("/office/subjects/export.json")))

    assert [one["名称"] for one in rows] == ["青禾区第11食品有限公司"]


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_an_empty_directory_is_a_table_too(own: Bureau, signed_in: Any, form: str) -> None:
    response = signed_in(own, "clerk").get(f"/office/subjects/export.{form}")

    assert response.status_code == 200
    assert len(body(response)) > 2


def test_only_what_was_filtered_leaves(own: Bureau, signed_in: Any) -> None:
    platform_factory.subject(own, 11, region="柳河镇")
    platform_factory.subject(own, 12, region="白塔镇")

    response = signed_in(own, "clerk").get("/office/subjects/export.json?region=柳河镇")

    rows = json.loads(body(response))

    assert [one["统一社会信用代码"] for one in rows] == [code(11)]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_never_begins_like_a_formula(value: str) -> None:
    assert tables.escape_formula(value) == f"'{value}"


def test_a_formula_in_a_name_leaves_as_text(own: Bureau, signed_in: Any) -> None:
    platform_factory.subject(own, 11, name="=HYPERLINK(1)")
    client = signed_in(own, "clerk")

    written = body(client.get("/office/subjects/export.csv")).decode("utf-8-sig")
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(body(client.get("/office/subjects/export.xlsx")))
    )

    assert "'=HYPERLINK(1)" in written
    assert book.get_sheet_by_index(0).to_python()[1][1] == "'=HYPERLINK(1)"


def test_an_export_is_on_record_with_its_question_and_count(own: Bureau, signed_in: Any) -> None:
    platform_factory.subject(own, 11, region="柳河镇")
    client = signed_in(own, "clerk")
    before = audit.size()

    body(client.get("/office/subjects/export.csv?region=柳河镇"))

    entry = audit.by_index([before])[before]
    assert audit.size() == before + 1
    assert entry.type == "directory.exported"
    assert entry.public["rows"] == 1
    assert "柳河镇" in json.dumps([entry.public, entry.private], ensure_ascii=False)


@pytest.mark.parametrize("directory", ["subjects", "inspectors", "items"])
def test_each_directory_leaves_in_three_forms_and_no_other(
    own: Bureau, signed_in: Any, directory: str
) -> None:
    platform_factory.subject(own)
    platform_factory.inspector(own)
    platform_factory.item(own)
    client = signed_in(own, "clerk")

    sizes = {
        form: len(body(client.get(f"/office/{directory}/export.{form}")))
        for form in ("xlsx", "csv", "json")
    }

    assert min(sizes.values()) > 50
    assert client.get(f"/office/{directory}/export.xls").status_code == 404


def test_another_bureaus_rows_never_leave(own: Bureau, foreign: Bureau, signed_in: Any) -> None:
    platform_factory.subject(foreign, 11)

    rows = json.loads(body(signed_in(own, "clerk").get("/office/subjects/export.json")))

    assert rows == []


def test_an_inspector_has_no_export(own: Bureau, signed_in: Any) -> None:
    response = signed_in(own, "inspector").get("/office/subjects/export.csv")

    assert response.status_code == 403
