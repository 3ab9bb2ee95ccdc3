"""Telephones for tests: pictures, browsers with a profile, and the battery that dies."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import signal
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, ViewportSize

from tests.conftest import CHROMIUMS

SCREEN = ViewportSize(width=390, height=844)


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
