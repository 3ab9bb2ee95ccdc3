"""What a plan, a register of recusals or a people file names must be there: nothing is dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from mingqian_cli.__main__ import main
from mingqian_tables import uscc
from tests.mingqian_cli import bureau_files as bureau
from tests.mingqian_tables.workbooks import Raw, save, sheet, xlsx

UNUSED = '[[items]]\ncode="X"\nversion=1\ntitle="x"\npublished="2023-01-01"\n[[strata]]'
Said = pytest.CaptureFixture[str]


def prepare(place: Path, *options: str) -> int:
    return main(["prepare", str(place / "计划.toml"), str(place / "D"), *options])


def firms(place: Path, text: str) -> None:
    save(place, "名录.csv", text)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    bureau.write(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("J001,91990107MA000001,回避", "最接近的是 “91990107MA0000010X”"),
        ("J1,91990107MA0000010X,回避", "人员名录里没有“J1”;最接近的是 “J001”"),
        ("检查员3,91990107MA0000010X,回避", "这是名称，编号是 J003"),
        ("J001,青禾第5商行,回避", "这是名称，编号是 91990107MA0000050X"),
        (",91990107MA0000010X,回避", "是空的，对不上人员名录里的任何一个"),
        ("J001,91990107MA0000010X,也许", "应为“回避”或“轮换”"),
        ("J001,91990107MA0000010X,回避,多", "比表头多出内容"),
        ("J001,#N/A,回避", "是错误值 #N/A"),
    ],
)
def test_a_recusal_that_matches_nobody_stops_the_preparation(
    place: Path, capsys: Said, row: str, says: str
) -> None:
    save(place, "回避.csv", f"{bureau.CONFLICTS}{row}\n")

    refused, accepted = prepare(place), prepare(place, "--accept-faults", "1")

    assert (refused, accepted) == (1, 0)
    assert says in capsys.readouterr().out


@pytest.mark.parametrize(
    "row",
    [
        "j００1,91990107ma0000010x,回避",
        "J001 ,\u200b91990107MA0000010X,回 避",
        "J007,91990107MA0000010X,回避",
        "J001,91990107MA0000050X,回避",
    ],
)
def test_a_recusal_about_somebody_in_the_files_is_right(place: Path, row: str) -> None:
    save(place, "回避.csv", f"人员编号,统一社会信用代码,类别\n{row}\n")

    assert prepare(place) == 0


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"零*"', '"零售", "建筑"', "名录的“行业”一列里没有“建筑”"),
        ('"零*"', '"另售"', "最接近的是 “零售”"),
        ('"零*"', '"建*"', "层 A"),
        ('["注销"]', '["注消"]', "名录的“登记状态”一列里没有“注消”"),
    ],
)
def test_a_filter_that_means_nobody_stops_the_preparation(
    tmp_path: Path, capsys: Said, old: str, new: str, says: str
) -> None:
    bureau.write(tmp_path, **{old: new})

    assert prepare(tmp_path) == 1
    assert says in capsys.readouterr().out


def test_an_official_state_that_no_firm_has_is_no_fault(tmp_path: Path) -> None:
    bureau.write(tmp_path, **{'["注销"]': '["注销", "吊销"]'})

    assert prepare(tmp_path) == 0


@pytest.mark.parametrize(
    "word", ["已注销", "注 销", "注销（简易）", "吊销,已注销", "注销企业", "注销\u00a0"]
)
def test_the_words_for_a_state_are_one_state(tmp_path: Path, word: str, capsys: Said) -> None:
    bureau.write(tmp_path)
    firms(tmp_path, bureau.DIRECTORY.replace("零售,存续", f'零售,"{word}"', 1))

    assert prepare(tmp_path) == 0
    assert "不可抽 2 家：已注销" in capsys.readouterr().out


@pytest.mark.parametrize("word", ["", "非正常户", "不详", "－"])
def test_a_state_nobody_knows_is_asked_about_and_never_in_business(
    place: Path, capsys: Said, word: str
) -> None:
    firms(place, bureau.DIRECTORY.replace("零售,存续", f"零售,{word}", 1))

    assert (prepare(place), prepare(place, "--accept-faults", "1")) == (1, 0)
    assert "未列入 1" in capsys.readouterr().out


def test_two_columns_under_a_heading_that_a_filter_uses_are_refused(
    place: Path, capsys: Said
) -> None:
    rows = [f"{line},x" for line in bureau.DIRECTORY.splitlines()[1:]]
    firms(place, "\n".join(["统一社会信用代码,企业名称,行业,登记状态,行业", *rows]))

    assert prepare(place, "--accept-report") == 1
    assert "有 2 列都叫“行业”(第 3、5 列)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('pool = "JC"', 'pool = "JCC"', "没有一个人在这个组;最接近的是 “JC”"),
        ('item = "GZZF"', 'item = "GZZ"', "不在 items 中;最接近的是 “GZZF”"),
        ("[[strata]]", UNUSED, "事项 X 没有一层用到"),
        ("local_codes = true", 'local_codes = true\n[columns]\ncod = "x"', "cod 是未知的字段"),
        ("local_codes = true", 'local_codes = true\n[columns]\nname = "户名"', "“户名” 几列"),
        ('"名录.csv"', '"名录.csv"\ndirectory_heading_row = 99', "不是表头"),
    ],
)  # fmt: skip
def test_a_name_in_the_plan_that_is_nowhere_is_refused(
    tmp_path: Path, capsys: Said, old: str, new: str, says: str
) -> None:
    bureau.write(tmp_path, **{old: new})

    assert prepare(tmp_path) == 1
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("j００1,重,JC,,在编,在岗", "人员编号与第 2 行重复"),
        ("J\u200b001,重,JC,,在编,在岗", "人员编号与第 2 行重复"),
        ("J 001,重,JC,,在编,在岗", "人员编号与第 2 行重复"),
        ("J009,\u200b\ufeff,JC,,在编,在岗", "没有姓名"),
        ("J009,辛,JC,47848,在编,在岗", "日期的序号(即 2030-12-31)"),
        ("J009,辛,JC,2030-13-31,在编,在岗", "没有“2030-13-31”这一天"),
        ("J009,辛,JC,,也许,在岗", "看不懂的编制“也许”"),
        ("J009,辛,JC,,在编,半休", "看不懂的状态“半休”"),
        ("工号9,辛,JC,,在编,在岗", "人员编号应为字母、数字"),
        ("J009,辛,JC,,在编,在岗,多", "比表头多出内容"),
        ("110101900307781,辛,JC,,在编,在岗", "像是身份证号"),
    ],
)
def test_a_bad_or_double_inspector_stops_the_preparation_until_accepted(
    place: Path, capsys: Said, row: str, says: str
) -> None:
    save(place, "人员.csv", f"{bureau.INSPECTORS}{row}\n")

    codes = [prepare(place), prepare(place, "--accept-faults", "2"),
             prepare(place, "--accept-faults", "1")]  # fmt: skip

    said = capsys.readouterr()
    assert codes == [1, 1, 0]
    assert says in said.out
    assert "确认了 2 处问题，实际有 1 处" in said.err
    assert "未列入 1 名" in said.out
    assert "110101900307781" not in said.out + said.err


@pytest.mark.parametrize(
    "row",
    ["J009,辛,jc,长期,公务员,在 岗", "J009,辛,ＪＣ,2030/12/31,参公,在职", "J009,辛,KX;JC,,是,正常"],
)
def test_usual_words_of_a_people_file_are_understood(place: Path, capsys: Said, row: str) -> None:
    save(place, "人员.csv", f"{bureau.INSPECTORS}{row}\n")

    assert prepare(place) == 0
    assert "可派人员 7 名" in capsys.readouterr().out


def test_the_plan_itself_may_accept_the_faults_by_their_number(tmp_path: Path) -> None:
    bureau.write(
        tmp_path, **{'conflicts = "回避.csv"': 'conflicts = "回避.csv"\naccept_faults = 1'}
    )
    assert prepare(tmp_path) == 1  # there is none to accept

    save(tmp_path, "人员.csv", f"{bureau.INSPECTORS}工号9,辛,JC,,在编,在岗\n")
    assert prepare(tmp_path) == 0


COUNTED = "统一社会信用代码,企业名称,行业,登记状态,已查\n"
LIMIT = '[[exclusions]]\ncode = "ER"\ntext = "已查两次"\nat_least = { "已查" = 2 }\n\n[[sources]]'


@pytest.mark.parametrize(
    ("text", "is_excluded"),
    [("2.0", True), ("２", True), ("2次", True), ("两次", True), ("10.0", True),
     ("1.0", False), ("1次", False), ("", False), ("0", False)],
)  # fmt: skip
def test_a_count_in_any_writing_is_compared_as_what_it_is(
    tmp_path: Path, capsys: Said, text: str, *, is_excluded: bool
) -> None:
    rows = bureau.DIRECTORY.splitlines()[1:]
    lines = [f"{rows[0]},{text}", *(f"{row},0" for row in rows[1:])]
    bureau.write(tmp_path, **{'[[sources]]\nkind = "drand"': f'{LIMIT}\nkind = "drand"'})
    firms(tmp_path, COUNTED + "\n".join(lines))

    assert prepare(tmp_path) == 0
    assert ("不可抽 1 家：已查两次" in capsys.readouterr().out) == is_excluded


@pytest.mark.parametrize("text", ["2次/年", "若干", "-1", "1-2", "10%"])
def test_a_count_that_is_not_understood_stops_the_preparation(
    tmp_path: Path, capsys: Said, text: str
) -> None:
    rows = bureau.DIRECTORY.splitlines()[1:]
    lines = [f"{rows[0]},{text}", *(f"{row},0" for row in rows[1:])]
    bureau.write(tmp_path, **{'[[sources]]\nkind = "drand"': f'{LIMIT}\nkind = "drand"'})
    firms(tmp_path, COUNTED + "\n".join(lines))

    assert prepare(tmp_path) == 1
    assert f"看不懂的个数“{text}”" in capsys.readouterr().out


CODES = "统一社会信用代码,企业名称,行业,登记状态\n"
STRICT = {"local_codes = true": ""}


def coded(place: Path, code: str, **changes: str) -> None:
    good = [f"91990107MA{n:06d}0" for n in range(1, 9)]
    rows = [f"{one}{uscc.check_character(one)},商行{n},零售,存续" for n, one in enumerate(good)]
    bureau.write(place, **{**STRICT, '["注销"]': '["注销"]', **changes})
    save(place, "回避.csv", "人员编号,统一社会信用代码,类别\n")
    firms(place, CODES + "\n".join([*rows, f"{code},末商行,零售,存续"]) + "\n")


@pytest.mark.parametrize(
    "code",
    [
        "110101900307781",
        "362322198709086409",
        "１１０１０１９００３０７７８１",
        "'362322198709086409",
    ],
)
@pytest.mark.parametrize("changes", [{}, {"local_codes = true": "local_codes = true"}])
def test_an_identity_number_is_never_listed_nor_repeated(
    tmp_path: Path, capsys: Said, code: str, changes: dict[str, str]
) -> None:
    coded(tmp_path, code, **changes)

    assert (prepare(tmp_path), prepare(tmp_path, "--accept-faults", "1")) == (1, 0)

    said = capsys.readouterr()
    plain = uscc.normalized(code)
    written = b"".join(path.read_bytes() for path in (tmp_path / "D").rglob("*") if path.is_file())
    assert "身份证号" in said.out
    assert code not in said.out + said.err
    assert plain not in said.out + said.err
    assert plain.encode() not in written


OLD = "91350203M0001QKT19"


def test_an_old_code_with_another_check_digit_can_be_taken_with_a_reason(
    tmp_path: Path, capsys: Said
) -> None:
    coded(tmp_path, OLD)
    assert prepare(tmp_path) == 1
    assert "校验位应为 F，实为 9" in capsys.readouterr().out

    accepted = {"local_codes = true": f'accepted_codes = {{ "{OLD.lower()}" = "原证如此" }}'}
    coded(tmp_path, OLD, **accepted)
    assert prepare(tmp_path) == 0
    said = capsys.readouterr().out
    assert f"采用校验位不符的代码 {OLD}：原证如此" in said
    assert "可抽 9 + 不可抽 0 + 未列入 0" in said


def test_a_code_accepted_in_vain_is_a_fault(tmp_path: Path, capsys: Said) -> None:
    coded(
        tmp_path, "410381000001235", **{"local_codes = true": f'accepted_codes = {{ {OLD} = "x" }}'}
    )

    assert prepare(tmp_path) == 1
    assert "名录里没有校验位不符的这个代码" in capsys.readouterr().out


@pytest.mark.parametrize("heading", ["编号", "代码"])
def test_a_column_that_only_counts_the_rows_is_not_taken_for_the_code(
    place: Path, capsys: Said, heading: str
) -> None:
    rows = "\n".join(f"{n},商行{n},零售,存续" for n in range(1, 9))
    firms(place, f"{heading},企业名称,行业,登记状态\n{rows}\n")

    assert prepare(place, "--accept-report") == 1
    assert "像是序号，不是代码" in capsys.readouterr().err


@pytest.mark.parametrize(
    "heading",
    [
        "统一社会信用代码(必填)",
        "统一社会信用代码*",
        "统一社会信用代码（18位）",
        "*信用代码：",
        "统一社会\n信用代码",
    ],
)
def test_what_is_added_to_a_heading_hides_no_column(place: Path, heading: str) -> None:
    rows = bureau.DIRECTORY.splitlines()[1:]
    lines = [
        f'编号,"{heading}",企业名称*,行业,登记状态',
        *(f"{n},{r}" for n, r in enumerate(rows, 1)),
    ]
    firms(place, "\n".join(lines))

    assert prepare(place) == 0


def test_the_sheet_and_the_row_of_headings_are_chosen_in_the_plan(
    tmp_path: Path, capsys: Said
) -> None:
    table = [line.split(",") for line in bureau.DIRECTORY.splitlines()]
    save(tmp_path, "名录.xlsx", xlsx({"东": sheet(table), "西": sheet(table[:3])}))
    bureau.write(tmp_path, **{'"名录.csv"': '"名录.xlsx"'})
    assert prepare(tmp_path) == 1
    assert "directory_sheet" in capsys.readouterr().err

    bureau.write(tmp_path, **{'"名录.csv"': '"名录.xlsx"\ndirectory_sheet = "东"'})
    assert prepare(tmp_path) == 0
    assert (
        "名录.xlsx:工作表“东”，第 1 行是表头；读 24 行 = 取 24 + 要改 0" in capsys.readouterr().out
    )


def test_a_sheet_from_the_end_of_the_world_is_one_refused_row(tmp_path: Path, capsys: Said) -> None:
    table = [line.split(",") for line in bureau.DIRECTORY.splitlines()]
    far = Raw('<c r="XFD1048576" t="str"><v>x</v></c>')
    data = sheet(table).replace("</sheetData>", f'<row r="1048576">{far}</row></sheetData>')
    save(tmp_path, "名录.xlsx", xlsx({"名录": data}))
    bureau.write(tmp_path, **{'"名录.csv"': '"名录.xlsx"'})

    assert prepare(tmp_path) == 1
    assert "读 25 行 = 取 24 + 要改 1" in capsys.readouterr().out


TICKETS = '[tickets]\ncolumn = "等级"\nvalues = { A = 1, B = 3 }\n\n[[items]]'


@pytest.mark.parametrize(
    ("text", "code"), [("b", 0), ("Ｂ", 0), ("B级", 0), ("B类", 0), ("乙", 1), ("", 1)]
)
def test_a_class_in_any_writing_has_its_tickets_and_others_are_asked_about(
    tmp_path: Path, capsys: Said, text: str, code: int
) -> None:
    rows = bureau.DIRECTORY.splitlines()[1:]
    lines = [f"{rows[0]},{text}", f"{rows[2]},B", *(f"{row},A" for row in (*rows[1:2], *rows[3:]))]
    bureau.write(tmp_path, **{"[[items]]": TICKETS})
    firms(tmp_path, "统一社会信用代码,企业名称,行业,登记状态,等级\n" + "\n".join(lines))

    assert prepare(tmp_path) == code
    assert ("计划里没有这个值的签数" in capsys.readouterr().out) == bool(code)


def test_a_people_file_that_only_counts_its_rows_is_asked_about(place: Path, capsys: Said) -> None:
    rows = "\n".join(f"{n},检查员{n},JC" for n in range(1, 9))
    save(place, "人员.csv", f"编号,姓名,人员组\n{rows}\n")

    assert prepare(place, "--accept-report") == 1
    assert "请把那一列的表头改成“人员编号”" in capsys.readouterr().err
