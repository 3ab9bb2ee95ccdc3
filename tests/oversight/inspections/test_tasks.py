"""Tasks taken for a day, with the caps looked at once more."""

from __future__ import annotations

from datetime import date

import pytest

from oversight.common.errors import DomainError
from oversight.draws.models import Draw
from oversight.inspections.services import tasks
from oversight.registry.models import Subject
from oversight.registry.services import visits
from oversight.registry.services.visits import VisitDetails
from tests.support import draw_factory
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db
AT = draw_factory.OPENS


def visited(own: Bureau, subject: Subject, on: date, **values: str) -> None:
    visits.note_visit(
        actor=own.actors["clerk"],
        subject_id=subject.pk,
        visit=VisitDetails(on=on, **{"kind": "投诉举报", "units": "就业促进科", **values}),
        at=draw_factory.MADE,
    )


def test_a_visit_is_taken_for_a_day_and_not_for_yesterday(own: Bureau, draw: Draw) -> None:
    visit = draw.visits.order_by("place")[0]
    clerk = own.actors["clerk"]

    with pytest.raises(DomainError, match="不能早于今天"):
        tasks.accept(actor=clerk, visit_id=visit.pk, on=date(2026, 3, 1), at=AT)
    tasks.accept(actor=clerk, visit_id=visit.pk, on=date(2026, 4, 7), at=AT)

    visit.refresh_from_db()
    assert (visit.planned_on, visit.accepted_by) == (date(2026, 4, 7), clerk.person)


def test_the_cap_is_looked_at_again_when_a_visit_is_taken(own: Bureau, draw: Draw) -> None:
    visit = draw.visits.order_by("place")[0]
    for day in (1, 2):
        visited(own, visit.subject, date(2026, 3, day))

    with pytest.raises(DomainError, match="会超过 2 次（偃人社〔2023〕15号"):
        tasks.accept(actor=own.actors["clerk"], visit_id=visit.pk, on=date(2026, 4, 7), at=AT)
