"""Changes of the log's key and restores from a backup, by an operator and on record.

A new key is announced by an entry under the old one (log-v1 3). After a loss the log goes on under
a new key, since the old one has signed other entries at the same places.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from mingqian.errors import MingqianError
from mingqian.log import entry
from mingqian.log.tiles import Tiles
from mingqian_ceremony.file_log import KEY, NEXT_KEY, VKEY, FileLog
from oversight.audit import continuity, events, head_copy, outside, publication, services
from oversight.audit.event_types import EventType
from oversight.audit.models import Entry, Head
from oversight.audit.services import AuditActor, AuditEvent
from oversight.common import moments
from oversight.common.core_words import problem_of
from oversight.common.errors import DomainError

_ANNOUNCING = (events.TRAIL_KEY_CHANGED.type, events.TRAIL_RESTORED.type)
_BATCH = 500
_COMMAND = "./dev run -m oversight log-key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """Who decides at the command line, and why; the reason is public."""

    name: str
    reason: str

    @property
    def author(self) -> AuditActor:
        """Give what the trail writes of the operator."""
        return AuditActor(organisation="明签", role="运维", person=self.name)

    def require(self) -> None:
        """Refuse an operator without a name or a reason.

        Raises:
            DomainError: one is missing.
        """
        if not self.name.strip() or not self.reason.strip():
            raise DomainError("请写操作人（--operator）和理由（--reason），理由会公开")


def prepare(origin: str) -> None:
    """Make the log on first use; finish a change of key that a crash left; look for a roll-back.

    Raises:
        DomainError: the log or its key is lost, or an old backup was restored; what to do next.
        MingqianError: the log is another one, or damaged.
    """
    is_new = Head.objects.get(pk=1).size == 0 and not Entry.objects.exists()
    publication.init(origin, may_begin=is_new)
    if (publication.folder() / NEXT_KEY).is_file() and _is_announced():
        _log_files().take_next_key()
    try:
        _log_files().require_key()
    except MingqianError as error:
        raise DomainError(
            f"日志私钥不在，或不对（{problem_of(error)}）；不会另造新的密钥。请从备份恢复 {KEY}；"
            f"确实找不回来，用 {_COMMAND} rotate --old-key-is-lost"
        ) from error
    if problem():
        raise DomainError(
            f"{problem()}。请先找较新的备份；确实找不回来，"
            f"用 {_COMMAND} restore 写明理由，它会记入留痕并公开"
        )
    outside.require_settings()
    head_copy.require_place(_log_files().head())


def problem() -> str:
    """Say what was rolled back or rewritten, with the numbers; empty where nothing was."""
    return continuity.count_entries(Head.objects.get(pk=1).size).problem


def change_key(*, operator: Operator, is_old_lost: bool, at: datetime, origin: str = "") -> str:
    """Sign with a new key from now on, announced under the old one; give its verifier key.

    Where the whole folder is lost, it is made again of the database's entries, under ``origin``.

    Raises:
        DomainError: no reason, the old key is lost and nobody said so, or something is missing.
        MingqianError: the log's files are damaged.
    """
    operator.require()
    if not (publication.folder() / VKEY).is_file():
        return _begin_again(operator, is_old_lost=is_old_lost, at=at, origin=origin)
    has_key = (publication.folder() / KEY).is_file()
    if not has_key and not is_old_lost:
        raise DomainError(
            "日志私钥不在；请先找备份。确实找不回来，再加 --old-key-is-lost，它会公开写明"
        )
    if problem():
        raise DomainError(f"{problem()}；请先处理这件事（log-key restore）")
    log_files = _log_files()
    public = {
        "before": log_files.vkey,
        "after": log_files.next_vkey(),
        "reason": operator.reason.strip(),
    }
    if has_key:
        services.publish_pending()
        _announce(events.TRAIL_KEY_CHANGED, public, operator, at)
        services.publish_pending()
        log_files.take_next_key()
    else:
        log_files.take_next_key()
        services.publish_pending()
        _announce(events.TRAIL_KEY_CHANGED, {**public, "old_key": "lost"}, operator, at)
    services.publish_pending()
    return log_files.vkey


def restore(*, operator: Operator, at: datetime) -> str:
    """Go on after a backup was restored: take back what the files still have, and say what is gone.

    Entries that the log's files hold come back into the database without their private parts. If
    entries are gone for good, or the files tell another history than the kept head, the log goes
    on under a new key. Gives what was done in one sentence.

    Raises:
        DomainError: no reason, or nothing is missing.
        MingqianError: the files are damaged, or another log's.
    """
    operator.require()
    before = continuity.count_entries(Head.objects.get(pk=1).size)
    if not before.problem:
        raise DomainError("数据库、日志文件和留存的链头相符，没有要恢复的")
    log_files = _log_files()
    _refill(log_files, before.database, before.files)
    public: dict[str, Any] = {
        "from": before.database,
        "to": max(before.files, before.database),
        "reason": operator.reason.strip(),
    }
    is_broken = bool(before.missing) or before.is_forked
    if is_broken and before.kept is not None:
        public |= {
            "kept_size": before.kept.size,
            "kept_root": before.kept.root.hex(),
            "missing": before.missing,
            "before": log_files.vkey,
            "after": log_files.next_vkey(),
        }
        log_files.take_next_key()
        head_copy.replace(log_files.head())
    _announce(events.TRAIL_RESTORED, public, operator, at)
    services.publish_pending()
    head_copy.replace(log_files.head())
    restored = max(0, before.files - before.database)
    return f"从日志文件补回 {restored} 条；找不回来的 {before.missing} 条；这件事已记入留痕并公开"


def _begin_again(operator: Operator, *, is_old_lost: bool, at: datetime, origin: str) -> str:
    """Make the folder again of the database's entries; a kept head must be among its heads."""
    if not is_old_lost or not origin:
        raise DomainError(
            "日志文件夹不在；请先找备份。确实找不回来，再加 --old-key-is-lost 和 --origin 名称："
            "程序从数据库重做日志，并公开写明"
        )
    vkey = publication.init(origin)
    log_files = _log_files()
    services.publish_pending()
    if problem():
        raise DomainError(f"{problem()}；请先处理这件事（log-key restore）")
    public = {"after": vkey, "old_key": "lost", "reason": operator.reason.strip()}
    _announce(events.TRAIL_KEY_CHANGED, public, operator, at)
    services.publish_pending()
    return log_files.vkey


