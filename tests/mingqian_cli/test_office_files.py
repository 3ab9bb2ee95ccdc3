"""Files as offices keep them: everything is read or reported, nothing is silently dropped."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from mingqian.errors import FormatError, MingqianError
from mingqian.roster import HARD, SOFT, Conflict
from mingqian_ceremony import zip_archive
from mingqian_cli import directory, people, recusals
from mingqian_cli.__main__ import main
from mingqian_cli.recusals import KnownIds
from mingqian_tables import columns, spreadsheet, uscc
from tests.mingqian_cli import bureau_files as bureau
from tests.support.words import refused

VALID = ["11370100004188784H", "914403001922038216", "91350100M000100Y43", "91410307MA4M5BHW10"]
HEADS = "统一社会信用代码,企业名称\n"


def read(tmp_path: Path, data: bytes, name: str = "名录.csv") -> spreadsheet.Sheet:
    path = tmp_path / name
    path.write_bytes(data)
    return spreadsheet.read(path)


@pytest.mark.parametrize("code", VALID)
def test_a_valid_code_is_accepted(code: str) -> None:
    assert uscc.problem(code) is None


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("91310115MA1G4L1WXK", "校验位应为 7，实为 K"),
        ("9131011", "应为 18 位"),
        ("91310115IA1G4L1WXK", "不允许的字符"),
    ],
)
def test_an_invalid_code_says_what_is_wrong(code: str, says: str) -> None:
    assert says in (uscc.problem(code) or "")


def test_codes_are_normalised_and_names_are_not() -> None:
    assert uscc.normalized(" ９１410307 ma4m5bhw10") == "91410307MA4M5BHW10"
    assert uscc.problem("410381000001235") is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_the_encodings_of_offices(tmp_path: Path, encoding: str) -> None:
    text = f"{HEADS}{VALID[0]},㐀䶮𠮷商行\n"

    found = read(tmp_path, text.encode(encoding))

    assert found.headings == ("统一社会信用代码", "企业名称")
    assert found.rows[0].cells == (VALID[0], "㐀䶮𠮷商行")


def test_a_workbook_is_read_and_destroyed_numbers_stay_visibly_broken(tmp_path: Path) -> None:
    path = tmp_path / "名录.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    page.write_row(0, 0, ["单位名称", "信用代码", "电话"])
    page.write_row(1, 0, ["好商行", VALID[1], 13907784483])
    page.write_row(2, 0, ["坏商行", 914403001922038216, 1.5])
    book.close()

    found = spreadsheet.read(path)
    listing = directory.read(found)

    assert found.rows[0].cells == ("好商行", VALID[1], "13907784483")
    assert [one.id for one in listing.listed] == [VALID[1]]
    assert listing.lost == 1
    assert "科学计数法" in listing.problems[0].reason


def test_every_row_is_listed_or_reported(tmp_path: Path) -> None:
    rows = [
        f"{VALID[0]},甲商行",
        f"{VALID[0]},重复商行",
        "洛阳市洛龙区某路1号,错位商行",
        "91310115MA1G4L1WXK,校验错商行",
        ",无代码商行",
        f"{VALID[1]},",
        f"{VALID[2]},{VALID[3]}",
    ]

    listing = directory.read(read(tmp_path, (HEADS + "\n".join(rows) + "\n").encode()))

    assert len(listing.listed) + listing.lost == 7
    assert [(p.row, p.reason) for p in listing.problems] == [
        (3, "与第 2 行的代码重复"),
        (4, "疑似列错位：代码列中是文字或地址"),
        (5, "校验位应为 7，实为 K"),
        (6, "没有代码"),
        (7, "没有名称"),
        (8, "疑似列错位：名称列中是代码"),
    ]
    assert [one.id for one in listing.listed if one.fault] == ["91310115MA1G4L1WXK"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "表格是空的"),
        (b"\n\n", "表格是空的"),
        (b"MZ\x90\x00program", "不是表格"),
        (b"PK\x03\x04broken", "打不开这个工作簿"),
        (b"\x81\x00", "不是表格"),
        (b'a,"b\nc', "引号或分隔不对"),
        (b"\xff\xff\xff\xff", "编码"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(FormatError, match=says):
        read(tmp_path, data)


def test_headings_are_found_by_synonyms_or_named_outright(tmp_path: Path) -> None:
    found = read(tmp_path, "社会信用代码*,主体名称\nX1,甲\n".encode())
    odd = read(tmp_path, "码,名\nX1,甲\n".encode())

    assert columns.find(found, columns.SUBJECT, required=("code",)) == {"code": 0, "name": 1}
    with pytest.raises(FormatError, match="找不到“统一社会信用代码”一列"):
        columns.find(odd, columns.SUBJECT, required=("code",))
    given = {"code": "码", "name": "名"}
    assert columns.find(odd, columns.SUBJECT, required=("code",), given=given)["code"] == 0


def test_two_columns_of_one_heading_are_refused(tmp_path: Path) -> None:
    found = read(tmp_path, "信用代码,信用代码,名称\n".encode())

    with pytest.raises(FormatError, match="有 2 列都叫"):
        columns.find(found, columns.SUBJECT, required=("code",))


def test_inspectors_who_may_not_go_are_left_out_with_the_reason(tmp_path: Path) -> None:
    heads = "人员编号,姓名,人员组,证件有效期,编制,状态,任务上限\n"
    rows = [
        "J1,甲,JC ZH,2030年1月2日,在编,在岗,3",
        "J2,乙,JC,2023-01-01,在编,在岗,",
        "J3,丙,JC,,劳务派遣,在岗,",
        "J4,丁,JC,,在编,请假,",
        "J5,戊,QT,,在编,在岗,",
        "J6,己,JC,明年,在编,在岗,",
        "J1,重,JC,,在编,在岗,",
        "坏 号,庚,JC,,在编,在岗,",
        "J9,辛,JC,,在编,在岗,许多",
    ]
    table = read(tmp_path, (heads + "\n".join(rows) + "\n").encode())

    found = people.read_inspectors(table, pools={"JC"}, on="2023-08-23", limit=9)

    assert [(one.id, one.pools, one.limit) for one in found.inspectors] == [
        ("J1", ("JC",), 3),
    ]
    assert dict(found.left_out) == {
        "J2": "证件已于 2023-01-01 到期",
        "J3": "编制为“劳务派遣”，不是在编人员",
        "J4": "状态为“请假”",
        "J5": "不在本次需要的人员组",
    }
    assert [one.reason for one in found.problems] == [
        "看不懂的日期“明年”；请写作 2030-12-31",
        "人员编号与第 2 行重复",
        "人员编号应为字母、数字或 ._-",
        "应为 0 到 999999 的整数",
    ]


@pytest.mark.parametrize(
    "pools", ["ZH、JC", "ZH，JC", "ZH；JC", "ZH;JC", "ZH／ｊｃ", "ZH｜JC", "ZH JC"]
)
def test_groups_are_told_apart_however_they_are_separated(tmp_path: Path, pools: str) -> None:
    table = read(tmp_path, f'人员编号,姓名,人员组\nJ1,甲,"{pools}"\n'.encode())

    found = people.read_inspectors(table, pools={"JC"}, on="2023-08-23", limit=9)

    assert [(one.id, one.pools) for one in found.inspectors] == [("J1", ("JC",))]


@pytest.mark.parametrize("number", ["9.1E17", "9.13E+17", "1.2E05"])
def test_a_number_that_a_spreadsheet_spoilt_is_nobody(tmp_path: Path, number: str) -> None:
    table = read(tmp_path, f"人员编号,姓名,人员组\n{number},甲,JC\n".encode())

    found = people.read_inspectors(table, pools={"JC"}, on="2023-08-23", limit=9)

    assert (list(found.inspectors), len(found.problems)) == ([], 1)


def test_a_recusal_outweighs_a_rotation(tmp_path: Path) -> None:
    text = "人员编号,信用代码,类别\nJ1,X1,轮换\nJ1,X1,回避\nJ1,X2,轮换\nJ2,X9,回避\nJ1,X1,也许\n"

    found, problems = recusals.read_conflicts(
        read(tmp_path, text.encode()),
        inspectors=KnownIds(names={"J1": "甲", "J2": "乙"}, drawn={"J1"}),
        subjects=KnownIds(names={"X1": "", "X2": "", "X9": ""}, drawn={"X1", "X2"}),
    )

    assert found == [Conflict("J1", "X1", HARD), Conflict("J1", "X2", SOFT)]
    assert [one.reason for one in problems] == ["应为“回避”或“轮换”"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[draw]", "[drew]", "[drew] 是未知的一节"),
        ("[draw]", "[draw", "不是 TOML"),
        ('published = "2023-02-10"', "", "未公布的事项不得检查"),
        ("permyriad = 3000", "permyriad = 6000", "超出事项 GZZF 公布的上限 50%"),
        ("ceiling = 5000", "floor = 4000", "超出事项 GZZF 公布的下限 40%"),
        ("count = 2", "count = 1", "应不少于 2 人"),
        ('"行业" =', '"行当" =', "用到“行当”一列"),
        ('kind = "drand"\nround = 1000', 'kind = "moon"', "之一"),
        ("count = 2", "count = 6", "派不齐人"),
        ('item = "GZZF"', 'item = "X"', "不在 items 中"),
        ('task = "T-1"', 'task = "T 1"', "task"),
        ('directory = "名录.csv"', 'directory = "没有.csv"', "读不到表格"),
    ],
)
def test_a_plan_that_cannot_be_drawn_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, says: str
) -> None:
    plan = bureau.write(tmp_path, **{old: new})

    code = main(["prepare", str(plan), str(tmp_path / "D")])

    error = capsys.readouterr().err
    assert code == 1
    assert any(one in error for one in says.split("|")), error
    assert not (tmp_path / "D" / "manifest.json").exists()


def test_too_few_inspectors_are_named_with_lawful_ways_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = bureau.write(tmp_path, **{'mode = "open"': 'mode = "open"\nlimit = 1'})

    assert main(["prepare", str(plan), str(tmp_path / "D")]) == 1

    error = capsys.readouterr().err
    assert "人员不够，差" in error
    assert "借调人员、减少抽取数、分批推迟" in error


def test_rows_without_a_code_stop_the_preparation_until_accepted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = bureau.write(tmp_path)
    with (tmp_path / "名录.csv").open("a", encoding="utf-8") as file:
        file.write("青禾街道1号,错位商行,零售,存续\n")

    refused = main(["prepare", str(plan), str(tmp_path / "D")])
    accepted = main(["prepare", str(plan), str(tmp_path / "D"), "--accept-report"])

    said = capsys.readouterr()
    assert (refused, accepted) == (1, 0)
    assert "--accept-report" in said.err
    assert "未列入 1" in said.out
    assert (tmp_path / "D" / "阅读" / "问题.xlsx").exists()


def zipped(*names: str, data: bytes = b"x") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK not a zip", "不是 zip"),
        (zipped("../a"), "不允许"),
        (zipped("/a"), "不允许"),
        (zipped("a\\b"), "不允许"),
        (zipped("a//b"), "不允许"),
        (zipped("a", data=b"\0" * 20_000_000), "压缩炸弹"),
        (zipped("a")[:-30], "不是 zip"),
    ],
)
def test_a_harmful_zip_is_refused(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "e.zip"
    path.write_bytes(data)

    with refused(MingqianError, match=says):
        zip_archive.read(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_one_name_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "e.zip"
    path.write_bytes(zipped("a", "a"))

    with refused(MingqianError, match="出现两次"):
        zip_archive.read(path)


def test_the_zip_depends_on_names_and_contents_only(tmp_path: Path) -> None:
    files = {"b": b"2", "a": b"1"}
    path = tmp_path / "e.zip"
    path.write_bytes(zip_archive.write(files))

    assert zip_archive.write(dict(reversed(files.items()))) == path.read_bytes()
    assert zip_archive.read(path) == files
    with refused(MingqianError, match="没有"):
        zip_archive.read(tmp_path / "nothing.zip")


def test_a_folder_with_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("/etc/passwd")

    with refused(MingqianError, match="不能有链接"):
        zip_archive.read(tmp_path)
