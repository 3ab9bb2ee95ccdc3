"""The restored log against what the backup cannot have altered: the manifest, and today's log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from mingqian.log.tiles import Tiles
from mingqian_ceremony.file_log import FileLog
from oversight.audit import publication
from oversight.backups.restoring import Restored

Row = TypeVar("Row")
_SHOWN = 16


def compare(restored: Restored, row: Callable[..., Row]) -> Iterator[Row]:
    """Compare the root of the restored log with the manifest's and with today's log."""
    size = restored.log_size
    own = _root(restored.folder / "log", size)
    yield row(subject="日志的链头", expected=restored.log_root[:_SHOWN], restored=own)
    live = _root(publication.folder(), size)
    yield row(subject=f"现在日志的前 {size} 条", expected=live, restored=own)


def _root(folder: Path, size: int) -> str:
    log = FileLog(folder)
    newest = log.head().size
    if newest < size:
        return f"日志只有 {newest} 条"
    return Tiles(log.read_tile, newest).root_at(size).hex()[:_SHOWN]
