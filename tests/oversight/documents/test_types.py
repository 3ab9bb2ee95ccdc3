"""The types of documents: fields, what is wrong in data, and every one set with all its fields."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from oversight.common.errors import DomainError
from oversight.documents import rendering, word_files
from oversight.documents.rendering import Content
from oversight.documents.rules import checking, numbering, words
from oversight.documents.rules.fields import DocumentType, Form
from oversight.documents.rules.types import TYPES

pytestmark = pytest.mark.any_database

AT = datetime(2026, 11, 28, 2, 35, tzinfo=UTC)
RESERVED = {"organisation", "document_number", "issued_on", "doubt", "loop", "row"}


def content(type_: DocumentType, **values: object) -> Content:
    return Content(
        type=type_,
        organisation="青禾区人力资源和社会保障局",
        number=f"青人社{type_.word}字〔2026〕第0001号",
        data={**type_.example, **values},
        salt="0123456789abcdef",
        at=AT,
    )


def test_the_types_that_inspections_and_draws_need_are_there() -> None:
    assert {type_.title: code for code, type_ in TYPES.items()} == {
        "抽取记录": "draw-record",
        "随机抽查情况记录表": "check-record",
        "行政检查审批表": "approval",
        "行政检查通知书": "notice",
        "现场检查笔录": "site-minutes",
        "询问笔录": "interview",
        "证据清单": "evidence-list",
        "音像记录清单": "recording-list",
        "行政检查结果告知书": "outcome-notice",
        "回避决定书": "recusal",
        "送达回证": "receipt",
        "限期改正指令书": "rectification-order",
        "复查（回访）笔录": "recheck-record",
        "案件线索移交单": "clue-transfer",
        "劳动保障监察调查询问书": "inquiry",
        "先行登记保存通知书": "seizure-notice",
        "案件移送审批表": "referral-approval",
        "移送材料清单": "transfer-package",
        "立案审批表": "case-filing",
        "结案审批表": "case-closing",
        "行政处罚事先告知书": "penalty-notice",
        "行政处罚决定书": "penalty",
        "不予行政处罚决定书": "no-penalty",
        "行政处理决定书": "handling",
        "案件移送函": "referral-letter",
        "涉嫌犯罪案件移送书": "crime-referral",
        "线索移送函": "clue-letter",
    }


def test_no_two_types_share_a_word_and_no_field_hides_another() -> None:
    names = [field.name for type_ in TYPES.values() for field in type_.fields]

    assert len({type_.word for type_ in TYPES.values()}) == 27
    assert not RESERVED & set(names)
    for type_ in TYPES.values():
        assert len({field.name for field in type_.fields}) == len(type_.fields)


@pytest.mark.parametrize("code", TYPES)
def test_each_type_is_set_with_all_its_fields(code: str) -> None:
    type_ = TYPES[code]

    assert checking.problems(type_, type_.example) == []
    made = rendering.pdf(content(type_))

    assert made.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>2</pdfaid:part>" in made
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in made
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"NotoSerifSC" in made
    assert rendering.pdf(content(type_)) == made


@pytest.mark.parametrize("code", TYPES)
def test_each_type_is_written_as_word_with_all_its_fields(code: str) -> None:
    type_ = TYPES[code]
    made = rendering.docx(content(type_))
    text = word_files.text_of(made)

    assert f"青人社{type_.word}字〔2026〕第0001号" in text
    for field in type_.fields:
        assert field.title in text
        value = words.words(type_, type_.example)[field.name]
        shown = [cell for row in value for cell in row.values()] if field.columns else [value]
        assert all(part in text for cell in shown for part in cell.split("\n"))
    assert rendering.docx(content(type_)) == made


@pytest.mark.parametrize("code", TYPES)
def test_each_type_is_set_without_what_may_be_left_out(code: str) -> None:
    type_ = TYPES[code]
    needed = {field.name for field in type_.fields if field.is_required}
    data = {name: value for name, value in type_.example.items() if name in needed}
    bare = Content(type=type_, organisation="局", number="", data=data, salt="", at=AT)

    assert checking.problems(type_, data) == []
    assert rendering.pdf(bare).startswith(b"%PDF")
    assert "（草稿，没有文号）" in word_files.text_of(rendering.docx(bare))


def test_what_is_wrong_in_data_is_said_in_chinese_with_the_titles() -> None:
    data = {
        **TYPES["notice"].example,
        "subject": "",
        "starts_at": "2026-12-03 09:00",
        "nth": -1,
        "signed_on": "明天",
        "place": "一行\n两行",
        "people": [{"name": "支行舟"}],
        "items": "都查",
        "wrong": 1,
    }

    assert checking.problems(TYPES["notice"], data) == [
        ("wrong", "没有叫“wrong”的栏目"),
        ("subject", "“检查对象”没有填"),
        ("starts_at", "“检查时间”应当是时刻，例如 2026-12-03T01:00:00Z"),
        ("place", "“检查地点”应当是一行文字，最多 20000 字"),
        ("items", "“检查事项”应当是一行一行的表，最多 2000 行"),
        ("people.1.certificate", "“检查人员”第 1 行的“执法证号”没有填"),
        ("nth", "“本年度第几次检查”应当是不小于 0 的整数"),
        ("signed_on", "“落款日期”应当是日期，例如 2026-12-03"),
    ]


def test_moments_and_days_are_printed_in_beijing_time() -> None:
    printed = words.words(TYPES["site-minutes"], TYPES["site-minutes"].example)

    assert printed["started_at"] == "2026年12月3日9时05分"
    assert words.words(TYPES["receipt"], {})["at"] == ""
    assert TYPES["site-minutes"].field("started_at").form is Form.MOMENT  # type: ignore[union-attr]


def test_text_in_the_data_never_becomes_source() -> None:
    hostile = '#panic("x") $ { [ ] } \\ {{ subject }} {% for %} <w:p/> & "'

    made = content(TYPES["notice"], subject=hostile)

    assert rendering.pdf(made).startswith(b"%PDF")
    assert "{{ subject }} {% for %} &lt;w:p/&gt; &amp;" in word_files.text_of(rendering.docx(made))


def test_a_letter_that_no_font_has_is_named() -> None:
    with pytest.raises(DomainError) as refused:
        rendering.pdf(content(TYPES["notice"], subject="青禾区𰻝𰻝面馆"))

    assert refused.value.problem.startswith("字体里没有“𰻝")


def test_rare_letters_of_names_are_in_the_font() -> None:
    names = "喆堃昇祎媞甯璟珺瑄玥焜煊翀垚犇淼骉赟頔翾彧旻暐仝佘郗祢阚昝芈"

    assert rendering.pdf(content(TYPES["notice"], contact=names)).startswith(b"%PDF")


def test_numbers_are_written_as_offices_do() -> None:
    assert numbering.number("青人社", "检通", 2026, 41) == "青人社检通字〔2026〕第0041号"
    assert numbering.number("青人社", "检通", 2026, 12345) == "青人社检通字〔2026〕第12345号"
    assert numbering.code("990107-01", "notice", 2026, 41) == "990107-01-notice-2026-0041"
    assert numbering.is_word("青人社")
    assert not numbering.is_word("青人社 1")
