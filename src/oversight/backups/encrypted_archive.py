"""A tar of many files, encrypted while it is written, and opened while it is read (backup-v1 2).

Neither needs more memory or disc than one block: what one end of a pipe writes, a thread at the
other end encrypts.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import tarfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO

import pyrage
from pyrage import x25519

from oversight.backups import rules
from oversight.common.errors import DomainError

_BLOCK = 2**20
_BROKEN = "这份备份不完整或被改过，打不开；请换一份（另一处、前一天）再试"
_WRONG_KEY = "用这把钥匙打不开这份备份；请核对钥匙和备份是不是一起的"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file of a backup, by its name in the site's folder."""

    name: str
    size: int
    sha256: str


class _Hashed:
    """Reads a file and takes its digest on the way."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.sha256 = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.sha256.update(data)
        return data


def write(
    target: BinaryIO,
    files: Iterable[tuple[str, Path]],
    facts: Callable[[list[Member]], dict[str, object]],
    recipients: Sequence[x25519.Recipient],
) -> list[Member]:
    """Write the files, then the manifest with ``facts`` about them; gives the members.

    A file that goes away meanwhile is left out: what is named elsewhere never goes.
    """
    with _encrypting(target, recipients) as plain, _tar(plain, "w|") as tar:
        members = [member for name, path in files if (member := _add(tar, name, path))]
        manifest = {**facts(members), "files": [asdict(member) for member in members]}
        _add_bytes(tar, rules.MANIFEST, json.dumps(manifest, ensure_ascii=False).encode())
    return members


def unpack(source: BinaryIO, folder: Path, identity: x25519.Identity) -> dict[str, object]:
    """Unpack a backup into an empty folder and compare every file; gives the manifest.

    Raises:
        DomainError: the key does not fit, or the backup is cut off or altered.
    """
    with _decrypting(source, identity) as plain:
        try:
            with _tar(plain, "r|") as tar:
                return _extract(tar, folder)
        except (tarfile.TarError, ValueError, KeyError, TypeError, EOFError):
            raise DomainError(_BROKEN) from None


def _tar(file: IO[bytes], mode: str) -> tarfile.TarFile:
    return tarfile.open(fileobj=file, mode=mode)  # type: ignore[call-overload, no-any-return]


def _add(tar: tarfile.TarFile, name: str, path: Path) -> Member | None:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None
    with file:
        information = tarfile.TarInfo(name)
        information.size = os.fstat(file.fileno()).st_size
        information.mode = 0o600
        reader = _Hashed(file)
        tar.addfile(information, reader)
    return Member(name=name, size=information.size, sha256=reader.sha256.hexdigest())


def _add_bytes(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    information = tarfile.TarInfo(name)
    information.size, information.mode = len(data), 0o600
    tar.addfile(information, io.BytesIO(data))


def _extract(tar: tarfile.TarFile, folder: Path) -> dict[str, object]:
    seen: dict[str, Member] = {}
    manifest: dict[str, object] | None = None
    for information in tar:
        if manifest is not None or not information.isreg():
            raise ValueError(information.name)
        content = tar.extractfile(information)
        if content is None:
            raise ValueError(information.name)
        if information.name == rules.MANIFEST:
            manifest = json.loads(content.read())
        else:
            member = _keep(content, information, folder)
            seen[member.name] = member
    if manifest is None or manifest.get("format") != rules.FORMAT:
        raise ValueError(rules.MANIFEST)
    listed = {row["name"]: Member(**row) for row in _rows(manifest)}
    if listed != seen:
        raise ValueError(rules.MANIFEST)
    return manifest


def _rows(manifest: dict[str, object]) -> list[dict[str, Any]]:
    rows = manifest["files"]
    if not isinstance(rows, list):
        raise TypeError(rules.MANIFEST)
    return rows


def _keep(content: IO[bytes], information: tarfile.TarInfo, folder: Path) -> Member:
    parts = PurePosixPath(information.name)
    if parts.is_absolute() or ".." in parts.parts or "\\" in information.name:
        raise ValueError(information.name)
    counted, path = hashlib.sha256(), folder / information.name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        while block := content.read(_BLOCK):
            counted.update(block)
            file.write(block)
    return Member(name=information.name, size=information.size, sha256=counted.hexdigest())


@contextlib.contextmanager
def _encrypting(target: BinaryIO, recipients: Sequence[x25519.Recipient]) -> Iterator[IO[bytes]]:
    with _piped(lambda plain: pyrage.encrypt_io(plain, target, list(recipients)), "wb") as plain:
        yield plain


@contextlib.contextmanager
def _decrypting(source: BinaryIO, identity: x25519.Identity) -> Iterator[IO[bytes]]:
    with _piped(lambda plain: pyrage.decrypt_io(source, plain, [identity]), "rb") as plain:
        yield plain


@contextlib.contextmanager
def _piped(work: Callable[[IO[bytes]], object], mode: str) -> Iterator[IO[bytes]]:
    """Give one end of a pipe, at whose other end a thread works; its failure is raised here."""
    reading, writing = os.pipe()
    own, other = (writing, reading) if mode == "wb" else (reading, writing)
    failures: list[Exception] = []

    def run() -> None:
        with os.fdopen(other, "rb" if mode == "wb" else "wb") as file:
            try:
                work(file)
            except Exception as error:  # noqa: BLE001 - raised in the other thread
                failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        with os.fdopen(own, mode) as file:
            yield file
    finally:
        thread.join()
        _raise(failures, mode)


def _raise(failures: list[Exception], mode: str) -> None:
    """Raise what went wrong at the other end; a pipe that our own end closed is no failure."""
    for error in failures:
        if isinstance(error, BrokenPipeError):
            continue
        if mode == "wb":
            raise error
        is_other_key = isinstance(error, pyrage.DecryptError) and "No matching" in str(error)
        raise DomainError(_WRONG_KEY if is_other_key else _BROKEN) from None
