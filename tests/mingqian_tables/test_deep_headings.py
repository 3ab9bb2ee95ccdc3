"""Headings in two rows are read as headings, and merged cells of a web page keep their place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from mingqian_tables import columns, spreadsheet
from mingqian_tables.table import Sheet
from tests.mingqian_tables.workbooks import save, sheet, xlsx

WANTED = columns.wanted(columns.SUBJECT, ("code", "name"))
GROUPED: list[list[object]] = [
    ["统一社会信用代码", "企业名称", "检查", None, "行业"],
    [None, None, "上半年", "下半年", None],
    ["X1", "甲", 1, 2, "零售"],
    ["X2", "乙", 0, 3, "餐饮"],
]
DOWN = ("A1:A2", "B1:B2", "E1:E2")
NAMES = ("统一社会信用代码", "企业名称", "上半年", "下半年", "行业")


def read(place: Path, table: Sequence[Sequence[object]], *merged: str) -> Sheet:
    cells = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    data = xlsx({"a": sheet(table, behind=f"<mergeCells>{cells}</mergeCells>")})
    return spreadsheet.read(save(place, "名录.xlsx", data), wanted=WANTED)


def page(place: Path, text: str) -> Sheet:
    return spreadsheet.read(save(place, "名录.xls", f"<table>{text}</table>"), wanted=WANTED)


def test_headings_in_two_rows_name_every_column(tmp_path: Path) -> None:
    found = read(tmp_path, GROUPED, "C1:D1", *DOWN)

    assert found.headings == NAMES
    assert [row.cells for row in found.rows] == [
        ("X1", "甲", "1", "2", "零售"),
        ("X2", "乙", "0", "3", "餐饮"),
    ]
    assert found.about is not None
    assert [(one.line, one.cause) for one in found.about.aside] == [(2, "表头的下一行")]
    assert found.about.counts.rows == 1 + 1 + 2


def test_a_title_above_and_a_needed_column_below_a_group_change_nothing(tmp_path: Path) -> None:
    table: list[list[object]] = [
        ["某区名录"],
        ["序号", "基本情况", None, "检查"],
        [None, "统一社会信用代码", "企业名称", None],
        [1, "X1", "甲", 2],
    ]

    found = read(tmp_path, table, "A1:D1", "A2:A3", "B2:C2", "D2:D3")

    assert found.headings == ("序号", "统一社会信用代码", "企业名称", "检查")
    assert [row.cells for row in found.rows] == [("1", "X1", "甲", "2")]


def test_two_columns_of_one_name_are_told_apart_by_their_group(tmp_path: Path) -> None:
    table: list[list[object]] = [
        ["统一社会信用代码", "企业名称", "上半年", None, "下半年", None],
        [None, None, "次数", "日期", "次数", "日期"],
        ["X1", "甲", 1, "无", 2, "无"],
    ]

    found = read(tmp_path, table, "A1:A2", "B1:B2", "C1:D1", "E1:F1")

    assert found.headings[2:] == ("上半年次数", "上半年日期", "下半年次数", "下半年日期")


def test_a_record_below_a_merged_heading_is_never_taken_for_headings(tmp_path: Path) -> None:
    names: list[object] = ["统一社会信用代码", "企业名称", "行业"]
    table: list[list[object]] = [names, ["X1", "甲", None], ["X2", "乙", "零售"]]

    found = read(tmp_path, table, "C1:C2")

    assert [row.number for row in found.refused] == [2]
    assert [row.number for row in found.rows] == [3]


@pytest.mark.parametrize(
    "inner",
    [
        "<tr><td>X1<td>甲<td rowspan=2>零售<td>A<tr><td>X2<td>乙<td>B",
        "<tr><td>X1<td rowspan='2'>甲<td>零售<td>A<tr><td>X2<td>餐饮<td>B",
        "<tr><td>X1<td>甲<td colspan=2>零售<tr><td>X2<td>乙<td rowspan=9>零售<td>B",
        "<tr><td>X1<td>甲<td rowspan=2 colspan=2>零售<tr><td>X2<td>乙",
    ],
)
def test_a_merged_cell_of_a_web_page_refuses_every_row_that_it_covers(
    tmp_path: Path, inner: str
) -> None:
    head = "<tr><th>统一社会信用代码<th>企业名称<th>行业<th>等级"

    found = page(tmp_path, f"{head}{inner}<tr><td>X3<td>丙<td>零售<td>C")

    refused = [row.number for row in found.refused]
    assert refused == ([2, 3, 4] if "rowspan=9" in inner else [2, 3])
    assert all(row.cells[0] == f"X{row.number - 1}" for row in found.refused)
    assert all(any(f.cause == "是合并的单元格" for f in row.faults) for row in found.refused)


def test_headings_of_a_web_page_in_two_rows_name_every_column(tmp_path: Path) -> None:
    found = page(
        tmp_path,
        "<tr><th rowspan=2>统一社会信用代码<th rowspan=2>企业名称<th colspan=2>检查"
        "<th rowspan=2>行业<tr><th>上半年<th>下半年"
        "<tr><td>X1<td>甲<td>1<td>2<td>零售",
    )

    assert found.headings == NAMES
    assert [row.cells for row in found.rows] == [("X1", "甲", "1", "2", "零售")]


@pytest.mark.parametrize("span", ["0", "", "x", "-2", "99999999999999999999", "1e9"])
def test_a_span_that_is_no_number_of_cells_covers_nothing(tmp_path: Path, span: str) -> None:
    found = page(
        tmp_path,
        f"<tr><th>统一社会信用代码<th>企业名称<tr><td rowspan='{span}' colspan='{span}'>X1<td>甲",
    )

    assert [row.cells for row in found.rows] == [("X1", "甲")]


@pytest.mark.parametrize("span", ["colspan=999", "rowspan=900000 colspan=900", "colspan=1"])
def test_cells_that_claim_more_columns_than_a_sheet_has_cost_nothing(
    tmp_path: Path, span: str
) -> None:
    head = "<tr><th>统一社会信用代码<th>企业名称"

    found = page(tmp_path, f"{head}<tr><td>X1<td>甲<tr>" + f"<td {span}>x" * 3000)

    assert [row.cells for row in found.rows] == [("X1", "甲")]
    assert [row.number for row in found.refused] == [3]
    assert "超出表格" in found.faults[0].cause


@pytest.mark.parametrize("foot", ["—— 以下空白 ——", "以下无正文", "（以下空白）", "-以下为空-"])
def test_a_line_that_says_there_is_no_more_is_a_footer(tmp_path: Path, foot: str) -> None:
    found = read(tmp_path, [*GROUPED, [foot]], "C1:D1", *DOWN)

    assert found.about is not None
    assert [one.cause for one in found.about.aside] == ["表头的下一行", "表尾"]
    assert found.about.counts.refused == 0
