"""A site for the programs that append to its trail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sites import Site, copy_of, site_for


@pytest.fixture(scope="module")
def prepared_site(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,  # noqa: ARG001
) -> Iterator[Site]:
    """Prepare the site of which each test has a copy."""
    program = Path(__file__).with_name("appending.py")
    with site_for(program, tmp_path_factory.mktemp("prepared")) as found:
        yield found


@pytest.fixture
def site(prepared_site: Site, tmp_path: Path) -> Iterator[Site]:
    """Give a site with a fresh database of the kind under test."""
    with copy_of(prepared_site, tmp_path) as found:
        yield found
