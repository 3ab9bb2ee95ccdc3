"""The visits of the demonstration, made by its own code on a bureau of the tests."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from oversight.demo import sample_inspections
from oversight.draws.models import Draw
from oversight.registry.models import Inspector
from tests.oversight.inspections import record_visits as visits
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shared_bureau(module_site: Any) -> Bureau:  # noqa: ARG001 - its files are there
    """Make a bureau with a draw; both officers of its first visit have accounts."""
    return visits.bureau()


def test_drawn_visits_of_the_demonstration_lead_to_signed_records(own: Bureau) -> None:
    draw = Draw.objects.get(bureau=own.organisation)
    officers = Inspector.objects.filter(user_id__isnull=False)
    actors = {"wei": own.actors["clerk"], "zheng": own.actors["approver"]}

    count = sample_inspections.inspect(actors, draw, list(officers), date(2026, 4, 6), 0)

    done = draw.visits.filter(state="told")
    assert done.count() == count > 0
    assert {code for visit in done for row in visit.results.all() for code in row.codes} == {"WFX"}
    assert all(visit.signatures.count() == 3 for visit in done)
    assert len(sample_inspections.busiest(draw, officers[0].name)) == 4
