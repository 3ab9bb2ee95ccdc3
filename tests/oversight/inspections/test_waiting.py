"""Inspection tasks say what waits for whom and until when."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from oversight.accounts.selectors import Actor
from oversight.audit.reconciliation import Range
from oversight.common.contributions import Link
from oversight.common.errors import DomainError
from oversight.inspections import reconciliation
from oversight.inspections.deadlines import deadlines
from oversight.inspections.models import ReplacementRequest
from oversight.inspections.services import requests, tasks
from oversight.inspections.services.requests import ReplacementInput
from oversight.inspections.todos import todos
from tests.support import draw_factory
from tests.support.draw_factory import DEADLINE, OPENS, T0
from tests.support.platform_factory import SECTIONS, Bureau

pytestmark = pytest.mark.django_db


def lines(actor: Actor, at: datetime) -> dict[str, str]:
    """Give what waits, each with who is awaited."""
    return {todo.title: todo.waiting_for for todo in todos(actor, at)}


def due(actor: Actor, at: datetime, until: date) -> dict[str, date | None]:
    return {line.title: line.on for line in deadlines(actor, at, until)}


def test_the_visits_of_a_sealed_draw_wait_from_its_opening_on(own: Bureau) -> None:
    draw = draw_factory.whole(own, mode="sealed")
    clerk = own.actors["clerk"]
    assert lines(clerk, DEADLINE) == {}

    opened = draw_factory.opened(draw)

    count = opened.visits.filter(is_out=False).count()
    assert lines(clerk, OPENS) == {f"接受检查任务 {count} 家：劳动用工抽查": ""}
    lead = lines(own.actors["coordinator"], OPENS)
    assert lead == {f"接受检查任务 {count} 家：劳动用工抽查": SECTIONS[0]}


def test_accepted_visits_are_due_on_their_day_until_they_are_done(own: Bureau) -> None:
    draw = draw_factory.whole(own)
    visit = draw.visits.filter(is_out=False).order_by("place")[0]
    clerk, on = own.actors["clerk"], date(2026, 3, 25)
    tasks.accept(actor=clerk, visit_id=visit.pk, on=on, at=T0 + timedelta(hours=1))

    assert due(clerk, OPENS, on) == {f"检查：{visit.name}": on}
    assert due(clerk, OPENS, date(2026, 3, 24)) == {}
    other = draw.visits.filter(is_out=False).order_by("place")[1]
    tasks.accept(actor=clerk, visit_id=other.pk, on=on, at=T0 + timedelta(hours=1))

    assert due(clerk, OPENS, on) == {"检查 2 家": on}

    draw.visits.update(done_on=on)

    assert due(clerk, OPENS, on) == {}


def test_a_request_waits_for_the_approver_and_its_sender_sees_it(own: Bureau) -> None:
    draw = draw_factory.whole(own)
    visit = draw.visits.filter(is_out=False).order_by("place")[0]
    clerk = own.actors["clerk"]
    requests.ask(
        actor=clerk,
        asked=ReplacementInput(visit_id=visit.pk, kind="subject", why="CLOSED", note="大门紧锁"),
        at=OPENS,
    )

    assert lines(own.actors["approver"], OPENS) == {f"决定递补：{visit.name}": ""}
    assert lines(clerk, OPENS)[f"递补申请：{visit.name}"] == own.actors["approver"].person
    assert f"递补申请：{visit.name}" not in lines(own.actors["coordinator"], OPENS)


def test_who_asked_takes_the_request_back_until_it_is_decided(own: Bureau) -> None:
    draw = draw_factory.whole(own)
    visit = draw.visits.filter(is_out=False).order_by("place")[0]
    clerk, inspector = own.actors["clerk"], own.actors["inspector"]
    request = requests.ask(
        actor=clerk,
        asked=ReplacementInput(visit_id=visit.pk, kind="subject", why="CLOSED", note="大门紧锁"),
        at=OPENS,
    )
    (line,) = [todo for todo in todos(clerk, OPENS) if todo.waiting_for]
    assert line.withdrawal == Link(view="office:request-withdraw", args=(request.pk,))

    with pytest.raises(DomainError, match="请提出的人撤回"):
        requests.withdraw(actor=inspector, request_id=request.pk, at=OPENS)
    withdrawn = requests.withdraw(actor=clerk, request_id=request.pk, at=OPENS)

    assert withdrawn.state == ReplacementRequest.State.WITHDRAWN
    assert lines(own.actors["approver"], OPENS) == {}
    with pytest.raises(DomainError, match="已经决定过"):
        requests.withdraw(actor=clerk, request_id=request.pk, at=OPENS)
    steps = reconciliation.check(Range(is_whole=True, first=0))
    assert [row for _, _, rows in steps for row in rows] == []
