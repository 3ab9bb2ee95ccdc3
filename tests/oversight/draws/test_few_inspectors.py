"""A draw for which too few inspectors can go says so before it is sealed."""

from __future__ import annotations

import pytest

from oversight.common.errors import DomainError
from oversight.draws.services import sealing
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import SEALED
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db


def test_a_shortage_of_people_is_said_before_and_stops_the_sealing(own: Bureau) -> None:
    draw_factory.bureau(own, inspectors=1)
    draw_factory.plan(own)
    draw = draw_factory.prepared(own, draw_factory.begun(own))

    lead = own.actors["coordinator"]
    assert draw.figures["feasible"] is False
    assert "人力资源管理科 要 2 人，能去的只有 1 人" in draw.figures["problem"]
    assert any("借调" in way for way in draw.figures["ways"])
    with pytest.raises(DomainError, match="人员不够"):
        sealing.submit(
            actor=lead, draw_id=draw.pk, confirmed=platform_factory.confirmed(lead), at=SEALED
        )
