"""The last signed size and head, kept outside the site's folder as well (log-v1 7).

Whoever restores an old backup of database and folder together does not restore this one: so the
program notices. Where no place is set, nothing outside the folder remembers.
"""

from __future__ import annotations

import logging
from pathlib import Path

from django.conf import settings

from mingqian.errors import MingqianError
from mingqian.log import checkpoint
from mingqian.log.checkpoint import Checkpoint
from mingqian_ceremony import durable_files
from mingqian_ceremony.file_log import SignedCheckpoint
from oversight.common.errors import DomainError

NAME = "留存的链头"
logger = logging.getLogger(__name__)


def place() -> Path | None:
    """Give the file outside the folder; None where none is set."""
    return Path(settings.HEAD_COPY) if settings.HEAD_COPY else None


def read_head() -> Checkpoint | None:
    """Read the kept head; None where there is none.

    Raises:
        LogError: it is damaged.
    """
    path = place()
    if path is None or not path.is_file():
        return None
    return checkpoint.parse_note(durable_files.read(path, NAME), NAME)[0]


def keep(head: SignedCheckpoint) -> None:
    """Keep a head that is larger than the one that is kept.

    A place that cannot be written to must not stop the work: it is logged, and the pages say how
    old the kept head is.
    """
    path = place()
    if path is None:
        return
    try:
        before = read_head()
        if before is None or before.size < head.size:
            durable_files.put(path, head.signed)
    except (OSError, MingqianError):
        logger.exception("head copy")


def require_place(head: SignedCheckpoint) -> None:
    """Keep a head, and refuse a place that cannot be written to.

    Raises:
        DomainError: it cannot.
    """
    path = place()
    try:
        if path is not None and read_head() is None:
            durable_files.put(path, head.signed)
    except (OSError, MingqianError) as error:
        raise DomainError(f"MINGQIAN_HEAD_COPY 设的 {path} 写不了，或已损坏；请核对") from error


def problem(size: int) -> str:
    """Say what is wrong with the kept head, for a log of this size; empty where nothing is."""
    if place() is None:
        return (
            "链头没有另存一份：数据库和文件夹一起恢复成旧备份时，程序看不出来；"
            "系统管理员可以设置 MINGQIAN_HEAD_COPY"
        )
    try:
        head = read_head()
    except MingqianError:
        return f"另存的链头 {place()} 读不了；请系统管理员查看"
    if head is None or head.size < size:
        return f"另存的链头停在第 {head.size if head else 0} 条，日志已有 {size} 条；请查看那块盘"
    return ""


def replace(head: SignedCheckpoint) -> None:
    """Keep a head whatever was kept before: only after an operator confirmed a restore."""
    path = place()
    if path is not None:
        durable_files.put(path, head.signed)
