"""Two operators at once, and a program that is killed: one draw, one result."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sites import Site, copy_of, site_for


@pytest.fixture(scope="module")
def ready_site(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,  # noqa: ARG001
) -> Iterator[Site]:
    """Give a site with a draw that can be held."""
    program = Path(__file__).with_name("holding_program.py")
    with site_for(program, tmp_path_factory.mktemp("ready"), "ready") as found:
        yield found


@pytest.fixture
def site(ready_site: Site, tmp_path: Path) -> Iterator[Site]:
    """Give a copy of the site, to hold its draw."""
    with copy_of(ready_site, tmp_path) as found:
        yield found


def test_two_operators_at_once_hold_one_draw(site: Site) -> None:
    draw = site.said[-1]
    programs = [site.start("hold", draw) for _ in range(2)]

    said = [program.communicate(timeout=120)[0].splitlines()[-1] for program in programs]

    assert said == ["published", "published"]
    assert site.run("check", draw)[-1] == "published 1 30 0"


@pytest.mark.parametrize("seconds", [0.0, 0.1, 0.4])
def test_a_program_killed_at_any_moment_finishes_its_draw_once(site: Site, seconds: float) -> None:
    draw = site.said[-1]
    program = site.start("hold", draw)
    assert program.stdout is not None
    program.stdout.readline()
    time.sleep(seconds)
    program.kill()
    program.stdout.close()
    program.wait(timeout=30)

    site.run("hold", draw)

    assert site.run("check", draw)[-1] == "published 1 30 0"
