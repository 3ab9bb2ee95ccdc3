"""The log's folder: tiles and checkpoints that anyone may copy (spec log-v1 1, 2, 7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from django.conf import settings

from mingqian.log import checkpoint, policy
from mingqian.log.checkpoint import Checkpoint
from mingqian.log.note import parse_vkey
from mingqian_ceremony import durable_files, file_log
from mingqian_ceremony.file_log import CHECKPOINT, FileLog, SignedCheckpoint
from mingqian_crypto import default_crypto
from oversight.audit import head_copy

OLDER = "checkpoints"


def folder() -> Path:
    """Give the log's folder."""
    return Path(settings.LOG_FOLDER)


def init(origin: str, *, may_begin: bool = True) -> str:
    """Make the log and its key on first use; give the verifier key.

    Raises:
        RefusedError: entries exist (``may_begin`` is false) and the log is not there.
    """
    return file_log.init(folder(), origin, may_begin=may_begin)


def catch_up(leaves: Callable[[int, int], list[bytes]]) -> int:
    """Write the entries that are not yet in tiles, then sign; give the log's size.

    Raises:
        LogError: the database's entries are not those of the log.
    """
    log_files = FileLog(folder())
    size = log_files.catch_up(leaves)
    head_copy.keep(log_files.head())
    return size


def archive_checkpoint(day: date) -> None:
    """Keep the newest checkpoint under its day, for later comparison."""
    log_files = FileLog(folder())
    durable_files.put(folder() / OLDER / day.isoformat(), log_files.head().signed)


def newest() -> Checkpoint:
    """Read the newest checkpoint, which the log's own key must have signed."""
    head = FileLog(folder()).head()
    return checkpoint.parse_note(head.signed, CHECKPOINT)[0]


def newest_signed() -> SignedCheckpoint:
    """Read the newest checkpoint with its signature, which must be the log's own."""
    return FileLog(folder()).head()


def signed_size() -> int:
    """Read the size that was signed last, without verifying: enough to see that it is larger.

    Raises:
        FormatError: the log's checkpoint is not there.
    """
    signed = durable_files.read(folder() / CHECKPOINT, "日志检查点")
    return checkpoint.parse_note(signed, CHECKPOINT)[0].size


def older(former: Iterable[str] = ()) -> Iterator[Checkpoint]:
    """Read the checkpoints that were kept; the log's key or a ``former`` one must have signed."""
    vkeys = dict.fromkeys([FileLog(folder()).vkey, *former])
    logs = tuple(policy.Log(key=parse_vkey(vkey)) for vkey in vkeys)
    own = policy.Policy(logs=logs)
    for path in sorted((folder() / OLDER).glob("*")):
        yield own.open(path.read_bytes(), default_crypto(), path.name).checkpoint
