"""Questions about the worker and its jobs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from oversight.jobs.models import Job, Worker
from oversight.jobs.rules import SILENT_AFTER
from oversight.jobs.states import OPEN_STATES, JobState


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerHealth:
    """What a person should know of the worker; times are None before it ever ran."""

    is_alive: bool
    seen_at: datetime | None
    crashes: int
    crashed_at: datetime | None
    waiting: int
    running: int


def worker_health(at: datetime) -> WorkerHealth:
    """Give the health of the worker at a moment."""
    worker = Worker.objects.first()
    open_jobs = Job.objects.values_list("state", flat=True)
    waiting = open_jobs.filter(state=JobState.WAITING).count()
    running = open_jobs.filter(state=JobState.RUNNING).count()
    seen_at = worker.seen_at if worker else None
    return WorkerHealth(
        is_alive=seen_at is not None and at - seen_at < SILENT_AFTER,
        seen_at=seen_at,
        crashes=worker.crashes if worker else 0,
        crashed_at=worker.crashed_at if worker else None,
        waiting=waiting,
        running=running,
    )


def failed_lately(since: datetime) -> list[Job]:
    """List jobs that failed since a moment, the newest first."""
    return list(Job.objects.filter(state=JobState.FAILED, ended_at__gte=since)[:20])


def latest(kinds: Collection[str], target: int) -> Job | None:
    """Give the job of these kinds that was asked for last on a target, open or ended."""
    return Job.objects.filter(kind__in=kinds, target=target).order_by("-pk").first()


def refused_targets(kind: str, error_code: str) -> QuerySet[Job, int]:
    """Give the targets whose last job of a kind ended with a refusal of this code."""
    last_jobs = Job.objects.filter(kind=kind, target=OuterRef("target")).order_by("-pk")
    refused = Job.objects.filter(kind=kind, error_code=error_code, state=JobState.FAILED)
    return refused.filter(pk=Subquery(last_jobs.values("pk")[:1])).values_list("target", flat=True)


def open_targets() -> set[tuple[str, int]]:
    """Give what jobs that wait or run are about: kind and target."""
    open_jobs = Job.objects.filter(state__in=OPEN_STATES)
    return set(open_jobs.values_list("kind", "target"))
