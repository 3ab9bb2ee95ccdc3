"""Workbooks made to harm their reader: each gets a clear answer, and costs next to nothing."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import pytest

from mingqian_tables import columns, errors, spreadsheet
from mingqian_tables.errors import TableError
from mingqian_tables.table import Sheet
from tests.mingqian_tables.workbooks import MAIN, Raw, save, sheet, xls, xlsx

HEADS = ["统一社会信用代码", "企业名称", "行业"]
ROW = ["X1", "甲", "零售"]
WANTED = columns.wanted(columns.SUBJECT, ("code", "name"))
TABLE = sheet([HEADS, ROW])


def read(place: Path, data: bytes) -> Sheet:
    return spreadsheet.read(save(place, "名录.xlsx", data), wanted=WANTED)


def refused(place: Path, data: bytes) -> TableError:
    with pytest.raises(TableError) as caught:
        read(place, data)
    return caught.value


FAR = Raw('<c r="XFD1048576" t="str"><v>x</v></c>')


def test_two_cells_at_the_ends_of_the_sheet_cost_nothing(tmp_path: Path) -> None:
    data = TABLE.replace("</sheetData>", f'<row r="1048576">{FAR}</row></sheetData>')

    found = read(tmp_path, xlsx({"a": data}))

    assert [row.cells for row in found.rows] == [tuple(ROW)]
    assert [(f.line, f.cause) for f in found.faults] == [(1048576, "XFD 列还有内容，超出表格")]


def test_many_rows_with_a_cell_at_the_far_end_cost_nothing(tmp_path: Path) -> None:
    far = "".join(
        f'<row r="{n}"><c r="XFD{n}" t="str"><v>x</v></c></row>' for n in range(3, 50_000)
    )
    data = TABLE.replace("</sheetData>", f"{far}</sheetData>")

    found = read(tmp_path, xlsx({"a": data}))

    assert (len(found.rows), len(found.refused)) == (1, 49_997)


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE l SYSTEM "file:///etc/passwd">',
        "<!DOCTYPE worksheet>",
    ],
)
def test_a_sheet_that_declares_entities_is_refused(tmp_path: Path, head: str) -> None:
    error = refused(tmp_path, xlsx({"a": sheet([HEADS, ROW], head=head)}))

    assert (error.code, "DOCTYPE" in str(error)) == (errors.DAMAGED, True)


def test_entities_in_the_shared_texts_are_refused_too(tmp_path: Path) -> None:
    strings = f'<!DOCTYPE l [<!ENTITY a "x">]><sst xmlns="{MAIN}"><si><t>&a;</t></si></sst>'
    cell = Raw('<c r="@" t="s"><v>0</v></c>')
    data = xlsx({"a": sheet([HEADS, ["X1", "甲", cell]])}, others={"xl/sharedStrings.xml": strings})

    assert refused(tmp_path, data).code == errors.DAMAGED


@pytest.mark.parametrize(
    "inner",
    [
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>',
        '<row r="3"><c r="A3"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>',
        '<row r="2"><c r="B2"><v>1</v></c><c r="B2"><v>2</v></c></row>',
        '<row r="2"><c r="ZZZZ2"><v>1</v></c></row>',
        '<row r="2"><c r="A2" t="s"><v>99</v></c></row>',
        '<row r="2"><c r="A2" t="s"><v>-1</v></c></row>',
        '<row r="2"><c r="A2"><v>many</v></c></row>',
        '<row r="2"><c r="A2"><v>nan</v></c></row>',
        '<row r="x"><c r="A2"><v>1</v></c></row>',
        '<row r="2"><c r="A2">',
    ],
)
def test_a_sheet_that_contradicts_itself_is_damaged(tmp_path: Path, inner: str) -> None:
    data = sheet([HEADS]).replace("</sheetData>", f"{inner}</sheetData>")

    assert refused(tmp_path, xlsx({"a": data})).code == errors.DAMAGED


def test_a_bomb_of_blanks_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    data = xlsx({"a": sheet([HEADS, ROW], behind=" " * 30_000_000)})

    assert refused(tmp_path, data).code == errors.TOO_LARGE


def test_a_part_that_lies_about_its_size_is_damaged(tmp_path: Path) -> None:
    data = xlsx({"a": sheet([HEADS, ["X1", "A" * 100_000]])})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lying = data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))

    assert refused(tmp_path, lying).code == errors.DAMAGED


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_workbook_with_one_part_twice_is_damaged(tmp_path: Path) -> None:
    buffer = io.BytesIO(xlsx({"a": TABLE}))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", sheet([HEADS]))

    assert refused(tmp_path, buffer.getvalue()).code == errors.DAMAGED


@pytest.mark.parametrize("cut", [10, 100, 600, -40])
def test_a_workbook_cut_short_is_damaged(tmp_path: Path, cut: int) -> None:
    assert refused(tmp_path, xlsx({"a": TABLE})[:cut]).code == errors.DAMAGED


@pytest.mark.parametrize("step", range(7, 4000, 301))
def test_a_damaged_old_workbook_gives_an_answer(tmp_path: Path, step: int) -> None:
    data = bytearray(xls([HEADS, ROW]))
    data[step : step + 16] = b"\xff" * 16

    path = save(tmp_path, "a.xls", bytes(data))

    with contextlib.suppress(TableError):
        assert spreadsheet.read(path).headings


COMMENTED = (
    '<row r="3"><c r="A3" t="str"><v>X2</v></c><!-- x --><c r="B3" t="str">'
    "<v><![CDATA[乙&丙]]></v></c></row>"
)
SPREAD = (
    '\n<row spans="1:2" r="3"><c r="A3" t="str"><v>X2</v></c>\n<c r="B3" t="str">'
    "<v>乙&amp;丙</v></c></row>\n"
)
RICH = (
    '<row r="3"><c r="A3" t="str"><f>"X"&amp;2</f><v>X2</v></c><c r="B3" t="inlineStr"><is><r>'
    "<t>乙&amp;</t></r><r><t>丙</t></r></is></c></row>"
)


@pytest.mark.parametrize(
    "row",
    [
        '<row r="3"><c r="A3" t="str"><v>X2</v></c><c r="B3" t="str"><v>乙&amp;丙</v></c></row>',
        '<row r="3"><c t="str" r="A3"><v>X2</v></c><c r="B3" t="str"><v>乙&#38;丙</v></c></row>',
        COMMENTED,
        SPREAD,
        RICH,
    ],
)
def test_an_unusual_row_between_usual_ones_is_read_the_same(tmp_path: Path, row: str) -> None:
    usual = '<row r="4"><c r="A4" t="str"><v>X3</v></c><c r="B4" t="str"><v>丁</v></c></row>'
    again = row.replace('3"', '5"')
    data = TABLE.replace("</sheetData>", f"{row}{usual}{again}</sheetData>")

    found = read(tmp_path, xlsx({"a": data}))

    assert [(row.number, row.cells[:2]) for row in found.rows] == [
        (2, ("X1", "甲")),
        (3, ("X2", "乙&丙")),
        (4, ("X3", "丁")),
        (5, ("X2", "乙&丙")),
    ]


def test_a_sheet_is_read_in_the_encoding_it_declares(tmp_path: Path) -> None:
    data = TABLE.replace('version="1.0"', 'version="1.0" encoding="UTF-16"')

    found = read(tmp_path, xlsx({"a": data.encode("utf-16")}))  # type: ignore[dict-item]

    assert [row.cells for row in found.rows] == [tuple(ROW)]
