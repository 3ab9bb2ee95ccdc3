"""Files that are either written whole and for good, or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from mingqian.errors import FormatError

_TOLD = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在的盘是只读的",
    errno.ENOSPC: "盘已满",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已有同名的文件",
    errno.ENAMETOOLONG: "名字太长",
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
    _sync_folder(path.parent)


def make_folder(path: Path) -> None:
    """Make a folder and those above it, durably."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(exist_ok=True)
        _sync_folder(path.parent)


def read(path: Path, what: str) -> bytes:
    """Read a file that a person named.

    Raises:
        FormatError: it is not there, or cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise FormatError(f"读不到{what} {path}：{_reason(error)}") from None


def told(error: OSError) -> str:
    """Tell a person what the operating system would not do."""
    return f"读写不了 {error.filename or '文件'}：{_reason(error)}"


def files_below(folder: Path) -> Iterator[tuple[str, Path]]:
    """List the files of a folder by their names in it, without following links.

    Raises:
        FormatError: there is a link or something else that is no plain file.
    """
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise FormatError("不是普通文件；证据夹里不能有链接", file=name, rule="draw-v1 6.2")
        if path.is_file() and not path.name.endswith(".tmp"):
            yield name, path


def _reason(error: OSError) -> str:
    return _TOLD.get(error.errno or 0, error.strerror or "系统没有说明原因")


def _sync_folder(path: Path) -> None:
    if os.name == "nt":  # Windows cannot sync a folder, and needs not
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
