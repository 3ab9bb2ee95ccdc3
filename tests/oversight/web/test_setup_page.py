"""The scheme of a draw: what a source lacks is asked for at its field, and times lie ahead."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from oversight.common import moments
from oversight.draws.models import Draw
from oversight.web import clock
from tests.support import draw_factory
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]


@pytest.fixture(scope="module")
def shared_begun(shared_bureau: Bureau) -> Draw:
    draw_factory.bureau(shared_bureau, subjects=3, inspectors=2)
    draw_factory.plan(shared_bureau)
    return draw_factory.begun(shared_bureau)


def sent(client: Any, draw: Draw, **changes: str) -> str:
    """Send the scheme with dice in two hours, and some fields changed."""
    times = {
        name: (clock.now() + timedelta(hours=hours)).astimezone(moments.BEIJING)
        for name, hours in (("dice_at", 2), ("deadline", 26))
    }
    form = {name: f"{time:%Y-%m-%dT%H:%M}" for name, time in times.items()}
    form |= {"mode": "open", "dice_count": "60", "dice_by": "许澜", "dice_place": "三楼"}
    form |= {"reserve": "2", "limit": "12", **changes}
    response = client.post(f"/office/draws/{draw.pk}/setup/", form)
    return "" if response.status_code == 302 else str(response.content.decode())


def test_a_whole_scheme_is_saved(shared_begun: Draw, own: Bureau, signed_in: Any) -> None:
    assert sent(signed_in(own, "coordinator"), shared_begun) == ""

    assert Draw.objects.get(pk=shared_begun.pk).setup["sources"][0]["place"] == "三楼"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"dice_by": ""}, "请填谁来掷骰子"),
        ({"dice_place": ""}, "请填在哪里掷骰子"),
        ({"game": "双色球"}, "请填开奖的期号"),
        ({"dice_at": ""}, "至少要有一个公开来源"),
        ({"dice_at": "2026-03-20T10:00"}, "太早：公开数要在封存 30 分钟以后才产生"),
    ],
)
def test_what_is_missing_is_told_at_its_field(
    shared_begun: Draw, own: Bureau, signed_in: Any, changes: dict[str, str], problem: str
) -> None:
    page = sent(signed_in(own, "coordinator"), shared_begun, **changes)

    assert f'<p class="mq-err">{problem}' in page
    assert "sources:" not in page


def test_sources_that_are_not_used_are_folded(
    shared_begun: Draw, own: Bureau, signed_in: Any
) -> None:
    client = signed_in(own, "coordinator")
    page = client.get(f"/office/draws/{shared_begun.pk}/setup/").content.decode()

    assert len(re.findall(r'<details\s+class="mq-set"\s*>', page)) == 2
