"""Many inspection tasks are accepted and dated in a few clicks: by mouse, by keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
PAGE = 50
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "user_agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile",
    "bypass_csp": True,
}
# Every press is counted, over all pages of the journey; choosing from a list is two.
COUNTER = """
const add = n => localStorage.setItem("clicks", Number(localStorage.getItem("clicks") || 0) + n);
addEventListener("pointerdown", () => add(1), true);
addEventListener("change", e => { if (e.target.tagName === "SELECT") add(2); }, true);
"""


@pytest.fixture(scope="module")
def site(fresh_site: str) -> str:
    """Give a site whose days no other journey moved on, and whose tasks nobody took."""
    return fresh_site


@pytest.fixture(autouse=True)
def undone(visit: Callable[..., Page]) -> Iterator[None]:
    """Take back what the test dated, so that the site is again as it was."""
    yield
    page = visit("wei")
    page.goto("/office/visits/")
    page.get_by_role("link", name="看结果、撤回").click()
    page.get_by_role("button", name="撤回这一次").click()
    expect(page.get_by_role("heading", name="已撤回")).to_be_visible()


def number_in(page: Page) -> int:
    caption = page.locator(".mq-cap").first.inner_text()
    match = re.search(r"(\d+) 家", caption)
    assert match is not None
    return int(match.group(1))


def test_forty_one_tasks_are_dated_in_at_most_six_clicks(visit: Callable[..., Page]) -> None:
    page = visit("wei", viewport={"width": 1366, "height": 900})
    page.add_init_script(COUNTER)
    page.goto("/office/visits/")

    page.select_option("select[name=due]", label="没有定日期")
    page.get_by_role("button", name="查找").click()
    number = number_in(page)
    page.get_by_label("全选").check()
    expect(page.locator("[data-bulk-count]")).to_have_text(str(PAGE))
    page.get_by_role("button", name="接受并定日期").click()
    page.get_by_role("button", name=f"接受并定日期：{PAGE} 家").click()

    expect(page.locator("h1")).to_have_text(re.compile(r"已定日期 \d+ 家"))
    dated = int(re.sub(r"\D", "", page.locator("h1").inner_text()))
    assert dated >= 41
    assert page.evaluate('Number(localStorage.getItem("clicks"))') <= 6
    page.goto("/office/visits/?due=undated")
    assert number_in(page) == number - dated


def test_a_phone_dates_all_of_several_pages_without_scripts(visit: Callable[..., Page]) -> None:
    page = visit("wei", java_script_enabled=False, **PHONE)
    page.goto("/office/visits/?due=undated")
    expect(page.locator("tbody tr")).to_have_count(20)
    number = number_in(page)

    page.locator("input[name=all]").check()
    page.get_by_role("button", name="接受并定日期").click()
    page.get_by_role("button", name=f"接受并定日期：{number} 家").click()

    expect(page.locator("h1")).to_have_text(re.compile(r"已定日期 \d+ 家"))


def test_tasks_are_selected_and_dated_by_keys_alone(visit: Callable[..., Page]) -> None:
    page = visit("wei")
    page.goto("/office/visits/?due=undated")

    page.locator("tbody input[type=checkbox]").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="接受并定日期").focus()
    page.keyboard.press("Enter")
    page.get_by_label("每组一天最多查几家").focus()
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("已定日期 1 家")
