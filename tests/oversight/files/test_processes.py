"""A program that is killed while a file comes: nothing acknowledged is lost, nothing is doubled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sites import Site, site_for

PIECE = 262_144


@pytest.fixture
def site(tmp_path: Path, db: None) -> Iterator[Site]:  # noqa: ARG001
    with site_for(Path(__file__).with_name("receiving_program.py"), tmp_path) as found:
        yield found


def test_a_program_killed_again_and_again_keeps_what_it_acknowledged(site: Site) -> None:
    """It is killed after a few acknowledged pieces each time, with the next one on its way."""
    acknowledged = 0
    for pieces in (1, 5):
        program = site.start("receive")
        assert program.stdout is not None
        begun_at = int(program.stdout.readline())
        assert begun_at >= acknowledged
        for _ in range(pieces):
            acknowledged = int(program.stdout.readline())
        program.kill()
        program.stdout.close()
        program.wait(timeout=30)

    lines = site.run("finish")

    assert int(lines[0]) >= acknowledged >= 6 * PIECE
    assert lines[-1] == "True True []"
