"""What a person chooses on the page of an import: sheet, headings, words, cells, undoing."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Sequence
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from oversight.plans.services import versions
from oversight.registry.models import ImportRun, Subject
from oversight.registry.services.importing import runs
from tests.oversight.registry import files
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import MADE
from tests.support.platform_factory import Bureau, code

pytestmark = pytest.mark.any_database

HEADINGS = ["统一社会信用代码", "企业名称", "登记状态", "守法诚信等级"]


def book(**sheets: Sequence[Sequence[object]]) -> bytes:
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer)
    for name, rows in sheets.items():
        sheet = made.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    made.close()
    return buffer.getvalue()


def street(*numbers: int) -> list[Sequence[object]]:
    return [HEADINGS, *([code(n), f"青禾区第{n}厂", "在业", ""] for n in numbers)]


def upload(
    client: Client, own: Bureau, data: bytes, name: str = "名录.xlsx", kind: str = "subjects"
) -> ImportRun:
    told = {
        "kind": kind,
        "owner": own.sections[platform_factory.SECTIONS[0]].pk,
        "file": SimpleUploadedFile(name, data),
    }
    client.post("/office/imports/new/", told)
    return ImportRun.objects.latest("pk")


def seen(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def fresh(run: ImportRun) -> ImportRun:
    return ImportRun.objects.get(pk=run.pk)


def test_of_several_sheets_none_is_taken_before_somebody_says_which(
    own: Bureau, signed_in: Any
) -> None:
    client = signed_in(own, "clerk")
    run = upload(client, own, book(东城=street(1), 西城=street(2, 3), 南城=street(4)))
    assert run.state == ImportRun.UPLOADED
    page = seen(client, f"/office/imports/{run.pk}/")
    assert "有几张工作表都有内容：“东城”、“西城”、“南城”" in page
    assert "还没有选工作表" in page

    client.post(f"/office/imports/{run.pk}/sheet/", {"sheet": "西城", "heading_row": ""})

    run = fresh(run)
    assert (run.state, run.sheet, run.heading_row, run.counts["new"]) == ("ready", "西城", 1, 2)
    assert "读的是“西城”，表头在第 1 行" in seen(client, f"/office/imports/{run.pk}/")


def test_the_row_of_headings_is_told_and_can_be_chosen(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    rows = [["青禾区名录"], ["填报日期：2026年"], *street(1, 2), ["合计", "2家"], ["填表人：许澜"]]
    run = upload(client, own, book(名录=rows))
    assert (run.heading_row, run.counts["new"], run.counts["aside"]) == (3, 2, 4)
    assert run.rows == sum(run.counts.values()) == 6
    assert "填表人：许澜" in seen(client, f"/office/imports/{run.pk}/?show=aside")

    client.post(f"/office/imports/{run.pk}/sheet/", {"sheet": "名录", "heading_row": "4"})

    run = fresh(run)
    assert (run.state, run.heading_row) == (ImportRun.UPLOADED, 4)
    assert run.problem
    assert run.headings[0] == code(1)


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ({"sheet": "没有的", "heading_row": ""}, "没有这张工作表；请重新选择"),
        ({"sheet": "名录", "heading_row": "一"}, "表头的行号请写数字"),
        ({"sheet": "名录", "heading_row": "0"}, "表头的行号应在 1 到 1000 之间"),
        ({"sheet": "名录", "heading_row": "99999999999"}, "表头的行号请写数字"),
        ({}, "没有这张工作表；请重新选择"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(
    own: Bureau, signed_in: Any, told: dict[str, str], answer: str
) -> None:
    client = signed_in(own, "clerk")
    run = upload(client, own, book(名录=street(1)))

    response = client.post(f"/office/imports/{run.pk}/sheet/", told, follow=True)

    assert answer in response.content.decode()
    assert fresh(run).state == ImportRun.READY


def test_a_row_beyond_the_sheet_has_its_answer_on_the_page(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    run = upload(client, own, book(名录=street(1)))

    client.post(f"/office/imports/{run.pk}/sheet/", {"sheet": "名录", "heading_row": "77"})

    assert client.get(f"/office/imports/{run.pk}/").status_code == 200
    assert fresh(run).state in {ImportRun.UPLOADED, ImportRun.FAILED}
    assert fresh(run).problem


def test_of_two_columns_of_one_name_somebody_says_which(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    rows = [[code(1), "甲厂", "制造", "建筑"]]
    headings = ["统一社会信用代码", "企业名称", "行业", "行业"]
    run = upload(client, own, files.csv(rows, headings=headings), "名录.csv")
    assert run.state == ImportRun.UPLOADED
    assert "有两列都叫“行业”，请指明用哪一列" in seen(client, f"/office/imports/{run.pk}/")

    told = {"column-code": "0", "column-name": "1", "column-industry": "3"}
    client.post(f"/office/imports/{run.pk}/columns/", told)

    assert fresh(run).stagedsubjects.get().industry == "建筑"


def test_columns_nobody_reads_are_listed(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    rows = [[code(1), "甲厂", "x", "y"]]
    headings = ["统一社会信用代码", "企业名称", "传真", "邮编"]
    run = upload(client, own, files.csv(rows, headings=headings), "名录.csv")

    assert "没有用到的栏目：传真、邮编" in seen(client, f"/office/imports/{run.pk}/")


def test_a_word_is_explained_once_with_the_likeliest_meaning_chosen(
    own: Bureau, signed_in: Any
) -> None:
    client = signed_in(own, "clerk")
    rows = [HEADINGS, *([code(n), f"第{n}厂", "在业", "A级"] for n in range(1, 4))]
    run = upload(client, own, book(名录=rows))
    page = client.get(f"/office/imports/{run.pk}/").content.decode()
    assert "<option selected>A</option>" in page
    assert "守法诚信等级“A级”按什么收" in page

    client.post(f"/office/imports/{run.pk}/words/", {"of-0": "grade A级", "word-0": "A"})

    assert fresh(run).counts["new"] == 3
    assert {one.grade for one in run.stagedsubjects.all()} == {"A"}


def test_words_of_a_page_that_is_out_of_date_are_not_taken(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    rows = [HEADINGS, [code(1), "甲厂", "在业", "A级"], [code(2), "乙厂", "在业", "B级"]]
    run = upload(client, own, book(名录=rows))

    response = client.post(
        f"/office/imports/{run.pk}/words/", {"of-0": "grade B级", "word-0": "A"}, follow=True
    )

    assert "还没有给任何一个词选定意思" in response.content.decode()
    assert fresh(run).meanings == {}


def test_single_cells_are_put_right_on_the_page(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    rows = [HEADINGS, [code(1), "", "在业", ""], [code(2)[:17] + "!", "乙厂", "在业", ""]]
    run = upload(client, own, book(名录=rows))
    page = client.get(f"/office/imports/{run.pk}/").content.decode()
    assert 'name="cell-2-name"' in page
    assert 'name="cell-3-code"' in page

    told = {
        "was-2-name": "",
        "cell-2-name": "甲厂",
        "was-3-code": code(2)[:17] + "!",
        "cell-3-code": code(2),
    }
    client.post(f"/office/imports/{run.pk}/cells/", told)

    assert fresh(run).counts["new"] == 2
    assert "已在页面上改过：名称" in seen(client, f"/office/imports/{run.pk}/?show=new")


def test_a_form_that_changes_nothing_says_so(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    run = upload(client, own, book(名录=[HEADINGS, [code(1), "", "在业", ""]]))

    told = {"was-2-name": "甲", "cell-2-name": "甲", "cell-x-name": "1", "reason-": "y"}
    response = client.post(f"/office/imports/{run.pk}/cells/", told, follow=True)

    assert "还没有改任何一格" in response.content.decode()


def test_an_undoing_asks_with_its_counts_first(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    run = upload(client, own, book(名录=street(1, 2)))
    client.post(f"/office/imports/{run.pk}/write/")

    page = seen(client, f"/office/imports/{run.pk}/undo/")
    assert "撤销：移除 2 行，恢复 0 行" in page
    assert Subject.objects.count() == 2

    client.post(f"/office/imports/{run.pk}/undo/")
    assert Subject.objects.count() == 0


@pytest.mark.parametrize("is_held", [False, True])
def test_an_undoing_of_a_firm_in_a_sealed_draw_says_why_not(
    own: Bureau,
    signed_in: Any,
    is_held: bool,  # noqa: FBT001
) -> None:
    draw_factory.bureau(own, subjects=0)
    client = signed_in(own, "clerk")
    run = upload(client, own, book(名录=street(*range(101, 121))))
    client.post(f"/office/imports/{run.pk}/write/")
    Subject.objects.update(since=draw_factory.MADE)  # not after the preparation, which is in March
    draw_factory.plan(own, draw_factory.details(ratio=1000))
    draw = draw_factory.sealed(own, draw_factory.begun(own))
    if is_held:
        draw_factory.held(own, draw_factory.seeded(own, draw))

    page = seen(client, f"/office/imports/{run.pk}/undo/")
    answer = client.post(f"/office/imports/{run.pk}/undo/")

    assert "不能整批撤销" in page
    assert f"新增的行在已封存的抽取 {draw.number}的名单里" in page
    assert answer.status_code == 409
    assert Subject.objects.count() == 20


def test_a_table_of_tasks_asks_for_the_sheet_and_says_which_it_took(
    own: Bureau, signed_in: Any
) -> None:
    platform_factory.item(own, "LDBZ-01")
    lead = own.actors["coordinator"]
    made = versions.begin(actor=lead, year=2026, name="2026年度抽查计划", at=MADE)
    client = signed_in(own, "coordinator")
    headings = ["任务名称", "抽查事项", "发起部门", "开始时间", "结束时间", "抽查比例"]
    row = ["甲", "LDBZ-01", platform_factory.SECTIONS[0], "2026-03-01", "2026-11-30", "5%"]
    data = book(上半年=[headings, row], 下半年=[["计划表"], headings, row, ["合计", "1"]])

    asked = draw_factory.sent(client, made, data, "计划.xlsx").content.decode()
    assert "有几张工作表都有内容：“上半年”、“下半年”" in asked

    answer = draw_factory.sent(client, made, data, "计划.xlsx", sheet="下半年")
    page = seen(client, answer.url)
    assert "读的是工作表“下半年”，表头在第 2 行：1 行任务，新增 1、修改 0、不变 0" in page
    assert "不是任务的 2 行（第 1 行、第 4 行）" in page


def test_a_table_of_tasks_that_is_refused_says_how_many_rows_it_has(
    own: Bureau, signed_in: Any
) -> None:
    lead = own.actors["coordinator"]
    made = versions.begin(actor=lead, year=2026, name="2026年度抽查计划", at=MADE)
    client = signed_in(own, "coordinator")
    headings = ["任务名称", "抽查事项", "发起部门", "开始时间", "结束时间", "抽查比例"]
    row = ["甲", "没有的", platform_factory.SECTIONS[0], "2026-03-01", "2026-11-30", "很多"]

    page = draw_factory.sent(
        client, made, book(计划=[headings, row, row]), "计划.xlsx"
    ).content.decode()

    assert "第 2 行：“抽查事项”：“没有的”不在清单里" in page
    assert "第 3 行：“抽查比例”：看不懂的比例“很多”" in page
    assert "读的是工作表“计划”，表头在第 1 行：2 行任务" in page


def test_the_counts_of_every_file_add_up_to_its_rows(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    platform_factory.subject(own, 1, name="青禾区第1厂", state="存续")
    rows = [
        *street(1, 2, 2),
        ["", "没有代码", "在业", ""],
        [],
        [code(5), "多一格", "在业", "", "多"],
        ["合计", "5"],
    ]

    run = upload(client, own, book(名录=rows))

    assert run.counts == {"new": 1, "changed": 0, "same": 1, "refused": 3, "aside": 1}
    assert run.rows == 6
    assert runs.staged(run).count() == 6


def test_more_words_than_a_form_takes_are_asked_about_in_turns(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    rows = [HEADINGS, *([code(n), f"第{n}厂", f"状态{n}", ""] for n in range(1, 251))]
    run = upload(client, own, book(名录=rows))
    page = client.get(f"/office/imports/{run.pk}/").content.decode()
    assert page.count('name="word-') == 200

    words = re.findall(r'name="of-(\d+)"\s+value="([^"]*)"', page)
    told = {f"of-{place}": value for place, value in words}
    told |= {f"word-{place}": "停业" for place, _ in words}
    assert client.post(f"/office/imports/{run.pk}/words/", told).status_code == 302

    assert (fresh(run).counts["new"], fresh(run).counts["refused"]) == (200, 50)


def test_a_change_of_section_is_told_by_name(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    platform_factory.subject(own, 1, name="青禾区第1厂")
    headings = ["统一社会信用代码", "企业名称", "所属科室"]
    data = files.csv([[code(1), "青禾区第1厂", platform_factory.SECTIONS[1]]], headings=headings)

    run = upload(client, own, data, "名录.csv")

    told = f"所属科室： {platform_factory.SECTIONS[0]} {platform_factory.SECTIONS[1]}"
    assert told in seen(client, f"/office/imports/{run.pk}/")
