"""The long work of the directories: reading and writing an import."""

from __future__ import annotations

from datetime import datetime

from oversight.accounts import selectors as accounts
from oversight.jobs import kinds
from oversight.jobs.kinds import JobDetails, JobKind
from oversight.registry.services.importing import pipeline, runs

READ_IMPORT = "import.read"
WRITE_IMPORT = "import.write"


def register() -> None:
    """Make the kinds known."""
    for name, title, work in (
        (READ_IMPORT, "读取导入文件", _read),
        (WRITE_IMPORT, "写入名录", _write),
    ):
        kinds.register(JobKind(name=name, title=title, work=work, on_failure=runs.fail))


def _read(job: JobDetails, _: datetime) -> None:
    pipeline.read(actor=accounts.actor_for(job.appointment, job.address), run_id=job.target)


def _write(job: JobDetails, at: datetime) -> None:
    pipeline.write(actor=accounts.actor_for(job.appointment, job.address), run_id=job.target, at=at)
