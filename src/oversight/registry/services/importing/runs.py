"""An import from the upload to its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from oversight.accounts import selectors as accounts
from oversight.accounts.rules import Power
from oversight.accounts.selectors import Actor
from oversight.audit import services as audit
from oversight.audit.services import Act
from oversight.common.errors import DomainError, NotFoundError
from oversight.registry.models import ImportRun
from oversight.registry.rules import imports as rules
from oversight.registry.services.importing import files

_OPEN = (ImportRun.UPLOADED, ImportRun.READING, ImportRun.READY)


def upload(
    *,
    actor: Actor,
    kind: str,
    owner_id: int,
    name: str,
    chunks: Iterable[bytes],
    at: datetime,
) -> ImportRun:
    """Put a file aside to be read; nothing is written to any directory.

    Raises:
        DomainError: it is no table, too large, or the section is not within reach.
    """
    actor.require(Power.KEEP_DIRECTORIES)
    owner = accounts.organisation_for(actor, owner_id)
    bureau_id = accounts.bureau_id(owner)
    if bureau_id is None or actor.user_id is None:
        raise DomainError("请选一个科室", field="owner")
    kept = files.keep(chunks, Path(settings.UPLOADS))
    return ImportRun.objects.create(
        bureau_id=bureau_id,
        owner=owner,
        user_id=actor.user_id,
        kind=kind,
        file_name=Path(name).name[:200],
        path=kept.path.name,
        digest=kept.digest,
        size=kept.size,
        state=ImportRun.READING,
        made_at=at,
    )


@transaction.atomic
def choose_columns(*, actor: Actor, run_id: int, columns: Mapping[str, int]) -> ImportRun:
    """Correct which column means what; the file is read again.

    Raises:
        DomainError: a needed column is missing, or one column has two meanings.
    """
    actor.require(Power.KEEP_DIRECTORIES)
    run = run_for(actor, run_id, lock=True)
    if run.state not in {ImportRun.UPLOADED, ImportRun.READY}:
        raise DomainError(f"这次导入{run.get_state_display()}，不能再改表头")
    lacking = rules.missing(run.kind, columns)
    if lacking:
        raise DomainError(f"请指明哪一列是{'、'.join(lacking)}")
    if len(set(columns.values())) < len(columns):
        raise DomainError("同一列不能有两个意思；请核对")
    if any(not 0 <= place < len(run.headings) for place in columns.values()):
        raise DomainError("没有这一列；请重新选择")
    run.columns = dict(columns)
    run.state, run.done, run.is_stopping = ImportRun.READING, 0, False
    run.save(update_fields=["columns", "state", "done", "is_stopping"])
    return run


@transaction.atomic
def stop(*, actor: Actor, run_id: int, at: datetime) -> None:
    """Give an import up; the directories stay as they are.

    Raises:
        DomainError: it is written already, or being written.
    """
    actor.require(Power.KEEP_DIRECTORIES)
    run = run_for(actor, run_id, lock=True)
    if run.state not in _OPEN:
        raise DomainError(f"这次导入{run.get_state_display()}，不能放弃")
    run.is_stopping, run.state = True, ImportRun.STOPPED
    run.save(update_fields=["is_stopping", "state"])
    drop_staged(run)
    record("directory.import-stopped", run, actor, at, {})


def run_for(actor: Actor, run_id: int, *, lock: bool = False) -> ImportRun:
    """Load an import within reach.

    Raises:
        NotFoundError: there is none.
    """
    reach = ImportRun.objects.filter(accounts.within(actor), pk=run_id)
    found = (reach.select_for_update() if lock else reach.select_related("owner", "user")).first()
    if found is None:
        raise NotFoundError("没有这次导入，或不在您的范围内")
    return found


@transaction.atomic
def begin_writing(*, actor: Actor, run_id: int) -> ImportRun:
    """Say that the write is under way, so that it is asked for once.

    Raises:
        DomainError: it is not ready, or nothing would change.
    """
    actor.require(Power.KEEP_DIRECTORIES)
    run = run_for(actor, run_id, lock=True)
    if run.state != ImportRun.READY:
        raise DomainError(f"这次导入{run.get_state_display()}，不能写入")
    if not run.counts.get("new", 0) + run.counts.get("changed", 0):
        raise DomainError("没有要写入的行：与名录完全一样，或都要先改")
    run.state = ImportRun.WRITING
    run.save(update_fields=["state"])
    return run


def fail(run_id: int, problem: str) -> None:
    """Note that a file cannot be read, or that its writing was refused."""
    run = ImportRun.objects.filter(pk=run_id)
    run.filter(state=ImportRun.READING).update(state=ImportRun.FAILED, problem=problem[:500])
    run.filter(state=ImportRun.WRITING).update(state=ImportRun.READY, problem=problem[:500])


def drop_staged(run: ImportRun) -> None:
    """Forget what was staged."""
    run.stagedsubjects.all().delete()
    run.stagedrows.all().delete()


def record(kind: str, run: ImportRun, actor: Actor, at: datetime, counts: Mapping[str, int]) -> int:
    """Put one entry for a whole file on record, with its digest."""
    act = Act(
        type=kind,
        kind="directory",
        number=run.kind,
        title=run.file_name,
        public={"file": run.digest, **counts},
        private={"run": run.pk},
    )
    return audit.record(act, by=actor.author, at=at)
