"""Files on their way: each person's part of a file grows in a folder until it is whole.

What a person was told to be here is on the disc. A piece that was cut leaves less than a whole
piece, which does not count and is written again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from mingqian_ceremony import durable_files, entropy
from oversight.files import rules, store


@dataclass(frozen=True, slots=True)
class Part:
    """What came of a file so far."""

    path: Path

    @property
    def have(self) -> int:
        """Give how much is here: whole pieces only."""
        try:
            size = self.path.stat().st_size
        except FileNotFoundError:
            return 0
        return size - size % rules.PIECE

    def write(self, data: bytes, *, offset: int, is_last: bool, at: datetime) -> None:
        """Write a piece where it belongs, and wait until it is on the disc.

        A piece that comes twice at once is the same bytes at the same place, and takes nothing
        away that came behind it; only the last one ends the file.
        """
        is_new = not self.path.exists()
        with _open(self.path) as file:
            file.seek(offset)
            file.write(data)
            if is_last:
                file.truncate()
            file.flush()
            os.fsync(file.fileno())
        os.utime(self.path, (at.timestamp(), at.timestamp()))
        if is_new:
            durable_files.sync_folder(self.path.parent)

    def open(self) -> BinaryIO:
        """Open it for reading."""
        return self.path.open("rb")

    def drop(self) -> None:
        """Forget what came."""
        self.path.unlink(missing_ok=True)


def part_of(user_id: int, digest: str) -> Part:
    """Give a person's part of a file: nobody else writes to it."""
    return Part(store.parts_folder() / f"{user_id}-{digest}")


def new_part() -> Part:
    """Give a part for a file that comes at once, whose digest is not known yet."""
    return Part(store.parts_folder() / f"whole-{entropy.secret()[:32]}")


def write_whole(part: Part, chunks: Iterator[bytes], *, limit: int) -> int:
    """Write a file that comes at once, and wait until it is on the disc; gives its size.

    It stops as soon as it is larger than the limit, which the size then tells.
    """
    size = 0
    with _open(part.path) as file:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                break
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return size


def sweep(*, before: datetime) -> int:
    """Drop the parts that nobody went on with since a moment; gives how many."""
    count = 0
    for path in store.parts_folder().glob("*"):
        with suppress(FileNotFoundError):
            if datetime.fromtimestamp(path.stat().st_mtime, tz=UTC) < before:
                path.unlink()
                count += 1
    return count


def _open(path: Path) -> BinaryIO:
    durable_files.make_folder(path.parent)
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "r+b")
