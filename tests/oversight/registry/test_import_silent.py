"""What files say of people, provisions and firms is never silently something else."""

from __future__ import annotations

import pytest

from oversight.registry.models import ImportRun
from oversight.registry.rules import bases, vocabulary
from oversight.registry.rules.subjects import day_of
from oversight.registry.services.importing import inspectors, pipeline
from tests.oversight.registry import files
from tests.oversight.registry.telling import imported, person, reasons, staged, subject
from tests.oversight.registry.test_import import counts, read, write
from tests.support.platform_factory import Bureau

HEADINGS = ("监察证号", "姓名", "性别", "编制类型")


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("9.13E+17", "科学计数法"),
        ("1.20E05", "科学计数法"),
        ("12E+10", "科学计数法"),
        ("QH00008、QH00009", "几个证号"),
        ("QH00008，QH00009", "几个证号"),
        ("QH00008；QH00009", "几个证号"),
        ("QH00008/QH00009", "几个证号"),
    ],
)
def test_a_number_that_is_spoilt_or_several_is_no_certificate_number(
    own: Bureau, number: str, says: str
) -> None:
    run = imported(own, person(1, 监察证号=number), kind="inspectors")

    assert counts(run) == (0, 0, 0, 1)
    assert says in reasons(run)[0][1]


@pytest.mark.parametrize("number", ["豫A/001", "QH-00001", "410307012345", "豫执0001号"])
def test_a_usual_certificate_number_is_taken(own: Bureau, number: str) -> None:
    assert counts(imported(own, person(1, 监察证号=number), kind="inspectors")) == (1, 0, 0, 0)


def test_a_certificate_number_that_a_sheet_keeps_as_a_fraction_is_refused(own: Bureau) -> None:
    data = files.xlsx(
        [(12345.5, "甲", "女", "行政"), (4103070123, "乙", "女", "行政")], headings=HEADINGS
    )

    run = read(own, data, kind="inspectors", name="人员.xlsx")

    assert counts(run) == (1, 0, 0, 1)
    assert "末尾的 0 可能已丢失" in reasons(run)[0][1]


def test_one_name_under_two_numbers_is_said_before_writing(own: Bureau) -> None:
    rows = (person(1, 姓名="周岚"), person(2, 姓名="周 岚"), person(3, 姓名="王明"))

    run = imported(own, *rows, kind="inspectors")
    assert counts(run) == (3, 0, 0, 0)
    assert "同一个姓名有几个证号：周 岚" in "".join(inspectors.notes(run))
    write(own, run)

    again = imported(own, person(4, 姓名="王明"), kind="inspectors")
    assert "王明" in "".join(inspectors.notes(again))
    assert inspectors.notes(imported(own, person(5, 姓名="李强"), kind="inspectors")) == []


@pytest.mark.parametrize(
    ("word", "value"),
    [("行政编", "行政"), ("事业编", "事业"), ("参照公务员管理", "参公"), ("行 政", "行政")],
)
def test_usual_words_for_staffing_are_known(word: str, value: str) -> None:
    assert vocabulary.meaning("inspectors", "staffing", word) == value


@pytest.mark.parametrize(
    "text", ["20300102", "2030 年 1 月 2 日", "2030年1月2号", "2030—01—02", "2030/1/2"]
)
def test_the_pages_read_the_dates_that_the_commands_read(own: Bureau, text: str) -> None:
    run = imported(own, person(1, 有效期至=text), kind="inspectors")

    assert counts(run) == (1, 0, 0, 0)
    assert str(day_of(staged(run).values["until"])) == "2030-01-02"


@pytest.mark.parametrize("name", ["123", "（）1", "——", "2026"])
def test_a_name_without_a_letter_is_refused_on_the_pages_too(own: Bureau, name: str) -> None:
    run = imported(own, subject(1, 企业名称=name))

    assert counts(run) == (0, 0, 0, 1)
    assert reasons(run)[0][0] == "name"


def test_a_telephone_number_that_a_sheet_has_spoilt_is_refused(own: Bureau) -> None:
    headings = ("统一社会信用代码", "企业名称", "联系电话")
    rows = [(*subject(1)[:2], "1.38E+10"), (*subject(2)[:2], "0379-1234567")]

    run = read(own, files.csv(rows, headings=headings))

    assert counts(run) == (1, 0, 0, 1)
    assert "科学计数法" in reasons(run)[0][1]


@pytest.mark.parametrize(
    "text",
    [
        "1.《甲法》第八条\n2.《乙条例》第九条", "1、甲法第八条；2、乙条例第九条",
        "（一）《甲法》第八条（二）《乙条例》第九条", "一、《甲法》第八条 二、《乙条例》第九条",
    ],
)  # fmt: skip
def test_the_number_of_a_provision_in_its_list_is_no_part_of_its_title(text: str) -> None:
    found, rest = bases.read(text)

    assert [(one.title, one.article) for one in found] == [
        ("《甲法》", "第八条"),
        ("《乙条例》", "第九条"),
    ]
    assert rest == ""


def test_several_items_of_one_article_stay_with_it() -> None:
    found, rest = bases.read("《甲法》第八条第（二）、（三）项；《乙法》第九条")

    assert [one.article for one in found] == ["第八条第（二）、（三）项", "第九条"]
    assert rest == ""


def test_a_file_read_twice_says_the_same(own: Bureau) -> None:
    run = imported(own, person(1, 监察证号="9.13E+17"), person(2), kind="inspectors")
    before = run.counts

    pipeline.read(actor=own.actors["clerk"], run_id=run.pk)

    assert ImportRun.objects.get(pk=run.pk).counts == before
