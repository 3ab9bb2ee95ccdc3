"""The ledger follows the tasks: what caps, loads and rotation read is what is to be done."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from oversight.common.errors import DomainError, TamperedError
from oversight.draws.models import Draw
from oversight.draws.services import results
from oversight.draws.services.results import DrawResult, Receiver
from oversight.inspections.models import InspectionTask, ReplacementRequest
from oversight.inspections.services import requests, tasks
from oversight.inspections.services.requests import ReplacementInput
from oversight.registry.models import InspectionRecord, Subject
from oversight.registry.selectors import ledger
from oversight.registry.services import visits
from oversight.registry.services.visits import VisitDetails
from tests.support import draw_factory, platform_factory
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
AT = draw_factory.OPENS
DRAWN_ON = date(2026, 3, 20)


def record_of(task: InspectionTask) -> InspectionRecord:
    return InspectionRecord.objects.get(draw_number=task.record_number, subject_id=task.subject_id)


def granted(own: Bureau, task: InspectionTask, **values: Any) -> ReplacementRequest:
    asked = ReplacementInput(visit_id=task.pk, note="大门紧锁", **values)
    request = requests.ask(actor=own.actors["clerk"], asked=asked, at=AT)
    approver = own.actors["approver"]
    confirmed = platform_factory.confirmed(approver)
    return requests.grant(actor=approver, request_id=request.pk, confirmed=confirmed, at=AT)


def test_holding_an_open_draw_plans_every_visit_with_its_team(own: Bureau) -> None:
    draw = draw_factory.whole(own)

    records = InspectionRecord.objects.filter(draw_number=draw.number)
    teams = {
        record.subject_id: [(m.section_id, m.inspector_id) for m in record.members.all()]
        for record in records
    }
    assert records.count() == 6
    assert set(records.values_list("state", "year", "drawn_on", "kind", "task_number")) == {
        ("planned", 2026, DRAWN_ON, "双随机", draw.task_number)
    }
    assert set(records.values_list("owner_id", "planned_on", "done_on")) == {
        (draw.owner_id, None, None)
    }
    assert teams == {
        task.subject_id: [(slot.section_id, slot.inspector_id) for slot in task.slots.all()]
        for task in draw.visits.all()
    }


def test_a_sealed_draw_stands_in_the_ledger_from_its_opening_on(own: Bureau) -> None:
    draw = draw_factory.whole(own, mode="sealed")
    before = InspectionRecord.objects.filter(draw_number=draw.number).count()

    draw_factory.opened(draw)

    records = InspectionRecord.objects.filter(draw_number=draw.number)
    assert before == 0
    assert records.count() == draw.visits.count() == 6
    assert set(records.values_list("drawn_on", flat=True)) == {DRAWN_ON}


def test_accepting_a_task_notes_the_day_in_the_ledger(own: Bureau) -> None:
    task = draw_factory.whole(own).visits.order_by("place")[0]
    clerk = own.actors["clerk"]

    tasks.accept(actor=clerk, visit_id=task.pk, on=date(2026, 4, 7), at=AT)
    first = record_of(task)
    tasks.accept(actor=clerk, visit_id=task.pk, on=date(2026, 4, 9), at=AT)
    second = record_of(task)

    assert (first.state, first.planned_on) == ("planned", date(2026, 4, 7))
    assert (second.state, second.planned_on) == ("planned", date(2026, 4, 9))
    assert second.entry > first.entry


def test_a_replaced_subject_no_longer_counts_and_the_next_does(own: Bureau) -> None:
    draw = draw_factory.whole(own)
    task = draw.visits.order_by("place")[0]
    busy = dict(ledger.loads(own.organisation.pk, 2026))

    request = granted(own, task, kind=ReplacementRequest.SUBJECT, why="CLOSED")

    came = draw.visits.get(came_for=task.code)
    planned = [subject for subject, _ in ledger.visits_planned(own.organisation.pk, 2026)]
    assert record_of(task).state == "cancelled"
    assert record_of(came).state == "planned"
    assert record_of(came).entry == request.entry
    assert task.subject_id not in planned
    assert planned.count(came.subject_id) == 1
    assert sum(busy.values()) == 12
    assert sum(ledger.loads(own.organisation.pk, 2026).values()) == 10


def test_a_replaced_inspector_is_exchanged_in_the_ledger(own: Bureau) -> None:
    draw = draw_factory.whole(own)
    task = draw.visits.order_by("place")[0]
    slot = task.slots.exclude(inspector=None)[0]
    left = slot.inspector_id

    granted(own, task, kind=ReplacementRequest.INSPECTOR, why="ILLNESS", slot_id=slot.pk)

    slot.refresh_from_db()
    sent = ledger.sent_since(own.organisation.pk, DRAWN_ON)
    assert (left, task.subject_id) not in sent
    assert (slot.inspector_id, task.subject_id) in sent
    assert len(record_of(task).members.all()) == 2


def test_rotation_and_loads_count_from_the_day_of_the_draw(own: Bureau) -> None:
    draw_factory.whole(own)
    bureau_id = own.organisation.pk

    assert len(ledger.sent_since(bureau_id, DRAWN_ON)) == 12
    assert ledger.sent_since(bureau_id, date(2026, 3, 21)) == set()
    assert sum(ledger.loads(bureau_id, 2026).values()) == 12
    assert ledger.loads(bureau_id, 2025) == {}


def test_visits_entered_by_hand_are_done_and_move_the_last_day(own: Bureau) -> None:
    draw = draw_factory.whole(own)
    subject = draw.visits.order_by("place")[0].subject
    kinds = {"kind": "投诉举报", "units": "就业促进科"}

    for day, exempt in ((5, ""), (6, "投诉举报/12345")):
        visit = VisitDetails(on=date(2026, 1, day), exempt=exempt, **kinds)
        visits.note_visit(
            actor=own.actors["clerk"], subject_id=subject.pk, visit=visit, at=draw_factory.MADE
        )

    subject.refresh_from_db()
    counted = [pk for pk, _ in ledger.visits_made(own.organisation.pk, 2026)]
    assert subject.last_visited_on == date(2026, 1, 6)
    assert subject.visit_count == 1
    assert counted == [subject.pk]
    assert list(ledger.visits_made(own.organisation.pk, 2026, ["双随机"])) == []
    assert len(ledger.visits_to(subject)) == 2


def test_the_page_of_a_subject_lists_only_visits_that_were_made(
    own: Bureau, signed_in: Any
) -> None:
    draw = draw_factory.whole(own)
    subject = draw.visits.order_by("place")[0].subject
    client: Client = signed_in(own, "clerk")

    page = client.get(f"/office/subjects/{subject.pk}/").content.decode()

    assert "从未检查过" in page


def test_a_task_without_its_record_is_not_worked_with(own: Bureau) -> None:
    task = draw_factory.whole(own).visits.order_by("place")[0]
    record_of(task).delete()

    with pytest.raises(TamperedError, match="检查台账里没有抽取"):
        tasks.accept(actor=own.actors["clerk"], visit_id=task.pk, on=date(2026, 4, 7), at=AT)

    task.refresh_from_db()
    assert (task.state, task.planned_on) == ("drawn", None)


def test_a_receiver_that_refuses_takes_the_holding_back(
    own: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_factory.plan(own)
    draw = draw_factory.seeded(own, draw_factory.sealed(own, draw_factory.begun(own)))
    seen: list[str] = []

    def refuses(decided: DrawResult) -> None:
        seen.append(decided.draw.number)
        raise DomainError("不收")

    refusing = Receiver(on_held=refuses, on_opened=refuses)
    monkeypatch.setattr(results, "_RECEIVERS", [*results._RECEIVERS, refusing])  # noqa: SLF001

    with pytest.raises(DomainError, match="不收"):
        draw_factory.held(own, draw)

    draw = Draw.objects.get(pk=draw.pk)
    assert seen == [draw.number]
    assert draw.held_at is None
    assert InspectionTask.objects.count() == 0
    assert InspectionRecord.objects.count() == 0


def test_a_receiver_registers_once_and_inspections_did() -> None:
    registered = list(results._RECEIVERS)  # noqa: SLF001

    results.register(registered[0])

    assert [one.on_held.__module__ for one in registered] == [
        "oversight.inspections.services.receiving"
    ]
    assert registered == results._RECEIVERS  # noqa: SLF001


def test_subjects_of_another_bureau_are_not_counted(own: Bureau, foreign: Bureau) -> None:
    draw_factory.whole(own)

    assert Subject.objects.filter(bureau=foreign.organisation).count() == 0
    assert list(ledger.visits_planned(foreign.organisation.pk, 2026)) == []
    assert ledger.loads(foreign.organisation.pk, 2026) == {}
