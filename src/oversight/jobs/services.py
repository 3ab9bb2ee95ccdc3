"""Jobs: asked for, run once, resumed or failed after an interruption.

A job that was running when the worker died is never tried again by itself: what killed the worker
once would kill it again, and with it the work of the whole bureau. A job that was running when the
whole site was stopped goes on, a few times.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from oversight.common.errors import DomainError, NotFoundError
from oversight.jobs import kinds
from oversight.jobs.models import Job, Worker
from oversight.jobs.rules import INTERRUPTED, RESUMPTIONS, STOPPED_OFTEN
from oversight.jobs.states import JOB, OPEN_STATES, JobState

Progress = Callable[[int, int], None]
"""Takes note of how much is done, and of how much there is."""


def without_progress(_: int, __: int) -> None:
    """Take no note of the progress of work that nobody waits for."""


@transaction.atomic
def ask(
    *,
    kind: str,
    target: int,
    appointment: int,
    address: str,
    enqueue: Callable[[int], object],
    at: datetime,
) -> Job:
    """Ask for work; asked twice while it waits or runs, it is done once.

    ``enqueue`` hands the job's key to the queue, which lies in the same database: what is rolled
    back was never asked for.
    """
    kinds.get(kind)
    job = Job.objects.filter(kind=kind, target=target, state__in=OPEN_STATES).first()
    if job is None:
        job = Job.objects.create(
            kind=kind, target=target, appointment=appointment, address=address, asked_at=at
        )
    enqueue(job.pk)
    return job


def run(*, job_id: int, now: Callable[[], datetime]) -> None:
    """Run a job that waits; one in any other state is left alone."""
    if not _move(job_id, "start", started_at=now()):
        return
    job = Job.objects.get(pk=job_id)
    try:
        kinds.get(job.kind).work(job, now())
    except NotFoundError as error:
        # Whoever asked may no longer; the target is free again.
        kinds.get(job.kind).on_failure(job.target, error.problem)
        _end(job, "fail", error.problem, now())
    except DomainError as error:
        # The work itself has told its target; here it is only noted.
        _end(job, "fail", error.problem, now(), error.code)
    except Exception:
        _end(job, "fail", kinds.get(job.kind).crashed, now())
        raise
    else:
        _end(job, "finish", "", now())


def note_progress(*, job_id: int, done: int, total: int) -> None:
    """Note how far a job is."""
    Job.objects.filter(pk=job_id).update(progress=done, progress_total=total)


def begin_work(*, process: int, is_after_crash: bool, at: datetime) -> list[int]:
    """Record the start of a worker, settle its predecessor's jobs; gives the jobs that wait."""
    worker = Worker.objects.first() or Worker(process=process, started_at=at, seen_at=at)
    worker.process, worker.started_at, worker.seen_at = process, at, at
    if is_after_crash:
        worker.crashes, worker.crashed_at = worker.crashes + 1, at
    worker.save()
    for job in Job.objects.filter(state=JobState.RUNNING):
        _settle(job, is_after_crash=is_after_crash, at=at)
    waiting = Job.objects.filter(state=JobState.WAITING).order_by("pk")
    return list(waiting.values_list("pk", flat=True))


def note_alive(*, process: int, at: datetime) -> None:
    """Note a sign of life of the worker."""
    Worker.objects.filter(process=process).update(seen_at=at)


def _settle(job: Job, *, is_after_crash: bool, at: datetime) -> None:
    problem = INTERRUPTED if is_after_crash else STOPPED_OFTEN
    if is_after_crash or job.resumptions >= RESUMPTIONS:
        kinds.get(job.kind).on_failure(job.target, problem)
        _end(job, "fail", problem, at)
        return
    _move(job.pk, "resume", resumptions=F("resumptions") + 1, started_at=None)


def _end(job: Job, act: str, problem: str, at: datetime, code: str = "") -> None:
    _move(job.pk, act, problem=problem[:1000], error_code=code, ended_at=at)


def _move(job_id: int, act: str, **values: Any) -> bool:  # noqa: ANN401 - columns of a job
    """Take a job to the state that an act leads to; tells whether it stood where it can."""
    (source,) = JOB.sources([act])
    rows = Job.objects.filter(pk=job_id, state=source)
    return bool(rows.update(state=JOB.target(act, source), **values))
