"""Each account of the demonstration has something to do when it signs in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
ACCOUNTS = ("admin", "ji", "shen", "luo", "ren", "jiu", "bao", "wei", "zheng", "zhi")


@pytest.mark.parametrize("username", ACCOUNTS)
def test_everybody_finds_something_to_do(visit: Callable[..., Page], username: str) -> None:
    page = visit(username)

    own = page.get_by_role("region", name="等我办").locator("tbody tr")
    expect(own.first).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_inspector_sees_the_tasks_of_the_own_name(visit: Callable[..., Page]) -> None:
    page = visit("zhi")
    page.goto("/office/visits/")

    rows = page.locator("tbody tr")
    expect(rows.first).to_contain_text("支行舟")
