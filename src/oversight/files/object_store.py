"""Files in a bucket (S3 and its like) instead of a folder, by obstore; only where one is set.

A file grows on this machine as always; it is sent when it is whole. The bucket answers for its own
discs; that it keeps what it was given is counted by the same check as everywhere.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import obstore
from django.conf import settings
from obstore.store import from_url

from oversight.files.store import StoreItem, missing, verify

_PREFIX = "blobs"


def from_settings() -> ObjectStore:
    """Give the bucket of the settings; keys come from the usual variables of its kind."""
    return ObjectStore(from_url(settings.FILES_BUCKET))


class ObjectStore:
    """Keeps files in a bucket: ``blobs/ab/abcdef…``."""

    def __init__(self, bucket: Any) -> None:  # noqa: ANN401 - one of obstore's classes
        self._bucket = bucket

    def has(self, digest: str) -> bool:
        """Tell whether it is there."""
        try:
            obstore.head(self._bucket, _path(digest))
        except FileNotFoundError:
            return False
        return True

    def open(self, digest: str) -> BinaryIO:
        """Open it for reading.

        Raises:
            TamperedError: it is not there.
        """
        try:
            return io.BufferedReader(BucketFile(obstore.open_reader(self._bucket, _path(digest))))
        except FileNotFoundError:
            raise missing(digest) from None

    def put(self, source: Path, digest: str, *, at: datetime) -> None:  # noqa: ARG002 - its own
        """Send a file that is whole, once its digest was counted; the bucket notes the time.

        Raises:
            DigestError: it has another digest; the source is left as it is.
        """
        verify(source, digest)
        obstore.put(self._bucket, _path(digest), source)
        source.unlink()

    def size(self, digest: str) -> int:
        """Give the number of bytes.

        Raises:
            TamperedError: it is not there.
        """
        try:
            return int(obstore.head(self._bucket, _path(digest))["size"])
        except FileNotFoundError:
            raise missing(digest) from None

    def items(self) -> Iterator[StoreItem]:
        """List what is there."""
        for page in obstore.list(self._bucket, prefix=_PREFIX):
            for row in page:
                yield StoreItem(digest=row["path"].rsplit("/", 1)[-1], at=row["last_modified"])

    def remove(self, digest: str, *, before: datetime) -> bool:
        """Remove it if it was put there before a moment; tells whether it is gone."""
        try:
            if obstore.head(self._bucket, _path(digest))["last_modified"] >= before:
                return False
            obstore.delete(self._bucket, _path(digest))
        except FileNotFoundError:
            pass
        return True


class BucketFile(io.RawIOBase):
    """A file of a bucket as Python's own files are."""

    def __init__(self, reader: obstore.ReadableFile) -> None:
        self._reader = reader

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that any place in it can be gone to."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place; gives where that is."""
        return self._reader.seek(offset, whence)

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - whatever has a buffer
        """Read as much as fits; gives how much that was."""
        view = memoryview(buffer)
        data = self._reader.read(len(view))
        view[: len(data)] = memoryview(data)
        return len(data)


def _path(digest: str) -> str:
    return f"{_PREFIX}/{digest[:2]}/{digest}"
