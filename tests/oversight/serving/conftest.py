"""A site of its own for tests of what listens: started as a bureau starts it."""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import databases

SOURCES = Path(__file__).resolve().parents[3] / "src"
_OURS = ("DJANGO_SETTINGS_MODULE", "MINGQIAN_HOME", "TEST_DATABASE_URL", "MINGQIAN_DATABASE")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the site did not start")


@pytest.fixture(scope="module")
def port(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,  # noqa: ARG001
) -> Iterator[int]:
    """Serve an empty site and give its port."""
    home, number = tmp_path_factory.mktemp("served"), free_port()
    databases.lay_in(home)
    environment = {k: v for k, v in os.environ.items() if k not in _OURS}
    environment |= {"PYTHONPATH": str(SOURCES), "PYTHONUTF8": "1", "MINGQIAN_TLS": "False"}
    words = ["serve", "--home", str(home), "--port", str(number)]
    process = subprocess.Popen(
        [sys.executable, "-m", "oversight", *words],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(number, process)
        yield number
    finally:
        process.terminate()
        process.wait(timeout=60)


@pytest.fixture
def many_files() -> None:
    """Let this process open as many connections as the tests need."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 8192), most))
