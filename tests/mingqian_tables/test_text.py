"""Tables as text: what cannot be read for certain is refused by line, and the counts add up."""

from __future__ import annotations

from pathlib import Path

import pytest

from mingqian_tables import columns, errors, spreadsheet
from mingqian_tables.errors import TableError
from mingqian_tables.table import Sheet
from tests.mingqian_tables.workbooks import save

HEADS = "统一社会信用代码,企业名称,行业\n"
WANTED = columns.wanted(columns.SUBJECT, ("code", "name"))


def read(place: Path, data: bytes | str, name: str = "名录.csv") -> Sheet:
    return spreadsheet.read(save(place, name, data), wanted=WANTED)


def refused(place: Path, data: bytes | str, name: str = "名录.csv") -> TableError:
    with pytest.raises(TableError) as caught:
        read(place, data, name)
    return caught.value


@pytest.mark.parametrize(
    ("lines", "taken", "refused_lines"),
    [
        ("X1,上海甲,乙公司,零售\nX2,丙,零售\n", [3], [2]),
        ("X1,甲,乙,丙,丁\n", [], [2]),
        ("X1,甲,乙,\n", [], [2]),
        ("X1,上海甲,乙,\nX2,丙,零售\n", [3], [2]),
        ("X1,甲,零售,,\nX2,上海乙,丙,,,\nX3,丁,零售,,\n", [2, 4], [3]),
        ("X1,甲,零售\nX2,上海乙,丙公司,\n", [2], [3]),
        ("X1,甲,零售,\nX2,乙,零售,\n", [2, 3], []),
        ("X1,甲,零售,\nX2,上海乙,丙,零售,\n", [2], [3]),
    ],
)
def test_a_row_with_more_cells_than_headings_is_refused_and_not_shifted(
    tmp_path: Path, lines: str, taken: list[int], refused_lines: list[int]
) -> None:
    found = read(tmp_path, HEADS + lines)

    assert [row.number for row in found.rows] == taken
    assert [row.number for row in found.refused] == refused_lines
    assert found.read_rows == len(taken) + len(refused_lines)


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_stray_quote_swallows_no_row(tmp_path: Path, delimiter: str, newline: str) -> None:
    lines = [
        ["统一社会信用代码", "企业名称", "行业"],
        ["X1", "甲", "零售"],
        ["X2", '"乙', "零售"],
        ["X3", "丙", "零售"],
        ["X4", '丁"', "零售"],
        ["X5", "戊", "零售"],
    ]
    text = newline.join(delimiter.join(cells) for cells in lines)

    found = read(tmp_path, text)

    assert [row.number for row in found.rows] == [2, 6]
    assert [row.number for row in found.refused] == [3, 4, 5]
    assert "第 3 行至第 5 行被一对引号并成了一行" in found.faults[0].cause
    assert found.about is not None
    assert found.about.counts.rows == 6


def test_a_line_break_within_quotes_is_part_of_the_cell(tmp_path: Path) -> None:
    found = read(tmp_path, f'{HEADS}X1,"甲\n商行",零售\nX2,乙,零售\n')

    assert [row.cells[1] for row in found.rows] == ["甲\n商行", "乙"]
    assert [row.number for row in found.rows] == [2, 4]


def test_a_wrong_quote_refuses_its_own_row_only(tmp_path: Path) -> None:
    found = read(tmp_path, f'{HEADS}X1,甲,零售\nX2,"乙"丙,零售\nX3,丁,零售\n')

    assert [row.number for row in found.rows] == [2, 4]
    assert "引号或分隔不对" in found.faults[0].cause


def test_a_quote_that_never_ends_names_the_line_where_it_began(tmp_path: Path) -> None:
    error = refused(tmp_path, f'{HEADS}X1,甲,零售\nX2,"乙,零售\nX3,丙,零售\n')

    assert (error.code, error.line) == (errors.QUOTES, 3)


