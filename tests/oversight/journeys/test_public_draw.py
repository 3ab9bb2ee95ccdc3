"""A draw as five people hold it, each in an own browser, from the plan to minutes in hand."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}}
DICE = "352416" * 10


def forward(page: Page, times: int, words: str = "快进 30 分钟") -> None:
    for _ in range(times):
        page.get_by_role("button", name=words).click()
        expect(page.get_by_text("演示时钟快进了")).to_be_visible()


def open_draw(page: Page, title: str) -> None:
    page.goto("/office/draws/")
    page.get_by_role("link", name=title).first.click()


def test_five_people_hold_an_open_draw(  # noqa: PLR0915 - one story, told in one go
    visit: Callable[..., Page], fresh_code: Callable[[Page, str], None]
) -> None:
    title = "2026年职业培训机构抽查"
    lead = visit("shen")
    open_draw(lead, title)
    lead.get_by_role("link", name="定方案").click()
    lead.fill("#id_dice_by", "许澜")
    lead.fill("#id_dice_place", "三楼会议室")
    lead.get_by_role("button", name="保存方案").click()
    lead.get_by_role("link", name="请一位").click()
    lead.fill("#id_name", "邱知远")
    lead.fill("#id_unit", "市民")
    lead.fill("#id_capacity", "市民代表")
    lead.get_by_role("button", name="请", exact=True).click()
    link = lead.locator("p.text-break").filter(has_text="/witness/").inner_text()

    witness = visit("", **PHONE)
    witness.goto(link)
    witness.get_by_role("button", name="做一个数，交签封").click()
    expect(witness.get_by_text("签封已交")).to_be_visible()
    expect(witness.locator("#own")).to_have_text(re.compile("^[0-9a-f]{4}( [0-9a-f]{4}){7}$"))

    lead.get_by_role("link", name="本人已扫码，回到抽取").click()
    lead.get_by_role("button", name="备料").click()
    expect(lead.get_by_role("heading", name="抽取比例与抽中机会")).to_be_visible(timeout=60_000)
    lead.get_by_role("button", name="试抽一次（不留结果）").click()
    expect(lead.get_by_role("heading", name="试抽：不是结果")).to_be_visible()
    lead.get_by_role("link", name="回到备料").click()
    fresh_code(lead, "shen")
    lead.get_by_role("button", name="提交复核").click()
    expect(lead.get_by_text("已提交；请复核人来看过")).to_be_visible()

    second = visit("zheng")
    open_draw(second, title)
    second.get_by_role("link", name="看过，同意并封存").click()
    fresh_code(second, "zheng")
    second.get_by_role("button", name="封存名录和规则").click()
    expect(second.get_by_text("已封存。请见证人和监督抄下封存码")).to_be_visible()
    expect(second.get_by_role("link", name="打印凭条")).to_be_visible()
    states = second.locator("#witness-states")
    expect(states.get_by_text("等本人亮数")).to_be_visible()

    screen = visit("", viewport={"width": 1920, "height": 1080})
    lead.reload()
    record = lead.get_by_role("link", name="公示页").get_attribute("href") or ""
    screen.goto(f"{record}screen/")
    expect(screen.get_by_role("heading", name="名录和规则，就此封存")).to_be_visible()
    witness.reload()
    witness.get_by_role("button", name="亮出").click()
    expect(witness.get_by_text("已亮出，记入日志")).to_be_visible()
    expect(states.get_by_text("已亮数")).to_be_visible(timeout=20_000)
    expect(screen.get_by_role("heading", name="各方的数亮出，合成种子")).to_be_visible(
        timeout=20_000
    )

    forward(lead, 4)
    lead.get_by_role("link", name="录入", exact=True).click()
    lead.locator('[data-face="3"]').click()
    expect(lead.locator("#dice-count")).to_have_text("1")
    lead.locator("#id_value").press_sequentially("7")
    expect(lead.locator("#dice-says")).to_have_text("骰子只有 1 到 6 点，“7”没有记下。")
    expect(lead.get_by_role("button", name="录入")).to_be_disabled()
    lead.fill("#id_value", "３５２４１６" * 10)
    expect(lead.locator("#dice-count")).to_have_text("60")
    expect(lead.locator('[data-place="60"]')).to_have_text("6")
    lead.get_by_role("button", name="录入").click()
    expect(lead.get_by_text("已录入；请另一位对着公告再填一遍")).to_be_visible()
    supervisor = visit("ji")
    open_draw(supervisor, title)
    supervisor.get_by_role("link", name="核对", exact=True).click()
    supervisor.fill("#id_value", DICE)
    fresh_code(supervisor, "ji")
    supervisor.get_by_role("button", name="核对").click()
    expect(supervisor.get_by_text("两次一样，已记入日志")).to_be_visible()

    lead.reload()
    fresh_code(lead, "shen")
    lead.get_by_role("button", name="开始抽取").click()
    expect(lead.get_by_role("link", name="看名单和派员")).to_be_visible(timeout=60_000)
    expect(screen.get_by_role("heading", name="每家几个人，由同一粒种子派出")).to_be_visible(
        timeout=20_000
    )
    screen.keyboard.press("ArrowLeft")
    expect(screen.get_by_role("heading", name="签值由小到大，线前的就是抽中的")).to_be_visible()
    with lead.expect_download() as download:
        lead.get_by_role("link", name="抽取记录草稿").click()
    assert download.value.suggested_filename.endswith(".docx")

    citizen = visit("", **PHONE)
    citizen.goto(record)
    citizen.get_by_role("button", name="在我的浏览器里重算").click()
    expect(citizen.locator("#verdict")).to_contain_text("项一样", timeout=60_000)
    expect(citizen.locator("#verify-sentences .mq-tag:visible")).to_have_count(5)
    expect(citizen.locator("#verify-details .mark.bad")).to_have_count(0)
    code = citizen.locator("table .mq-code").filter(has_text="9199").first.inner_text()
    citizen.fill("#q", code)
    citizen.get_by_role("button", name="查一查").click()
    expect(citizen.locator("#why")).to_contain_text("抽中")

    clerk = visit("jiu")
    clerk.goto("/office/visits/")
    clerk.get_by_role("link", name=title).first.click()
    clerk.get_by_role("link", name="申请递补或回避").click()
    clerk.select_option("#id_why", "UNREACHABLE")
    clerk.fill("#id_note", "三次上门，门牌已拆")
    clerk.get_by_role("button", name="提出").click()
    second.goto("/office/visits/")
    second.get_by_role("link", name="同意", exact=True).first.click()
    fresh_code(second, "zheng")
    second.get_by_role("button", name="同意").click()
    expect(second.get_by_text("按公布的次序由下一位接替")).to_be_visible()
    citizen.goto(record)
    expect(citizen.get_by_role("heading", name="换人和递补")).to_be_visible()


def test_from_an_empty_plan_to_a_sealed_draw_that_is_opened(  # noqa: PLR0915 - one story
    visit: Callable[..., Page], fresh_code: Callable[[Page, str], None]
) -> None:
    title = "2028年民办培训机构抽查"
    lead = visit("shen")
    lead.goto("/office/plans/new/")
    lead.fill("#id_year", "2028")
    lead.get_by_label("从空白开始").check()
    lead.get_by_role("button", name="新建").click()
    plan = lead.url

    clerk = visit("jiu")
    clerk.goto(plan)
    clerk.get_by_role("link", name="起草任务").first.click()
    clerk.fill("#id_title", title)
    clerk.get_by_label("民办职业培训学校办学情况").check()
    clerk.select_option("#id_kind", "定向")
    clerk.locator("summary", has_text="行业").click()
    clerk.get_by_label("教育", exact=True).check()
    clerk.fill("#id_ratio", "1")
    clerk.get_by_label("6月", exact=True).check()
    expect(clerk.locator("#check")).to_contain_text("低于 5%")
    expect(clerk.locator("#check")).to_contain_text("依据：其他城市人社部门公布的计划")
    clerk.fill("#id_ratio", "6")
    expect(clerk.locator("#check")).to_contain_text("没有与规则不符的地方")
    clerk.select_option("#id_mode", "sealed")
    clerk.get_by_role("button", name="保存任务").click()
    expect(clerk.get_by_text("已起草")).to_be_visible()

    lead.goto(plan)
    lead.get_by_role("button", name="统计基数并提交").click()
    expect(lead.get_by_text("已统计基数并提交")).to_be_visible()
    second = visit("zheng")
    second.goto(plan)
    second.get_by_role("link", name="批准").click()
    second.fill("#id_document_number", "青人社〔2028〕1号")
    fresh_code(second, "zheng")
    second.get_by_role("button", name="批准这一版").click()
    expect(second.get_by_text("已批准；从现在起按这一版执行")).to_be_visible()
    lead.goto(plan)
    lead.locator("main").get_by_role("link", name="公示").first.click()
    lead.get_by_role("button", name="公示这一版").click()
    citizen = visit()
    citizen.goto("/plans/")
    expect(citizen.get_by_role("link", name="2028年度“双随机、一公开”抽查计划")).to_be_visible()

    lead.get_by_role("button", name="准备抽取").click()
    lead.fill("#id_dice_by", "许澜")
    lead.fill("#id_dice_place", "三楼会议室")
    lead.fill("#id_opens_at", "2028-06-30T09:00")
    lead.get_by_role("button", name="保存方案").click()
    lead.get_by_role("button", name="备料").click()
    expect(lead.get_by_role("heading", name="抽取比例与抽中机会")).to_be_visible(timeout=60_000)
    fresh_code(lead, "shen")
    lead.get_by_role("button", name="提交复核").click()
    open_draw(second, title)
    second.get_by_role("link", name="看过，同意并封存").click()
    fresh_code(second, "zheng")
    second.get_by_role("button", name="封存名录和规则").click()
    expect(second.get_by_text("已封存。请见证人和监督抄下封存码")).to_be_visible()
    supervisor = visit("ji")
    open_draw(supervisor, title)
    with supervisor.expect_download() as medium:
        supervisor.get_by_role("button", name="取密封材料").click()
    assert medium.value.suggested_filename.endswith("-sealed.zip")

    lead.reload()
    record = lead.get_by_role("link", name="公示页").get_attribute("href") or ""
    forward(lead, 4)
    lead.get_by_role("link", name="录入", exact=True).click()
    lead.fill("#id_value", DICE)
    lead.get_by_role("button", name="录入").click()
    open_draw(supervisor, title)
    supervisor.get_by_role("link", name="核对", exact=True).click()
    supervisor.fill("#id_value", DICE)
    fresh_code(supervisor, "ji")
    supervisor.get_by_role("button", name="核对").click()
    open_draw(lead, title)
    fresh_code(lead, "shen")
    lead.get_by_role("button", name="开始抽取").click()
    expect(lead.get_by_text("开封时才公布")).to_be_visible(timeout=60_000)
    with lead.expect_download() as minutes:
        lead.get_by_role("link", name="抽取记录草稿").click()
    assert minutes.value.suggested_filename.endswith(".docx")
    citizen.goto(record)
    expect(citizen.get_by_text("开封时公布").first).to_be_visible()
    expect(citizen.locator("#verify-go")).to_have_count(0)


def test_a_sealed_draw_stays_unseen_until_its_time(visit: Callable[..., Page]) -> None:
    title = "2026年人力资源服务机构抽查"
    clerk = visit("ren")
    clerk.goto("/office/visits/")
    expect(clerk.get_by_text(title)).to_have_count(0)
    lead = visit("shen")
    open_draw(lead, title)
    expect(lead.get_by_text("开封时才公布")).to_be_visible()
    supervisor = visit("ji")
    open_draw(supervisor, title)
    supervisor.get_by_role("link", name="看名单和派员（每看一次都留痕）").click()
    expect(supervisor.get_by_text("您看过这一页，已记入留痕")).to_be_visible()
    lead.reload()
    lead.locator("#trail > summary").click()
    expect(lead.get_by_text("看了未开封的名单").first).to_be_visible()

    forward(lead, 9, "快进 1 天")

    citizen = visit()
    citizen.goto("/draws/")
    citizen.get_by_role("link", name=title).click()
    clerk.goto("/office/visits/")
    expect(clerk.get_by_role("link", name=title).first).to_be_visible()
    citizen.get_by_role("button", name="在我的浏览器里重算").click()
    expect(citizen.locator("#verdict")).to_contain_text("项一样", timeout=60_000)
    expect(citizen.locator("#verify-checks .mark.bad")).to_have_count(0)
