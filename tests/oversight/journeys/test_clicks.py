"""How many clicks and pages lead from an empty plan to minutes in hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
YEAR = "2029"
TITLE = f"{YEAR}年民办培训机构抽查"
DICE = "352416" * 10
# A press of the button counts once, whatever the browser makes of it (a label clicks its box too).
_LISTENER = "document.addEventListener('pointerdown', () => window.pressed(), true)"


@pytest.fixture(scope="module")
def site(fresh_site: str) -> str:
    """Give a site on which no other journey left a change that a second person has to confirm."""
    return fresh_site


class Counter:
    """Counts what the people of one journey press, and how many pages are loaded for them."""

    def __init__(self) -> None:
        self.clicks = 0
        self.pages = 0
        self._is_paused = False

    def follow(self, page: Page) -> Page:
        """Count on this page from its next load on."""
        page.expose_function("pressed", self._press)
        page.add_init_script(_LISTENER)
        page.on("load", lambda _: self._load())
        page.goto("/office/")
        return page

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let the demonstration's clock go on uncounted: people wait, they do not click."""
        self._is_paused = True
        yield
        self._is_paused = False

    def _press(self) -> None:
        self.clicks += not self._is_paused

    def _load(self) -> None:
        self.pages += not self._is_paused


@pytest.fixture
def counter() -> Counter:
    """Give a counter that stands at nothing."""
    return Counter()


@pytest.fixture
def empty_plan(visit: Callable[..., Page]) -> str:
    """Begin the plan of a year and give its address."""
    lead = visit("shen")
    lead.goto("/office/plans/new/")
    lead.fill("#id_year", YEAR)
    lead.get_by_label("从空白开始").check()
    lead.get_by_role("button", name="新建").click()
    expect(lead.get_by_text("各科室可以起草任务了")).to_be_visible()
    return lead.url


def take(page: Page, words: str) -> None:
    """Take up what waits on the workbench."""
    page.goto("/office/")
    page.get_by_role("row", name=words).first.get_by_role("link").first.click()


def test_twenty_clicks_lead_from_an_empty_plan_to_minutes(  # noqa: PLR0915 - one story
    visit: Callable[..., Page],
    fresh_code: Callable[[Page, str], None],
    empty_plan: str,
    counter: Counter,
) -> None:
    clerk, lead = counter.follow(visit("jiu")), counter.follow(visit("shen"))
    second, third = counter.follow(visit("zheng")), counter.follow(visit("ji"))

    clerk.goto(empty_plan)
    clerk.get_by_role("link", name="起草任务").first.click()
    clerk.fill("#id_title", TITLE)
    clerk.get_by_label("民办职业培训学校办学情况").check()
    clerk.fill("#id_ratio", "1")
    clerk.get_by_label("6月", exact=True).check()
    clerk.get_by_role("button", name="保存任务").click()
    expect(clerk.get_by_text("已起草")).to_be_visible()
    lead.goto(empty_plan)
    lead.get_by_role("button", name="统计基数并提交").click()
    expect(lead.get_by_text("已统计基数并提交")).to_be_visible()

    take(second, f"批准计划：{YEAR}年度")
    second.fill("#id_document_number", f"青人社〔{YEAR}〕1号")
    fresh_code(second, "zheng")
    second.get_by_role("button", name="批准这一版").click()
    expect(second.get_by_text("已批准；从现在起按这一版执行")).to_be_visible()

    take(lead, f"公示计划：{YEAR}年度")
    lead.get_by_role("button", name="公示这一版").click()
    lead.get_by_role("button", name="准备抽取").click()
    lead.fill("#id_dice_by", "许澜")
    lead.fill("#id_dice_place", "三楼会议室")
    lead.get_by_role("button", name="保存并备料").click()
    expect(lead.get_by_role("heading", name="抽取比例与抽中机会")).to_be_visible(timeout=60_000)
    fresh_code(lead, "shen")
    lead.get_by_role("button", name="提交复核").click()
    expect(lead.get_by_text("已提交；请复核人来看过")).to_be_visible()

    take(second, TITLE)
    fresh_code(second, "zheng")
    second.get_by_role("button", name="封存名录和规则").click()
    expect(second.get_by_text("已封存。请见证人和监督抄下封存码")).to_be_visible()

    with counter.paused():
        lead.goto("/office/")
        for _ in range(4):
            lead.get_by_role("button", name="快进 30 分钟").click()
            expect(lead.get_by_text("演示时钟快进了")).to_be_visible()
    take(lead, TITLE)
    lead.fill("#id_value", DICE)
    lead.get_by_role("button", name="录入").click()
    expect(lead.get_by_text("已录入；请另一位对着公告再填一遍")).to_be_visible()
    take(third, TITLE)
    third.fill("#id_value", DICE)
    fresh_code(third, "ji")
    third.get_by_role("button", name="核对").click()
    expect(third.get_by_text("两次一样，已记入日志")).to_be_visible()

    lead.reload()
    fresh_code(lead, "shen")
    lead.get_by_role("button", name="开始抽取").click()
    expect(lead.get_by_role("link", name="看名单和派员")).to_be_visible(timeout=60_000)
    with lead.expect_download():
        lead.get_by_role("link", name="抽取记录草稿").click()

    assert counter.clicks == 20
    assert counter.pages <= 36
