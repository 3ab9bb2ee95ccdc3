"""Rows of inspectors and items: nothing that decides is guessed, nothing that is said dropped."""

from __future__ import annotations

import pytest

from oversight.common.errors import DomainError
from oversight.registry.models import Inspector
from oversight.registry.rules import bases
from oversight.registry.services import inspectors, items
from oversight.registry.services.inspectors import Details
from tests.oversight.registry import files
from tests.oversight.registry.telling import (
    IDENTITY,
    ITEMS,
    imported,
    listed,
    person,
    reasons,
    staged,
)
from tests.oversight.registry.test_import import counts, read, write
from tests.support import platform_factory
from tests.support.platform_factory import NOON, Bureau


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
            owner_id=own.sections[platform_factory.SECTIONS[0]].pk,
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
    platform_factory.item(own, "TST-09")

    run = imported(
        own, listed(1), listed(2, 事项编码="tst-01"), listed(3, 事项编码="ｔｓｔ-09"), kind="items"
    )

    assert counts(run) == (1, 0, 0, 2)
    with pytest.raises(DomainError, match="已有事项编码 TST-09"):
        items.draft(
            actor=own.actors["clerk"],
            owner_id=own.sections[platform_factory.SECTIONS[0]].pk,
            code="tst-09",
            content=platform_factory.content(),
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


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"items": ("LDBZ-99",)}, "“LDBZ-99”对不上：没有这个名称；是不是“LDBZ-01”"),
        ({"regions": ("河东街到",)}, "“河东街到”对不上：没有这个名称；是不是“河东街道”"),
        ({"name": "\u200b"}, "没有姓名"),
        ({"number": IDENTITY}, "身份证号"),
    ],
)
def test_the_form_of_an_inspector_refuses_what_a_file_may_not_say(
    own: Bureau, values: dict[str, object], says: str
) -> None:
    platform_factory.item(own, "LDBZ-01")
    platform_factory.subject(own, 1, region="河东街道")
    told = {"name": "甲", "sex": "女", "post": "", "number": "QH00001", "staffing": "行政"}

    with pytest.raises(DomainError, match=says):
        inspectors.add(
            actor=own.actors["clerk"],
            owner_id=own.sections[platform_factory.SECTIONS[0]].pk,
            details=Details(**{**told, "duty": "在岗", **values}),  # type: ignore[arg-type]
            reason="建库",
            at=NOON,
        )


def test_what_an_inspector_may_inspect_is_kept_as_the_list_writes_it(own: Bureau) -> None:
    platform_factory.item(own, "LDBZ-01")
    platform_factory.subject(own, 1, region="河东街道")

    made = inspectors.add(
        actor=own.actors["clerk"],
        owner_id=own.sections[platform_factory.SECTIONS[0]].pk,
        details=Details(
            name="甲",
            sex="女",
            post="",
            number="QH00001",
            staffing="行政",
            duty="在岗",
            items=("ldbz-01", "支付工资和最低工资标准"),
            regions=("河 东街道",),
        ),
        reason="建库",
        at=NOON,
    )

    assert (made.items, made.regions) == (["LDBZ-01"], ["河东街道"])
