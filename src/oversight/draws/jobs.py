"""The long work of draws: making the files, and computing the result."""

from __future__ import annotations

from datetime import datetime

from oversight.accounts import selectors as accounts
from oversight.draws import rules
from oversight.draws.services import holding, preparation
from oversight.jobs import kinds, services
from oversight.jobs.kinds import JobDetails, JobKind
from oversight.jobs.services import Progress


def register() -> None:
    """Make the kinds known."""
    kinds.register(
        JobKind(
            name=rules.PREPARE_DRAW,
            title="抽取备料",
            work=_prepare,
            crashed="备料没有完成；请再试一次",
        )
    )
    kinds.register(
        JobKind(
            name=rules.HOLD_DRAW,
            title="抽取和派员",
            work=_hold,
            crashed="抽取没有完成；请再点一次，种子已定，结果不会变",
        )
    )


def _prepare(job: JobDetails, at: datetime) -> None:
    actor = accounts.actor_for(job.appointment, job.address)
    preparation.prepare(actor=actor, draw_id=job.target, at=at, progress=_progress_of(job))


def _hold(job: JobDetails, at: datetime) -> None:
    author = accounts.actor_for(job.appointment, job.address).author
    holding.hold(draw_id=job.target, author=author, at=at, progress=_progress_of(job))


def _progress_of(job: JobDetails) -> Progress:
    job_id = job.pk

    def note(done: int, total: int) -> None:
        services.note_progress(job_id=job_id, done=done, total=total)

    return note
