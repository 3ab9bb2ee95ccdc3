"""A draw reads in the same order at every width, fits it, and is printed on as many sheets."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
# 720 px is a window of 1,440 px at 200 % zoom.
WIDTHS = (390, 720, 1024, 1440)
PUBLISHED, VOIDED = "990107202602100001-1", "990107202602100003-1"
OFFICE = tuple(f"/office/draws/{number}/" for number in range(1, 6))
MORE = (
    *("/office/draws/2/results/", "/office/draws/2/sealed/", "/office/draws/4/sealed/"),
    *("/office/draws/5/setup/", "/office/draws/4/hold/", "/office/draws/4/values/3/"),
)
PUBLIC = (
    *(f"/draws/{PUBLISHED}/", f"/draws/{VOIDED}/", f"/draws/{PUBLISHED}/slip/"),
    *(f"/draws/{PUBLISHED}/screen/?step={step}" for step in ("seal", "seed", "draw", "assign")),
)
_PLACES = """() => ['h1', '.mq-stepper', '#now-title', '#result-title', '#step-prepare',
    '#step-seal', '#step-seed', '#step-draw', '#step-publish', '.mq-signoff', '#trail']
    .map((part) => document.querySelector(part)).filter(Boolean)
    .map((element) => element.getBoundingClientRect().top)"""


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", pdf))


def unfitting(page: Page, addresses: tuple[str, ...], width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    wide = []
    for address in addresses:
        response = page.goto(address)
        if response is None or response.status != 200:
            wide.append(f"{address}: {response and response.status}")
        shown = page.evaluate("document.documentElement.scrollWidth")
        if shown > width:
            wide.append(f"{address}: {shown} px wide")
    return wide


@pytest.mark.parametrize("width", WIDTHS)
def test_a_draw_reads_in_one_order_at_every_width(visit: Callable[..., Page], width: int) -> None:
    page = visit("shen", viewport={"width": width, "height": 900})

    for address in OFFICE:
        page.goto(address)
        tops = page.evaluate(_PLACES)
        assert len(tops) >= 9, address
        assert tops == sorted(tops), address


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_of_a_draw_is_wider_than_its_window(visit: Callable[..., Page], width: int) -> None:
    office, public = visit("shen"), visit("")

    assert unfitting(office, (*OFFICE, *MORE), width) == []
    assert unfitting(public, PUBLIC, width) == []


def test_the_slip_is_one_sheet(visit: Callable[..., Page]) -> None:
    page = visit("")
    page.goto(f"/draws/{PUBLISHED}/slip/")

    assert pages_of(page.pdf(prefer_css_page_size=True)) == 1


def test_the_result_of_29_firms_is_three_sheets(visit: Callable[..., Page]) -> None:
    page = visit("shen")
    page.goto("/office/draws/2/results/")

    assert page.locator("#drawn tbody tr").count() == 29
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 3
