"""The site as a newcomer starts it: the demonstration in a process of its own, and a browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from oversight.demo import accounts as demo_accounts
from tests.support import databases

SOURCES = Path(__file__).resolve().parents[3] / "src"
START_SECONDS = 180
MAKE_SECONDS = 900  # of a busy machine; forty are usual
# The program of the site does not run under the settings of the tests.
_OURS = ("DJANGO_SETTINGS_MODULE", "MINGQIAN_HOME", "TEST_DATABASE_URL", "MINGQIAN_DATABASE")


@pytest.fixture(scope="session")
def demonstration(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,  # noqa: ARG001 - the tables are there
) -> Path:
    """Give a demonstration that is not running; the programs of one run make it once."""
    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    home, unfinished = folder / "demonstration", folder / "demonstration-to-come"
    try:
        unfinished.mkdir()
    except FileExistsError:  # another program makes it
        _wait_until(home.is_dir)
        return home
    databases.lay_in(unfinished)
    said = (folder / "demonstration-said").open("wb")
    with said, _start(unfinished, ["--prepare-only"], said) as process:
        try:
            assert process.wait(timeout=MAKE_SECONDS) == 0
        finally:
            process.kill()
    unfinished.rename(home)
    return home


@pytest.fixture(scope="session")
def site(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the demonstration that most journeys share, and give its address."""
    yield from running_site(demonstration, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def fresh_site(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a demonstration that no other journey has changed, and give its address."""
    yield from running_site(demonstration, tmp_path_factory.mktemp("site"))


def running_site(demonstration: Path, home: Path) -> Iterator[str]:
    """Start a copy of a demonstration and give its address; it stops afterwards."""
    shutil.copytree(demonstration, home, dirs_exist_ok=True)
    port = _free_port()
    with (home / "said").open("wb") as said:
        process = _start(home, ["--port", str(port)], said)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, process, home / "said")
            yield address
        finally:
            process.terminate()
            process.wait(timeout=60)


def _start(home: Path, words: list[str], said: BinaryIO) -> subprocess.Popen[bytes]:
    environment = {k: v for k, v in os.environ.items() if k not in _OURS}
    environment |= {"PYTHONPATH": str(SOURCES), "PYTHONUTF8": "1"}
    program = [sys.executable, "-m", "oversight", "demo", "--home", str(home)]
    return subprocess.Popen([*program, *words], env=environment, stdout=said, stderr=said)


def _wait_until(is_there: Callable[[], bool]) -> None:
    for _ in range(MAKE_SECONDS):
        if is_there():
            return
        time.sleep(1)
    pytest.fail("the demonstration was not made")


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
            urlopen(address, timeout=30).close()  # noqa: S310 - our own address
        except OSError:  # not yet, or not in time
            time.sleep(1)
        else:
            return
    pytest.fail(f"the site did not start:\n{said.read_text()[-3000:]}")
