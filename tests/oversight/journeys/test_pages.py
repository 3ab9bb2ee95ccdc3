"""Every page in a real browser at two widths: nothing serious for axe, nothing wider than it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
AXE = (Path(__file__).resolve().parents[2] / "vendor" / "axe-4.14.1.min.js").read_text()
PAGES = {
    "": (
        *("/", "/items/", "/items/LDBZ-06/", "/inspectors/", "/log/", "/sign-in/"),
        *("/draws/", "/plans/", "/plans/99010720260001/1/", "/how/", "/fair/"),
        *("/draws/990107202302220001-1/", "/draws/990107202302220001-1/?q=91990107MA000775DA"),
        *("/draws/990107202602100002-1/", "/draws/990107202602100003-1/"),
        "/draws/990107202602100003-1/slip/",
        "/no/such/page/",
    ),
    "shen": (
        *("/office/", "/office/plans/", "/office/plans/2/", "/office/plans/3/"),
        *("/office/plans/new/", "/office/plans/2/change/", "/office/plans/2/file/"),
        *("/office/plans/3/tasks/new/", "/office/plans/3/tasks/read/", "/office/tasks/7/edit/"),
        *("/office/draws/", "/office/draws/1/", "/office/draws/2/", "/office/draws/3/"),
        *("/office/draws/4/", "/office/draws/5/", "/office/draws/5/setup/"),
        *("/office/draws/5/witness/", "/office/draws/5/exception/", "/office/draws/temporary/"),
        *("/office/draws/2/excluded/", "/office/draws/2/results/", "/office/visits/"),
        *("/office/visits/1/", "/office/visits/1/ask/"),
    ),
    "wei": ("/office/", "/office/visits/", "/office/visits/1/", "/office/visits/1/accept/"),
    "luo": (
        *("/office/", "/office/items/", "/office/items/1/", "/office/items/new/"),
        *("/office/items/1/revise/", "/office/items/on-day/?day=2024-01-01"),
        *("/office/subjects/", "/office/subjects/?q=食品", "/office/subjects/?q=没有这样的"),
        *("/office/subjects/55/", "/office/subjects/55/edit/", "/office/subjects/new/"),
        "/office/subjects/on-day/?day=2024-06-01",
        "/office/subjects/differences/?from=2025-01-01&to=2025-02-01",
        *("/office/inspectors/", "/office/inspectors/4/", "/office/inspectors/new/"),
        *("/office/inspectors/4/edit/", "/office/inspectors/4/certify/"),
        *("/office/inspectors/4/leave/", "/office/inspectors/4/recuse/"),
        *("/office/inspectors/on-day/", "/office/health/", "/office/imports/"),
        *(
            "/office/imports/new/",
            "/office/imports/1/",
            "/office/imports/3/undo/",
            "/office/me/",
            "/office/me/password/",
        ),
        *("/office/me/code/", "/office/rules/?start=2026-02-10&count=20"),
    ),
    "zheng": (
        *("/office/", "/office/items/2/cancel/", "/office/rules/1/", "/office/calendar/new/"),
        *("/office/calendar/2026/", "/office/items/2/publish/"),
    ),
    "ji": (
        *("/office/", "/office/trail/", "/office/trail/300/", "/office/trail/?refused=1"),
        *("/office/accounts/requests/", "/office/accounts/requests/2/"),
        "/office/reconciliation/",
    ),
    "admin": (
        *("/office/", "/office/accounts/", "/office/accounts/new/", "/office/accounts/2/"),
        *("/office/organisations/new/", "/office/keys/", "/office/trail/"),
        *("/office/accounts/requests/", "/office/accounts/requests/2/"),
        *("/office/bureaus/", "/office/bureaus/new/"),
    ),
}
_RUN = """async () => {
    const found = await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice']});
    return found.violations.filter(v => v.impact === 'serious' || v.impact === 'critical')
        .map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 120)).join(' | '));
}"""


@pytest.mark.parametrize("who", PAGES, ids=lambda who: who or "public")
@pytest.mark.parametrize("width", [1366, 390])
def test_every_page_is_accessible_and_fits(
    visit: Callable[..., Page], who: str, width: int
) -> None:
    # axe is put into the page by the test; the site's own policy would refuse it.
    page = visit(who, viewport={"width": width, "height": 800}, bypass_csp=True)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    troubles = []

    for address in PAGES[who]:
        response = page.goto(address)
        assert response is not None
        if response.status != (404 if "no/such" in address else 200):
            troubles.append(f"{address}: {response.status}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            troubles.append(f"{address}: {wide} px wide")
        page.evaluate(AXE)
        troubles += [f"{address}: {found}" for found in page.evaluate(_RUN)]

    assert troubles == []
    assert errors == []


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
