"""Two tasks that draw one enterprise become one joint visit."""

from __future__ import annotations

import pytest

from oversight.common.errors import DomainError
from oversight.draws.models import Draw
from oversight.draws.services import drafting
from oversight.inspections import selectors
from oversight.inspections.services import tasks
from oversight.plans.models import Task
from oversight.registry.selectors import ledger
from tests.support import draw_factory
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
