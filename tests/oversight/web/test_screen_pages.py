"""The meeting room's screen pages on through everybody drawn, by keys and by itself."""

from __future__ import annotations

import re
from typing import Any

import pytest

from oversight.draws.models import Draw
from tests.support import draw_factory
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]
SUBJECTS, DRAWN = 50, 40


@pytest.fixture(scope="module")
def shared_draw(shared_bureau: Bureau) -> Draw:
    draw_factory.bureau(shared_bureau, subjects=SUBJECTS, inspectors=8)
    draw_factory.plan(shared_bureau, draw_factory.details(ratio=8000))
    begun = draw_factory.begun(shared_bureau, limit=40)
    sealed = draw_factory.sealed(shared_bureau, begun)
    return draw_factory.held(shared_bureau, draw_factory.seeded(shared_bureau, sealed))


def screen(client: Any, draw: Draw, query: str = "") -> str:
    return str(client.get(f"/draws/{draw.number}/screen/{query}").content.decode())


def attribute(page: str, name: str) -> str:
    found = re.search(rf'data-{name}="([^"]*)"', page)
    return "" if found is None else found[1].replace("&amp;", "&")


def rows(page: str) -> list[int]:
    table = re.findall(r'<tr>\s*<td class="n">(\d+)</td>', page)
    return [int(number) for number in table]


def test_the_keys_go_through_everybody_who_is_visited(draw: Draw, client: Any) -> None:
    seen: list[int] = []
    query = "?step=assign&page=1"
    while query.startswith("?step=assign"):
        page = screen(client, draw, query)
        seen += rows(page)
        query = attribute(page, "after")

    assert seen == list(range(1, DRAWN + 1))


def test_the_keys_go_through_everybody_who_is_drawn(draw: Draw, client: Any) -> None:
    seen: list[int] = []
    query, page = "?step=draw", ""
    while query.startswith("?step=draw"):
        page = screen(client, draw, query)
        seen += rows(page)
        query = attribute(page, "after")

    assert sorted(seen) == list(range(1, DRAWN + 1))
    assert query == "?step=assign"
    assert f"入选线：第 {DRAWN} 家" in page


def test_a_screen_that_follows_turns_its_pages_and_begins_again(draw: Draw, client: Any) -> None:
    first, last = screen(client, draw), screen(client, draw, "?page=3")

    assert attribute(first, "onward") == "?page=2"
    assert attribute(last, "onward") == "?page=1"
    assert "停在这一页" in first
    assert "data-poll" in first


def test_a_page_that_was_chosen_stays(draw: Draw, client: Any) -> None:
    page = screen(client, draw, "?step=assign&page=2")

    assert attribute(page, "onward") == ""
    assert "跟着进度走" in page
    assert rows(page)[0] == 19


def test_going_back_from_the_first_page_shows_the_last_of_the_step_before(
    draw: Draw, client: Any
) -> None:
    back = attribute(screen(client, draw, "?step=assign&page=1"), "before")

    assert "入选线" in screen(client, draw, back)


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "²"])
def test_a_page_that_is_not_there_becomes_the_nearest(draw: Draw, client: Any, page: str) -> None:
    response = client.get(f"/draws/{draw.number}/screen/?step=assign&page={page}")

    assert response.status_code == 200
