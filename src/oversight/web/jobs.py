"""Long work, handed to the worker beside the pages; each job says in its row how far it is."""

from __future__ import annotations

import contextlib
import os

from django_tasks import task

from oversight.accounts import selectors as accounts
from oversight.audit import reconciliation
from oversight.backups.services import making
from oversight.common.errors import DomainError
from oversight.draws.services import dating, holding, revealing
from oversight.files.services import examining
from oversight.inspections.services import code_messages
from oversight.jobs import selectors, services
from oversight.registry import jobs as import_jobs
from oversight.registry.models import ImportRun
from oversight.registry.selectors import imports
from oversight.web import clock
from oversight.web.access import ActingRequest
from oversight.witnessing import jobs as witnessing


@task()
def run_job(job_id: int) -> None:
    """Run a waiting job in the worker."""
    services.run(job_id=job_id, now=clock.now)


def ask(request: ActingRequest, kind: str, target: int) -> None:
    """Request a job of the worker in the name of the actor."""
    _ask(kind, target, request.actor.appointment_id or 0, request.address)


def enqueue(job_id: int) -> None:
    """Hand a job that an app's service made to the worker."""
    run_job.enqueue(job_id)


def run_due() -> None:
    """Do what is due: log silent witnesses as absent, open sealed draws, look at new files."""
    now = clock.now()
    services.note_alive(process=os.getpid(), at=now)
    with contextlib.suppress(DomainError):
        revealing.run_due(at=now)
        holding.run_due(at=now)
    examining.ask_due(enqueue=run_job.enqueue, at=now)
    code_messages.ask_due(enqueue=run_job.enqueue, at=now)
    making.ask_due(enqueue=run_job.enqueue, at=now)
    witnessing.ask_due(enqueue=run_job.enqueue, at=now)


def watch() -> None:
    """Compare the database with the log if the nightly comparison is due."""
    reconciliation.run_due(at=clock.now())


def ask_outside() -> None:
    """Ask the configured outside services to cosign or time-stamp the log."""
    dating.run_due(at=clock.now())


def begin_work(*, is_after_crash: bool) -> None:
    """Start the worker: close the jobs its predecessor left running, enqueue those that wait."""
    reconciliation.abandon()
    now = clock.now()
    waiting = services.begin_work(process=os.getpid(), is_after_crash=is_after_crash, at=now)
    for job_id in waiting:
        run_job.enqueue(job_id)
    resume()


def resume() -> None:
    """Request the jobs of begun imports that have none."""
    targets = selectors.open_targets()
    for kind, target, user_id in _begun_imports():
        appointment = accounts.appointments(user_id).first()
        if appointment is not None and (kind, target) not in targets:
            _ask(kind, target, appointment.pk, "")


def _begun_imports() -> list[tuple[str, int, int]]:
    kinds: dict[str, str] = {
        ImportRun.READING: import_jobs.READ_IMPORT,
        ImportRun.WRITING: import_jobs.WRITE_IMPORT,
    }
    runs = imports.in_states(kinds)
    return [(kinds[state], pk, user_id) for state, pk, user_id in runs]


def _ask(kind: str, target: int, appointment: int, address: str) -> None:
    services.ask(
        kind=kind,
        target=target,
        appointment=appointment,
        address=address,
        enqueue=run_job.enqueue,
        at=clock.now(),
    )