@transaction.atomic
def _refill(log_files: FileLog, start: int, stop: int) -> None:
    """Put the entries that only the files hold into the database."""
    if start >= stop:
        return
    tiles = Tiles(log_files.read_tile, stop)
    rows, at = [], None
    for index in range(start, stop):
        leaf = tiles.entry(index)
        logged = entry.parse(leaf, f"第 {index} 条")
        at = moments.read(logged.at)
        rows.append(_row(index, leaf, logged, at))
    if start and [bytes(Entry.objects.get(index=start - 1).leaf)] != [tiles.entry(start - 1)]:
        raise DomainError("数据库和日志文件不是同一段历史；请核对恢复的是哪一份备份")
    Entry.objects.bulk_create(rows, batch_size=_BATCH)
    Head.objects.filter(pk=1).update(size=stop, at=at)


def _row(index: int, leaf: bytes, logged: entry.Entry, at: datetime) -> Entry:
    return Entry(
        index=index,
        leaf=leaf,
        type=logged.type,
        at=at,
        about_kind=logged.about.kind,
        about_number=logged.about.number,
        organisation=logged.by.organisation,
        role=logged.by.role,
        scope="/",
        public=dict(logged.public),
        private=None,
    )


def _announce(
    event_type: EventType, public: Mapping[str, Any], operator: Operator, at: datetime
) -> None:
    event = AuditEvent(type=event_type, number="log", public=public)
    services.record(event, by=operator.author, at=at)


def _is_announced() -> bool:
    """Tell whether the log says that the next key follows."""
    try:
        after = _log_files().next_vkey()
    except MingqianError:
        return False
    rows = Entry.objects.filter(type__in=_ANNOUNCING)
    return any(row.public.get("after") == after for row in rows)


def _log_files() -> FileLog:
    return FileLog(publication.folder())
