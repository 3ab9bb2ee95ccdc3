"""Several programs that issue documents at once, one of them killed: no gap and no double."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sites import Site, site_for


@pytest.fixture
def site(tmp_path: Path, db: None) -> Iterator[Site]:  # noqa: ARG001
    with site_for(Path(__file__).with_name("issuing_program.py"), tmp_path) as made:
        made.run("ready")
        yield made


def test_numbers_have_no_gap_whoever_asks_at_once_or_is_killed(site: Site) -> None:
    programs = [site.start("issue", "6") for _ in range(2)]
    victim = site.start("issue", "50")
    assert victim.stdout is not None
    victim.stdout.readline()
    victim.kill()
    victim.stdout.close()
    victim.wait(timeout=30)

    for program in programs:
        program.communicate(timeout=120)
    site.run("issue", "1")

    places = [int(word) for word in site.run("numbers")[-1].split()]
    assert [program.returncode for program in programs] == [0, 0]
    assert len(places) >= 14
    assert places == list(range(1, len(places) + 1))
