"""The platform's tests run on a real database: SQLite, or the PostgreSQL in TEST_DATABASE_URL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from oversight.audit import publication
from tests.support import platform_factory
from tests.support.platform_factory import Bureau

# Playwright's synchronous interface leaves its event loop marked as running in this thread; Django
# would take every later test of the same process for asynchronous code, which none of it is.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(autouse=True)
def log_folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Give every test a log, uploads and a cache of its own."""
    settings.LOG_FOLDER = tmp_path / "log"
    settings.UPLOADS = tmp_path / "uploads"
    settings.DRAWS = tmp_path / "draws"
    cache.clear()  # how often an address asked is no matter between tests
    publication.init("tests.example/log")
    cache.clear()
    yield tmp_path / "log"
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.fixture
def own(db: None) -> Bureau:  # noqa: ARG001
    """Give the bureau the tests are about."""
    return platform_factory.bureau("青禾区人力资源和社会保障局", "own")


@pytest.fixture
def foreign(db: None) -> Bureau:  # noqa: ARG001
    """Give another bureau, whose rows must not exist for the first."""
    return platform_factory.bureau("石桥县人力资源和社会保障局", "foreign")


@pytest.fixture
def signed_in(client: Client) -> Any:
    """Give a function that signs somebody in through the page and gives the client."""

    def sign_in(bureau: Bureau, name: str) -> Client:
        told = {"username": bureau.actors[name].username, "password": platform_factory.PASSWORD}
        response = client.post("/sign-in/", told)
        assert response.status_code == 302
        return client

    return sign_in
