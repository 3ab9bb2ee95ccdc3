"""Words, names and text of an import: known, asked about once, or refused with a way out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from oversight.audit import selectors as audit
from oversight.common.errors import DomainError
from oversight.registry.models import Facet, Item, Subject
from oversight.registry.rules import references, vocabulary
from tests.oversight.registry.telling import explained, imported, person, reasons, staged, subject
from tests.oversight.registry.test_import import counts, write
from tests.support import platform_factory
from tests.support.platform_factory import NOON, Bureau, code

pytestmark = pytest.mark.any_database


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
    platform_factory.subject(own, 11, name="青禾区第11厂", state="注销")

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

    newest = audit.entries(["/"], audit.AuditQuery(kind="directory")).first()
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
    platform_factory.subject(own, 1, region="河东街道")

    run = imported(own, subject(11, 区域=variant))

    assert staged(run).region == "河东街道"


def test_a_region_that_is_new_is_pointed_out(own: Bureau) -> None:
    platform_factory.subject(own, 1, region="河东街道")

    run = imported(own, subject(11, 区域="力東"), subject(12, 区域="河东街道"))

    assert run.hints == ["名录里以前没有的区域：力東；请核对不是写错"]


@pytest.mark.parametrize("unit", ["人力资源管理处", "财务科"])
def test_a_section_that_matches_nothing_is_a_fault_and_may_be_explained(
    own: Bureau, unit: str
) -> None:
    run = imported(own, subject(11, 所属科室=unit))
    assert staged(run).verdict == "refused"

    run = explained(own, run, owner={unit: platform_factory.SECTIONS[1]})

    assert staged(run).owner_id == own.sections[platform_factory.SECTIONS[1]].pk


def test_a_section_that_is_nearly_right_is_suggested(own: Bureau) -> None:
    run = imported(own, subject(11, 所属科室="人力资源管理处"))

    assert "是不是“人力资源管理科”" in reasons(run)[0][1]


def test_what_an_inspector_may_inspect_must_exist(own: Bureau) -> None:
    platform_factory.item(own, "LDBZ-01")
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
