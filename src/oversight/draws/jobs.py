"""The long work of draws: freezing the directories, and computing the result."""

from __future__ import annotations

from datetime import datetime

from oversight.accounts import selectors as accounts
from oversight.draws.models import Draw
from oversight.draws.services import holding, preparation
from oversight.jobs import kinds
from oversight.jobs.kinds import JobDetails, JobKind

PREPARE_DRAW = "draw.prepare"
HOLD_DRAW = "draw.hold"
BY_WORK = {preparation.WORK: PREPARE_DRAW, holding.WORK: HOLD_DRAW}


def register() -> None:
    """Make the kinds known."""
    for name, title, work in (
        (PREPARE_DRAW, "抽取备料", _prepare),
        (HOLD_DRAW, "抽取和派员", _hold),
    ):
        kinds.register(JobKind(name=name, title=title, work=work, on_failure=_free))


def _prepare(job: JobDetails, at: datetime) -> None:
    actor = accounts.actor_for(job.appointment, job.address)
    preparation.prepare(actor=actor, draw_id=job.target, at=at)


def _hold(job: JobDetails, at: datetime) -> None:
    author = accounts.actor_for(job.appointment, job.address).author
    holding.hold(draw_id=job.target, author=author, at=at)


def _free(draw_id: int, problem: str) -> None:
    Draw.objects.filter(pk=draw_id).update(work="", work_problem=problem)
