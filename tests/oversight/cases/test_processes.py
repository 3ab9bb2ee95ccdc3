"""A program that is killed between any two steps, or in one: nothing is lost, nothing doubled."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sites import Site, site_for

STEPS = (
    *("begin", "submit", "file", "assign", "collect", "judge", "tell", "defend"),
    *("propose", "decide", "serve", "pay", "execute", "submit_closing", "close"),
)
PAPERS = (
    *("case-closing", "case-filing", "clue-transfer"),
    *("penalty", "penalty-notice", "rectification-order"),
)


@pytest.fixture
def site(tmp_path: Path, db: None) -> Iterator[Site]:  # noqa: ARG001
    with site_for(Path(__file__).with_name("following_program.py"), tmp_path) as own_site:
        yield own_site


def _killed(site: Site, number: str, steps: int, seconds: float) -> bool:
    """Let it do some steps, and kill it within the next one; tell whether it was done by then."""
    program = site.start("work", number)
    assert program.stdout is not None
    lines = [program.stdout.readline() for _ in range(steps + 1)]
    time.sleep(seconds)
    program.kill()
    program.stdout.close()
    program.wait(timeout=60)
    return lines[-1] == ""


def test_a_case_killed_at_every_third_step_is_closed_once(site: Site) -> None:
    number = site.run("ready")[-1]

    for round_ in range(12):
        if _killed(site, number, steps=3, seconds=0.04 * round_):
            break

    site.run("work", number)
    state, acts, papers, parts = site.run("check", number)
    assert state == f"closed {len(STEPS)} 0"
    assert tuple(acts.split()) == STEPS
    assert tuple(papers.split()) == PAPERS
    assert parts == "1 1"
