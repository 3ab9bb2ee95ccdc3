"""A plan divided by region draws from every part."""

from __future__ import annotations

import pytest

from tests.support import draw_factory, platform_factory
from tests.support.platform_factory import Bureau


@pytest.mark.django_db
def test_divided_by_region_every_part_is_drawn_from(own: Bureau) -> None:
    draw_factory.bureau(own, subjects=0)
    for number in range(1, 13):
        platform_factory.subject(own, number, region="北片" if number % 3 else "南片", grade="A")
    draw_factory.plan(own, draw_factory.details(split_by="region", ratio=2500))

    draw = draw_factory.held(
        own, draw_factory.seeded(own, draw_factory.sealed(own, draw_factory.begun(own)))
    )

    drawn = sorted(visit.subject.region for visit in draw.visits.all())
    assert drawn == ["北片", "北片", "南片"]
