"""Reads of backups and rehearsals."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from oversight.backups import recipients, rules
from oversight.backups.models import Backup, Rehearsal
from oversight.backups.states import BackupState
from oversight.common.errors import NotFoundError


def backups() -> QuerySet[Backup]:
    """Give all backups, newest first, with what trying them out found."""
    return Backup.objects.prefetch_related("rehearsals__findings")


def backup_by(backup_id: int) -> Backup:
    """Load a backup.

    Raises:
        NotFoundError: there is none.
    """
    backup = backups().filter(pk=backup_id).first()
    if backup is None:
        raise NotFoundError("没有这份备份")
    return backup


def last_complete() -> Backup | None:
    """Give the newest backup that is whole."""
    return Backup.objects.filter(state=BackupState.COMPLETE).first()


def last_passed() -> Rehearsal | None:
    """Give the newest rehearsal that came out the same."""
    return Rehearsal.objects.select_related("backup").filter(has_passed=True).first()


def last_rehearsal() -> Rehearsal | None:
    """Give the newest rehearsal."""
    return Rehearsal.objects.select_related("backup").prefetch_related("findings").first()


def problem(at: datetime) -> str:
    """Say what is wrong with the backups, for the one who runs the site; empty where nothing is."""
    if not recipients.written():
        return "还没有备份：硬盘坏了，什么也找不回来"
    last = last_complete()
    if last is None or at - last.begun_at > rules.BACKUP_LATE:
        since = "还没有备份成过" if last is None else f"{_days(at - last.begun_at)} 天没有备份成"
        return f"{since}，请看原因"
    newest = last_rehearsal()
    if newest is not None and not newest.has_passed:
        return "最近一次演练恢复，结果不一样"
    passed = last_passed()
    if passed is None or at - passed.at > rules.REHEARSAL_LATE:
        since = "还没有演练过恢复" if passed is None else f"{_days(at - passed.at)} 天没有演练恢复"
        return f"{since}：没有试过的备份不算备份"
    return last.second_problem and f"另一处没有备份：{last.second_problem}"


def _days(span: timedelta) -> int:
    return span.days
