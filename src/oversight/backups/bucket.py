"""A bucket (S3 and its like) as the second place of backups, by obstore."""

from __future__ import annotations

import io
from pathlib import Path

import obstore
from obstore.store import from_url

from oversight.backups.places import require_same
from oversight.files.object_store import BucketFile


class Bucket:
    """Keeps files in a bucket under a prefix; keys come from the usual variables of its kind."""

    def __init__(self, url: str, prefix: str) -> None:
        self._bucket, self._prefix = from_url(url), prefix

    def put(self, source: Path, digest: str) -> None:
        """Send a file, and read it back against its digest."""
        path = f"{self._prefix}/{source.name}"
        with source.open("rb") as file:
            obstore.put(self._bucket, path, file)
        reader = obstore.open_reader(self._bucket, path)
        require_same(io.BufferedReader(BucketFile(reader)), digest, path)

    def names(self) -> list[str]:
        """Name what lies there."""
        listed = obstore.list(self._bucket, prefix=self._prefix)
        return [str(item["path"]).rsplit("/", 1)[-1] for batch in listed for item in batch]

    def remove(self, name: str) -> None:
        """Remove a file."""
        obstore.delete(self._bucket, f"{self._prefix}/{name}")
