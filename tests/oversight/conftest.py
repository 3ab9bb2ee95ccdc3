"""The platform's tests run on a real database: SQLite, or the PostgreSQL in TEST_DATABASE_URL."""

from __future__ import annotations

import copy
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from oversight.audit import publication
from oversight.draws.models import Draw
from oversight.registry.models import Subject
from oversight.registry.services import reviews
from tests.support import databases, draw_factory, platform_factory
from tests.support.platform_factory import Bureau

# Playwright's synchronous interface leaves its event loop marked as running in this thread; Django
# would take every later test of the same process for asynchronous code, which none of it is.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


FOLDERS = {"LOG_FOLDER": "log", "UPLOADS": "uploads", "DRAWS": "draws"}
FOLDERS |= {"FILES": "files"}
ORIGIN = "tests.example/log"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,  # noqa: ARG001
    django_db_modify_db_settings: None,  # noqa: ARG001
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Give this process a database whose tables are a copy of those made before."""
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(databases.of_the_tests())
        yield
        with django_db_blocker.unblock():
            stack.close()


@pytest.fixture(autouse=True)
def log_folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Give every test a log, uploads and a cache of its own."""
    for name, folder in FOLDERS.items():
        setattr(settings, name, tmp_path / folder)
    publication.init(ORIGIN)
    cache.clear()  # how often an address asked is no matter between tests
    yield tmp_path / "log"
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.fixture(scope="module")
def module_site(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,  # noqa: ARG001
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Path]:
    """Give a site that the tests of a module share: what one of them changes is taken back."""
    site = tmp_path_factory.mktemp("site")
    folders = {name: site / folder for name, folder in FOLDERS.items()}
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**folders):
            publication.init(ORIGIN)
            yield site
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def shared_bureau(module_site: Path) -> Bureau:  # noqa: ARG001
    """Make the bureau of a module once."""
    return platform_factory.bureau("青禾区人力资源和社会保障局", "own")


@pytest.fixture
def own(shared_bureau: Bureau, module_site: Path, log_folder: Path, db: None) -> Bureau:  # noqa: ARG001
    """Give the bureau the tests are about, with the files of the module's site."""
    shutil.copytree(module_site, log_folder.parent, dirs_exist_ok=True)
    cache.clear()
    return copy.deepcopy(shared_bureau)


@pytest.fixture(scope="module")
def stocked(shared_bureau: Bureau, request: pytest.FixtureRequest) -> Bureau:
    """Stock the module's bureau once, with as much as its ``STOCK``; a second person confirms."""
    draw_factory.bureau(shared_bureau, **getattr(request.module, "STOCK", {}))
    rows = Subject.objects.filter(bureau=shared_bureau.organisation)
    reviews.confirm(
        actor=shared_bureau.actors["approver"],
        acts=rows.values_list("entry", flat=True),
        at=draw_factory.MADE,
    )
    return shared_bureau


@pytest.fixture(scope="module")
def shared_draw(shared_bureau: Bureau) -> Draw:
    """Make a draw of the module's bureau once, the whole way to its result."""
    return draw_factory.whole(shared_bureau)


@pytest.fixture
def draw(shared_draw: Draw, own: Bureau) -> Draw:  # noqa: ARG001
    """Give a bureau's draw that went the whole way, all of it on record."""
    return Draw.objects.get(pk=shared_draw.pk)


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
