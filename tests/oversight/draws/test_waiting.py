"""Draws say what waits for whom and until when, and who is awaited."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from oversight.accounts.selectors import Actor
from oversight.common.contributions import Link, Todo
from oversight.draws.deadlines import deadlines
from oversight.draws.models import Draw
from oversight.draws.services import drafting, holding, revealing, sealing
from oversight.draws.todos import todos
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import DEADLINE, DICE, MADE, OPENS, SEALED, T0
from tests.support.platform_factory import SECTIONS, Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
DRAW = "劳动用工抽查"


def lines(actor: Actor, at: datetime) -> dict[str, str]:
    """Give what waits, each with who is awaited."""
    return {todo.title: todo.waiting_for for todo in todos(actor, at)}


def todo_of(actor: Actor, at: datetime, title: str) -> Todo:
    return next(todo for todo in todos(actor, at) if todo.title == title)


def due(actor: Actor, at: datetime, until: date) -> dict[str, date]:
    return {line.title: line.on for line in deadlines(actor, at, until) if line.on}


def test_a_batch_of_the_month_waits_until_its_draw_begins(own: Bureau) -> None:
    plan = draw_factory.plan(own)
    lead = own.actors["coordinator"]

    todo = todo_of(lead, MADE, f"准备抽取：{DRAW}")

    assert todo.link == Link(view="office:plan", args=(plan.pk,))
    assert (todo.until, todo.waiting_for) == (date(2026, 3, 31), "")
    assert due(lead, MADE, date(2026, 3, 31)) == {f"按计划抽取：{DRAW}": date(2026, 3, 31)}
    assert due(lead, MADE, date(2026, 3, 30)) == {}
    assert lines(own.actors["approver"], MADE) == {}

    draw = draw_factory.begun(own)

    todo = todo_of(lead, MADE, f"备料：{DRAW}")
    assert todo.link == Link(view="office:draw", args=(draw.pk,))
    assert due(lead, MADE, date(2026, 3, 31)) == {}


def test_a_batch_whose_month_is_over_is_still_due(own: Bureau) -> None:
    draw_factory.plan(own)
    later = datetime(2026, 5, 4, 4, tzinfo=MADE.tzinfo)

    assert due(own.actors["coordinator"], later, date(2026, 5, 5)) == {
        f"按计划抽取：{DRAW}": date(2026, 3, 31)
    }


def test_a_submitted_draw_waits_for_who_seals_it(own: Bureau) -> None:
    draw = _submitted(own)
    lead, approver = own.actors["coordinator"], own.actors["approver"]

    todo = todo_of(approver, SEALED, f"复核：{DRAW}")

    assert todo.reason == f"{lead.person}提交"
    assert (todo.until, todo.button, todo.waiting_for) == (date(2026, 3, 20), "去办", "")
    assert lines(lead, SEALED) == {f"复核：{DRAW}": approver.person}
    assert lines(own.actors["clerk"], SEALED) == {}
    assert due(lead, SEALED, date(2026, 3, 20)) == {f"封存：{DRAW}": date(2026, 3, 20)}
    assert Draw.objects.get(pk=draw.pk).state == Draw.REVIEW


def test_a_sealed_draw_waits_for_the_public_number_then_for_its_entry(own: Bureau) -> None:
    draw_factory.plan(own)
    draw_factory.sealed(own, draw_factory.begun(own))
    lead = own.actors["coordinator"]

    assert lines(lead, SEALED) == {
        f"亮数：{DRAW}": "申见证",
        f"录入公开数：{DRAW}": "公开数产生",
    }
    assert due(lead, SEALED, date(2026, 3, 20)) == {
        f"公开数产生：{DRAW}": date(2026, 3, 20),
        f"产生结果：{DRAW}": date(2026, 3, 20),
    }
    assert lines(lead, T0) == {f"录入公开数：{DRAW}": ""}
    late = DEADLINE + timedelta(days=3)
    assert due(lead, late, date(2026, 3, 24)) == {f"产生结果：{DRAW}": date(2026, 3, 20)}


def test_an_entered_number_waits_for_a_second_person(own: Bureau) -> None:
    draw_factory.plan(own)
    draw = draw_factory.sealed(own, draw_factory.begun(own))
    lead, at = own.actors["coordinator"], T0 + timedelta(minutes=1)
    revealing.enter(actor=lead, draw_id=draw.pk, position=2, value=DICE, at=at)

    assert lines(lead, at)[f"核对公开数：{DRAW}"] == "own-supervisor先生、own-approver先生"
    assert lines(own.actors["supervisor"], at) == {f"核对公开数：{DRAW}": ""}
    assert lines(own.actors["clerk"], at) == {}


def test_a_void_asked_for_waits_for_the_approver(own: Bureau) -> None:
    draw_factory.plan(own)
    draw = draw_factory.sealed(own, draw_factory.begun(own))
    lead = own.actors["coordinator"]
    holding.ask_void(
        actor=lead,
        draw_id=draw.pk,
        why="范围写错了",
        confirmed=platform_factory.confirmed(lead),
        at=SEALED,
    )

    assert lines(own.actors["approver"], SEALED) == {f"决定是否作废：{DRAW}": ""}
    assert lines(lead, SEALED)[f"决定是否作废：{DRAW}"] == own.actors["approver"].person


def test_a_section_asked_to_join_is_awaited_by_its_name(own: Bureau) -> None:
    draw_factory.plan(own)
    draw = draw_factory.begun(own)
    lead, section = own.actors["coordinator"], own.sections[SECTIONS[1]]
    drafting.ask_to_join(actor=lead, draw_id=draw.pk, section_id=section.pk, people=1, at=MADE)

    assert lines(lead, MADE)[f"答复联合检查：{DRAW}"] == "就业促进科"
    assert lines(own.actors["clerk"], MADE) == {f"答复联合检查：{DRAW}": ""}
    assert lines(own.actors["section-clerk"], MADE) == {}


def test_sealed_material_waits_for_the_supervisor(own: Bureau) -> None:
    draw_factory.plan(own)
    draw = draw_factory.sealed(own, draw_factory.begun(own, mode="sealed"))
    supervisor = own.actors["supervisor"]

    assert lines(supervisor, SEALED) == {f"取密封材料：{DRAW}": ""}
    assert lines(own.actors["coordinator"], SEALED)[f"取密封材料：{DRAW}"] == supervisor.person

    sealing.note_handed_over(actor=supervisor, draw_id=draw.pk, at=SEALED)

    assert lines(supervisor, SEALED) == {}


def test_a_sealed_draw_is_due_to_open_and_nobody_sees_its_visits(own: Bureau) -> None:
    draw = draw_factory.whole(own, mode="sealed")
    lead, soon = own.actors["coordinator"], date(2026, 3, 21)

    assert due(lead, T0 + timedelta(minutes=6), soon) == {f"开封：{DRAW}": soon}
    assert lines(own.actors["clerk"], T0 + timedelta(minutes=6)) == {}

    draw_factory.opened(draw)

    assert due(lead, OPENS, soon) == {}


def test_another_bureaus_draws_wait_for_nobody_here(own: Bureau, foreign: Bureau) -> None:
    _submitted(draw_factory.bureau(foreign))

    for actor in own.actors.values():
        assert lines(actor, SEALED) == {}
        assert due(actor, SEALED, date(2026, 12, 31)) == {}


def _submitted(bureau: Bureau) -> Draw:
    draw_factory.plan(bureau)
    draw = draw_factory.prepared(bureau, draw_factory.begun(bureau))
    lead = bureau.actors["coordinator"]
    return sealing.submit(
        actor=lead, draw_id=draw.pk, confirmed=platform_factory.confirmed(lead), at=SEALED
    )
