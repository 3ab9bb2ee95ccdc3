"""A worker whose one kind of work may kill it: started by a supervisor in a test."""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oversight.settings.demo")
django.setup()

from oversight import serving  # noqa: E402 - needs the settings
from oversight.jobs import kinds, services  # noqa: E402
from oversight.jobs.kinds import JobDetails, JobKind  # noqa: E402

NOON = datetime(2026, 3, 18, 4, tzinfo=UTC)
SAID = Path(os.environ["MINGQIAN_HOME"]) / "said"


def main() -> None:
    """Prepare the site, or ask for work, or be the worker."""
    register()
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    if word == "prepare":
        serving.prepare_database("jobs.example/log")
    elif word == "ask":
        for target in map(int, sys.argv[2:]):
            ask(target)
    else:
        work(is_after_crash=word == "--after-crash")


def register() -> None:
    """Name the kind: its first target kills the worker, others are noted."""
    kinds.register(JobKind(name="test.work", title="试", work=_work, on_failure=_failed))


def ask(target: int) -> None:
    """Ask for work on a target."""
    services.ask(
        kind="test.work", target=target, appointment=1, address="", enqueue=lambda _: None, at=NOON
    )


def work(*, is_after_crash: bool) -> None:
    """Do what waits, then stay."""
    say(f"begin {'again' if is_after_crash else 'first'}")
    for job_id in services.begin_work(process=os.getpid(), is_after_crash=is_after_crash, at=NOON):
        services.run(job_id=job_id, now=lambda: NOON)
    say("waiting")
    while True:
        time.sleep(60)


def say(words: str) -> None:
    """Note what happened, at once."""
    with SAID.open("a") as file:
        file.write(f"{words}\n")


def _work(job: JobDetails, _: datetime) -> None:
    if job.target == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    say(f"did {job.target}")


def _failed(target: int, problem: str) -> None:
    say(f"failed {target} {problem[:12]}")


if __name__ == "__main__":
    main()
