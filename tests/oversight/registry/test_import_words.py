"""Words, names and codes of an import: known, asked about once, or refused with a way out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from oversight.audit import selectors as audit
from oversight.common.errors import DomainError, FieldsError
from oversight.registry.models import Facet, ImportRun, Inspector, Item, StagedSubject, Subject
from oversight.registry.rules import bases, references, vocabulary
from oversight.registry.services import inspectors, items, subjects
from oversight.registry.services.importing import doing, runs
from oversight.registry.services.importing.runs import Cell
from oversight.registry.services.inspectors import Details
from tests.oversight import world
from tests.oversight.registry import files
from tests.oversight.registry.test_import import counts, read, write
from tests.oversight.world import NOON, Bureau, code

SUBJECTS = ("统一社会信用代码", "企业名称", "登记状态", "区域", "守法诚信等级", "所属科室")
PEOPLE = (
    *("监察证号", "姓名", "性别", "单位", "编制类型", "状态", "有效期至", "是否专家"),
    *("可查事项", "管辖区域"),
)
ITEMS = ("事项编码", "事项名称", "事项类别", "检查依据", "实施层级", "检查方式")
# Made up: the region 990107 does not exist; the check characters are right.
IDENTITY = "110101199003070003"
OLD_CODE = "91990107MA00000110"


def subject(number: int, **cells: str) -> tuple[str, ...]:
    told = {"统一社会信用代码": code(number), "企业名称": f"青禾区第{number}厂", "登记状态": "在业"}
    return tuple({**told, **cells}.get(name, "") for name in SUBJECTS)


def person(number: int, **cells: str) -> tuple[str, ...]:
    told = {
        "监察证号": f"QH{number:05d}",
        "姓名": f"检查员{number}",
        "性别": "女",
        "编制类型": "行政",
    }
    told |= {"状态": "在岗", "有效期至": "2030-12-31"}
    return tuple({**told, **cells}.get(name, "") for name in PEOPLE)


def listed(number: int, **cells: str) -> tuple[str, ...]:
    told = {"事项编码": f"TST-{number:02d}", "事项名称": f"事项{number}", "事项类别": "一般"}
    told["检查依据"] = "《劳动法》第八十五条"
    return tuple({**told, **cells}.get(name, "") for name in ITEMS)


def quoted(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [tuple(f'"{cell}"' if cell else "" for cell in row) for row in rows]


def imported(own: Bureau, *rows: tuple[str, ...], kind: str = "subjects") -> ImportRun:
    headings = {"subjects": SUBJECTS, "inspectors": PEOPLE, "items": ITEMS}[kind]
    return read(own, files.csv(quoted(list(rows)), headings=headings), kind=kind)


def staged(run: ImportRun, line: int = 2) -> StagedSubject:
    return runs.staged(run).get(line=line)


def reasons(run: ImportRun, line: int = 2) -> list[tuple[str, str]]:
    return [(one["column"], one["reason"]) for one in staged(run, line).problems]


def explained(own: Bureau, run: ImportRun, **meanings: dict[str, str]) -> ImportRun:
    clerk = own.actors["clerk"]
    runs.explain(actor=clerk, run_id=run.pk, meanings=meanings, at=NOON)
    doing.read(actor=clerk, run_id=run.pk)
    return ImportRun.objects.get(pk=run.pk)


def corrected(
    own: Bureau, run: ImportRun, *cells: Cell, reasons: dict[int, str] | None = None
) -> ImportRun:
    clerk = own.actors["clerk"]
    runs.correct(actor=clerk, run_id=run.pk, cells=cells, reasons=reasons or {}, at=NOON)
    doing.read(actor=clerk, run_id=run.pk)
    return ImportRun.objects.get(pk=run.pk)


# -- states -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("在营（开业）企业", "存续"),
        ("存续(在营、开业、在册)", "存续"),
        ("吊销，未注销", "吊销"),
        ("已注销", "注销"),
        ("注 销", "注销"),
        ("注销企业", "注销"),
        ("迁往市外", "迁出"),
        ("歇业", "停业"),
    ],
)
def test_official_states_are_known(own: Bureau, word: str, state: str) -> None:
    run = imported(own, subject(11, 登记状态=word))

    assert (staged(run).verdict, staged(run).state) == ("new", state)


@pytest.mark.parametrize("word", ["非正常户", "不详", "－", "无", "N/A", "待定", ""])
def test_a_state_nobody_knows_is_asked_about_and_never_in_business(own: Bureau, word: str) -> None:
    run = imported(own, subject(11, 登记状态=word), subject(12))

    assert counts(run) == (1, 0, 0, 1)
    assert run.unknown == {"state": {word: 1}}
    write(own, run)
    assert [one.code for one in Subject.objects.all()] == [code(12)]


def test_an_empty_state_of_a_known_subject_keeps_what_is_known(own: Bureau) -> None:
    world.subject(own, 11, name="青禾区第11厂", state="注销")

    run = imported(own, subject(11, 登记状态=""))

    assert counts(run) == (0, 0, 1, 0)


def test_one_answer_holds_for_all_rows_of_the_file(own: Bureau) -> None:
    rows = [subject(n, 守法诚信等级="A级", 登记状态="非正常户") for n in range(11, 15)]
    run = imported(own, *rows)
    assert run.unknown == {"state": {"非正常户": 4}, "grade": {"A级": 4}}

    run = explained(own, run, grade={"A级": "A"}, state={"非正常户": "停业"})

    assert counts(run) == (4, 0, 0, 0)
    assert {(one.grade, one.state) for one in run.stagedsubjects.all()} == {("A", "停业")}
    again = imported(own, *rows)
    assert counts(again) == (0, 0, 0, 4)  # remembered for that file, not for the next


def test_an_answer_is_on_record(own: Bureau) -> None:
    run = imported(own, subject(11, 守法诚信等级="A级"))

    explained(own, run, grade={"A级": "A"})

    newest = audit.entries(["/"], audit.Question(kind="directory")).first()
    assert newest is not None
    assert newest.type == "directory.import-explained"
    assert (newest.private or {})["changes"] == [["守法诚信等级", "A级", "A"]]


@pytest.mark.parametrize(
    ("column", "word", "value", "says"),
    [
        ("grade", "A级", "Z", "“A级”的意思应为 A、B、C 之一"),
        ("grade", "B级", "B", "表里没有“B级”"),
        ("code", "x", "A", "表里没有“x”"),
    ],
)
def test_an_answer_to_what_was_not_asked_is_refused(
    own: Bureau, column: str, word: str, value: str, says: str
) -> None:
    run = imported(own, subject(11, 守法诚信等级="A级"))

    with pytest.raises(DomainError, match=says):
        explained(own, run, **{column: {word: value}})


@pytest.mark.parametrize(
    ("kind", "column", "word", "value"),
    [
        ("subjects", "grade", "A级", "A"),
        ("subjects", "grade", "ｂ", "B"),
        ("subjects", "risk", "D类", "D"),
        ("subjects", "grade", "D级", ""),
        ("inspectors", "staffing", "在编（行政）", "行政"),
        ("inspectors", "duty", "借调", ""),
        ("items", "methods", "查岗", ""),
    ],
)
def test_what_a_word_may_mean_is_proposed(kind: str, column: str, word: str, value: str) -> None:
    assert vocabulary.suggested(kind, column, word) == value


# -- text -------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff", "\u00ad", "\u2060", "\u202e", "\u3164"])
def test_what_cannot_be_seen_is_not_there(own: Bureau, mark: str) -> None:
    told = {"统一社会信用代码": f"{code(11)}{mark}", "企业名称": f"{mark}甲{mark}厂"}
    run = imported(own, subject(11, **told, 区域=f"河东{mark}街道"), subject(12, 企业名称=mark))

    made = staged(run)
    assert (made.code, made.name, made.region) == (code(11), "甲厂", "河东街道")
    assert reasons(run, 3) == [("name", "没有名称；请补上")]


def test_rare_characters_stay_as_they_are(own: Bureau) -> None:
    run = imported(own, subject(11, 企业名称="𬍛㐱餐馆"))

    assert staged(run).name == "𬍛㐱餐馆"


@pytest.mark.parametrize(
    "written", ["９１９９０１０７ＭＡ", "91990107ma", "91 990107 MA", "'91990107MA"]
)
def test_a_code_is_the_same_in_any_width_case_and_with_blanks(own: Bureau, written: str) -> None:
    full = code(11)
    run = imported(own, subject(11, 统一社会信用代码=written + full[10:]))

    assert staged(run).code == full


@pytest.mark.parametrize("variant", ["河 东街道", "河东\u200b街道", "河东街道 ", "（河东）街道"])
def test_regions_that_differ_by_nothing_that_is_seen_are_one(own: Bureau, variant: str) -> None:
    world.subject(own, 1, region="河东街道")

    run = imported(own, subject(11, 区域=variant))

    assert staged(run).region == "河东街道"


def test_a_region_that_is_new_is_pointed_out(own: Bureau) -> None:
    world.subject(own, 1, region="河东街道")

    run = imported(own, subject(11, 区域="力東"), subject(12, 区域="河东街道"))

    assert run.hints == ["名录里以前没有的区域：力東；请核对不是写错"]


# -- codes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    [
        IDENTITY,
        f"L-{IDENTITY}",
        "１１０１０１１９９００３０７０００３",
        "110101 19900307 0003",
        "110101900307781",
    ],
)
def test_an_identity_number_is_kept_nowhere(own: Bureau, number: str) -> None:
    bare = "110101900307781" if number == "110101900307781" else IDENTITY
    run = imported(own, subject(11, 统一社会信用代码=number))

    refused = staged(run)
    assert refused.verdict == "refused"
    assert "身份证" in refused.problems[0]["reason"]
    kept = f"{refused.code}{refused.name}{refused.problems}{refused.raw}{refused.tokens}"
    assert bare not in kept
    run = corrected(own, run, reasons={2: "他确实用这个"})
    with pytest.raises(DomainError, match="没有要写入的行"):
        write(own, run)
    assert Subject.objects.count() == 0


def test_an_identity_number_is_refused_at_every_door(own: Bureau) -> None:
    with pytest.raises(FieldsError, match="身份证"):
        world.subject(own, 11, code=IDENTITY)
    with pytest.raises(FieldsError, match="身份证"):
        subjects.add(
            actor=own.actors["clerk"],
            owner_id=own.sections[world.SECTIONS[0]].pk,
            values={"code": IDENTITY, "name": "甲"},
            reason="建库",
            keeps_bad_code=True,
            at=NOON,
        )
    run = imported(own, subject(11, 统一社会信用代码="坏"))
    with pytest.raises(DomainError, match="身份证"):
        corrected(own, run, Cell(line=2, column="code", value=IDENTITY))
    people = imported(own, person(1, 监察证号=IDENTITY), kind="inspectors")
    assert "身份证号" in reasons(people)[0][1]
    assert IDENTITY not in f"{staged(people).values}{staged(people).raw}"


def test_an_old_code_is_taken_as_it_is_with_a_reason(own: Bureau) -> None:
    run = imported(own, subject(11, 统一社会信用代码=OLD_CODE))
    assert reasons(run)[0][1].startswith("校验位应为")

    run = corrected(own, run, reasons={2: "营业执照上就是这个"})
    run = write(own, run)

    made = Subject.objects.get()
    assert (made.code, made.code_is_valid) == (OLD_CODE, False)
    told = audit.entries(["/"], audit.Question(kind="directory"))
    corrections = [one for one in told if one.type == "directory.import-corrected"]
    assert (corrections[0].private or {})["changes"] == [
        ["第 2 行代码照原样收下", OLD_CODE, "营业执照上就是这个"]
    ]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("9.1310E+17", "科学计数法"),
        ("9.1310E17", "科学计数法"),
        ("914103810000123", "不是注册号"),
        ("91990107MA000001", "实为 16 位"),
    ],
)
def test_a_code_that_lost_digits_cannot_be_taken_with_a_reason(
    own: Bureau, written: str, says: str
) -> None:
    run = imported(own, subject(11, 统一社会信用代码=written))
    assert says in reasons(run)[0][1]

    run = corrected(own, run, reasons={2: "就是这样"})

    assert counts(run) == (0, 0, 0, 1)


# -- corrections ------------------------------------------------------------------------------


def test_a_cell_put_right_is_kept_shown_and_on_record(own: Bureau) -> None:
    run = imported(own, subject(11, 企业名称=""), subject(12))

    run = corrected(own, run, Cell(line=2, column="name", value="青禾区补名厂"))

    assert counts(run) == (2, 0, 0, 0)
    assert (staged(run).name, staged(run).corrected) == ("青禾区补名厂", ["name"])
    write(own, run)
    assert Subject.objects.get(code=code(11)).name == "青禾区补名厂"
    told = audit.entries(["/"], audit.Question(kind="directory"))
    kinds = {one.type: one for one in told}
    assert (kinds["directory.import-corrected"].private or {})["changes"] == [
        ["第 2 行企业名称", "", "青禾区补名厂"]
    ]
    assert kinds["directory.imported"].public["corrected"] == 1


def test_a_second_correction_of_a_cell_replaces_the_first(own: Bureau) -> None:
    run = imported(own, subject(11, 守法诚信等级="好"))

    run = corrected(own, run, Cell(line=2, column="grade", value="很好"))
    assert reasons(run) == [("grade", "应为 A、B、C 或留空")]
    run = corrected(own, run, Cell(line=2, column="grade", value="A"))

    assert staged(run).grade == "A"
    assert run.corrections.count() == 1


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        (Cell(line=3, column="name", value="x"), "第 3 行没有这一格可改"),
        (Cell(line=99, column="name", value="x"), "第 99 行没有这一格可改"),
        (Cell(line=2, column="bureau_id", value="7"), "第 2 行没有这一格可改"),
        (Cell(line=2, column="name", value="x" * 301), "超过 300 个字"),
    ],
)
def test_only_cells_of_refused_rows_are_put_right(own: Bureau, cell: Cell, says: str) -> None:
    run = imported(own, subject(11, 企业名称=""), subject(12))

    with pytest.raises(DomainError, match=says):
        corrected(own, run, cell)


def test_a_written_import_is_not_corrected(own: Bureau) -> None:
    run = write(own, imported(own, subject(11)))

    with pytest.raises(DomainError, match="不能再改"):
        corrected(own, run, Cell(line=2, column="name", value="x"))


# -- references -------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["人力资源管理处", "财务科"])
def test_a_section_that_matches_nothing_is_a_fault_and_may_be_explained(
    own: Bureau, unit: str
) -> None:
    run = imported(own, subject(11, 所属科室=unit))
    assert staged(run).verdict == "refused"

    run = explained(own, run, owner={unit: world.SECTIONS[1]})

    assert staged(run).owner_id == own.sections[world.SECTIONS[1]].pk


def test_a_section_that_is_nearly_right_is_suggested(own: Bureau) -> None:
    run = imported(own, subject(11, 所属科室="人力资源管理处"))

    assert "是不是“人力资源管理科”" in reasons(run)[0][1]


def test_what_an_inspector_may_inspect_must_exist(own: Bureau) -> None:
    world.item(own, "LDBZ-01")
    Facet.objects.create(bureau=own.organisation, field="region", value="河东街道")

    run = imported(
        own,
        person(1, 可查事项="LDBZ-01、LDBZ-99", 管辖区域="河东街道"),
        person(2, 可查事项="ldbz-01", 管辖区域="河东街到"),
        person(3, 可查事项="支付工资和最低工资标准", 管辖区域="河 东街道"),
        kind="inspectors",
    )

    assert reasons(run, 2)[0][0] == "items"
    assert "是不是“LDBZ-01”" in reasons(run, 2)[0][1]
    assert reasons(run, 3) == [("regions", "没有这个名称；是不是“河东街道”？请改成库里的名称")]
    assert (staged(run, 4).values["items"], staged(run, 4).values["regions"]) == (
        ["LDBZ-01"],
        ["河东街道"],
    )


# -- inspectors -------------------------------------------------------------------------------


@pytest.mark.parametrize("variant", ["qh00001", "ＱＨ００００１", "QH\u200b00001", "QH 00001"])
def test_two_inspectors_never_differ_by_width_case_or_what_is_not_seen(
    own: Bureau, variant: str
) -> None:
    run = imported(own, person(1), person(1, 监察证号=variant), kind="inspectors")
    assert counts(run) == (1, 0, 0, 1)
    write(own, run)

    again = imported(own, person(1, 监察证号=variant), kind="inspectors")

    assert counts(again) == (0, 0, 1, 0)
    with pytest.raises(DomainError, match="已登记给检查员1"):
        inspectors.add(
            actor=own.actors["clerk"],
            owner_id=own.sections[world.SECTIONS[0]].pk,
            details=Details(
                name="另一人", sex="女", post="", number=variant, staffing="行政", duty="在岗"
            ),
            reason="建库",
            at=NOON,
        )
    assert Inspector.objects.count() == 1


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"编制类型": "合同制"}, "staffing"),
        ({"编制类型": ""}, "staffing"),
        ({"状态": "借调"}, "duty"),
        ({"是否专家": "待定"}, "is_expert"),
        ({"性别": "不便说"}, "sex"),
        ({"性别": ""}, "sex"),
        ({"姓名": "\u200b"}, "name"),
        ({"有效期至": "长期"}, "until"),
        ({"有效期至": "47848"}, "until"),
        ({"单位": "就业促进处"}, "owner"),
        ({"监察证号": "12"}, "number"),
    ],
)
def test_what_decides_on_an_inspector_is_never_guessed(
    own: Bureau, cells: dict[str, str], column: str
) -> None:
    run = imported(own, person(1, **cells), kind="inspectors")

    assert [name for name, _ in reasons(run)] == [column]


@pytest.mark.parametrize(
    ("word", "is_expert"), [("是", True), ("Y", True), ("否", False), ("", False)]
)
def test_experts_are_known_by_the_usual_words(own: Bureau, word: str, is_expert: bool) -> None:  # noqa: FBT001
    run = imported(own, person(1, 是否专家=word), kind="inspectors")

    assert staged(run).values["is_expert"] is is_expert


# -- items ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "field", "value"),
    [
        ({"事项类别": "重点检查事项"}, "category", "重点"),
        ({"事项类别": "一般检查事项"}, "category", "一般"),
        ({"检查方式": "实地核查、书面检查"}, "methods", ["现场", "书面"]),
        ({"检查方式": "现场检查和网络监测"}, "methods", ["现场", "网络"]),
        ({"实施层级": "区县级"}, "levels", ["县"]),
        ({"实施层级": "市级、县级"}, "levels", ["市", "县"]),
    ],
)
def test_words_of_an_item_are_read_whole(
    own: Bureau, cells: dict[str, str], field: str, value: object
) -> None:
    run = imported(own, listed(1, **cells), kind="items")

    assert staged(run).values["content"][field] == value


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"事项类别": "特别"}, "category"),
        ({"事项类别": ""}, "category"),
        ({"检查方式": "现场、查岗"}, "methods"),
        ({"实施层级": "县、村"}, "levels"),
        ({"检查依据": "听领导的"}, "basis"),
        ({"检查依据": "《劳动法》第八十五条，另见上级要求"}, "basis"),
        ({"事项名称": "\u200b"}, "name"),
    ],
)
def test_what_an_item_says_is_never_dropped(
    own: Bureau, cells: dict[str, str], column: str
) -> None:
    run = imported(own, listed(1, **cells), kind="items")

    assert [name for name, _ in reasons(run)] == [column]


def test_codes_of_items_that_differ_by_case_are_one(own: Bureau) -> None:
    world.item(own, "TST-09")

    run = imported(
        own, listed(1), listed(2, 事项编码="tst-01"), listed(3, 事项编码="ｔｓｔ-09"), kind="items"
    )

    assert counts(run) == (1, 0, 0, 2)
    with pytest.raises(DomainError, match="已有事项编码 TST-09"):
        items.draft(
            actor=own.actors["clerk"],
            owner_id=own.sections[world.SECTIONS[0]].pk,
            code="tst-09",
            content=world.content(),
            at=NOON,
        )


def test_a_code_that_a_sheet_keeps_as_a_number_is_refused(own: Bureau) -> None:
    data = files.xlsx(
        [(1.1, "小数", "一般"), ("1.10", "文本", "一般"), (7, "整数", "一般")], headings=ITEMS[:3]
    )

    run = read(own, data, kind="items", name="清单.xlsx")

    assert "末尾的 0 可能已丢失" in reasons(run, 2)[0][1]
    assert staged(run, 3).values["code"] == "1.10"
    assert reasons(run, 4)[0][1].startswith("事项编码应为")


@pytest.mark.parametrize(
    ("text", "titles", "rest"),
    [
        ("劳动保障监察条例第十条", [("《劳动保障监察条例》", "", "第十条")], ""),
        (
            "《工资支付暂行规定》（劳部发〔1994〕489号）第七条、第九条",
            [("《工资支付暂行规定》", "劳部发〔1994〕489号", "第七条、第九条")],
            "",
        ),
        (
            "劳动法第七十四条、劳动保障监察条例第十一条",
            [("《劳动法》", "", "第七十四条"), ("《劳动保障监察条例》", "", "第十一条")],
            "",
        ),
        ("《劳动法》听领导的", [], "《劳动法》听领导的"),
        ("", [], ""),
    ],
)
def test_provisions_are_read_whole_or_left_over(
    text: str, titles: list[tuple[str, str, str]], rest: str
) -> None:
    found, left = bases.read(text)

    assert [(one.title, one.number, one.article) for one in found] == titles
    assert left == rest


@pytest.mark.parametrize("tail", ["1" * 4000, "第1条" * 2000, "1、" * 3000])
def test_a_provision_without_end_is_read_at_once(tail: str) -> None:
    assert bases.read(f"《甲法》{tail}x")[1] != ""


# -- names with separators --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("农、林、牧、渔业、制造业", ["农、林、牧、渔业", "制造业"]),
        ("制造业；农、林、牧、渔业", ["制造业", "农、林、牧、渔业"]),
        ("农、林", ["农", "林"]),
        ("“农、林、牧、渔业”，制造业", ["农、林、牧、渔业", "制造业"]),
        ("制造业 采矿业", ["制造业", "采矿业"]),
        ("", []),
        ("、；", []),
    ],
)
def test_a_list_of_names_is_parted_where_names_end(text: str, found: list[str]) -> None:
    known = ["农、林、牧、渔业", "制造业", "采矿业"]

    assert references.pieces(text, known) == found


def test_a_later_upload_finds_what_an_import_wrote(own: Bureau) -> None:
    run = write(own, imported(own, subject(11, 登记状态="在营（开业）企业")), minutes=3)

    assert run.written_at == NOON + timedelta(minutes=3)
    assert Item.objects.count() == 0
    assert counts(imported(own, subject(11))) == (0, 0, 1, 0)
