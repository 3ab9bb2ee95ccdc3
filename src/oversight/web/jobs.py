"""Long work, done by the worker beside the pages; each job says in the database how far it is."""

from __future__ import annotations

import contextlib

from django_tasks import task

from oversight.accounts import selectors as accounts
from oversight.accounts.models import Appointment
from oversight.accounts.selectors import Actor
from oversight.audit import reconciliation
from oversight.common.errors import DomainError
from oversight.draws.models import Draw
from oversight.draws.services import dating, holding, preparing, seeding
from oversight.registry.models import ImportRun
from oversight.registry.services.importing import doing, runs
from oversight.web import clock


@task()
def read_import(run_id: int, appointment_id: int, address: str) -> None:
    """Read and judge an uploaded file."""
    doing.read(actor=_actor(appointment_id, address), run_id=run_id)


@task()
def write_import(run_id: int, appointment_id: int, address: str) -> None:
    """Write an import that somebody confirmed."""
    doing.write(actor=_actor(appointment_id, address), run_id=run_id, at=clock.now())


@task()
def prepare_draw(draw_id: int, appointment_id: int, address: str) -> None:
    """Freeze the directories for a draw; a refusal is told on its page."""
    with contextlib.suppress(DomainError):
        preparing.prepare(actor=_actor(appointment_id, address), draw_id=draw_id, at=clock.now())


@task()
def hold_draw(draw_id: int, appointment_id: int, address: str) -> None:
    """Compute a draw; a refusal is told on its page."""
    with contextlib.suppress(DomainError):
        author = _actor(appointment_id, address).author
        holding.hold(draw_id=draw_id, author=author, at=clock.now())


def tend() -> None:
    """Do what is due: log silent witnesses as absent, open sealed draws whose time has come."""
    now = clock.now()
    with contextlib.suppress(DomainError):
        seeding.tend(at=now)
        holding.tend(at=now)


def watch() -> None:
    """Compare the database with the log, once a night: long, so never in the way of `tend`."""
    reconciliation.run_due(at=clock.now())


def ask_outside() -> None:
    """Let outsiders see the log, as far as any are set; slow, so never in the way of `tend`."""
    dating.tend(at=clock.now())


def resume() -> int:
    """Ask again for the work that a stopped program left half done."""
    reconciliation.abandon()
    waiting = runs.resume()
    for run in ImportRun.objects.filter(pk__in=waiting):
        held = accounts.appointments(run.user_id).first()
        if held is not None:
            read_import.enqueue(run.pk, held.pk, "")
    for draw in Draw.objects.exclude(work=""):
        held = accounts.appointments(draw.work_user or 0).first()
        if held is not None:
            work = hold_draw if draw.work == holding.WORK else prepare_draw
            work.enqueue(draw.pk, held.pk, "")
    return len(waiting)


def _actor(appointment_id: int, address: str) -> Actor:
    held = Appointment.objects.select_related("organisation__parent", "user").get(pk=appointment_id)
    return accounts.actor_of(held, address)
