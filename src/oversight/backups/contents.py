"""What a backup holds: the log, the database, then all other files of the site's folder.

The log comes first: its signed head must not be ahead of the database, which the program would
take for an old backup of the database (log-v1 7). What the database names only grows, so what
comes after it has it all.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from mingqian_ceremony.file_log import CHECKPOINT

FOLDER = "backups"
_LEFT_OUT = frozenset({"cache", FOLDER})


def home() -> Path:
    """Give the site's folder."""
    return Path(settings.HOME)


class Stage:
    """The copies that a backup is made from: the signed head of the log, and the database."""

    def __init__(self, folder: Path, member: str) -> None:
        self.member = member
        self.checkpoint = folder / ".checkpoint.tmp"
        self.database = folder / f".{member}.tmp"

    def clear(self) -> None:
        """Remove the copies."""
        self.checkpoint.unlink(missing_ok=True)
        self.database.unlink(missing_ok=True)


def files(stage: Stage) -> Iterator[tuple[str, Path]]:
    """List all files by their names in the backup."""
    log = Path(settings.LOG_FOLDER)
    yield f"log/{CHECKPOINT}", stage.checkpoint
    yield from (pair for pair in _below(log, "log/") if pair[1] != log / CHECKPOINT)
    yield stage.member, stage.database
    for folder in sorted(home().iterdir()):
        if folder.is_dir() and folder.name not in _LEFT_OUT and folder != log:
            yield from _below(folder, f"{folder.name}/")


def _below(folder: Path, prefix: str) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.endswith(".tmp"):
            yield f"{prefix}{path.relative_to(folder).as_posix()}", path
