"""Plans say what waits for whom, who is awaited, and when their tasks end."""

from __future__ import annotations

from datetime import date

import pytest

from oversight.accounts.selectors import Actor
from oversight.plans.deadlines import deadlines
from oversight.plans.models import Plan
from oversight.plans.services import first_drafts, versions
from oversight.plans.todos import todos
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import MADE
from tests.support.platform_factory import SECTIONS, Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
STOCK = {"subjects": 12, "inspectors": 3}
NAME = "2026年度抽查计划"


def lines(actor: Actor) -> dict[str, str]:
    return {todo.title: todo.waiting_for for todo in todos(actor, MADE)}


def test_a_plan_waits_for_approval_mending_and_publication(own: Bureau) -> None:
    plan = draw_factory.plan(own, is_approved=False)
    lead, approver = own.actors["coordinator"], own.actors["approver"]
    assert lines(lead) == {}

    versions.submit(actor=lead, plan_id=plan.pk, at=MADE)
    assert lines(approver) == {f"批准计划：{NAME}": ""}
    assert lines(lead) == {f"批准计划：{NAME}": "own-approver先生"}
    assert lines(own.actors["clerk"]) == {}

    versions.send_back(actor=approver, plan_id=plan.pk, reason="基数不对", at=MADE)
    assert lines(approver) == {}
    assert [todo.reason for todo in todos(lead, MADE)] == ["被退回：基数不对"]

    versions.submit(actor=lead, plan_id=plan.pk, at=MADE)
    _approve(own, plan)
    assert [todo.reason for todo in todos(lead, MADE)] == [
        "第 1 版已批准，还没有登记备案，还没有公示"
    ]

    versions.publish(actor=lead, plan_id=plan.pk, url="", at=MADE)
    assert lines(lead) == {}


def test_the_end_of_a_task_in_force_is_due(own: Bureau, foreign: Bureau) -> None:
    plan = draw_factory.plan(own, is_approved=False)
    clerk, end = own.actors["clerk"], date(2026, 11, 30)
    assert list(deadlines(clerk, MADE, end)) == []

    versions.submit(actor=own.actors["coordinator"], plan_id=plan.pk, at=MADE)
    _approve(own, plan)

    assert [(line.title, line.on) for line in deadlines(clerk, MADE, end)] == [
        ("任务结束：劳动用工抽查", end)
    ]
    assert list(deadlines(clerk, MADE, date(2026, 11, 29))) == []
    assert list(deadlines(own.actors["inspector"], MADE, end)) == []
    assert list(deadlines(foreign.actors["clerk"], MADE, end)) == []


def test_a_draft_waits_for_sections_with_items_and_no_task(own: Bureau) -> None:
    lead, keeper = own.actors["coordinator"], own.actors["section-clerk"]
    plan = versions.begin(actor=lead, year=2027, name="2027年度抽查计划", at=MADE)
    title = "起草任务：2027年度抽查计划"

    assert lines(lead) == {title: SECTIONS[0]}
    assert lines(keeper) == {title: ""}
    assert lines(own.actors["clerk"]) == {}

    first_drafts.discard(actor=lead, plan_id=plan.pk, reason="重来", at=MADE)
    assert lines(lead) == {}


def _approve(own: Bureau, plan: Plan) -> None:
    approver = own.actors["approver"]
    versions.approve(
        actor=approver,
        plan_id=plan.pk,
        document_number="青人社〔2026〕3号",
        confirmed=platform_factory.confirmed(approver),
        at=MADE,
    )
