"""Search finds what is meant, whatever the punctuation, width, case and blanks."""

from __future__ import annotations

import pytest

from oversight.registry.models import Subject
from oversight.registry.selectors import inspectors, items, subjects
from oversight.registry.selectors.subjects import SubjectQuery
from tests.oversight.registry import files
from tests.oversight.registry.test_import import read, write
from tests.support import platform_factory
from tests.support.platform_factory import NOON, Bureau, code

NAME = "青禾区（集团）阿里·买买提·吐尔逊 A1 烤肉店"


def found(own: Bureau, words: str) -> list[str]:
    asked = subjects.find(own.actors["clerk"], SubjectQuery(words=words), NOON.date())
    return [one.name for one in asked]


@pytest.mark.parametrize(
    "words",
    [
        NAME,
        "青禾区(集团)",
        "青禾区集团",
        "青禾区 集团",
        "（集团）",
        "阿里买买提",
        "阿里•买买提",
        "阿里.买买提",
        "买买提·吐尔逊a1",
        "Ａ１烤肉",
        "A1烤肉店",
        "烤 肉 店",
        "吐尔逊，烤肉店",
        "\u200b烤肉店",
        "qhqjt",
        "ＱＨＱ",
        "青",
    ],
)
def test_a_name_is_found_through_marks_width_case_and_blanks(own: Bureau, words: str) -> None:
    platform_factory.subject(own, 1, name=NAME)
    platform_factory.subject(own, 2, name="柳河镇乙服装厂")

    assert found(own, words) == [NAME]


@pytest.mark.parametrize("words", ["集团青禾", "（）", "·", "区青禾", "买提买", "店烤肉"])
def test_what_is_not_in_the_name_is_not_found(own: Bureau, words: str) -> None:
    platform_factory.subject(own, 1, name=NAME)

    assert found(own, words) == []


@pytest.mark.parametrize("wrap", ["{}", "{} ", "{:.8}", "\u200b{}"])
def test_a_code_is_found_in_any_form(own: Bureau, wrap: str) -> None:
    platform_factory.subject(own, 1, name=NAME)
    written = code(1).lower()

    assert found(own, wrap.format(written)) == [NAME]
    assert found(own, f"{written[:2]} {written[2:8]} {written[8:]}") == [NAME]


def test_a_name_that_looks_like_a_code_is_found_too(own: Bureau) -> None:
    platform_factory.subject(own, 1, name="7-Eleven 便利店 2024")

    assert found(own, "2024") == ["7-Eleven 便利店 2024"]
    assert found(own, "7eleven") == ["7-Eleven 便利店 2024"]


def test_an_import_and_its_undoing_keep_the_search_true(own: Bureau) -> None:
    platform_factory.subject(own, 1, name="青禾区（旧）厂")
    run = read(own, files.csv([("青禾区（新）厂", code(1), "", "")]))

    write(own, run)

    assert found(own, "青禾区新厂") == ["青禾区（新）厂"]
    assert found(own, "青禾区旧厂") == []
    assert Subject.objects.count() == 1


def test_inspectors_and_items_are_found_so_too(own: Bureau) -> None:
    clerk = own.actors["clerk"]
    platform_factory.inspector(own, 7)
    platform_factory.item(own, "LDBZ-01")

    assert [one.name for one in inspectors.find(clerk, "ｑｈ 00007")] == ["检查员7"]
    assert [one.code for one in items.find(clerk, "支付工资、和最低")] == ["LDBZ-01"]
    assert [one.code for one in items.find(clerk, "ldbz01")] == ["LDBZ-01"]
    assert list(items.find(clerk, "（）")) == []
