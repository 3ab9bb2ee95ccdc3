"""A list is gone through by the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_a_row_is_found_and_opened_by_keys(visit: Callable[..., Page]) -> None:
    page = visit("luo")
    page.goto("/office/items/")
    search = page.locator("#q")

    page.keyboard.press("/")
    expect(search).to_be_focused()
    page.keyboard.type("ldht")
    page.keyboard.press("Enter")
    page.wait_for_url("**/office/items/?q=ldht*")
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    expect(page.locator("tbody a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(search).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("劳动合同")


def test_the_keys_of_lists_are_switched_off(visit: Callable[..., Page]) -> None:
    page = visit("luo")
    page.goto("/office/me/")
    page.get_by_label("用 / 键到查找框").uncheck()

    page.goto("/office/items/")
    page.keyboard.press("/")

    expect(page.locator("#q")).not_to_be_focused()
