"""撤回: who submitted or proposed takes it back until the other acted."""

from __future__ import annotations

from typing import Any

import pytest

from oversight.audit.reconciliation import Range
from oversight.common.contributions import Link
from oversight.common.errors import DomainError
from oversight.draws import reconciliation
from oversight.draws.models import Draw
from oversight.draws.services import holding, sealing
from oversight.draws.states import VoidState
from oversight.draws.todos import todos
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import SEALED
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db


def submitted(own: Bureau) -> Draw:
    draw_factory.bureau(own)
    draw_factory.plan(own)
    draw = draw_factory.prepared(own, draw_factory.begun(own))
    lead = own.actors["coordinator"]
    return sealing.submit(
        actor=lead, draw_id=draw.pk, confirmed=platform_factory.confirmed(lead), at=SEALED
    )


def with_void(own: Bureau) -> Draw:
    draw_factory.bureau(own)
    draw_factory.plan(own)
    draw = draw_factory.sealed(own, draw_factory.begun(own))
    lead = own.actors["coordinator"]
    code = platform_factory.confirmed(lead)
    return holding.ask_void(
        actor=lead, draw_id=draw.pk, why="范围写错了", confirmed=code, at=SEALED
    )


def differences(draw: Draw) -> list[Any]:
    steps = reconciliation.check(Range(is_whole=True, first=0))
    return [row for _, _, rows in steps for row in rows if row.number == draw.number]


def test_a_submitted_draw_is_taken_back_to_its_preparation(own: Bureau) -> None:
    draw = submitted(own)
    lead = own.actors["coordinator"]
    (line,) = [todo for todo in todos(lead, SEALED) if todo.waiting_for]
    assert line.withdrawal == Link(view="office:draw-withdraw", args=(draw.pk,))

    sealing.withdraw(actor=lead, draw_id=draw.pk, at=SEALED)

    assert Draw.objects.get(pk=draw.pk).state == Draw.PREPARING
    assert list(todos(own.actors["approver"], SEALED)) == []
    with pytest.raises(DomainError, match="不在等待复核"):
        sealing.withdraw(actor=lead, draw_id=draw.pk, at=SEALED)


def test_a_proposed_void_is_taken_back_by_who_proposed_it(own: Bureau) -> None:
    draw = with_void(own)
    lead = own.actors["coordinator"]
    other = platform_factory.actor("second-lead", own.organisation, lead.role)

    with pytest.raises(DomainError, match="请提出的人撤回"):
        holding.withdraw_void(actor=other, draw_id=draw.pk, at=SEALED)
    holding.withdraw_void(actor=lead, draw_id=draw.pk, at=SEALED)

    draw.refresh_from_db()
    assert (draw.void_state, draw.void_why) == (VoidState.NONE, "")
    titles = [todo.title for todo in todos(own.actors["approver"], SEALED)]
    assert titles == []


def test_what_was_taken_back_agrees_with_the_log(own: Bureau) -> None:
    draw = with_void(own)
    holding.withdraw_void(actor=own.actors["coordinator"], draw_id=draw.pk, at=SEALED)

    assert differences(draw) == []
