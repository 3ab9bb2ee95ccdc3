"""Every page in a real browser at two widths: nothing for axe, nothing wider than it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
AXE = (Path(__file__).resolve().parents[2] / "vendor" / "axe-4.14.1.min.js").read_text()
PAGES = {
    "": (
        *("/", "/items/", "/items/LDBZ-06/", "/inspectors/", "/log/", "/sign-in/"),
        *(
            "/draws/",
            "/plans/",
            "/plans/99010720260001/1/",
            "/how/",
            "/fair/",
            "/papers/",
            "/data/",
        ),
        *("/find/", "/find/?q=食品", "/enterprises/91990107MA000775DA/", "/log/?page=2"),
        "/draws/990107202302220001-1/?q=食品",
        *("/draws/990107202302220001-1/", "/draws/990107202302220001-1/?q=91990107MA000775DA"),
        *("/draws/990107202602100002-1/", "/draws/990107202602100003-1/"),
        *("/draws/990107202602100003-1/slip/", "/witness/no-such-link/"),
        *("/trust/", "/field/", "/field/check/"),
        "/no/such/page/",
    ),
    "shen": (
        *("/office/", "/office/plans/", "/office/plans/2/", "/office/plans/3/"),
        *("/office/plans/new/", "/office/plans/2/change/", "/office/plans/2/file/"),
        *("/office/plans/3/compare/", "/office/plans/3/rename/", "/office/plans/3/discard/"),
        *("/office/plans/3/tasks/new/", "/office/plans/3/tasks/read/", "/office/tasks/7/edit/"),
        *("/office/draws/", "/office/draws/1/", "/office/draws/2/", "/office/draws/3/"),
        *("/office/draws/4/", "/office/draws/5/", "/office/draws/5/setup/"),
        *("/office/draws/5/witness/", "/office/draws/5/exception/", "/office/draws/temporary/"),
        *(
            "/office/draws/2/excluded/",
            "/office/draws/2/results/",
            "/office/draws/2/signed/",
            "/office/visits/",
        ),
        *("/office/visits/1/", "/office/visits/1/ask/"),
        *("/office/search/?q=食品", "/office/search/?q=没有这样的", "/office/deadlines/"),
        *("/office/help/", "/office/draws/?q=没有这样的", "/office/first-steps/"),
        *("/office/documents/", "/office/documents/templates/", "/office/documents/word/"),
        *("/office/documents/templates/notice/", "/office/draws/2/record/"),
        "/office/documents/templates/notice/upload/",
    ),
    "wei": (
        *("/office/", "/office/visits/", "/office/visits/1/", "/office/visits/1/accept/"),
        *("/office/visits/?state=drawn&due=undated", "/office/visits/?q=没有这样的"),
        *("/office/visits/bulk/?act=accept&all=1", "/office/visits/print/"),
        *("/office/visits/calendar/", "/office/approvals/", "/office/visits/new/?q=食品"),
        "/office/visits/notices/",
        *("/office/visits/1/submit/", "/office/visits/1/urgent/", "/office/cases/"),
        *("/office/cases/1/", "/office/cases/1/make/pay/", "/office/cases/print/"),
        *("/office/referrals/", "/office/referrals/1/", "/office/referrals/1/make/receive/"),
        *("/office/visits/1/case/", "/office/visits/1/referral/"),
    ),
    "luo": (
        *("/office/", "/office/items/", "/office/items/1/", "/office/items/new/"),
        *("/office/items/1/revise/", "/office/items/on-day/?day=2024-01-01"),
        *("/office/subjects/", "/office/subjects/?q=食品", "/office/subjects/?q=没有这样的"),
        *("/office/subjects/55/", "/office/subjects/55/edit/", "/office/subjects/new/"),
        *("/office/visits/new/?q=食品", "/office/visits/new/55/"),
        "/office/subjects/on-day/?day=2024-06-01",
        "/office/subjects/differences/?from=2025-01-01&to=2025-02-01",
        *("/office/inspectors/", "/office/inspectors/4/", "/office/inspectors/new/"),
        *("/office/inspectors/4/edit/", "/office/inspectors/4/certify/"),
        *("/office/inspectors/4/leave/", "/office/inspectors/4/recuse/"),
        "/office/inspectors/4/account/",
        *("/office/inspectors/on-day/", "/office/health/", "/office/imports/"),
        *("/office/inspectors/loads/", "/office/views/", "/office/visits/print/"),
        *("/office/plans/2/", "/office/plans/?q=ldyg", "/office/draws/?sort=title"),
        *(
            "/office/imports/new/",
            "/office/imports/1/",
            "/office/imports/3/undo/",
            "/office/me/",
            "/office/me/password/",
        ),
        *("/office/imports/?page=99", "/office/imports/2/undo/"),
        *("/office/me/code/", "/office/rules/?start=2026-02-10&count=20"),
    ),
    "zheng": (
        *("/office/", "/office/items/2/cancel/", "/office/rules/1/", "/office/calendar/new/"),
        *("/office/calendar/2026/", "/office/items/2/publish/"),
        *("/office/accounts/requests/", "/office/draws/5/", "/office/me/"),
    ),
    "ji": (
        *("/office/", "/office/trail/", "/office/trail/300/", "/office/trail/?refused=1"),
        *("/office/accounts/requests/", "/office/accounts/requests/2/"),
        *("/office/reconciliation/", "/office/health/", "/office/draws/4/"),
    ),
    "admin": (
        *("/office/", "/office/accounts/", "/office/accounts/new/", "/office/accounts/2/"),
        *("/office/organisations/new/", "/office/keys/", "/office/trail/"),
        *("/office/accounts/requests/", "/office/accounts/requests/2/"),
        *("/office/bureaus/", "/office/bureaus/new/", "/office/reconciliation/"),
        *("/office/trail/1/", "/office/accounts/?page=99", "/office/first-steps/"),
        *("/office/accounts/2/close/", "/office/appointments/2/dismiss/"),
        "/office/accounts/2/phone/",
        *("/office/organisations/3/end/", "/office/certificate/"),
        *("/office/log-witnesses/", "/office/log-witnesses/new/"),
    ),
}
WIDTHS = (1440, 390)
_RUN = """async () => {
    const found = await axe.run({
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice'],
        resultTypes: ['violations'], preload: false,
    });
    return found.violations
        .map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 120)).join(' | '));
}"""


@pytest.mark.parametrize("who", PAGES, ids=lambda who: who or "public")
def test_every_page_is_accessible_and_fits(visit: Callable[..., Page], who: str) -> None:
    # axe is put into the page by the test; the site's own policy would refuse it.
    page = visit(who, bypass_csp=True)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    troubles = []

    for place, address in enumerate(PAGES[who]):
        # Half of the pages are loaded at each width, and all are seen at both.
        widths = WIDTHS if place % 2 else WIDTHS[::-1]
        page.set_viewport_size({"width": widths[0], "height": 800})
        response = page.goto(address)
        assert response is not None
        if response.status != (404 if "no/such" in address or "no-such" in address else 200):
            troubles.append(f"{address}: {response.status}")
        troubles += _troubles(page, widths)

    assert troubles == []
    assert errors == []


def _troubles(page: Page, widths: tuple[int, ...] = WIDTHS) -> list[str]:
    """Say what is wrong with the page as it stands, at both widths."""
    page.evaluate(AXE)
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{page.url}: {wide} px wide"] if wide > width else []
        found += [f"{page.url} at {width}: {one}" for one in page.evaluate(_RUN)]
    return found


def test_an_import_is_accessible_on_its_way(visit: Callable[..., Page]) -> None:
    clerk = visit("luo", bypass_csp=True)
    clerk.goto("/office/imports/new/")
    clerk.set_input_files(
        "#id_file", {"name": "两张表.xlsx", "mimeType": "", "buffer": _two_sheets()}
    )
    clerk.get_by_role("button", name="上传并核对").click()
    expect(clerk.get_by_text("有几张工作表都有内容")).to_be_visible()
    troubles = _troubles(clerk)

    clerk.get_by_label("东城").check()
    clerk.get_by_role("button", name="读这张表").click()
    expect(clerk.get_by_role("heading", name="词语对应")).to_be_visible()
    troubles += _troubles(clerk)
    clerk.get_by_role("button", name="不导了").click()

    assert troubles == []


def test_a_witness_is_invited_on_accessible_pages(visit: Callable[..., Page]) -> None:
    lead = visit("shen", bypass_csp=True)
    lead.goto("/office/draws/temporary/")
    lead.fill("#id_title", "临时抽查人力资源机构")
    lead.fill("#id_why", "群众反映")
    lead.get_by_label("经营性人力资源服务机构从事服务活动的情况").check()
    lead.fill("#id_ratio", "5")
    lead.get_by_role("button", name="建立", exact=True).click()
    lead.get_by_role("link", name="请一位").click()
    for name, value in (("name", "邱知远"), ("unit", "市民"), ("capacity", "市民代表")):
        lead.fill(f"#id_{name}", value)
    lead.get_by_role("button", name="请", exact=True).click()
    link = lead.locator("p.text-break").filter(has_text="/witness/").inner_text()
    troubles = _troubles(lead)

    phone = visit("", bypass_csp=True)
    phone.goto(link)
    troubles += _troubles(phone)
    second = visit("", bypass_csp=True)
    second.goto(link)
    expect(second.get_by_text("这台设备不能用这个席位")).to_be_visible()
    troubles += _troubles(second)
    lead.get_by_role("link", name="本人已扫码，回到抽取").click()
    troubles += _troubles(lead)
    lead.get_by_text("放弃这次抽取").click()
    lead.fill("#drop-reason", "不用了")
    lead.get_by_role("button", name="放弃", exact=True).click()

    assert troubles == []


def _two_sheets() -> bytes:
    """Make a workbook of two sheets, one with words that nobody knows."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    for name in ("东城", "西城"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["统一社会信用代码", "企业名称", "登记状态", "守法诚信等级"])
        sheet.write_row(1, 0, ["91990107MA0090040X", "青禾区第四机械厂", "存续", "A级"])
        sheet.write_row(2, 0, ["合计", 1])
    book.close()
    return buffer.getvalue()


@pytest.mark.parametrize("step", ["seal", "seed", "draw", "assign"])
def test_the_meeting_screen_fits_and_is_accessible(visit: Callable[..., Page], step: str) -> None:
    page = visit(
        "", viewport={"width": 1920, "height": 1080}, bypass_csp=True, reduced_motion="reduce"
    )

    page.goto(f"/draws/990107202302220001-1/screen/?step={step}")

    page.evaluate(AXE)
    assert page.evaluate(_RUN) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1920
    assert page.evaluate("document.documentElement.scrollHeight") <= 1080


def test_the_policy_of_the_site_is_never_broken_by_its_own_pages(
    visit: Callable[..., Page],
) -> None:
    said: list[str] = []
    page = visit("luo")
    page.on("console", lambda message: said.append(message.text))

    for address in PAGES["luo"]:
        page.goto(address)

    assert [text for text in said if "Content Security Policy" in text] == []
