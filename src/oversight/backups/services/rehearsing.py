"""Trying a backup out: restored into an empty folder, compared in every way, thrown away."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from pyrage import x25519

from mingqian.errors import MingqianError
from oversight.audit import services as audit
from oversight.audit.services import PROGRAM, AuditActor, AuditEvent
from oversight.backups import anchors, databases, events, places, restoring
from oversight.backups.models import Backup, Finding, Rehearsal
from oversight.backups.restoring import Restored
from oversight.backups.services import making
from oversight.common.core_words import problem_of
from oversight.common.errors import DomainError

_FOLDER = "rehearsal"
_FSCK_SECONDS = 6 * 3600
_SAME = "一样"
_MOST_TABLES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One thing that was compared: how the backup says it is, and how it came out."""

    subject: str
    expected: str
    restored: str

    @property
    def is_same(self) -> bool:
        """Tell whether it came out as it was."""
        return self.expected == self.restored


def make_and_rehearse(*, at: datetime, author: AuditActor = PROGRAM) -> Rehearsal:
    """Make a backup and try it out at once, by a key that lives in memory only until then.

    The key of the safe never comes to this machine, and yet the very file is opened that lies on
    the disc.

    Raises:
        DomainError: no backup could be made.
    """
    passing = x25519.Identity.generate()
    backup = making.make(at=at, author=author, also=passing.to_public())
    return rehearse(backup=backup, identity=passing, author=author, at=at)


def rehearse(
    *, backup: Backup, identity: x25519.Identity, author: AuditActor, at: datetime
) -> Rehearsal:
    """Restore a backup into an empty folder, compare, record what came out, and clean up."""
    folder = places.own_folder() / _FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    try:
        comparisons = _compare(places.own_folder() / backup.name, folder, identity)
    except (DomainError, MingqianError, OSError) as error:
        problem = problem_of(error)[:300]
        comparisons = [Comparison(subject="打开备份", expected="能打开", restored=problem)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return _record(backup, comparisons, author, at)


def _compare(path: Path, folder: Path, identity: x25519.Identity) -> list[Comparison]:
    restored = restoring.unpack(path, folder, identity)
    with databases.brought_to_life(restored) as database:
        own_check = Comparison(
            subject="数据库自身的检查", expected=_SAME, restored=database.problem[:300] or _SAME
        )
        return [
            *_figures(restored, database.counts),
            own_check,
            *anchors.compare(restored, Comparison),
            _fsck(restored, database.address),
        ]


def _figures(restored: Restored, counts: dict[str, int]) -> list[Comparison]:
    """Compare the rows of all tables; those that differ are named one by one."""
    sums = [f"{len(rows)} 张表，{sum(rows.values()):,} 行" for rows in (restored.tables, counts)]
    files = f"{restored.count:,} 个，逐个摘要"
    tables = [
        Comparison(subject=f"表 {name}", expected=str(count), restored=str(counts.get(name)))
        for name, count in restored.tables.items()
        if counts.get(name) != count
    ]
    return [
        Comparison(subject="文件", expected=files, restored=files),
        Comparison(subject="数据库的行数", expected=sums[0], restored=sums[1]),
        *tables[:_MOST_TABLES],
    ]


def _fsck(restored: Restored, address: str) -> Comparison:
    """Let a program of its own compare log, database, draws and files in the restored folder."""
    environment = {
        **os.environ,
        "MINGQIAN_HOME": str(restored.folder),
        "MINGQIAN_HEAD_COPY": "",
        "MINGQIAN_DATABASE": address,
    }
    command = [sys.executable, "-m", "oversight", "fsck", "--home", str(restored.folder)]
    done = subprocess.run(  # noqa: S603 - ourselves
        command,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=_FSCK_SECONDS,
    )
    lines = [line.strip() for line in done.stdout.replace("\r", "\n").splitlines() if line.strip()]
    problem = "；".join((lines or [done.stderr.strip()[-200:] or "没有回答"])[-5:])
    return Comparison(
        subject="留痕、数据库、抽取、文件逐条核对",
        expected=_SAME,
        restored=_SAME if done.returncode == 0 else problem[:300],
    )


@transaction.atomic
def _record(
    backup: Backup, comparisons: list[Comparison], author: AuditActor, at: datetime
) -> Rehearsal:
    different = [row for row in comparisons if not row.is_same]
    rehearsal = Rehearsal.objects.create(backup=backup, at=at, has_passed=not different)
    Finding.objects.bulk_create(
        Finding(
            rehearsal=rehearsal,
            subject=row.subject,
            expected=row.expected,
            restored=row.restored,
            is_same=row.is_same,
        )
        for row in comparisons
    )
    event = AuditEvent(
        type=events.BACKUP_REHEARSAL_FAILED if different else events.BACKUP_REHEARSED,
        number=backup.name,
        public={} if different else {"entries": backup.log_size},
        private={"reason": different[0].subject} if different else {},
    )
    audit.record(event, by=author, at=at)
    return rehearsal
