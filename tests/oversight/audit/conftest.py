"""A site for the programs that append to its trail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sites import Site, site_for


@pytest.fixture
def site(tmp_path: Path, db: None) -> Iterator[Site]:  # noqa: ARG001
    """Give a site with a fresh database of the kind under test."""
    with site_for(Path(__file__).with_name("appending.py"), tmp_path) as found:
        yield found
