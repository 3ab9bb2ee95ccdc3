"""The first day of a new clerk, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.support.platform_factory import code

pytestmark = pytest.mark.browser
HEADINGS = "单位名称,社会信用代码,经营地址,街道,诚信等级\r\n"
WRONG = code(7_000_003)[:17] + ("0" if code(7_000_003)[17] != "0" else "1")


def rows(third: str) -> bytes:
    lines = [
        f"青禾区晨光示例食品有限公司,{code(7_000_001)},城关街道示例路1号,城关街道,A",
        f"青禾区暮雨示例服装有限公司,{code(7_000_002)},柳河镇示例路2号,柳河镇,B",
        f"青禾区朝露示例家具厂,{third},北渚镇示例路3号,北渚镇,A",
    ]
    return (HEADINGS + "\r\n".join(lines) + "\r\n").encode("gb18030")


def upload(page: Page, path: Path) -> None:
    page.goto("/office/imports/new/")
    page.select_option("#id_kind", "subjects")
    page.select_option("#id_owner", label="就业促进科")
    page.set_input_files("#id_file", path)
    page.get_by_role("button", name="上传并核对").click()
    page.wait_for_url(re.compile(r"/office/imports/\d+/"))
    expect(page.locator(".mq-head .mq-tag")).to_have_text("待写入", timeout=60_000)


def test_a_clerk_imports_a_file_with_a_fault_mends_it_and_takes_it_back(
    visit: Callable[..., Page], tmp_path: Path
) -> None:
    page = visit("luo")
    path = tmp_path / "名录.csv"
    path.write_bytes(rows(WRONG))

    upload(page, path)

    expect(page.get_by_text("有 1 行要改")).to_be_visible()
    expect(page.get_by_text(re.compile(r"校验位应为 .，实为 ."))).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载要改的行").click()
    (sheet,) = CalamineWorkbook.from_path(str(download.value.path())).sheet_names
    book = CalamineWorkbook.from_path(str(download.value.path())).get_sheet_by_name(sheet)
    heads, faulty = book.to_python()
    assert heads[-2:] == ["原行号", "要改的原因"]
    assert faulty[1] == WRONG
    assert str(faulty[-1]).startswith("统一社会信用代码：校验位应为")

    page.get_by_role("button", name="写入 2 行").click()
    expect(page.locator(".mq-head .mq-tag")).to_have_text("已写入", timeout=60_000)

    path.write_bytes(rows(code(7_000_003)))
    upload(page, path)
    expect(page.get_by_role("button", name="写入 1 行")).to_be_visible()
    page.get_by_role("button", name="写入 1 行").click()
    expect(page.locator(".mq-head .mq-tag")).to_have_text("已写入", timeout=60_000)
    page.goto("/office/subjects/?q=朝露示例")
    expect(page.get_by_role("link", name="青禾区朝露示例家具厂")).to_be_visible()

    page.goto("/office/imports/")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="撤销这次写入").click()
    page.get_by_role("button", name="撤销：移除 1 行，恢复 0 行").click()
    expect(page.get_by_text("已撤销，1 行恢复到导入以前")).to_be_visible()
    page.goto("/office/subjects/?q=朝露示例")
    expect(page.get_by_text("没有符合条件的检查对象")).to_be_visible()


def test_a_change_is_asked_for_its_reason_and_found_again_in_the_trail(
    visit: Callable[..., Page],
) -> None:
    page = visit("luo")
    page.goto("/office/subjects/?q=食品")
    page.locator("tbody a").first.click()
    name = page.locator("h1").inner_text()
    page.get_by_role("link", name="修改").click()
    page.fill("#id_contact", "试新")
    page.fill("#id_reason", "联络人换了")

    page.get_by_role("button", name="保存改动").click()

    expect(page.get_by_text(f"{name} 已改好，改动前后都记入留痕。")).to_be_visible()
    supervisor = visit("ji")
    supervisor.goto("/office/trail/")
    supervisor.fill("#q", name)
    supervisor.get_by_role("button", name="查找").click()
    first = supervisor.locator(".mq-trail > li").first
    expect(first).to_contain_text("修改了检查对象")
    expect(first).to_contain_text("罗听雪")
    expect(first).to_contain_text("联络人换了")
    expect(first).to_contain_text("试新")
    first.get_by_role("link").click()
    expect(supervisor.get_by_role("heading", name="公开的日志里是这样")).to_be_visible()
    expect(supervisor.locator("main")).not_to_contain_text('"试新"')


def test_the_approver_publishes_with_the_code_of_a_telephone(
    visit: Callable[..., Page], fresh_code: Callable[[Page, str], None]
) -> None:
    page = visit("zheng")
    row = page.locator("tr", has_text="公布事项")
    row.get_by_role("link", name="去看").first.click()
    title = page.locator("h1").inner_text()
    page.get_by_role("link", name="公布", exact=True).click()
    page.fill("#id_code", "000000")
    page.get_by_role("button", name="公布这一版").click()
    expect(page.get_by_text("动态码不对或已经用过").first).to_be_visible()
    page.wait_for_timeout(1500)  # a wrong code must be followed by a pause
    fresh_code(page, "zheng")

    page.get_by_role("button", name="公布这一版").click()

    expect(page.get_by_text("第 1 版已公布")).to_be_visible()
    citizen = visit()
    citizen.goto("/items/")
    expect(citizen.get_by_role("link", name=title)).to_be_visible()


def test_the_directory_works_without_scripts(visit: Callable[..., Page]) -> None:
    page = visit("luo", java_script_enabled=False)
    page.goto("/office/subjects/")
    page.select_option("select[name=region]", label="柳河镇")
    page.get_by_role("button", name="查找").click()
    page.locator("tbody input[type=checkbox]").first.check()
    page.fill("#bulk-reason", "专项摸排")
    page.fill("#bulk-label", "无脚本")

    page.get_by_role("button", name="贴标签").click()

    expect(page.get_by_text("已改 1 家，改动前后都记入留痕。")).to_be_visible()
    page.goto("/office/subjects/?label=无脚本")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_the_first_page_of_a_clerk_shows_no_account_or_trail(visit: Callable[..., Page]) -> None:
    page = visit("ren")

    menu = page.locator(".mq-nav")

    expect(menu).to_contain_text("检查对象")
    expect(menu).not_to_contain_text("全程留痕")
    expect(menu).not_to_contain_text("账号与机构")
    response = page.goto("/office/trail/")
    assert response is not None
    assert response.status == 403
    expect(page.get_by_role("heading", name="不能打开")).to_be_visible()
