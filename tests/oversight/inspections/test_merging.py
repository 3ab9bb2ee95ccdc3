"""Two tasks that draw one enterprise become one joint visit."""

from __future__ import annotations

from datetime import date

import pytest

from oversight.common.errors import DomainError
from oversight.draws.models import Draw
from oversight.draws.services import drafting
from oversight.inspections import registered_tasks, selectors, task_details
from oversight.inspections.services import registering, requests, tasks
from oversight.inspections.services.registering import NewVisit
from oversight.inspections.services.requests import ReplacementInput
from oversight.plans.models import Task
from oversight.registry.models import Inspector, Item
from oversight.registry.selectors import ledger
from tests.support import draw_factory, platform_factory
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked")]


def test_two_tasks_that_hit_one_subject_are_merged_and_count_once(own: Bureau) -> None:
    draw_factory.plan(
        own, draw_factory.details(ratio=10000), draw_factory.details(ratio=10000, title="第二项")
    )
    lead = own.actors["coordinator"]
    first = draw_factory.begun(own, limit=40)
    second = drafting.begin(
        actor=lead, task_number=Task.objects.order_by("number")[1].number, at=draw_factory.MADE
    )
    draw_factory.set_up(own, second, limit=40)
    held = [
        draw_factory.held(own, draw_factory.seeded(own, draw_factory.sealed(own, one)))
        for one in (first, Draw.objects.get(pk=second.pk))
    ]
    pairs = selectors.overlaps(held[0])
    visit, other = pairs[0]

    tasks.merge(actor=lead, visit_id=visit.pk, into_id=other.pk, at=draw_factory.OPENS)

    pending = [one for one, _ in ledger.visits_planned(own.organisation.pk, draw_factory.T0.year)]
    visit.refresh_from_db()
    assert (visit.state, other.state) == ("merged", "drawn")
    assert len(pairs) == 40
    assert pending.count(visit.subject_id) == 1
    assert len(selectors.overlaps(held[0])) == 39
    with pytest.raises(DomainError, match="其中一个任务"):
        tasks.merge(actor=lead, visit_id=visit.pk, into_id=other.pk, at=draw_factory.OPENS)


def test_a_complaint_about_a_drawn_subject_is_made_with_the_drawn_visit(
    own: Bureau, draw: Draw
) -> None:
    drawn = draw.visits.order_by("place")[0]
    item = Item.objects.get(code="LDBZ-01")
    officers = Inspector.objects.order_by("number").values_list("pk", flat=True)[:2]
    complaint = registering.register(
        actor=own.actors["clerk"],
        visit=NewVisit(
            subject_id=drawn.subject_id,
            source="complaint",
            item_ids=[item.pk],
            officer_ids=list(officers),
            on=date(2026, 3, 25),
            reason="反映拖欠工资",
            reference="317",
        ),
        at=draw_factory.OPENS,
    )
    lead = own.actors["coordinator"]
    pairs = selectors.overlaps(draw)
    with pytest.raises(DomainError, match="抽中的任务不能并入别的检查"):
        tasks.merge(actor=lead, visit_id=drawn.pk, into_id=complaint.pk, at=draw_factory.OPENS)

    tasks.merge(actor=lead, visit_id=complaint.pk, into_id=drawn.pk, at=draw_factory.OPENS)

    complaint.refresh_from_db()
    counted = ledger.visits_of_year(drawn.subject_id, 2026)
    items = [row.visit_id for row in task_details.results(drawn)]
    assert [(visit.pk, other.pk) for visit, other in pairs] == [(drawn.pk, complaint.pk)]
    assert complaint.state == "merged"
    assert [visit.kind for visit in counted] == ["双随机"]
    assert items[-1] == complaint.pk
    assert selectors.overlaps(draw) == []
    assert list(registered_tasks.differences()) == []


def test_a_drawn_item_has_its_empty_result_and_so_has_a_substitute(own: Bureau, draw: Draw) -> None:
    task = draw.visits.order_by("place")[0]
    asked = ReplacementInput(visit_id=task.pk, kind="subject", why="CLOSED", note="大门紧锁")
    request = requests.ask(actor=own.actors["clerk"], asked=asked, at=draw_factory.OPENS)
    approver = own.actors["approver"]
    requests.grant(
        actor=approver,
        request_id=request.pk,
        confirmed=platform_factory.confirmed(approver),
        at=draw_factory.OPENS,
    )

    substitute = draw.visits.get(came_for=task.code)
    codes = {stratum.partition(".")[2] for stratum in task.strata}
    rows = [(row.item.code, row.state, row.section_id) for row in task.results.all()]
    assert {code for code, _, _ in rows} == codes
    assert {(state, section) for _, state, section in rows} == {("not_entered", draw.owner_id)}
    assert [(row.item.code, row.state, row.section_id) for row in substitute.results.all()] == rows
