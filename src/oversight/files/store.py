"""Where the bytes of files lie, each under its SHA-256: written once, never changed.

Two stores do the same: a folder of the site, and a bucket where one is set (`object_store`). A
file takes its name only when it is whole on the disc and its digest was counted anew: after a power
cut it is there, or it is not.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings

from mingqian_ceremony import durable_files
from oversight.common.errors import TamperedError

_ASIDE, _CHUNK = ".swept", 2**20


class DigestError(Exception):
    """What was written is not what its digest says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreItem:
    """What lies in a store: its digest, and when it was put there."""

    digest: str
    at: datetime


class Store(Protocol):
    """Keeps bytes under their digests."""

    def has(self, digest: str) -> bool:
        """Tell whether it is there."""
        ...

    def open(self, digest: str) -> BinaryIO:
        """Open it for reading.

        Raises:
            TamperedError: it is not there.
        """
        ...

    def put(self, source: Path, digest: str, *, at: datetime) -> None:
        """Take over a file that is whole and synced, once its digest was counted.

        What was there under the digest is replaced by the same bytes, so that it is as young as
        what came last. The source is gone afterwards.

        Raises:
            DigestError: it has another digest; the source is left as it is.
        """
        ...

    def size(self, digest: str) -> int:
        """Give the number of bytes.

        Raises:
            TamperedError: it is not there.
        """
        ...

    def items(self) -> Iterator[StoreItem]:
        """List what is there."""
        ...

    def remove(self, digest: str, *, before: datetime) -> bool:
        """Remove it if it was put there before a moment; tells whether it is gone."""
        ...


def current() -> Store:
    """Give the store of this site: the bucket that is set, or else a folder of the site."""
    if settings.FILES_BUCKET:
        store: Store = import_module("oversight.files.object_store").from_settings()
        return store
    return FolderStore(Path(settings.FILES) / "blobs")


def parts_folder() -> Path:
    """Give the folder in which files grow; it lies on the disc of the folder store."""
    return Path(settings.FILES) / "parts"


def digest_of(file: BinaryIO) -> str:
    """Count the SHA-256 of a file from its begin."""
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def verify(source: Path, digest: str) -> None:
    """Refuse a file that has another digest.

    Raises:
        DigestError: it has.
    """
    with source.open("rb") as file:
        if digest_of(file) != digest:
            raise DigestError(digest)


def missing(digest: str) -> TamperedError:
    """Give the error that says that a file is not where it must be."""
    return TamperedError(f"文件 {digest[:8]} 不在了；请系统管理员从备份恢复")


class FolderStore:
    """Keeps files in a folder: ``ab/abcdef…``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def has(self, digest: str) -> bool:
        """Tell whether it is there."""
        return self._path(digest).is_file()

    def open(self, digest: str) -> BinaryIO:
        """Open it for reading.

        Raises:
            TamperedError: it is not there.
        """
        try:
            return self._path(digest).open("rb")
        except FileNotFoundError:
            raise missing(digest) from None

    def put(self, source: Path, digest: str, *, at: datetime) -> None:
        """Take over a file that is whole and synced, once its digest was counted.

        Raises:
            DigestError: it has another digest; the source is left as it is.
        """
        verify(source, digest)
        path = self._path(digest)
        durable_files.make_folder(path.parent)
        os.utime(source, (at.timestamp(), at.timestamp()))
        source.replace(path)
        durable_files.sync_folder(path.parent)

    def size(self, digest: str) -> int:
        """Give the number of bytes.

        Raises:
            TamperedError: it is not there.
        """
        try:
            return self._path(digest).stat().st_size
        except FileNotFoundError:
            raise missing(digest) from None

    def items(self) -> Iterator[StoreItem]:
        """List what is there; what a stopped sweep had moved aside is moved back first."""
        for aside in self._folder.glob(f"??/*{_ASIDE}"):
            aside.replace(aside.with_suffix(""))
        for path in sorted(self._folder.glob("??/*")):
            with suppress(FileNotFoundError):
                yield StoreItem(digest=path.name, at=_moment_of(path))

    def remove(self, digest: str, *, before: datetime) -> bool:
        """Remove it if it was put there before a moment; tells whether it is gone.

        It is moved aside first: what is put there meanwhile stays.
        """
        path = self._path(digest)
        aside = path.with_name(f"{digest}{_ASIDE}")
        with suppress(FileNotFoundError):
            path.replace(aside)
            if _moment_of(aside) >= before:
                aside.replace(path)
                return False
            aside.unlink()
        return True

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest


def _moment_of(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
