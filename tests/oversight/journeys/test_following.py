"""A finding followed to its end: the enterprise reports, the officers come again, it is closed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


def _running(page: Page) -> None:
    """Open the rectification whose term runs."""
    page.goto("/office/rectifications/?state=correcting")
    page.locator("main table tbody a[href*='/office/rectifications/']").first.click()
    page.wait_for_url(re.compile(r"/office/rectifications/\d+/$"))


def _reported(page: Page, address: str) -> None:
    page.goto(address)
    page.fill("#id_text", "已与3名职工补订劳动合同，建立职工名册。")
    page.fill("#id_reporter", "柳南星")
    page.locator("main form button.btn-primary").click()
    expect(page.get_by_text("已收到，回执")).to_be_visible()


def _arranged(page: Page) -> None:
    page.get_by_role("link", name="安排回访").first.click()
    page.evaluate("document.querySelector('#id_on').value = new Date().toLocaleDateString('sv')")
    page.locator("#id_leader option:not([value=''])").first.wait_for(state="attached")
    page.select_option("#id_leader", index=0)
    page.locator("[name=officers]").nth(1).check()
    page.get_by_role("button", name="安排").click()
    expect(page.get_by_text("回访已立项")).to_be_visible()


def _gone_there(page: Page) -> None:
    """Go to the visit that the rectification names, and arrive."""
    page.locator("main a[href*='/office/visits/']").last.click()
    page.wait_for_url(re.compile(r"/office/visits/\d+/$"))
    page.goto(f"{page.url}urgent/")
    page.fill("#id_reason", "企业约定今天复查")
    page.fill("#id_reported", "郑怀瑾，局长，今天上午")
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(re.compile(r"/office/visits/\d+/$"))


def _concluded(page: Page) -> None:
    page.get_by_role("link", name="写复查结论").first.click()
    for choice in page.locator("input[type=radio][value=corrected]").all():
        choice.check()
    page.get_by_role("button", name="写入结论").click()
    expect(page.get_by_text("复查合格，已销号。")).to_be_visible()


def test_a_finding_is_followed_to_its_closed_rectification(visit: Callable[..., Page]) -> None:
    page = visit("ren")
    _running(page)
    place = page.url
    name = page.locator("h1").inner_text()
    page.get_by_role("link", name="发企业报告链接").first.click()
    page.get_by_role("button", name="生成链接").click()
    address = page.locator("[data-copy]").first.get_attribute("data-copy") or ""

    _reported(visit(viewport=PHONE), address)
    page.goto(place)
    expect(page.get_by_text("企业已报告，安排回访")).to_be_visible()
    _arranged(page)
    page.goto(place)
    _gone_there(page)
    page.goto(place)
    _concluded(page)

    expect(page.locator(".mq-head .mq-tag")).to_have_text("复查合格")
    page.goto(f"/office/search/?q={name}")
    page.locator("main a[href*='/office/subjects/']").first.click()
    told = page.locator("main").inner_text()
    for step in ("开立责令改正", "指令书送达", "企业报告改正情况", "复查合格"):
        assert step in told
