"""Undoing an import: looked at with its counts first, refused where something stands on a row."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from oversight.common.errors import DomainError
from oversight.draws.services import cap_exemptions
from oversight.registry.models import Inspector, Item, Subject
from oversight.registry.services import recusals, subjects, visits
from oversight.registry.services.importing import rollback
from oversight.registry.services.recusals import RecusalDetails
from oversight.registry.services.visits import VisitDetails
from tests.oversight.registry import files
from tests.oversight.registry.test_import import read, write
from tests.oversight.registry.test_import_edges import PEOPLE
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import MADE
from tests.support.platform_factory import NOON, Bureau, code

LATER = NOON + timedelta(hours=1)
ROWS = [(f"青禾区导入{n}厂", code(n), "城关街道1号", "A") for n in range(901, 921)]


def imported(own: Bureau, rows: list[tuple[str, str, str, str]] = ROWS) -> int:
    return write(own, read(own, files.csv(rows))).pk


def test_what_an_undoing_would_do_is_counted_before_it_is_done(own: Bureau) -> None:
    platform_factory.subject(own, 901, address="老地址")
    run_id = imported(own)

    found = rollback.prospect(actor=own.actors["clerk"], run_id=run_id)

    assert (found.removed, found.restored, found.kept) == (19, 1, 0)
    assert found.is_possible
    assert Subject.objects.count() == 20
    assert rollback.undo(actor=own.actors["clerk"], run_id=run_id, at=LATER) == 20
    assert Subject.objects.count() == 1


@pytest.mark.parametrize("stage", ["sealed", "seeded", "held"])
@pytest.mark.parametrize("mode", ["open", "sealed"])
def test_a_firm_in_a_sealed_or_held_draw_keeps_its_import(
    own: Bureau, stage: str, mode: str
) -> None:
    draw_factory.bureau(own, subjects=0)
    run_id = imported(own)
    draw_factory.plan(own, draw_factory.details(ratio=1000, mode=mode))
    draw = draw_factory.sealed(own, draw_factory.begun(own))
    if stage != "sealed":
        draw = draw_factory.seeded(own, draw)
    if stage == "held":
        draw = draw_factory.held(own, draw)

    found = rollback.prospect(actor=own.actors["clerk"], run_id=run_id)

    listed = f"新增的行在已封存的抽取 {draw.number}的名单里"
    assert listed in [one.says for one in found.reasons]
    with pytest.raises(DomainError, match="不能整批撤销；请逐条改正"):
        rollback.undo(actor=own.actors["clerk"], run_id=run_id, at=draw_factory.OPENS)
    assert Subject.objects.count() == 20


def test_inspectors_in_a_sealed_draw_keep_their_import(own: Bureau) -> None:
    draw_factory.bureau(own, inspectors=0)
    told = [
        (f"QH{n:05d}", f"检查员{n}", "女", "科员", "在岗", "否", "2027-12-31") for n in range(1, 7)
    ]
    run = write(own, read(own, files.csv(told, headings=PEOPLE), kind="inspectors"))
    draw_factory.plan(own, draw_factory.details(ratio=1000))
    draw_factory.sealed(own, draw_factory.begun(own))

    with pytest.raises(DomainError, match="已封存的抽取"):
        rollback.undo(actor=own.actors["clerk"], run_id=run.pk, at=draw_factory.OPENS)

    assert Inspector.objects.count() == 6


def test_a_firm_that_somebody_asked_to_except_keeps_its_import(own: Bureau) -> None:
    draw_factory.bureau(own, subjects=0)
    run_id = imported(own)
    draw_factory.plan(own, draw_factory.details(ratio=1000))
    draw = draw_factory.begun(own)
    cap_exemptions.ask(
        actor=own.actors["coordinator"],
        draw_id=draw.pk,
        code=code(901),
        reason="媒体曝光",
        note="晚报三版",
        at=MADE,
    )

    found = rollback.prospect(actor=own.actors["clerk"], run_id=run_id)

    assert [(one.says, one.count) for one in found.reasons] == [("新增的行已有超频次的申请", 1)]


def test_every_reason_is_told_with_how_many_and_whom(own: Bureau) -> None:
    run_id = imported(own)
    clerk = own.actors["clerk"]
    visited, labelled, recused = (Subject.objects.get(code=code(n)) for n in (901, 902, 903))
    visits.note_visit(
        actor=clerk,
        subject_id=visited.pk,
        visit=VisitDetails(on=NOON.date(), kind="双随机", units="试"),
        at=LATER,
    )
    subjects.label(actor=clerk, subject_ids=[labelled.pk], added="重点", reason="摸排", at=LATER)
    recusals.recuse(
        actor=clerk,
        inspector_id=platform_factory.inspector(own).pk,
        details=RecusalDetails(
            code=recused.code,
            relation="近亲属",
            source="本人申报",
            reason="配偶",
            since=date(2026, 1, 1),
            until=None,
        ),
        at=LATER,
    )

    found = rollback.prospect(actor=clerk, run_id=run_id)

    assert {one.says: (one.count, one.names) for one in found.reasons} == {
        "导入的行后来又改过": (1, ("青禾区导入902厂",)),
        "新增的行已有检查或回避记录": (2, ("青禾区导入901厂", "青禾区导入903厂")),
    }
    assert found.kept == 3


def test_items_are_not_taken_back_whole(own: Bureau) -> None:
    run = read(own, files.csv([("X-01", "甲")], headings=("事项编码", "事项名称")), kind="items")
    run = write(own, run)

    with pytest.raises(DomainError, match="事项导入后是草稿"):
        rollback.prospect(actor=own.actors["clerk"], run_id=run.pk)

    assert Item.objects.count() == 1
