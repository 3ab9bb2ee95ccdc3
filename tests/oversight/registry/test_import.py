"""From a file to the directory: shown first, written whole, taken back if asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from oversight.audit import selectors as audit
from oversight.common.errors import DomainError
from oversight.jobs.rules import INTERRUPTED
from oversight.registry.models import ImportRun, Inspector, Item, Subject, SubjectVersion
from oversight.registry.selectors import subjects as questions
from oversight.registry.services import subjects, visits
from oversight.registry.services.importing import pipeline, rollback, runs
from oversight.registry.services.visits import VisitDetails
from oversight.web import jobs
from tests.oversight.registry import files
from tests.support import platform_factory
from tests.support.platform_factory import NOON, Bureau, code

ROWS = (
    ("青禾区甲食品有限公司", code(11), "城关街道1号", "A"),
    ("青禾区乙服装有限公司", code(12), "柳河镇2号", "B"),
)


def read(
    own: Bureau, data: bytes, *, kind: str = "subjects", who: str = "clerk", name: str = "名录.csv"
) -> ImportRun:
    run = runs.upload(
        actor=own.actors[who],
        kind=kind,
        owner_id=own.sections[platform_factory.SECTIONS[0]].pk,
        name=name,
        chunks=[data],
        at=NOON,
    )
    pipeline.read(actor=own.actors[who], run_id=run.pk)
    return ImportRun.objects.get(pk=run.pk)


def write(own: Bureau, run: ImportRun, *, minutes: int = 1) -> ImportRun:
    runs.begin_writing(actor=own.actors["clerk"], run_id=run.pk)
    at = NOON + timedelta(minutes=minutes)
    pipeline.write(actor=own.actors["clerk"], run_id=run.pk, at=at)
    return ImportRun.objects.get(pk=run.pk)


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return tuple(run.counts[one] for one in ("new", "changed", "same", "refused"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_is_read(own: Bureau, encoding: str) -> None:
    rows = [("㐀䶮𠮷食品有限公司", code(11), "城关街道1号", "A")]

    run = write(own, read(own, files.csv(rows, encoding=encoding)))

    assert run.state == ImportRun.WRITTEN
    assert Subject.objects.get().name == "㐀䶮𠮷食品有限公司"


def test_nothing_is_written_before_the_confirmation(own: Bureau) -> None:
    run = read(own, files.xlsx(ROWS), name="名录.xlsx")

    assert (run.state, counts(run)) == (ImportRun.READY, (2, 0, 0, 0))
    assert Subject.objects.count() == 0


def test_a_written_file_is_one_entry_with_its_digest_and_counts(own: Bureau) -> None:
    run = write(own, read(own, files.csv(ROWS)))

    assert run.entry is not None
    entry = audit.by_index([run.entry])[run.entry]
    assert entry.type == "directory.imported"
    assert entry.public["file"] == run.digest
    assert (entry.public["new"], entry.public["refused"]) == (2, 0)
    assert Subject.objects.get(code=code(11)).entry == run.entry


def test_the_same_file_twice_changes_nothing(own: Bureau) -> None:
    write(own, read(own, files.csv(ROWS)))

    again = read(own, files.csv(ROWS))

    assert counts(again) == (0, 0, 2, 0)
    with pytest.raises(DomainError, match="没有要写入的行"):
        runs.begin_writing(actor=own.actors["clerk"], run_id=again.pk)


def test_a_changed_row_shows_before_and_after_and_keeps_what_was(own: Bureau) -> None:
    write(own, read(own, files.csv(ROWS)))
    changed = [(ROWS[0][0], ROWS[0][1], "城关街道9号", "C"), ROWS[1]]

    run = read(own, files.csv(changed))
    write(own, run, minutes=5)

    assert counts(run) == (0, 1, 1, 0)
    staged = run.stagedsubjects.get(verdict="changed")
    assert staged.changes == {"address": ["城关街道1号", "城关街道9号"], "grade": ["A", "C"]}
    assert Subject.objects.get(code=code(11)).address == "城关街道9号"
    assert SubjectVersion.objects.get().address == "城关街道1号"


def test_an_empty_cell_keeps_what_is_known(own: Bureau) -> None:
    write(own, read(own, files.csv(ROWS)))

    run = read(own, files.csv([(ROWS[0][0], ROWS[0][1], "", "")]))

    assert counts(run) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (("甲公司", code(11)[:17] + "!", "", ""), "code", "代码中有不允许的字符；请核对"),
        (("甲公司", "91310115MA1G4L1WXK", "", ""), "code", "校验位应为 7，实为 K"),
        (
            ("甲公司", "城关街道东大街1号", "", ""),
            "code",
            "代码列中是文字或地址，疑似列错位；请核对这一行",
        ),
        (("甲公司", "", "", ""), "code", "没有代码；请补上统一社会信用代码"),
        (("", code(11), "", ""), "name", "没有名称；请补上"),
        ((code(12), code(11), "", ""), "name", "名称列中是代码，疑似列错位；请核对这一行"),
        (("甲公司", code(11), "", "Z"), "grade", "应为 A、B、C 或留空"),
        (("甲" * 201, code(11), "", ""), "name", "超过 200 个字；请缩短"),
        (
            ("甲公司", "9.14103810000123E+17", "", ""),
            "code",
            "代码被表格软件改成了科学计数法，末几位已丢失；请把该列设为文本后重新填写",
        ),
    ],
)  # fmt: skip
def test_a_wrong_row_is_refused_with_its_reason(
    own: Bureau, row: tuple[str, ...], column: str, reason: str
) -> None:
    run = read(own, files.csv([row]))

    refused = run.stagedsubjects.get()
    assert refused.verdict == "refused"
    assert refused.line == 2
    assert (column, reason) in [(one["column"], one["reason"]) for one in refused.problems]


def test_a_code_twice_in_a_file_is_refused_the_second_time(own: Bureau) -> None:
    run = read(own, files.csv([ROWS[0], ROWS[0]]))

    assert counts(run) == (1, 0, 0, 1)
    assert "与第 2 行的代码重复" in run.stagedsubjects.get(verdict="refused").problems[0]["reason"]


def test_a_row_that_another_section_keeps_is_refused(own: Bureau) -> None:
    subject = platform_factory.subject(own, 11)
    Subject.objects.filter(pk=subject.pk).update(owner=own.sections[platform_factory.SECTIONS[1]])

    run = read(own, files.csv(ROWS), who="section-clerk")

    reason = run.stagedsubjects.get(verdict="refused").problems[0]["reason"]
    assert reason == "这一家归就业促进科保管；请他们来改"


def test_a_heading_nobody_knows_is_chosen_by_hand(own: Bureau) -> None:
    headings = ("户名", "社会信用代码", "经营地址", "诚信等级")
    run = read(own, files.csv(ROWS, headings=headings))
    assert run.state == ImportRun.UPLOADED

    runs.choose_columns(actor=own.actors["clerk"], run_id=run.pk, columns={"name": 0, "code": 1})
    pipeline.read(actor=own.actors["clerk"], run_id=run.pk)

    assert counts(ImportRun.objects.get(pk=run.pk)) == (2, 0, 0, 0)


def test_a_directory_that_moved_since_the_preview_refuses_the_write(own: Bureau) -> None:
    run = read(own, files.csv(ROWS))
    platform_factory.subject(own, 11)

    written = write(own, run)

    assert written.state == ImportRun.READY
    assert written.problem == "核对以后名录又有改动；请点“重新核对”再写入"
    assert Subject.objects.count() == 1


def test_an_undone_import_leaves_the_directory_as_it_was(own: Bureau) -> None:
    old = platform_factory.subject(own, 11, address="老地址")
    run = write(own, read(own, files.csv(ROWS)))
    assert Subject.objects.count() == 2

    count = rollback.undo(actor=own.actors["clerk"], run_id=run.pk, at=NOON + timedelta(hours=1))

    assert count == 2
    only = Subject.objects.get()
    assert (only.pk, only.address, only.name) == (old.pk, "老地址", "青禾区第11食品有限公司")
    asked = questions.SubjectQuery(words="乙服装")
    assert not questions.find(own.actors["clerk"], asked, NOON.date()).exists()
    asked = questions.SubjectQuery(words="第11食品")
    assert questions.find(own.actors["clerk"], asked, NOON.date()).exists()
    assert SubjectVersion.objects.count() == 3


def test_an_import_that_was_built_upon_is_not_undone(own: Bureau) -> None:
    run = write(own, read(own, files.csv(ROWS)))
    subject = Subject.objects.get(code=code(11))
    visits.note_visit(
        actor=own.actors["clerk"],
        subject_id=subject.pk,
        visit=VisitDetails(on=NOON.date(), kind="双随机", units="试"),
        at=NOON + timedelta(minutes=9),
    )

    with pytest.raises(DomainError, match="已有检查或回避记录，不能整批撤销"):
        rollback.undo(actor=own.actors["clerk"], run_id=run.pk, at=NOON + timedelta(hours=1))

    assert Subject.objects.count() == 2


def test_an_import_whose_rows_were_changed_is_not_undone(own: Bureau) -> None:
    run = write(own, read(own, files.csv(ROWS)))
    subject = Subject.objects.get(code=code(11))
    subjects.label(
        actor=own.actors["clerk"],
        subject_ids=[subject.pk],
        added="重点",
        reason="摸排",
        at=NOON + timedelta(minutes=9),
    )

    with pytest.raises(DomainError, match="导入的行后来又改过，不能整批撤销；请逐条改正"):
        rollback.undo(actor=own.actors["clerk"], run_id=run.pk, at=NOON + timedelta(hours=1))


def test_an_interrupted_reading_is_asked_for_again(own: Bureau) -> None:
    run = read(own, files.csv(ROWS))
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.READING, done=1)

    jobs.resume()

    again = ImportRun.objects.get(pk=run.pk)
    assert (again.state, counts(again)) == (ImportRun.READY, (2, 0, 0, 0))
    assert again.stagedsubjects.count() == 2


def test_an_interrupted_write_goes_on(own: Bureau) -> None:
    run = read(own, files.csv(ROWS))
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.WRITING)

    jobs.resume()

    assert ImportRun.objects.get(pk=run.pk).state == ImportRun.WRITTEN
    assert Subject.objects.filter(bureau=own.organisation).count() == 2


def test_a_write_that_killed_the_worker_is_ready_again_and_says_so(own: Bureau) -> None:
    run = read(own, files.csv(ROWS))
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.WRITING)

    runs.fail(run.pk, INTERRUPTED)

    again = ImportRun.objects.get(pk=run.pk)
    assert (again.state, again.problem) == (ImportRun.READY, INTERRUPTED)


def test_a_stopped_import_forgets_its_rows(own: Bureau) -> None:
    run = read(own, files.csv(ROWS))

    runs.stop(actor=own.actors["clerk"], run_id=run.pk, at=NOON)

    assert ImportRun.objects.get(pk=run.pk).state == ImportRun.STOPPED
    assert run.stagedsubjects.count() == 0


def test_inspectors_are_imported_renewed_and_taken_back(own: Bureau) -> None:
    headings = ("监察证号", "姓名", "性别", "职务", "证件有效期")
    rows = [("QH00031", "王岚", "女", "科员", "2027-12-31"), ("QH00032", "何宁", "他", "科员", "")]
    run = read(own, files.csv(rows, headings=headings), kind="inspectors")
    assert counts(run) == (1, 0, 0, 1)

    run = write(own, run)

    made = Inspector.objects.get()
    assert (made.name, made.certificates.get().until.isoformat()) == ("王岚", "2027-12-31")
    rollback.undo(actor=own.actors["clerk"], run_id=run.pk, at=NOON + timedelta(hours=1))
    assert Inspector.objects.count() == 0


def test_imported_items_are_drafts(own: Bureau) -> None:
    headings = ("事项编码", "事项名称", "抽查领域", "检查依据")
    rows = [
        ("X-01", "支付工资", "劳动用工", "《劳动保障监察条例》第十一条"),
        ("坏 编码", "甲", "", ""),
    ]

    run = write(own, read(own, files.csv(rows, headings=headings), kind="items"))

    item = Item.objects.get()
    assert counts(run) == (1, 0, 0, 1)
    assert item.state == Item.UNPUBLISHED
    assert item.versions.get().content["basis"][0]["verified"] is False
