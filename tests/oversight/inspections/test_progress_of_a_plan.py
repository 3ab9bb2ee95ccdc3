"""How far a plan's year is: planned, drawn, inspected; what is sealed is not told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from oversight.draws.models import Draw
from oversight.inspections import progress
from oversight.inspections.progress import SectionProgress
from oversight.plans import selectors
from oversight.plans.models import Plan
from tests.support import draw_factory
from tests.support.platform_factory import SECTIONS, Bureau

pytestmark = pytest.mark.django_db


def of_plan(draw: Draw) -> list[SectionProgress]:
    version = selectors.in_force(Plan.objects.get(number=draw.plan_number))
    assert version is not None
    return progress.of_batches(selectors.batches(version))


def test_what_was_drawn_and_inspected_is_counted(own: Bureau) -> None:
    draw = draw_factory.whole(own)
    task = draw.visits.order_by("place")[0]
    task.done_on = date(2026, 4, 7)
    task.save(update_fields=["done_on"])

    assert of_plan(draw) == [
        SectionProgress(section=SECTIONS[0], planned=6, drawn=6, inspected=1),
    ]
    assert progress.of_year(own.actors["clerk"], 2026) == of_plan(draw)
    assert progress.of_year(own.actors["administrator"], 2026) == []


def test_a_sealed_draw_counts_from_its_opening_on(own: Bureau, signed_in: Any) -> None:
    draw = draw_factory.whole(own, mode="sealed")
    client = signed_in(own, "clerk")
    plan = Plan.objects.get(number=draw.plan_number)

    sealed = of_plan(draw)
    chart = client.get(f"/office/plans/{plan.pk}/").context["progress_chart"]
    draw_factory.opened(draw)

    assert [(line.drawn, line.is_secret) for line in sealed] == [(0, True)]
    assert chart.sentence == (
        f"计划 6 家，已抽 0 家，已查 0 家。{SECTIONS[0]}有密封的抽取，开封以后才计入。"
    )
    assert [(line.drawn, line.is_secret) for line in of_plan(draw)] == [(6, False)]
