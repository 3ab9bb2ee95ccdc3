"""Looking at a file in the worker: the virus scanner, and a small picture of a picture."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from oversight.accounts.models import Organisation
from oversight.audit import services as audit
from oversight.audit.services import PROGRAM, AuditEvent
from oversight.common.errors import DomainError
from oversight.files import events, pictures, rules, scanning, selectors, store
from oversight.files.models import StoredFile
from oversight.files.scanning import Verdict
from oversight.files.services import storing
from oversight.files.states import SCAN, ScanState
from oversight.jobs import selectors as jobs
from oversight.jobs import services as job_services
from oversight.jobs.states import JobState

_AT_ONCE = 50
_NOT_READ = "后台程序没有读成这个文件"


def ask_due(*, enqueue: Callable[[int], object], at: datetime) -> None:
    """Ask the worker for what is due: files to be looked at, and once a day the sweep."""
    for stored in selectors.awaiting_examination(at)[:_AT_ONCE]:
        last = jobs.latest([rules.EXAMINE], stored.pk)
        if last is not None and last.state == JobState.FAILED:
            # What once stopped the work, in whatever way, would stop it every ten seconds.
            give_up(stored.pk, last.problem)
            StoredFile.objects.filter(pk=stored.pk).update(examined_at=at)
        else:
            _ask(rules.EXAMINE, stored.pk, enqueue, at)
    last_sweep = jobs.latest([rules.SWEEP], 0)
    if last_sweep is None or last_sweep.asked_at <= at - rules.SWEPT_EVERY:
        _ask(rules.SWEEP, 0, enqueue, at)


def examine(*, file_id: int, at: datetime) -> None:
    """Ask the scanner about a file, and make its small picture; a file that went is left alone."""
    stored = StoredFile.objects.filter(pk=file_id).first()
    if stored is None:
        return
    with store.current().open(stored.digest) as file:
        verdict = scanning.scan(file)
        thumbnail, problem = stored.thumbnail, stored.problem
        if verdict.act != "find" and not thumbnail and stored.kind_of.decoder:
            thumbnail, problem = _thumbnail(file, stored, at)
    _note(stored, verdict, thumbnail=thumbnail, problem=problem, at=at)


def give_up(file_id: int, _: str) -> None:
    """Note that the worker could not look at a file, so that it does not try for ever."""
    rows = StoredFile.objects.filter(pk=file_id, scan=ScanState.WAITING)
    rows.update(scan=SCAN.target("miss", ScanState.WAITING), problem=_NOT_READ)


def _ask(kind: str, target: int, enqueue: Callable[[int], object], at: datetime) -> None:
    if (kind, target) not in jobs.open_targets():
        job_services.ask(
            kind=kind, target=target, appointment=0, address="", enqueue=enqueue, at=at
        )


def _thumbnail(file: BinaryIO, stored: StoredFile, at: datetime) -> tuple[str, str]:
    """Put a small picture into the store; gives its digest, or why there is none."""
    try:
        data = pictures.thumbnail(file, stored.kind_of)
    except DomainError as error:
        return "", error.problem[:200]
    return storing.put_bytes(data, at=at), ""


@transaction.atomic
def _note(
    stored: StoredFile, verdict: Verdict, *, thumbnail: str, problem: str, at: datetime
) -> None:
    scan = SCAN.target(verdict.act, stored.scan)
    StoredFile.objects.filter(pk=stored.pk).update(
        scan=scan, virus=verdict.virus, thumbnail=thumbnail, problem=problem, examined_at=at
    )
    if scan == ScanState.INFECTED:
        place = Organisation.objects.get(pk=stored.organisation_id)
        event = AuditEvent(
            type=events.FILE_REFUSED,
            number=stored.digest,
            title=stored.name,
            private={"virus": verdict.virus},
        )
        audit.record(event, by=_program_in(place.path), at=at)


def _program_in(scope: str) -> audit.AuditActor:
    return audit.AuditActor(organisation=PROGRAM.organisation, role=PROGRAM.role, scope=scope)
