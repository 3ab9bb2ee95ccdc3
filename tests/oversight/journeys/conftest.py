"""The site as a newcomer starts it: the demonstration in a process of its own, and a browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from oversight.demo import accounts as demo_accounts

SOURCES = Path(__file__).resolve().parents[3] / "src"
START_SECONDS = 180
# The program of the site does not run under the settings of the tests.
_OURS = ("DJANGO_SETTINGS_MODULE", "MINGQIAN_HOME", "TEST_DATABASE_URL", "MINGQIAN_DATABASE")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the demonstration that most journeys share, and give its address."""
    yield from running_site(tmp_path_factory)


@pytest.fixture(scope="module")
def fresh_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a demonstration that no other journey has changed, and give its address."""
    yield from running_site(tmp_path_factory)


def running_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a demonstration and give its address; it stops afterwards."""
    home, port = tmp_path_factory.mktemp("site"), _free_port()
    environment = {k: v for k, v in os.environ.items() if k not in _OURS}
    environment |= {"PYTHONPATH": str(SOURCES), "PYTHONUTF8": "1"}
    words = ["demo", "--home", str(home), "--port", str(port)]
    with (home / "said").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "oversight", *words], env=environment, stdout=said, stderr=said
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, process, home / "said")
            yield address
        finally:
            process.terminate()
            process.wait(timeout=60)


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Give a function that opens the site for somebody, signed in unless nobody is named."""
    contexts: list[BrowserContext] = []

    def open_for(username: str = "", **options: object) -> Page:
        context = browser.new_context(base_url=site, locale="zh-CN", **options)  # type: ignore[arg-type] # Playwright's own options
        contexts.append(context)
        page = context.new_page()
        if username:
            page.goto("/sign-in/")
            page.fill("#id_username", username)
            page.fill("#id_password", demo_accounts.PASSWORD)
            page.click("button.btn-primary")
            page.wait_for_url("**/office/**")
        return page

    yield open_for
    for context in contexts:
        if context in browser.contexts:
            context.close()


@pytest.fixture
def code_of(visit: Callable[..., Page]) -> Callable[[str], str]:
    """Give a function that reads a code from the table of the demonstration's sign-in page."""

    def read(username: str) -> str:
        page = visit()
        page.goto("/sign-in/")
        row = page.locator("tr", has=page.get_by_role("cell", name=username, exact=True))
        code = row.locator("td").nth(2).inner_text().strip()
        page.context.close()
        return code

    return read


@pytest.fixture(scope="session")
def used_codes() -> set[tuple[str, str]]:
    """Remember which codes were used: none serves twice."""
    return set()


@pytest.fixture
def fresh_code(
    code_of: Callable[[str], str], used_codes: set[tuple[str, str]]
) -> Callable[[Page, str], None]:
    """Give a function that types a code that was not used before."""

    def fill(page: Page, username: str) -> None:
        while (username, code := code_of(username)) in used_codes:
            page.wait_for_timeout(1000)
        used_codes.add((username, code))
        page.fill("#id_code", code)

    return fill


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _wait_for(address: str, process: subprocess.Popen[bytes], said: Path) -> None:
    for _ in range(START_SECONDS):
        if process.poll() is not None:
            break
        try:
            urlopen(address, timeout=5).close()  # noqa: S310 - our own address
        except (URLError, ConnectionError):
            time.sleep(1)
        else:
            return
    pytest.fail(f"the site did not start:\n{said.read_text()[-3000:]}")
