"""A worker that dies is started again, and what killed it does not kill it twice."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from oversight.serving.supervision import Supervisor
from tests.support.sites import Site, site_for

PROGRAM = Path(__file__).parent / "worker_program.py"


@pytest.fixture
def site(db: None, tmp_path: Path) -> Iterator[Site]:  # noqa: ARG001
    with site_for(PROGRAM, tmp_path) as made:
        yield made


def lines_of(path: Path, count: int) -> list[str]:
    """Wait until a program has said so many lines."""
    lines: list[str] = []
    for _ in range(600):
        lines = path.read_text().splitlines() if path.is_file() else []
        if len(lines) >= count:
            return lines
        time.sleep(0.1)
    pytest.fail(f"said only {lines}")


def test_work_that_kills_the_worker_is_failed_and_the_rest_is_done(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.run("ask", "1", "2")
    for name, value in site.environment.items():
        monkeypatch.setenv(name, value)
    supervisor = Supervisor([sys.executable, str(PROGRAM)])
    try:
        lines = lines_of(site.home / "said", 5)
    finally:
        supervisor.stop()

    assert lines == [
        "begin first",
        "begin again",
        "failed 1 这项任务让后台程序意外退",
        "did 2",
        "waiting",
    ]
