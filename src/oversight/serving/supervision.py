"""The worker beside the pages, started again whenever it dies."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

COMMAND = (sys.executable, "-m", "oversight", "work")
AFTER_CRASH = "--after-crash"
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
STEADY_SECONDS = 300.0
STOP_SECONDS = 30


class Supervisor:
    """Keeps one process running; restarts it with AFTER_CRASH when it has ended."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._command = list(command)
        self._is_stopping = threading.Event()
        self._process = self._start()
        self._thread = threading.Thread(target=self._watch, name="worker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the process: terminate it, and kill it if it does not end in time."""
        self._is_stopping.set()
        self._process.terminate()
        try:
            self._process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._thread.join(timeout=STOP_SECONDS)

    @property
    def process_id(self) -> int:
        """Give the id of the running process."""
        return self._process.pid

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        command = [*self._command, *words]
        return subprocess.Popen(command, env=os.environ.copy())  # noqa: S603 - ourselves

    def _watch(self) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                status = self._process.wait(timeout=STEADY_SECONDS)
            except subprocess.TimeoutExpired:
                pause = FIRST_PAUSE
                continue
            if self._is_stopping.is_set():
                return
            logging.getLogger(__name__).error("后台程序意外退出（%s），将重新启动", status)
            if self._is_stopping.wait(pause):
                return
            pause = min(pause * 2, LONGEST_PAUSE)
            self._process = self._start(AFTER_CRASH)


@contextmanager
def worker() -> Iterator[Supervisor]:
    """Run the worker beside the pages, and end it with them."""
    # A polite end must reach the worker too; by default it would only end the pages.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    supervisor = Supervisor()
    try:
        yield supervisor
    finally:
        supervisor.stop()
