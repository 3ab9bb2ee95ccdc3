"""The log's folder: tiles and checkpoints that anyone may copy (spec log-v1 1, 2, 7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from django.conf import settings

from mingqian.log import checkpoint, policy
from mingqian.log.checkpoint import Checkpoint
from mingqian.log.note import parse_vkey
from mingqian_ceremony import durable_files, file_log
from mingqian_ceremony.file_log import CHECKPOINT, Logbook
from mingqian_crypto import default_crypto

OLDER = "checkpoints"


def folder() -> Path:
    """Give the log's folder."""
    return Path(settings.LOG_FOLDER)


def init(origin: str) -> str:
    """Make the log and its key on first use; give the verifier key."""
    return file_log.init(folder(), origin)


def catch_up(leaves: Callable[[int, int], list[bytes]]) -> int:
    """Write the entries that are not yet in tiles, then sign; give the log's size."""
    return Logbook(folder()).catch_up(leaves)


def keep(day: date) -> None:
    """Keep the newest checkpoint under its day, for later comparison."""
    book = Logbook(folder())
    durable_files.put(folder() / OLDER / day.isoformat(), book.head().signed)


def newest() -> Checkpoint:
    """Read the newest checkpoint, which the log's own key must have signed."""
    head = Logbook(folder()).head()
    return checkpoint.parse_note(head.signed, CHECKPOINT)[0]


def older() -> Iterator[Checkpoint]:
    """Read the checkpoints that were kept; each must bear the log's signature."""
    own = policy.Policy(logs=(policy.Log(key=parse_vkey(Logbook(folder()).vkey)),))
    for path in sorted((folder() / OLDER).glob("*")):
        yield own.open(path.read_bytes(), default_crypto(), path.name).checkpoint
