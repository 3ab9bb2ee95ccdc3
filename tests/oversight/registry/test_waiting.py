"""The directories say what must be published, finished, renewed and mended."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from oversight.accounts.selectors import Actor
from oversight.common.contributions import Link
from oversight.registry.deadlines import deadlines
from oversight.registry.models import Certificate, ImportRun, Subject
from oversight.registry.services import items, reviews
from oversight.registry.services.importing import pipeline, runs
from oversight.registry.todos import todos
from tests.support import platform_factory
from tests.support.platform_factory import NOON, SECTIONS, Bureau

pytestmark = pytest.mark.django_db


def lines(actor: Actor, at: datetime = NOON) -> dict[str, str]:
    return {todo.title: todo.waiting_for for todo in todos(actor, at)}


def test_drafts_wait_for_the_approver_and_their_section_sees_it(own: Bureau) -> None:
    platform_factory.item(own, "LDBZ-01")
    platform_factory.item(own, "LDBZ-02", is_published=True)

    assert lines(own.actors["approver"]) == {"公布事项：支付工资和最低工资标准": ""}
    assert lines(own.actors["clerk"]) == {"公布事项：支付工资和最低工资标准": "own-approver先生"}
    assert lines(own.actors["coordinator"]) == {}


def test_many_drafts_are_one_line(own: Bureau) -> None:
    for number in range(1, 7):
        platform_factory.item(own, f"LDBZ-0{number}")

    assert [(todo.title, todo.link) for todo in todos(own.actors["approver"], NOON)] == [
        ("公布事项 6 项", Link(view="office:items"))
    ]


def test_an_import_waits_for_who_uploaded_it(own: Bureau) -> None:
    run = runs.upload(
        actor=own.actors["clerk"],
        kind=ImportRun.SUBJECTS,
        owner_id=own.sections[SECTIONS[0]].pk,
        name="新办企业.csv",
        chunks=[f"名称,统一社会信用代码\n某,{platform_factory.code(1)}\n".encode()],
        at=NOON,
    )
    pipeline.read(actor=own.actors["clerk"], run_id=run.pk)

    todo = next(iter(todos(own.actors["clerk"], NOON)))

    assert (todo.title, todo.reason, todo.button) == ("导入：新办企业.csv", "待写入", "继续")
    assert todo.link == Link(view="office:import", args=(run.pk,))
    assert lines(own.actors["section-clerk"]) == {}


def test_a_certificate_that_ends_soon_is_renewed_by_who_keeps_the_list(own: Bureau) -> None:
    person = platform_factory.inspector(own)
    end = date(2026, 4, 10)
    Certificate.objects.filter(inspector=person).update(until=end)
    clerk, approver = own.actors["clerk"], own.actors["approver"]

    todo = next(iter(todos(clerk, NOON)))

    assert (todo.title, todo.until) == ("检查员1的执法证快到期", end)
    assert not todo.is_urgent
    assert next(iter(todos(clerk, NOON + timedelta(days=14)))).is_urgent
    assert lines(approver) == {}
    assert [(line.title, line.on) for line in deadlines(approver, NOON, end)] == [
        ("执法证到期：检查员1", end)
    ]
    assert list(deadlines(approver, NOON, end - timedelta(days=1))) == []
    assert list(deadlines(own.actors["inspector"], NOON, end)) == []


def test_rows_that_stop_a_draw_are_mended(own: Bureau, foreign: Bureau) -> None:
    subject = platform_factory.subject(own)
    Subject.objects.filter(pk=subject.pk).update(code_is_valid=False)

    todo = next(iter(todos(own.actors["clerk"], NOON)))

    assert (todo.title, todo.reason) == ("信用代码校验不符 1 家", "抽取前要清零")
    assert todo.link == Link(view="office:subjects", query=(("health", "bad_code"),))
    assert lines(foreign.actors["clerk"]) == {}
    assert lines(own.actors["coordinator"]) == {}


def test_a_version_of_an_item_is_announced_before_it_takes_effect(own: Bureau) -> None:
    item = platform_factory.item(own, "LDBZ-01")
    approver, day = own.actors["approver"], date(2026, 4, 1)
    items.publish(
        actor=approver,
        item_id=item.pk,
        confirmed=platform_factory.confirmed(approver),
        effective_on=day,
        url="",
        at=NOON,
    )

    assert [(line.title, line.on) for line in deadlines(own.actors["inspector"], NOON, day)] == [
        ("事项生效：支付工资和最低工资标准", day)
    ]
    assert list(deadlines(own.actors["administrator"], NOON, day)) == []


def test_a_written_import_waits_for_a_second_person(own: Bureau) -> None:
    clerk, approver = own.actors["clerk"], own.actors["approver"]
    run = written_import(own)
    title = "核对导入：新办企业.csv"
    assert lines(approver) == {title: ""}
    assert lines(clerk)[title] == approver.person
    assert list(lines(own.actors["section-clerk"])) == []

    reviews.confirm(actor=approver, acts=[run.entry or 0], at=NOON)

    assert title not in lines(approver) | lines(clerk)


def written_import(own: Bureau) -> ImportRun:
    clerk = own.actors["clerk"]
    run = runs.upload(
        actor=clerk,
        kind=ImportRun.SUBJECTS,
        owner_id=own.sections[SECTIONS[0]].pk,
        name="新办企业.csv",
        chunks=[f"名称,统一社会信用代码\n某,{platform_factory.code(1)}\n".encode()],
        at=NOON,
    )
    pipeline.read(actor=clerk, run_id=run.pk)
    runs.begin_writing(actor=clerk, run_id=run.pk)
    pipeline.write(actor=clerk, run_id=run.pk, at=NOON)
    run.refresh_from_db()
    return run
