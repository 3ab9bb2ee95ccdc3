"""The page of a draw leads: one act first, the current step unfolded, the trail folded and last."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from oversight.draws.models import Draw
from oversight.draws.services import sealing
from oversight.web.presenters.draw_page import remaining
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import SEALED
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked"), pytest.mark.any_database]
FAR = datetime(2126, 3, 20, 2, tzinfo=UTC)
NOW = datetime(2026, 3, 20, 2, tzinfo=UTC)


def page_of(client: Any, draw: Draw) -> str:
    return str(client.get(f"/office/draws/{draw.pk}/").content.decode())


def unfolded(page: str) -> list[str]:
    """Give the steps that are open."""
    return re.findall(r'<details[^>]*id="step-(\w+)"[^>]*\sopen', page)


def primary(page: str) -> list[str]:
    """Give the words of the primary buttons within the page's own part."""
    own = page.partition('class="mq-head"')[2]
    marked = re.findall(r'btn-primary"[^>]*>(.*?)</(?:a|button)>', own, re.DOTALL)
    return [words.strip() for words in marked]


@pytest.fixture
def begun(own: Bureau) -> Draw:
    draw_factory.plan(own)
    return draw_factory.begun(own)


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (NOW + timedelta(days=2, hours=3, minutes=5), "还有 2 天 3 小时"),
        (NOW + timedelta(hours=1, minutes=42), "还有 1 小时 42 分钟"),
        (NOW + timedelta(seconds=42 * 60 + 59), "还有 42 分钟"),
        (NOW - timedelta(hours=3), "已过 3 小时 0 分钟"),
        (None, ""),
    ],
)
def test_the_time_that_is_left_is_told_in_two_units(until: datetime | None, words: str) -> None:
    assert remaining(until, NOW) == words


def test_what_is_to_be_done_stands_before_everything_else(
    own: Bureau, begun: Draw, signed_in: Any
) -> None:
    page = page_of(signed_in(own, "coordinator"), begun)

    order = [page.index(words) for words in ("mq-stepper", "现在该做", 'id="step-prepare"')]
    assert order == sorted(order)
    assert page.index('id="trail"') > page.index("两人确认") > page.index('id="step-publish"')
    assert unfolded(page) == ["prepare"]
    assert len(primary(page)) == 1


def test_who_cannot_act_sees_no_button_but_who_is_awaited(
    own: Bureau, begun: Draw, signed_in: Any
) -> None:
    page = page_of(signed_in(own, "clerk"), begun)

    assert primary(page) == []
    assert "由牵头办" in page


def test_after_the_draw_the_result_comes_first(own: Bureau, begun: Draw, signed_in: Any) -> None:
    sealed = draw_factory.sealed(own, begun)
    draw = draw_factory.held(own, draw_factory.seeded(own, sealed))

    page = page_of(signed_in(own, "approver"), draw)

    assert page.index('id="result-title"') < page.index('id="step-prepare"')
    assert unfolded(page) == ["publish"]
    assert "人均" in page
    assert primary(page) == []


def test_a_submitted_draw_names_who_reviews_it(own: Bureau, begun: Draw, signed_in: Any) -> None:
    draw_factory.prepared(own, begun)
    lead = own.actors["coordinator"]
    sealing.submit(
        actor=lead, draw_id=begun.pk, confirmed=platform_factory.confirmed(lead), at=SEALED
    )

    page = page_of(signed_in(own, "coordinator"), begun)

    assert "在等：" in page
    assert primary(page) == []
    assert unfolded(page) == ["seal"]


def test_an_opening_before_its_time_is_shown_disabled_with_its_date(
    own: Bureau, begun: Draw, signed_in: Any
) -> None:
    sealed_mode = {**begun.setup, "mode": "sealed"}
    Draw.objects.filter(pk=begun.pk).update(
        state=Draw.HELD, setup=sealed_mode, held_at=SEALED, opens_at=FAR
    )

    page = page_of(signed_in(own, "coordinator"), begun)

    assert primary(page) == ["开封"]
    assert re.search(r'btn-primary" type="button" disabled>开封', page)
    assert "以后才能开封" in page
    assert f"office/draws/{begun.pk}/open/" not in page
