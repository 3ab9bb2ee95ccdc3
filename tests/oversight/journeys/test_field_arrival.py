"""Two officers arrive with telephones, one without network; the enterprise scans the code."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.oversight.journeys.test_field_offline import phone, site
from tests.support.phones import PATIENCE, SCREEN, FieldSite, photo, shows, sign_in
from tests.support.phones import opened as written

pytestmark = [pytest.mark.browser, pytest.mark.any_database]
__all__ = ["phone", "site"]


@pytest.fixture(scope="module", autouse=True)
def _nobody_has_arrived() -> Iterator[None]:
    """Let the site of this module be made before anybody arrives."""
    os.environ["MINGQIAN_TEST_ARRIVES"] = "1"
    yield
    del os.environ["MINGQIAN_TEST_ARRIVES"]


def opened(page: Page, site: FieldSite, visit: int) -> Page:
    page.goto(f"{site.address}/field/#/{visit}")
    expect(page.locator("#arrival")).to_be_visible(timeout=PATIENCE)
    return page


def says(page: Page, words: str) -> None:
    expect(page.locator("#arrival")).to_contain_text(words, timeout=PATIENCE)


def test_officers_arrive_and_the_enterprise_reads_who_they_are(
    browser: Browser,
    phone: Callable[[str], Page],
    site: FieldSite,
) -> None:
    visit = site.visits[0]
    first = opened(phone(site.officers[0]), site, visit)
    second = opened(phone(site.officers[1]), site, visit)
    address = first.evaluate(
        """async (visit) => {
            const answer = await (await fetch("/field/tasks.json")).json();
            return answer.tasks.find((task) => task.id === visit).visitCode.address;
        }""",
        visit,
    )
    enterprise = browser.new_page(locale="zh-CN", viewport=SCREEN)
    before = enterprise.goto(address)
    assert before is not None
    assert before.status == 404

    site.line.down()
    first.get_by_role("button", name="已出示证件，确认到场").click()
    says(first, "记在手机里，还没有上传")
    first.locator("#visit-code summary").click()
    expect(first.locator("#visit-code img")).to_be_visible()
    first.reload()
    says(first, "记在手机里，还没有上传")
    site.line.up()
    first.click("#send")
    says(first, "已到场")
    second.get_by_role("button", name="已出示证件，确认到场").click()
    says(second, "检查人员已到齐")

    second.get_by_role("button", name="企业已核对，开始检查").click()
    expect(second.get_by_role("button", name="登记离开现场")).to_be_visible(timeout=PATIENCE)
    enterprise.goto(address)
    expect(enterprise.get_by_text("今天有效")).to_have_count(2)
    expect(enterprise.get_by_text("检查中")).to_be_visible()
    enterprise.close()


def test_an_urgent_visit_is_papered_and_approved_on_telephones(
    browser: Browser, site: FieldSite
) -> None:
    visit = site.visits[1]
    clerk, approver = (at_work(browser, site, who) for who in ("own-clerk", "own-approver"))
    clerk.goto(f"{site.address}/office/visits/{visit}/urgent/")
    clerk.fill("#id_reason", "举报称正在销毁工资表")
    clerk.fill("#id_reported", "郑局长，电话")
    submit(clerk)
    expect(clerk.get_by_text("待补办审批")).to_be_visible()
    name = clerk.locator("h1").inner_text()
    clerk.goto(f"{site.address}/office/")
    expect(clerk.get_by_text(f"补办审批：{name}").first).to_be_visible()
    expect(clerk.get_by_text("以前补办").first).to_be_visible()
    clerk.goto(f"{site.address}/office/visits/{visit}/submit/")
    clerk.fill("#id_why_on_site", "要固定工资表的原件")
    clerk.fill("#id_visit_place", "和顺路18号")
    submit(clerk)

    approver.goto(f"{site.address}/office/")
    approver.get_by_role("link", name="看审批表").first.click()
    expect(approver.get_by_text("举报称正在销毁工资表")).to_be_visible()
    expect(approver.get_by_text("郑局长，电话")).to_be_visible()
    assert approver.evaluate("document.documentElement.scrollWidth") <= SCREEN["width"]
    approver.fill("#id_answer", "同意补办")
    submit(approver)

    clerk.goto(f"{site.address}/office/visits/{visit}/")
    expect(clerk.get_by_text("待补办审批")).to_have_count(0)
    clerk.goto(f"{site.address}/office/")
    expect(clerk.get_by_text(f"补办审批：{name}")).to_have_count(0)


def test_a_hundred_pictures_of_one_visit_arrive(
    phone: Callable[[str], Page], site: FieldSite
) -> None:
    visit = site.visits[2]
    page = written(phone(site.officers[0]), site, visit)
    site.line.down()
    page.set_input_files("#camera", [photo(5000 + n, 24) for n in range(60)])
    shows(page, "照片 0 / 60 已上传")
    page.set_input_files("#camera", [photo(6000 + n, 24) for n in range(40)])
    shows(page, "照片 0 / 100 已上传，记录还没上传")
    page.reload()
    shows(page, "照片 0 / 100 已上传，记录还没上传")

    site.line.up()
    page.click("#send")

    done = "照片 100 / 100 已上传，记录已上传"
    expect(page.locator("#count")).to_contain_text(done, timeout=3 * PATIENCE)
    assert len(site.pictures(visit)) == 100


def at_work(browser: Browser, site: FieldSite, username: str) -> Page:
    """Give the telephone of somebody who is signed in."""
    page = browser.new_page(locale="zh-CN", viewport=SCREEN)
    sign_in(page, site, username)
    return page


def submit(page: Page) -> None:
    page.locator("form button.btn-primary[type=submit], form button.btn-primary").last.click()
    page.wait_for_load_state()
