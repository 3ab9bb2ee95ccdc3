"""What an import keeps, what it gives up whole, and what it must not take."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction

from mingqian_tables.spreadsheet import Row
from oversight.accounts.selectors import Actor
from oversight.audit import selectors as audit
from oversight.registry.models import (
    ImportRun,
    Inspector,
    Item,
    StagedSubject,
    Subject,
    SubjectVersion,
)
from oversight.registry.rules import imports as rules
from oversight.registry.services.importing import pipeline, rollback, runs, staging, subjects
from oversight.registry.services.importing.staging import Judge
from tests.oversight.registry import files
from tests.oversight.registry.test_import import ROWS, counts, read, write
from tests.support import platform_factory
from tests.support.platform_factory import NOON, Bureau, code

PEOPLE = ("监察证号", "姓名", "性别", "职务", "状态", "是否专家", "证件有效期")


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("统一社会信用代码*", "code"),
        ("信用代码/注册号", "code"),
        ("用人单位名称", "name"),
        ("住所（经营场所）", "address"),
        ("法人代表", "legal_person"),
        ("街道(乡镇)", "region"),
        ("联系电话：", "phone"),
        ("登记日期", "founded_on"),
    ],
)
def test_headings_are_known_by_the_usual_words(heading: str, meaning: str) -> None:
    found = rules.matched("subjects", ["序号", heading])

    assert found == {meaning: 1}


def test_empty_cells_of_kind_and_state_keep_what_is_known(own: Bureau) -> None:
    platform_factory.subject(own, 11, kind="项目", state="注销")
    headings = ("单位名称", "社会信用代码", "主体类型", "登记状态")

    run = read(own, files.csv([("青禾区第11食品有限公司", code(11), "", "")], headings=headings))

    assert counts(run) == (0, 0, 1, 0)


def test_empty_cells_of_an_inspector_keep_what_is_known(own: Bureau) -> None:
    told = [("QH00031", "王岚", "女", "科员", "离岗", "是", "")]
    write(own, read(own, files.csv(told, headings=PEOPLE), kind="inspectors"))
    assert Inspector.objects.get().duty == "离岗"

    told = [("QH00031", "王岚", "女", "", "", "", "")]
    run = read(own, files.csv(told, headings=PEOPLE), kind="inspectors")

    assert counts(run) == (0, 0, 1, 0)


def test_a_failure_in_the_middle_of_writing_leaves_everything_as_it_was(own: Bureau) -> None:
    platform_factory.subject(own, 11, address="老地址")
    run = read(own, files.csv(ROWS))
    twice = run.stagedsubjects.get(verdict="new")
    twice.pk, twice.line = None, 99
    twice.save()
    before = audit.size()

    runs.begin_writing(actor=own.actors["clerk"], run_id=run.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        pipeline.write(actor=own.actors["clerk"], run_id=run.pk, at=NOON)

    assert Subject.objects.get().address == "老地址"
    assert SubjectVersion.objects.count() == 0
    assert audit.size() == before


def test_a_write_that_fell_over_can_be_asked_for_again(own: Bureau) -> None:
    run = read(own, files.csv(ROWS))
    twice = run.stagedsubjects.get(code=code(11))
    twice.pk, twice.line = None, 99
    twice.save()
    runs.begin_writing(actor=own.actors["clerk"], run_id=run.pk)

    with pytest.raises(IntegrityError):
        pipeline.write(actor=own.actors["clerk"], run_id=run.pk, at=NOON)

    again = ImportRun.objects.get(pk=run.pk)
    assert again.state == ImportRun.READY
    assert again.problem == "写入时程序出错，名录没有变化；请再点一次写入"


def test_a_reading_that_is_stopped_between_batches_leaves_nothing(
    own: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "BATCH", 1)
    run = runs.upload(
        actor=own.actors["clerk"],
        kind="subjects",
        owner_id=own.sections[platform_factory.SECTIONS[0]].pk,
        name="名录.csv",
        chunks=[files.csv(ROWS)],
        at=NOON,
    )

    def stopping(asked: ImportRun, actor: Actor) -> Judge:
        judge = subjects.make_validator(asked, actor)

        def judged(batch: Sequence[Row]) -> list[StagedSubject]:
            if batch[0].number == 3:
                runs.stop(actor=actor, run_id=asked.pk, at=NOON)
            return judge(batch)

        return judged

    staging.read(run.pk, own.actors["clerk"], stopping)

    assert ImportRun.objects.get(pk=run.pk).state == ImportRun.STOPPED
    assert StagedSubject.objects.count() == 0


def test_changed_inspectors_get_their_former_state_and_certificates_back(own: Bureau) -> None:
    old = platform_factory.inspector(own, 31)
    told = [(old.number, old.name, "女", "副科长", "", "", "2029-12-31")]
    run = write(own, read(own, files.csv(told, headings=PEOPLE), kind="inspectors"))
    changed = Inspector.objects.get()
    assert (changed.post, changed.certificates.count()) == ("副科长", 2)

    rollback.undo(actor=own.actors["clerk"], run_id=run.pk, at=NOON + timedelta(hours=1))

    restored = Inspector.objects.get()
    assert restored.post == "科员"
    assert [one.until.isoformat() for one in restored.certificates.all()] == ["2027-12-31"]


def test_former_states_are_found_by_their_old_words_after_an_undo(
    own: Bureau,
) -> None:
    platform_factory.subject(own, 11, address="老地址", kind="项目")
    run = write(own, read(own, files.csv(ROWS)))
    assert Subject.objects.filter(tokens__match="甲食").exists()

    rollback.undo(actor=own.actors["clerk"], run_id=run.pk, at=NOON + timedelta(hours=1))

    only = Subject.objects.get()
    assert (only.name, only.kind, only.initials[:3]) == ("青禾区第11食品有限公司", "项目", "qhq")
    assert not Subject.objects.filter(tokens__match="甲食").exists()
    assert Subject.objects.filter(tokens__match="老地").exists()
    kept = SubjectVersion.objects.filter(subject_id=only.pk)
    assert [one.address for one in kept] == ["城关街道1号", "老地址"]


def test_names_that_do_not_fit_are_refused_in_every_directory(own: Bureau) -> None:
    people = [("QH00031", "王" * 41, "女", "科" * 41, "", "", "")]
    items = [("X-01", "事" * 121)]

    inspectors_run = read(own, files.csv(people, headings=PEOPLE), kind="inspectors")
    items_run = read(own, files.csv(items, headings=("事项编码", "事项名称")), kind="items")

    assert [one["reason"] for one in inspectors_run.stagedrows.get().problems] == [
        "超过 40 个字；请缩短",
        "超过 40 个字；请缩短",
    ]
    assert items_run.stagedrows.get().problems[0]["reason"] == "超过 120 个字；请缩短"
    assert Item.objects.count() == 0


def test_a_zero_character_in_any_encoding_is_a_fault_of_its_row(own: Bureau) -> None:
    run = read(own, files.csv([("甲\0公司", code(11), "", ""), ROWS[1]], encoding="utf-16"))

    assert counts(run) == (1, 0, 0, 1)
    assert "含有空字符" in run.stagedsubjects.get(verdict="refused").problems[0]["reason"]


def test_a_workbook_that_is_damaged_inside_is_told_so(own: Bureau) -> None:
    whole = files.xlsx([(f"甲{n}公司", code(n), "", "") for n in range(200)])
    with zipfile.ZipFile(BytesIO(whole)) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    start = info.header_offset + 300
    broken = whole[:start] + b"\xff" * 400 + whole[start + 400 :]

    run = read(own, broken, name="坏.xlsx")

    assert run.state == ImportRun.FAILED
    assert "坏" in run.problem or "打不开" in run.problem


def test_half_a_workbook_is_refused_at_once(own: Bureau) -> None:
    whole = files.xlsx(ROWS)

    with pytest.raises(Exception, match="文件已损坏，打不开；请用表格软件重新保存"):
        read(own, whole[: len(whole) // 2], name="半.xlsx")


def test_a_section_that_does_not_exist_is_refused_by_name(own: Bureau) -> None:
    headings = ("单位名称", "社会信用代码", "所属科室")

    run = read(own, files.csv([("甲公司", code(11), "财务科")], headings=headings))

    problem = run.stagedsubjects.get().problems[0]
    assert (problem["column"], problem["value"]) == ("owner", "财务科")
    assert problem["reason"] == "应为 人力资源管理科、就业促进科 之一"
