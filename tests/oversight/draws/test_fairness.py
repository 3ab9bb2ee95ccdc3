"""What chance gives is compared with what it should give."""

from __future__ import annotations

import pytest
from django.test import Client

from oversight.draws import fairness
from oversight.draws.models import Draw
from oversight.draws.rules import expectations
from oversight.draws.rules.expectations import Parts
from oversight.registry.models import Subject
from tests.support import draw_factory
from tests.support.platform_factory import Bureau


def test_expectation_and_variance_add_up_over_the_parts() -> None:
    parts: Parts = {
        ("region", "北", ("A",), 1): 30,
        ("region", "北", ("B",), 1): 10,
        ("region", "南", ("A",), 1): 10,
    }
    strata = [
        {"code": "A", "chances": [[1, 40, 1, 10]]},
        {"code": "B", "chances": [[1, 10, 1, 2]]},
    ]

    assert expectations.expected(parts, strata) == [
        ["region", "北", 40, 8_000_000, 5_200_000],
        ["region", "南", 10, 1_000_000, 900_000],
    ]


@pytest.mark.django_db
def test_a_part_that_comes_far_too_often_is_pointed_out() -> None:
    rows = [["region", "北", 400, 40_000_000, 36_000_000]]
    usual = Draw(figures={"parts": rows, "drawn_parts": [["region", "北", 44]]})
    rigged = Draw(figures={"parts": rows, "drawn_parts": [["region", "北", 70]]})

    [calm], [loud] = fairness.lines([usual]), fairness.lines([rigged])

    assert (calm.deviation, calm.says) == (66, "在随机的范围内")
    assert (loud.deviation, loud.says) == (500, "偏多，请留意")


@pytest.mark.django_db
def test_the_page_counts_what_was_drawn(own: Bureau, client: Client) -> None:
    draw = draw_factory.whole(own)

    page = client.get("/fair/").content.decode()
    told = dict(fairness.times(own.organisation.pk))

    grades = [one for one in fairness.lines([draw]) if one.kind == "守法诚信等级"]
    assert told == {"还没有抽中过": 34, "一次": 6, "两次": 0, "三次及以上": 0}
    assert sum(one.drawn for one in grades) == 6
    assert [round(one.expected * 100) for one in grades] == [195, 315, 90]
    assert "按机会应有" in page
    assert Subject.objects.count() == 40
