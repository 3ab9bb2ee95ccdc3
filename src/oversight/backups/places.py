"""Where backups lie: the site's own folder, and a second place that a setting names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings

from mingqian_ceremony import durable_files
from oversight.backups import contents
from oversight.common.errors import DomainError
from oversight.files.store import digest_of

_BLOCK = 2**20
_PREFIX = "backups"


class Place(Protocol):
    """Somewhere that keeps files by their names."""

    def put(self, source: Path, digest: str) -> None:
        """Copy a file there, and read it back against its digest.

        Raises:
            DomainError: it came to lie there otherwise.
            OSError: it cannot be written to.
        """

    def names(self) -> list[str]:
        """Name what lies there."""

    def remove(self, name: str) -> None:
        """Remove a file."""


def own_folder() -> Path:
    """Give the folder of backups in the site's folder."""
    return contents.home() / contents.FOLDER


def second() -> Place | None:
    """Give the second place: a folder, or a bucket where the setting names one."""
    if not settings.BACKUP_SECOND:
        return None
    if "://" in settings.BACKUP_SECOND:
        from oversight.backups.bucket import Bucket  # noqa: PLC0415 - an extra

        return Bucket(settings.BACKUP_SECOND, _PREFIX)
    return Folder(Path(settings.BACKUP_SECOND))


def second_address() -> str:
    """Give the second place as the setting names it; empty where none is set."""
    return str(settings.BACKUP_SECOND)


class Folder:
    """A folder, on another disc or a mounted one: it must be there already."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def put(self, source: Path, digest: str) -> None:
        """Copy a file there, and read it back against its digest."""
        if not self._path.is_dir():
            raise DomainError(f"没有 {self._path} 这个文件夹；请接上那块盘或改设置")
        target = self._path / source.name
        with source.open("rb") as file, durable_files.writing(target) as copy:
            for block in blocks(file):
                copy.write(block)
        with target.open("rb") as file:
            require_same(file, digest, str(target))

    def names(self) -> list[str]:
        """Name what lies there."""
        return [path.name for path in self._path.iterdir()] if self._path.is_dir() else []

    def remove(self, name: str) -> None:
        """Remove a file."""
        (self._path / name).unlink(missing_ok=True)


def require_same(file: BinaryIO, digest: str, where: str) -> None:
    """Refuse a copy that is not what was written.

    Raises:
        DomainError: it has another digest.
    """
    if digest_of(file) != digest:
        raise DomainError(f"{where} 读回来和写下的不一样；请检查那块盘")


def blocks(file: BinaryIO) -> Iterator[bytes]:
    """Read a file block by block."""
    return iter(lambda: file.read(_BLOCK), b"")
