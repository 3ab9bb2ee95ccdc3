"""Codes, and single cells put right: identity numbers are kept nowhere, old codes have a reason."""

from __future__ import annotations

import pytest

from oversight.audit import selectors as audit
from oversight.common.errors import DomainError, FieldsError
from oversight.registry.models import Subject
from oversight.registry.services import subjects
from oversight.registry.services.importing.runs import Cell
from tests.oversight.registry.telling import (
    IDENTITY,
    OLD_CODE,
    corrected,
    imported,
    person,
    reasons,
    staged,
    subject,
)
from tests.oversight.registry.test_import import counts, write
from tests.support import platform_factory
from tests.support.platform_factory import NOON, Bureau, code


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
        platform_factory.subject(own, 11, code=IDENTITY)
    with pytest.raises(FieldsError, match="身份证"):
        subjects.add(
            actor=own.actors["clerk"],
            owner_id=own.sections[platform_factory.SECTIONS[0]].pk,
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
    told = audit.entries(["/"], audit.AuditQuery(kind="directory"))
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


def test_a_cell_put_right_is_kept_shown_and_on_record(own: Bureau) -> None:
    run = imported(own, subject(11, 企业名称=""), subject(12))

    run = corrected(own, run, Cell(line=2, column="name", value="青禾区补名厂"))

    assert counts(run) == (2, 0, 0, 0)
    assert (staged(run).name, staged(run).corrected) == ("青禾区补名厂", ["name"])
    write(own, run)
    assert Subject.objects.get(code=code(11)).name == "青禾区补名厂"
    told = audit.entries(["/"], audit.AuditQuery(kind="directory"))
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
