"""Settings of all tests, and the one browser they share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

# No property depends on how busy the machine is.
settings.register_profile(
    "steady", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("steady")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files with journeys first: they are the longest, and the others fill the gaps."""
    journeys = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in journeys)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once for all tests; without one the run fails, it does not skip."""
    found = os.environ.get("MINGQIAN_CHROMIUM") or next(
        path for name in CHROMIUMS if (path := shutil.which(name))
    )
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield started
        started.close()
