"""The long work of the witness: asking the witnesses of the settings to cosign this log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from oversight.audit import cosignatures
from oversight.jobs import kinds, selectors
from oversight.jobs import services as job_services
from oversight.jobs.kinds import JobDetails, JobKind

KIND = "cosign"


def register() -> None:
    """Make the kind known."""
    kinds.register(JobKind(name=KIND, title="请见证机构签名", work=_cosign))


def ask_due(*, enqueue: Callable[[int], object], at: datetime) -> None:
    """Ask the worker to ask the witnesses, where the log grew or one has not answered yet."""
    if not cosignatures.due(at):
        return
    last = selectors.latest([KIND], 0)
    if last is None or not last.is_open:
        job_services.ask(kind=KIND, target=0, appointment=0, address="", enqueue=enqueue, at=at)


def _cosign(_: JobDetails, at: datetime) -> None:
    cosignatures.collect(at=at)
