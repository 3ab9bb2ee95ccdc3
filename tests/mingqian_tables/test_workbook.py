"""Workbooks: the sheet is chosen or asked for, cells say what they show, no attack gets far."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from mingqian_tables import columns, errors, spreadsheet
from mingqian_tables.errors import TableError
from mingqian_tables.table import Sheet
from tests.mingqian_tables.workbooks import MAIN, STRICT, Raw, compound, save, sheet, xls, xlsx

HEADS = ["统一社会信用代码", "企业名称", "行业"]
ROW = ["X1", "甲", "零售"]
RICH = Raw(
    '<c r="@" t="inlineStr"><is><r><t>甲</t></r><rPh><t>jia</t></rPh><r><t>乙</t></r></is></c>'
)
WANTED = columns.wanted(columns.SUBJECT, ("code", "name"))
TABLE = sheet([HEADS, ROW])


def read(place: Path, data: bytes, *, name: str = "名录.xlsx", chosen: str | None = None) -> Sheet:
    return spreadsheet.read(save(place, name, data), sheet=chosen, wanted=WANTED)


def refused(place: Path, data: bytes, name: str = "名录.xlsx") -> TableError:
    with pytest.raises(TableError) as caught:
        read(place, data, name=name)
    return caught.value


def one(place: Path, cell: object, **more: str) -> Sheet:
    return read(place, xlsx({"a": sheet([HEADS, ["X1", "甲", cell]])}, **more))  # type: ignore[arg-type]


def test_the_reader_says_which_sheet_and_row_of_headings_it_took(tmp_path: Path) -> None:
    data = xlsx({"名录": sheet([["某区名录"], [], HEADS, ROW, ["合计", None, 1]])})

    found = read(tmp_path, data)

    assert (found.sheet, found.heading_row, found.headings) == ("名录", 3, tuple(HEADS))
    assert found.about is not None
    assert [(a.line, a.cause) for a in found.about.aside] == [(1, "表头以上"), (5, "表尾")]


@pytest.mark.parametrize("current", [0, 1])
@pytest.mark.parametrize("second", [[HEADS, ROW], [["X2", "乙", "x"], ["X3", "丙", "x"]]])
def test_of_several_sheets_with_data_none_is_guessed(
    tmp_path: Path, current: int, second: list[list[object]]
) -> None:
    data = xlsx({"东": TABLE, "西": sheet(second)}, current=current)

    error = refused(tmp_path, data)

    assert error.code == errors.CHOOSE_SHEET
    assert (error.values["sheets"], error.values["current"]) == (
        ["东", "西"],
        ["东", "西"][current],
    )
    assert read(tmp_path, data, chosen="东").sheet == "东"


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="没有叫“南”的工作表；有的是 “东”") as caught:
        read(tmp_path, xlsx({"东": TABLE}), chosen="南")

    assert caught.value.code == errors.NO_SHEET


@pytest.mark.parametrize(
    "first",
    [
        sheet([["一、请按下表填写。"]]),
        sheet([["填表说明"], ["1", "代码填 18 位"], ["2", "名称填全称"], ["3", "不得留空"]]),
        sheet([]),
    ],
)
def test_instructions_and_empty_sheets_before_the_table_are_passed_over(
    tmp_path: Path, first: str
) -> None:
    found = read(tmp_path, xlsx({"填表说明": first, "名录": TABLE}))

    assert (found.sheet, len(found.rows)) == ("名录", 1)


def test_a_chart_in_front_is_no_sheet_with_rows(tmp_path: Path) -> None:
    data = xlsx({"图": "<chartsheet/>", "名录": TABLE}, kinds={"图": "chartsheet"})

    assert read(tmp_path, data).sheet == "名录"


def test_a_hidden_sheet_is_not_read_but_mentioned(tmp_path: Path) -> None:
    data = xlsx({"旧": TABLE, "名录": TABLE}, states={"旧": "hidden"})

    found = read(tmp_path, data)

    assert found.about is not None
    assert (found.sheet, found.about.notes) == ("名录", ("没有读隐藏的工作表 “旧”",))


def test_only_hidden_sheets_with_data_are_asked_about(tmp_path: Path) -> None:
    data = xlsx({"空": sheet([]), "旧": TABLE}, states={"旧": "veryHidden"})

    assert refused(tmp_path, data).code == errors.CHOOSE_SHEET


def test_a_person_can_look_at_every_sheet_before_choosing(tmp_path: Path) -> None:
    data = xlsx({"说明": sheet([["请填"]]), "名录": TABLE}, states={"说明": "hidden"}, current=1)

    found = spreadsheet.inspect(save(tmp_path, "a.xlsx", data), wanted=WANTED)

    assert (found.kind, [s.name for s in found.sheets]) == ("xlsx", ["说明", "名录"])
    assert [(s.is_visible, s.is_current, s.is_table) for s in found.sheets] == [
        (False, False, False),
        (True, True, True),
    ]
    listing = found.sheets[1]
    assert (listing.rows, listing.columns, listing.heading_row) == (2, 3, 1)
    assert listing.first_rows[1].cells == tuple(ROW)


@pytest.mark.parametrize(
    ("cell", "text", "kind"),
    [
        ((0.05, 1), "5%", "p"),
        ((0.055, 1), "5.5%", "p"),
        ((0.29, 1), "29%", "p"),
        ((1, 2), "100%", "p"),
        ((1.1, 3), "1.10", "f"),
        ((1.125, 3), "1.125", "f"),
        ((45000, 4), "2023-03-15", "d"),
        ((45000, 7), "2023-03-15", "d"),
        ((123, 5), "000123", "f"),
        ((1234567, 6), "1234567", "f"),
        (1.1, "1.1", "n"),
        (0.05, "0.05", "n"),
        ("1.10", "1.10", "t"),
        (0.1 + 0.2, "0.3", "n"),
        (410307000000123, "410307000000123", "n"),
        (-5, "-5", "n"),
        (Raw('<c r="@"><v>2.0</v></c>'), "2", "n"),
        (Raw('<c r="@"><v>1E3</v></c>'), "1000", "n"),
        (Raw('<c r="@" t="b"><v>1</v></c>'), "TRUE", "b"),
        (Raw('<c r="@" t="str"><f>A1</f><v>算出</v></c>'), "算出", "t"),
        (RICH, "甲乙", "t"),
        (Raw('<c r="@" t="inlineStr"><is><t>甲_x0041_</t></is></c>'), "甲A", "t"),
        (Raw('<c r="@" t="d"><v>2023-03-15T00:00:00</v></c>'), "2023-03-15", "d"),
    ],
)  # fmt: skip
def test_a_cell_says_what_the_sheet_shows(
    tmp_path: Path, cell: object, text: str, kind: str
) -> None:
    row = one(tmp_path, cell).rows[0]

    assert (row.cell(2), row.kind(2)) == (text, kind)


def test_dates_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    found = one(tmp_path, (43538, 4), properties='<workbookPr date1904="1"/>')

    assert found.rows[0].cell(2) == "2023-03-15"


@pytest.mark.parametrize(
    ("cell", "cause"),
    [
        (Raw('<c r="@"><f>A1</f></c>'), "公式没有保存结果"),
        (Raw('<c r="@"><f>A1</f><v/></c>'), "公式没有保存结果"),
        (Raw('<c r="@"><f t="shared" si="0"/><v></v></c>'), "公式没有保存结果"),
        (Raw('<c r="@" t="e"><v>#N/A</v></c>'), "是错误值 #N/A"),
        (Raw('<c r="@" t="e"><f>A9</f><v>#REF!</v></c>'), "是错误值 #REF!"),
        ("#N/A", "是错误值 #N/A"),
        (914403001922038216, "数字超过 15 位，被表格软件改成了科学计数法，末几位已丢失"),
        (9.131e19, "数字超过 15 位，被表格软件改成了科学计数法，末几位已丢失"),
        ((-5, 4), "不是日期：超出日历的范围"),
    ],
)
def test_a_cell_without_a_sure_value_refuses_its_row_with_the_way_out(
    tmp_path: Path, cell: object, cause: str
) -> None:
    found = one(tmp_path, cell)

    assert found.rows == []
    assert [(f.line, f.column, f.cause) for f in found.faults] == [(2, "行业", cause)]
    assert found.faults[0].advice


def test_a_zero_that_nobody_calculated_is_no_value(tmp_path: Path) -> None:
    cell = Raw('<c r="@"><f>B1</f><v>0</v></c>')

    stale = one(tmp_path, cell, calc='<calcPr fullCalcOnLoad="1"/>')
    saved = one(tmp_path, cell, calc='<calcPr calcId="1"/>')

    assert [fault.cause for fault in stale.faults] == ["公式没有保存结果"]
    assert saved.rows[0].cell(2) == "0"


def test_a_formula_that_gives_nothing_is_an_empty_cell(tmp_path: Path) -> None:
    found = one(tmp_path, Raw('<c r="@" t="str"><f>IF(1,"")</f><v></v></c>'))

    assert found.rows[0].cell(2) == ""


@pytest.mark.parametrize(
    ("merged", "lines"),
    [("C2:C3", [2, 3]), ("B3:C3", [3]), ("A2:C4", [2, 3, 4]), ("C1:C2", [2]), ("F2:F9", []),
     ("C5:C6", []), ("$C$2:$C$3", [2, 3])],
)  # fmt: skip
def test_rows_with_merged_cells_are_refused(tmp_path: Path, merged: str, lines: list[int]) -> None:
    behind = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>'
    table = [HEADS, ["X1", "甲", "零售"], ["X2", "乙"], ["X3", "丙"]]

    found = read(tmp_path, xlsx({"a": sheet(table, behind=behind)}))

    assert [row.number for row in found.refused] == lines
    assert found.read_rows == 3


def test_a_merged_title_above_the_headings_harms_nothing(tmp_path: Path) -> None:
    behind = '<mergeCells><mergeCell ref="A1:C1"/></mergeCells>'

    found = read(tmp_path, xlsx({"a": sheet([["某区名录"], HEADS, ROW], behind=behind)}))

    assert [row.cells for row in found.rows] == [tuple(ROW)]


def test_cells_beyond_the_headings_refuse_their_row(tmp_path: Path) -> None:
    found = read(tmp_path, xlsx({"a": sheet([HEADS, [*ROW, "多"], ["X2", "乙"]])}))

    assert [(f.line, f.column, f.cause) for f in found.faults] == [(2, "D列", "比表头多出内容")]
    assert [row.number for row in found.rows] == [3]


@pytest.mark.parametrize("namespace", [MAIN, STRICT])
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_any_spelling_of_the_same_xml_is_the_same_table(
    tmp_path: Path, namespace: str, prefix: str
) -> None:
    bound = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    inner = "".join(
        f'<{prefix}row><{prefix}c t="str"><{prefix}v>{a}</{prefix}v></{prefix}c>'
        f"<{prefix}c t='str'><{prefix}v>{b}</{prefix}v></{prefix}c></{prefix}row>"
        for a, b in (("统一社会信用代码", "企业名称"), ("X1", "甲"), ("X2", "乙"))
    )
    data = (
        f'<{prefix}worksheet {bound}="{namespace}"><{prefix}sheetData>{inner}</{prefix}sheetData>'
        f"<{prefix}mergeCells><{prefix}mergeCell ref='B2:B3'/></{prefix}mergeCells>"
        f"</{prefix}worksheet>"
    )

    found = read(tmp_path, xlsx({"a": data}))

    assert [row.number for row in found.refused] == [2, 3]


def test_a_workbook_of_another_program_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("名录")
    page.write_row(0, 0, HEADS)
    page.write_row(1, 0, ["X1", "甲", 0.05], book.add_format({"num_format": "0.0%"}))
    page.write_formula(2, 0, '="X"&2')
    book.close()

    found = spreadsheet.read(path, wanted=WANTED)

    assert [row.cells for row in found.rows] == [("X1", "甲", "5%")]
    assert [fault.cause for fault in found.faults] == ["公式没有保存结果"]


def test_an_old_workbook_is_read_with_the_same_care(tmp_path: Path) -> None:
    table: list[list[object]] = [
        [*HEADS],
        ["X1", "甲", ("percent", 0.05)],
        ["X2", ("error", 42), "零售"],
        ["X3", "丙", ("uncalculated", 0)],
        ["X4", "丁", 914403001922038216.0],
        ["X5", "戊", "零售"],
        ["X6", "己", ""],
    ]

    found = read(tmp_path, xls(table, merged=[(5, 6, 2, 2)]), name="名录.xls")

    assert [row.cells for row in found.rows] == [("X1", "甲", "5%")]
    assert [(f.line, f.cause[:4]) for f in found.faults] == [
        (3, "是错误值"),
        (4, "公式没有"),
        (5, "数字超过"),
        (6, "是合并的"),
        (7, "是合并的"),
    ]


def test_a_locked_workbook_is_said_to_be_locked(tmp_path: Path) -> None:
    assert refused(tmp_path, compound("EncryptedPackage", b"x" * 5000)).code == errors.LOCKED
