"""Making a backup: the row first, then the file, then the second place; each step may be cut."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from pyrage import x25519

from mingqian.errors import MingqianError
from mingqian_ceremony import durable_files
from oversight.audit import publication
from oversight.audit import services as audit
from oversight.audit.services import PROGRAM, AuditActor, AuditEvent
from oversight.backups import (
    contents,
    databases,
    encrypted_archive,
    events,
    places,
    recipients,
    rules,
    selectors,
)
from oversight.backups.encrypted_archive import Member
from oversight.backups.models import Backup
from oversight.backups.states import BACKUP, BackupState
from oversight.common import moments
from oversight.common.core_words import problem_of
from oversight.common.errors import DomainError
from oversight.files import store
from oversight.jobs import selectors as jobs
from oversight.jobs import services as job_services

logger = logging.getLogger(__name__)
_STOPPED = "程序在备份当中停了；没有写完的文件已清理，会再备份"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFile:
    """What a backup came to hold: its size, its digest, and where the log stood."""

    size: int
    digest: str
    log_size: int
    files: int


def ask_due(*, enqueue: Callable[[int], object], at: datetime) -> None:
    """Ask the worker for the day's backup; once a week with a rehearsal."""
    if not recipients.written() or (rules.BACK_UP, rules.MAKE) in jobs.open_targets():
        return
    last = jobs.latest([rules.BACK_UP], rules.MAKE)
    with_rehearsal = jobs.latest([rules.BACK_UP], rules.REHEARSE)
    asked = [job.asked_at for job in (last, with_rehearsal) if job is not None]
    if rules.is_due(max(asked, default=None), at):
        passed = selectors.last_passed()
        is_tried = passed is not None and at - rules.REHEARSED_EVERY < passed.at <= at
        target = rules.MAKE if is_tried else rules.REHEARSE
        job_services.ask(
            kind=rules.BACK_UP, target=target, appointment=0, address="", enqueue=enqueue, at=at
        )


def set_recipient(*, public_key: str, author: AuditActor, at: datetime) -> None:
    """Encrypt from now on to another key; what was encrypted before needs the former one."""
    x25519.Recipient.from_str(public_key)
    with transaction.atomic():
        audit.record(
            AuditEvent(type=events.BACKUP_KEY_SET, number=public_key[-8:]), by=author, at=at
        )
        durable_files.put(recipients.path(), f"{public_key}\n".encode(), is_private=True)


def make(
    *, at: datetime, author: AuditActor = PROGRAM, also: x25519.Recipient | None = None
) -> Backup:
    """Make a backup, and copy it to the second place; ``also`` may open it besides the safe's key.

    Raises:
        DomainError: no key is set, or the file could not be written; the row says why.
    """
    recipient = recipients.recipient()
    clear_up(at)
    backup = Backup.objects.create(name=rules.name_of(at), begun_at=at)
    keys = [recipient, *([also] if also else [])]
    try:
        written = _write(places.own_folder() / backup.name, at, keys)
    except (DomainError, MingqianError, OSError) as error:
        problem = problem_of(error)
        _end(backup, "fail", author, at, problem=problem)
        raise DomainError(f"没有备份成：{problem}") from error
    _copy(backup, written, at)
    _end(
        backup,
        "complete",
        author,
        at,
        size=written.size,
        digest=written.digest,
        log_size=written.log_size,
        files=written.files,
    )
    _remove_old()
    return backup


def record_copy(*, backup: Backup, author: AuditActor, at: datetime) -> None:
    """Record that somebody took the encrypted file away."""
    audit.record(AuditEvent(type=events.BACKUP_TAKEN, number=backup.name), by=author, at=at)


def clear_up(at: datetime) -> None:
    """Settle what a stopped program left: a row that says running, a file that was not whole."""
    for row in Backup.objects.filter(state=BackupState.RUNNING):
        _end(row, "fail", PROGRAM, at, problem=_STOPPED)
    folder = places.own_folder()
    for path in folder.glob(".*.tmp") if folder.is_dir() else ():
        path.unlink(missing_ok=True)


def _write(path: Path, at: datetime, keys: list[x25519.Recipient]) -> WrittenFile:
    """Write the file: the head of the log as it is now, the database after it, then the rest."""
    durable_files.make_folder(path.parent)
    stage = contents.Stage(path.parent, databases.member_name())
    head = publication.newest_signed()
    try:
        stage.checkpoint.write_bytes(head.signed)
        counts = databases.copy_to(stage.database)

        def facts(members: list[Member]) -> dict[str, object]:
            return {
                "format": rules.FORMAT,
                "made_at": moments.written(at),
                "database": stage.member,
                "log": {"size": head.size, "root": head.root.hex()},
                "tables": counts,
                "count": len(members),
            }

        with durable_files.writing(path) as target:
            members = encrypted_archive.write(target, contents.files(stage), facts, keys)
    finally:
        stage.clear()
    with path.open("rb") as file:
        digest = store.digest_of(file)
    size = path.stat().st_size
    return WrittenFile(size=size, digest=digest, log_size=head.size, files=len(members))


def _copy(backup: Backup, written: WrittenFile, at: datetime) -> None:
    """Copy to the second place; where that fails, the backup still counts, and the row says why."""
    try:
        place = places.second()
        if place is None:
            return
        place.put(places.own_folder() / backup.name, written.digest)
    except (DomainError, MingqianError, OSError) as error:
        backup.second_problem = problem_of(error)[:500]
        logger.exception("second place of backups")
    else:
        backup.second_at = at


def _end(backup: Backup, act: str, author: AuditActor, at: datetime, **values: object) -> None:
    for name, value in values.items():
        setattr(backup, name, value)
    backup.problem = backup.problem[:500]
    backup.state, backup.ended_at = BACKUP.target(act, backup.state), at
    with transaction.atomic():
        backup.save()
        audit.record(_event(backup), by=author, at=at)


def _event(backup: Backup) -> AuditEvent:
    if backup.state == BackupState.FAILED:
        failure = {"reason": backup.problem}
        return AuditEvent(type=events.BACKUP_FAILED, number=backup.name, private=failure)
    public = {"size": backup.size, "digest": backup.digest, "entries": backup.log_size}
    copy = "有" if backup.second_at else backup.second_problem or "没有设"
    return AuditEvent(
        type=events.BACKUP_MADE, number=backup.name, public=public, private={"copy": copy}
    )


def _remove_old() -> None:
    """Remove what the rules no longer keep, in both places; what cannot be reached stays."""
    own = places.Folder(places.own_folder())
    for name in rules.superfluous(own.names()):
        own.remove(name)
    try:
        place = places.second()
        if place is not None:
            for name in rules.superfluous(place.names()):
                place.remove(name)
    except (DomainError, OSError):
        logger.exception("second place of backups")
