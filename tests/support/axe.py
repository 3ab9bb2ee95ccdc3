"""What axe finds wrong with a page as it stands."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).resolve().parents[1] / "vendor" / "axe-4.14.1.min.js").read_text()
_RUN = """async () => {
    const found = await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice']});
    return found.violations
        .map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 120)).join(' | '));
}"""


def troubles(page: Page, width: int) -> list[str]:
    """List every violation, and whether the page is wider than the screen.

    The page's own policy must be bypassed: axe is put into it by the test.
    """
    page.evaluate(AXE)
    wide = page.evaluate("document.documentElement.scrollWidth")
    broad = [f"{wide} px wide"] if wide > width else []
    return [*broad, *page.evaluate(_RUN)]
