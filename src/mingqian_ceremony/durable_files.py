"""Files written atomically and durably: after a crash each is as before, or complete."""

from __future__ import annotations

import contextlib
import errno
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from mingqian.errors import FormatError

_REASONS = {
    errno.ENOENT: "os.missing",
    errno.EACCES: "os.no-permission",
    errno.EPERM: "os.no-permission",
    errno.EROFS: "os.read-only",
    errno.ENOSPC: "os.full",
    errno.EISDIR: "os.folder",
    errno.ENOTDIR: "os.no-folder",
    errno.EEXIST: "os.exists",
    errno.ENAMETOOLONG: "os.name-too-long",
}
_PRIVATE_MODE = 0o600
_PUBLIC_MODE = 0o644


def put(path: Path, data: bytes, *, is_private: bool = False) -> None:
    """Write a file so that after a crash it is either as before or as it should be.

    A file that already has these bytes is left alone. The process's umask narrows who may read it.
    """
    if path.is_file() and path.read_bytes() == data:
        return
    with _coming(path, _PRIVATE_MODE if is_private else _PUBLIC_MODE) as file:
        file.write(data)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Write a long private file bit by bit; only when all went well does it take its name."""
    with _coming(path, _PRIVATE_MODE) as file:
        yield file


@contextlib.contextmanager
def _coming(path: Path, mode: int) -> Iterator[BinaryIO]:
    make_folder(path.parent)
    coming = path.parent / f".{uuid.uuid4().hex}.tmp"
    handle = os.open(
        coming, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode
    )
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        coming.replace(path)
    finally:
        coming.unlink(missing_ok=True)
    sync_folder(path.parent)


def make_folder(path: Path) -> None:
    """Make a folder and those above it, durably."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(exist_ok=True)
        sync_folder(path.parent)


def read(path: Path, what: str) -> bytes:
    """Read a file that a person named; ``what`` names it in words or by a term of the tables.

    Raises:
        FormatError: it is not there, or cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise FormatError("file.unreadable", what=what, path=path, reason=_reason(error)) from None


def io_error(error: OSError) -> FormatError:
    """Give the error that says what the operating system would not do."""
    if not error.filename:
        return FormatError("file.io-unnamed", reason=_reason(error))
    return FormatError("file.io", path=error.filename, reason=_reason(error))


def files_below(folder: Path) -> Iterator[tuple[str, Path]]:
    """List the files of a folder by their names in it, without following links.

    Raises:
        FormatError: there is a link or something else that is no plain file.
    """
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise FormatError("folder.link", file=name, rule="draw-v1 6.2")
        if path.is_file() and not path.name.endswith(".tmp"):
            yield name, path


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0, error.strerror or "os.unknown")


def sync_folder(path: Path) -> None:
    """Let the system write a folder's own list of names to the disc, after a rename in it."""
    if os.name == "nt":  # Windows cannot sync a folder, and needs not
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
