"""催一下: who waits reminds whoever must act, once a day, and both see when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from oversight.audit import selectors as audit
from oversight.common.contributions import Todo
from oversight.common.errors import DomainError, NotFoundError
from oversight.draws.models import Draw
from oversight.draws.services import drafting, sealing
from oversight.plans.models import Plan
from oversight.plans.services import versions
from oversight.reminders import services
from oversight.web import contributions
from oversight.web.presenters.todos import TodoRow, rows_of
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import MADE, SEALED
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db
TITLE = "批准计划：2026年度抽查计划"
LATER = MADE + timedelta(hours=2)
NEXT_DAY = MADE + timedelta(days=1)


@pytest.fixture
def submitted(own: Bureau) -> Plan:
    draw_factory.bureau(own, subjects=12, inspectors=3)
    plan = draw_factory.plan(own, is_approved=False)
    versions.submit(actor=own.actors["coordinator"], plan_id=plan.pk, at=MADE)
    return plan


def awaited(own: Bureau, at: Any, title: str = TITLE) -> Todo:
    return next(
        todo
        for todo in contributions.todos(own.actors["coordinator"], at)
        if todo.title == title and todo.waiting_for
    )


def row_of(own: Bureau, role: str, at: Any) -> TodoRow:
    actor = own.actors[role]
    rows = rows_of(actor, contributions.todos(actor, at), at)
    return next(row for row in rows if row.todo.title == TITLE)


@pytest.mark.usefixtures("submitted")
def test_a_reminder_stands_beside_the_thing_on_both_workbenches(own: Bureau) -> None:
    lead = own.actors["coordinator"]
    assert row_of(own, "coordinator", MADE).may_remind
    assert not row_of(own, "approver", MADE).may_remind

    services.remind(actor=lead, todo=awaited(own, MADE), at=LATER)

    for role in ("approver", "coordinator"):
        reminder = row_of(own, role, LATER).reminder
        assert reminder is not None
        assert (reminder.at, reminder.person) == (LATER, lead.person)
    assert not row_of(own, "coordinator", LATER).may_remind


@pytest.mark.usefixtures("submitted")
def test_a_thing_is_reminded_of_once_a_day(own: Bureau) -> None:
    lead = own.actors["coordinator"]
    services.remind(actor=lead, todo=awaited(own, MADE), at=MADE)

    with pytest.raises(DomainError, match="已经催过；一件事一天催一次"):
        services.remind(actor=lead, todo=awaited(own, LATER), at=LATER)
    services.remind(actor=lead, todo=awaited(own, NEXT_DAY), at=NEXT_DAY)

    assert audit.of_types(["handover.reminded"]).count() == 2


def test_a_reminder_of_what_was_taken_back_is_not_shown_again(own: Bureau, submitted: Plan) -> None:
    lead = own.actors["coordinator"]
    services.remind(actor=lead, todo=awaited(own, MADE), at=MADE)
    versions.withdraw(actor=lead, plan_id=submitted.pk, at=LATER)
    versions.submit(actor=lead, plan_id=submitted.pk, at=LATER)

    assert row_of(own, "approver", LATER).reminder is None
    assert row_of(own, "coordinator", LATER).may_remind


@pytest.mark.usefixtures("submitted")
def test_nobody_is_reminded_by_who_does_not_wait(own: Bureau, foreign: Bureau) -> None:
    key = awaited(own, MADE).key

    for actor in (own.actors["approver"], own.actors["clerk"], foreign.actors["coordinator"]):
        with pytest.raises(NotFoundError, match="已经有人办了，或不是您在等"):
            contributions.awaited(actor, MADE, key)
    own_todo = next(
        todo for todo in contributions.todos(own.actors["approver"], MADE) if todo.title == TITLE
    )
    with pytest.raises(DomainError, match="没有等别人办"):
        services.remind(actor=own.actors["approver"], todo=own_todo, at=MADE)


def test_the_button_of_the_workbench_reminds_and_says_so(
    own: Bureau, submitted: Plan, signed_in: Any
) -> None:
    client = signed_in(own, "coordinator")
    key = f"plan/{submitted.number}/1"
    assert f'name="key" value="{key}"' in client.get("/office/").content.decode()

    client.post("/office/remind/", {"key": key})

    page = client.get("/office/").content.decode()
    assert "own-coordinator先生 催过" in page
    assert f'value="{key}"' not in page
    assert "own-coordinator先生 催过" in signed_in(own, "approver").get("/office/").content.decode()


def test_the_public_is_not_told_who_was_reminded_of_what(own: Bureau) -> None:
    draw = _submitted_draw(own)
    todo = awaited(own, SEALED, f"复核：{draw.title}")

    place = services.remind(actor=own.actors["coordinator"], todo=todo, at=SEALED)

    leaf = bytes(audit.by_index([place])[place].leaf).decode()
    assert draw.number not in leaf
    assert "private.noted" in leaf


def _submitted_draw(own: Bureau) -> Draw:
    draw_factory.bureau(own)
    draw_factory.plan(own)
    draw = draw_factory.prepared(own, draw_factory.begun(own))
    lead = own.actors["coordinator"]
    return sealing.submit(
        actor=lead, draw_id=draw.pk, confirmed=platform_factory.confirmed(lead), at=SEALED
    )


def test_a_witness_has_no_account_and_is_not_reminded(own: Bureau) -> None:
    draw_factory.bureau(own)
    draw_factory.plan(own)
    draw = draw_factory.begun(own)
    lead = own.actors["coordinator"]
    drafting.invite(
        actor=lead, draw_id=draw.pk, name="邱知远", unit="市民", capacity="市民代表", at=MADE
    )

    todo = next(todo for todo in contributions.todos(lead, MADE) if todo.waiting_for == "邱知远")

    assert not todo.is_remindable
