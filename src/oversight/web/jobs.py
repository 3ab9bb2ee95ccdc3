"""Long work, done by the worker beside the pages; each job says in the database how far it is."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from oversight.accounts import selectors as accounts
from oversight.accounts.models import Appointment
from oversight.accounts.selectors import Actor
from oversight.registry.models import ImportRun
from oversight.registry.services.importing import doing, runs


@task()
def read_import(run_id: int, appointment_id: int, address: str) -> None:
    """Read and judge an uploaded file."""
    doing.read(actor=_actor(appointment_id, address), run_id=run_id)


@task()
def write_import(run_id: int, appointment_id: int, address: str) -> None:
    """Write an import that somebody confirmed."""
    doing.write(actor=_actor(appointment_id, address), run_id=run_id, at=timezone.now())


def resume() -> int:
    """Ask again for the readings that a stopped program left half done."""
    waiting = runs.resume()
    for run in ImportRun.objects.filter(pk__in=waiting):
        held = accounts.appointments(run.user_id).first()
        if held is not None:
            read_import.enqueue(run.pk, held.pk, "")
    return len(waiting)


def _actor(appointment_id: int, address: str) -> Actor:
    held = Appointment.objects.select_related("organisation__parent", "user").get(pk=appointment_id)
    return accounts.actor_of(held, address)
