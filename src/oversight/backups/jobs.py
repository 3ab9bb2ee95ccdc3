"""The long work of backups: making one, and trying it out."""

from __future__ import annotations

from datetime import datetime

from oversight.backups import rules
from oversight.backups.services import making, rehearsing
from oversight.common.errors import DomainError
from oversight.jobs import kinds
from oversight.jobs.kinds import JobDetails, JobKind


def register() -> None:
    """Make the kind known."""
    kinds.register(JobKind(name=rules.BACK_UP, title="备份", work=_work))


def _work(job: JobDetails, at: datetime) -> None:
    if job.target == rules.MAKE:
        making.make(at=at)
    elif not rehearsing.make_and_rehearse(at=at).has_passed:
        raise DomainError("演练恢复，结果不一样；请看“备份”页")
