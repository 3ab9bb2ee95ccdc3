"""Filling in the form of a record on a telephone, step by step, as an officer does."""

from __future__ import annotations

from playwright.sync_api import FilePayload, Page, expect


def step(page: Page, name: str) -> None:
    """Go to a step of the form."""
    page.get_by_role("navigation", name="检查记录的步骤").get_by_role("link", name=name).click()
    expect(page.locator(".mq-steps [aria-current]")).to_have_text(name)


def find_a_breach(page: Page, picture: FilePayload) -> None:
    """Answer the first point with a breach, with its picture, and say what follows."""
    page.get_by_role("button", name="不合格").first.click()
    page.get_by_label("第 1 点拍照").set_input_files([picture])
    page.get_by_label("发现的问题").fill("两名员工2月工资晚发6天")
    page.get_by_label("违反的规定").fill("《劳动法》第五十条")
    page.get_by_label("责令改正").check()


def take_the_result(page: Page) -> None:
    """Take the result that the form proposes, and say what was ordered."""
    step(page, "结果")
    page.get_by_role("button", name="采用").click()
    page.get_by_label("责令改正指令书的文号").fill("青人社令〔2026〕1号")
    page.get_by_label("改正期限").fill("2026-12-18")


def write_minutes(page: Page) -> None:
    """Write who was there and what was seen; times by one tap."""
    step(page, "笔录")
    page.get_by_label("检查地点").fill("青禾区和顺路18号")
    page.get_by_role("button", name="开始时间：现在").click()
    page.get_by_role("button", name="出示执法证件的时间：现在").click()
    page.get_by_label("现场负责人姓名").fill("何时雨")
    page.get_by_label("职务").fill("店长")
    page.get_by_label("已告知").check()
    page.get_by_role("button", name="不申请回避").click()
    page.get_by_role("button", name="把各点的回答写进来").click()
    page.get_by_label("结束时间", exact=True).fill("2099-01-01T10:00")


def sign(page: Page, place: str) -> None:
    """Draw a signature on a pad with the mouse."""
    card = page.locator(f'[data-place="{place}"]')
    card.locator("canvas").evaluate(
        "(pad) => pad.scrollIntoView({ block: 'center', behavior: 'instant' })"
    )
    box = card.locator("canvas").bounding_box()
    assert box
    left, top = box["x"], box["y"]
    page.mouse.move(left + 40, top + 40)
    page.mouse.down()
    page.mouse.move(left + 140, top + 80, steps=6)
    page.mouse.move(left + 240, top + 30, steps=6)
    page.mouse.up()
    expect(card.locator(".mq-tag.ok")).to_be_visible()