def test_a_row_that_a_line_break_cut_in_two_is_refused_as_both_halves(tmp_path: Path) -> None:
    found = read(tmp_path, f"{HEADS}X1,甲,零售\nX2,上海乙\n丙公司,零售\nX3,丁,零售\n")

    assert [row.number for row in found.rows] == [2, 4, 5]
    assert [row.number for row in found.refused] == [3]
    assert "拆成了两行" in found.faults[0].cause


@pytest.mark.parametrize(
    "word", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "####", "Err:502", "#ref!"]
)
def test_the_text_of_an_error_cell_is_refused(tmp_path: Path, word: str) -> None:
    found = read(tmp_path, f"{HEADS}X1,{word},零售\nX2,乙,零售\n")

    assert [row.number for row in found.rows] == [3]
    assert found.faults[0].cause == f"是错误值 {word}"
    assert (found.faults[0].line, found.faults[0].column) == (2, "企业名称")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_zero_character_refuses_its_row(tmp_path: Path, encoding: str) -> None:
    found = read(tmp_path, f"{HEADS}X1,甲\0,零售\nX2,乙,零售\n".encode(encoding))

    assert [row.number for row in found.rows] == [3]
    assert "空字符" in found.faults[0].cause


def test_a_character_that_was_lost_before_refuses_its_row(tmp_path: Path) -> None:
    found = read(tmp_path, f"{HEADS}X1,甲\N{REPLACEMENT CHARACTER}商行,零售\n")

    assert [fault.cause for fault in found.faults] == [
        "有丢失的字(显示为 \N{REPLACEMENT CHARACTER})"
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_every_usual_encoding_and_separator_is_read(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    text = f"{HEADS}X1,㐀䶮𠮷商行,零售\n".replace(",", delimiter)

    found = read(tmp_path, text.encode(encoding))

    assert found.rows[0].cells == ("X1", "㐀䶮𠮷商行", "零售")


def test_the_line_that_names_the_separator_is_no_heading(tmp_path: Path) -> None:
    found = read(tmp_path, "sep=;\n统一社会信用代码;企业名称\nX1;甲,乙\n")

    assert (found.heading_row, found.rows[0].cells) == (2, ("X1", "甲,乙"))


def test_a_title_with_commas_does_not_decide_the_separator(tmp_path: Path) -> None:
    found = read(tmp_path, "某局,名录,2023\n统一社会信用代码\t企业名称\nX1\t甲\n")

    assert found.headings == ("统一社会信用代码", "企业名称")


@pytest.mark.parametrize(
    ("data", "line", "byte"),
    [
        (b"code,name\nX1," + "有限公司".encode()[:-1] + b"\n", 2, 23),
        ((HEADS + "X1,甲有限责任公司,零售\nX2,乙").encode() + b"\xe4\xb8\nX3,c,d\n", 3, 84),
        (b"\xef\xbb\xbf" + HEADS.encode() + b"X1,\xd6\xd0\xb9\xfa,x\n", 2, 52),
        (
            (HEADS + "X1,甲有限责任公司,零售\n").encode()
            + "X2,乙有限责任公司,零售\n".encode("gb18030"),
            3,
            81,
        ),
    ],
)
def test_broken_utf_8_is_never_read_as_something_else(
    tmp_path: Path, data: bytes, line: int, byte: int
) -> None:
    error = refused(tmp_path, data)

    assert (error.code, error.line, error.values["byte"]) == (errors.ENCODING, line, byte)
    assert "UTF-8" in str(error)


def test_two_encodings_in_one_file_are_refused(tmp_path: Path) -> None:
    first = "".join(f"X{n},某某商贸有限公司,批发\n" for n in range(20)).encode("gb18030")
    data = HEADS.encode("gb18030") + first + "Y1,河东商行,零售\n".encode()

    error = refused(tmp_path, data)

    assert (error.code, error.line) == (errors.ENCODING, 22)


def test_broken_utf_16_and_broken_gb18030_name_their_place(tmp_path: Path) -> None:
    assert refused(tmp_path, HEADS.encode("utf-16") + b"\x00\xd8\x41\x00").code == errors.ENCODING
    broken = HEADS.encode("gb18030") + b"X1,\xb0\xff\xff,y\n"
    assert refused(tmp_path, broken).line == 2


def test_titles_footers_and_repeated_headings_are_put_aside_and_counted(tmp_path: Path) -> None:
    text = (
        "某区检查对象名录,,\n\n统一社会信用代码,企业名称,行业\nX1,甲,零售\n"
        "统一社会信用代码,企业名称,行业\nX2,合计商行,零售\n合计,2,\n填表人:某某,,\n制表日期,2023-01-01,\n"
        "2023年1月2日,,\n"
    )

    found = read(tmp_path, text)

    assert found.about is not None
    assert [row.cells[1] for row in found.rows] == ["甲", "合计商行"]
    assert [(one.line, one.cause) for one in found.about.aside] == [
        (1, "表头以上"),
        (5, "重复的表头"),
        (7, "表尾"),
        (8, "表尾"),
        (9, "表尾"),
        (10, "表尾"),
    ]
    assert found.about.counts.rows == 9
    assert found.about.counts.read == 2


def test_a_table_without_headings_asks_which_row_has_them(tmp_path: Path) -> None:
    error = refused(tmp_path, "X1,甲,零售\nX2,乙,零售\n")

    assert error.code == errors.NO_HEADINGS
    assert error.values["rows"] == [[1, ["X1", "甲", "零售"]], [2, ["X2", "乙", "零售"]]]


def test_columns_without_a_heading_are_mentioned(tmp_path: Path) -> None:
    found = read(tmp_path, "统一社会信用代码,,企业名称,\nX1,,甲,\nX2,旁注,乙,\n")

    assert found.about is not None
    assert found.about.notes == ("B 列没有表头，里面的内容没有读",)
    assert [row.cells for row in found.rows] == [("X1", "", "甲"), ("X2", "旁注", "乙")]


def test_a_text_has_no_sheets_to_choose(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="这是文本，没有工作表"):
        spreadsheet.read(save(tmp_path, "a.csv", HEADS), sheet="东")


def test_a_person_may_say_which_row_has_the_headings(tmp_path: Path) -> None:
    path = save(tmp_path, "a.csv", "说明\n码,名\nX1,甲\n")

    found = spreadsheet.read(path, heading_row=2, wanted=WANTED)

    assert (found.headings, found.rows[0].cells) == (("码", "名"), ("X1", "甲"))


def test_the_stream_gives_headings_then_rows_with_their_faults(tmp_path: Path) -> None:
    path = save(tmp_path, "a.csv", f"{HEADS}X1,甲,零售\nX2,乙,丙,零售\n")

    rows = spreadsheet.stream(path, wanted=WANTED)

    assert rows.about.heading_row == 1
    assert [(row.number, bool(row.faults)) for row in rows] == [(1, False), (2, False), (3, True)]


def test_a_web_page_called_xls_is_read_as_the_table_it_shows(tmp_path: Path) -> None:
    page = (
        "<html><head><meta charset=utf-8></head><body><table><tr><th>统一社会信用代码</th>"
        "<th>企业名称</th></tr><tr><td>X1<td>甲&amp;乙<br>商行</tr>"
        "<tr><td rowspan=2>X2</td><td>丙</td></tr></table></body></html>"
    )

    found = read(tmp_path, page, "名录.xls")

    assert [row.cells for row in found.rows] == [("X1", "甲&乙\n商行")]
    assert [fault.cause for fault in found.faults] == ["是合并的单元格"]


@pytest.mark.parametrize(
    "data",
    [
        "<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>",
        "<html><body>没有表格</body></html>",
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "%PDF-1.7",
        "MIME-Version: 1.0\n",
        "\0\0\0",
    ],
)
def test_what_is_no_plain_table_is_named_as_that(tmp_path: Path, data: str) -> None:
    assert refused(tmp_path, data, "名录.xls").code == errors.NOT_A_TABLE
