"""Telephones for tests: a site behind a line, pictures, browsers, and the battery that dies."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import signal
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, ViewportSize, expect

from oversight.common import personal_keys
from tests.conftest import CHROMIUMS
from tests.support.cutting_line import CuttingLine

SCREEN = ViewportSize(width=390, height=844)
PATIENCE = 30_000


@dataclass(frozen=True, kw_only=True)
class FieldSite:
    """A running site behind a line that can be cut."""

    home: Path
    line: CuttingLine
    officers: list[str]
    names: list[str]
    password: str
    visits: list[int]
    records: list[dict[str, Any]]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.line.port}"

    def versions(self, visit: int) -> list[dict[str, Any]]:
        """Give the contents of all versions of a visit's record, in their order."""
        query = """SELECT v.content FROM inspections_fieldversion v
            JOIN inspections_fieldrecord r ON r.id = v.record_id
            WHERE r.visit_id = ? ORDER BY v.number"""
        return [json.loads(self._read(row[0])) for row in self._rows(query, visit)]

    def notes(self, visit: int) -> list[object]:
        return [content["minutes"]["facts"] for content in self.versions(visit)]

    def pictures(self, visit: int) -> set[str]:
        """Give the digests of a record's pictures, each of which is whole in the store."""
        query = """SELECT p.digest FROM inspections_fieldpicture p
            JOIN inspections_fieldrecord r ON r.id = p.record_id WHERE r.visit_id = ?"""
        digests = [row[0] for row in self._rows(query, visit)]
        assert len(digests) == len(set(digests))
        for digest in digests:
            (file,) = [path for path in (self.home / "files").rglob(digest) if path.is_file()]
            assert hashlib.sha256(file.read_bytes()).hexdigest() == digest
        return set(digests)

    def _read(self, stored: str) -> bytes:
        """Decrypt what the site keeps of persons, by the keys that lie in its folder."""
        keys = personal_keys.read_keys((self.home / "keys" / "personal-data").read_text())
        return MultiFernet([Fernet(key) for key in keys.keys]).decrypt(stored)

    def _rows(self, query: str, visit: int) -> list[tuple[str]]:
        database = sqlite3.connect(self.home / "mingqian.sqlite3", timeout=30)
        try:
            return database.execute(query, (visit,)).fetchall()
        finally:
            database.close()


def ready(page: Page, site: FieldSite, username: str) -> Page:
    sign_in(page, site, username)
    page.goto(f"{site.address}/field/")
    expect(page.locator("#tasks li").first).to_be_visible(timeout=PATIENCE)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def sign_in(page: Page, site: FieldSite, username: str) -> None:
    page.goto(f"{site.address}/sign-in/")
    page.fill("#id_username", username)
    page.fill("#id_password", site.password)
    page.click("button.btn-primary")
    page.wait_for_url("**/office/**")


def opened(page: Page, site: FieldSite, visit: int) -> Page:
    page.goto(f"{site.address}/field/#/{visit}/minutes")
    expect(page.locator("#field-facts")).to_be_visible(timeout=PATIENCE)
    return page


def shows(page: Page, words: str) -> None:
    # `wait_for_function` would need what the policy of the pages forbids.
    expect(page.locator("#count")).to_contain_text(words, timeout=PATIENCE)


def photo(seed: int, edge: int = 200) -> FilePayload:
    """Make a picture that no compression makes small."""
    noise = hashlib.shake_256(str(seed).encode()).digest(edge * edge * 3)
    buffer = io.BytesIO()
    Image.frombytes("RGB", (edge, edge), noise).save(buffer, "JPEG", quality=90)
    return FilePayload(name=f"{seed}.jpg", mimeType="image/jpeg", buffer=buffer.getvalue())


def kill(profile: Path) -> int:
    """Kill all processes of one browser at once, as a dying battery does; give how many."""
    parents, roots = {}, set()
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                parents[folder.name] = (folder / "stat").read_text().rpartition(")")[2].split()[1]
                if f"--user-data-dir={profile}".encode() in (folder / "cmdline").read_bytes():
                    roots.add(folder.name)
    doomed = set(roots)
    while more := {child for child, parent in parents.items() if parent in doomed} - doomed:
        doomed |= more
    for number in doomed:
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(number), signal.SIGKILL)
    return len(doomed)


def launched(browser: Browser, profile: Path) -> BrowserContext:
    """Start a browser that keeps all it has in a folder."""
    programs = [os.environ.get("MINGQIAN_CHROMIUM"), *map(shutil.which, CHROMIUMS)]
    return browser.browser_type.launch_persistent_context(
        profile,
        executable_path=next(filter(None, programs)),
        args=["--no-sandbox", "--disable-dev-shm-usage"],
        viewport=SCREEN,
    )


def text_digest(content: dict[str, Any]) -> str:
    """Compute what signatures are bound to: all but what comes after the text."""
    later = ("signatures", "refusal", "paper")
    text = {name: value for name, value in content.items() if name not in later}
    raw = json.dumps(text, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(raw.encode()).hexdigest()
