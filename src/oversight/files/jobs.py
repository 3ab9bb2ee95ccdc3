"""The long work of files: looking at one, and sweeping what is not used."""

from __future__ import annotations

from datetime import datetime

from oversight.files import rules
from oversight.files.services import examining, sweeping
from oversight.jobs import kinds
from oversight.jobs.kinds import JobDetails, JobKind


def register() -> None:
    """Make the kinds known."""
    kinds.register(
        JobKind(
            name=rules.EXAMINE,
            title="检查上传的文件",
            work=_examine,
            on_failure=examining.give_up,
            crashed="文件没有检查成；仍可以下载，但没有小图",
        )
    )
    kinds.register(JobKind(name=rules.SWEEP, title="清理没有用到的文件", work=_sweep))


def _examine(job: JobDetails, at: datetime) -> None:
    examining.examine(file_id=job.target, at=at)


def _sweep(_: JobDetails, at: datetime) -> None:
    sweeping.sweep(at=at)
