"""What may be done with a task or a request in which state, and by whom."""

from __future__ import annotations

from datetime import date

import pytest

from oversight.common.errors import DomainError
from oversight.inspections import selectors, states
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import tasks
from oversight.registry.states import RECORD
from tests.support import draw_factory
from tests.support.platform_factory import Bureau

OPEN_IN = {
    "accept": "drawn",
    "date": "registered accepted approved notified",
    "return": "accepted",
    "ask": "drawn accepted awaiting approved notified papers_later arrived inspecting signing "
    "suspended merged",
    "replace": "drawn accepted awaiting approved notified merged",
    "merge": "drawn registered accepted",
    "submit": "registered accepted refused",
    "approve": "awaiting",
    "refuse": "awaiting",
    "withdraw": "registered awaiting approved notified refused",
    "notify": "approved",
    "arrive_urgently": "drawn registered accepted awaiting",
    "ratify": "papers_later inspecting signing finished told suspended not_inspected",
    "arrive": "approved notified",
    "start": "papers_later arrived",
    "close_checklist": "inspecting",
    "reopen": "signing",
    "sign": "signing",
    "suspend": "approved notified papers_later arrived inspecting",
    "resume": "suspended",
    "go_again": "suspended",
    "fail": "papers_later arrived inspecting suspended",
    "strike": "drawn registered accepted awaiting approved notified",
    "conclude": "registered accepted approved notified",
    "tell": "finished not_inspected",
    "archive": "told",
}


@pytest.mark.parametrize(("act", "open_in"), OPEN_IN.items())
def test_a_task_allows_an_act_only_in_the_states_of_its_table(act: str, open_in: str) -> None:
    allowed = [state for state in states.TASK.labels if states.TASK.allows(act, state)]

    assert allowed == open_in.split()
    assert OPEN_IN.keys() == set(states.TASK.names())


def test_nothing_leads_on_from_a_replaced_task_or_a_decided_request() -> None:
    names = {row.act for row in states.TASK.transitions}

    assert not [act for act in names if states.TASK.allows(act, "replaced")]
    assert [state for state in states.REQUEST.labels if states.REQUEST.allows("grant", state)] == [
        "waiting"
    ]


def test_a_record_is_cancelled_from_planned_or_merged_only() -> None:
    open_in = [state for state in RECORD.labels if RECORD.allows("cancel", state)]

    assert open_in == ["planned", "merged"]
    with pytest.raises(DomainError, match="检查台账的记录现在是“已检查”，不能取消"):
        RECORD.target("cancel", "done")


@pytest.mark.django_db
def test_acts_are_open_by_state_and_by_role(own: Bureau) -> None:
    task = draw_factory.whole(own).visits.order_by("place")[0]
    opened = {
        name: selectors.acts(own.actors[name], task)
        for name in ("clerk", "coordinator", "approver", "supervisor")
    }

    assert "accept" in opened["clerk"]
    assert "date" not in opened["clerk"]
    assert "merge" in opened["coordinator"]
    assert "replace" in opened["approver"]
    assert opened["supervisor"] == set()


@pytest.mark.django_db
def test_a_task_keeps_its_state_in_the_table(own: Bureau) -> None:
    draw = draw_factory.whole(own)
    task = draw.visits.order_by("place")[0]
    before = task.state

    tasks.accept(
        actor=own.actors["clerk"], visit_id=task.pk, on=date(2026, 4, 7), at=draw_factory.OPENS
    )

    assert before == "drawn"
    assert InspectionTask.objects.get(pk=task.pk).state == "accepted"
    assert draw.visits.filter(state="drawn").count() == 5
