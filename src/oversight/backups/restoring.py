"""Unpacking a backup into an empty folder; an interruption leaves no half site."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pyrage import IdentityError, x25519

from oversight.backups import encrypted_archive
from oversight.common.errors import DomainError


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A backup in a folder, with what its manifest says: all files are as it says."""

    folder: Path
    database: Path
    tables: dict[str, int]
    count: int
    log_size: int
    log_root: str
    made_at: str


def read_identity(path: Path) -> x25519.Identity:
    """Read the key of the safe, as it was printed or kept in a file.

    Raises:
        DomainError: there is no such file, or no key in it.
    """
    try:
        words = path.read_text().split()
    except (OSError, UnicodeDecodeError):
        raise DomainError(f"读不了钥匙文件 {path}；请核对路径") from None
    for word in words:
        try:
            return x25519.Identity.from_str(word)
        except IdentityError:
            continue
    raise DomainError(f"{path} 里没有备份的钥匙；它以 AGE-SECRET-KEY-1 开头，请核对抄得对不对")


def unpack(source: Path, folder: Path, identity: x25519.Identity) -> Restored:
    """Unpack a backup; the folder takes its name only when all was compared.

    Raises:
        DomainError: the folder holds something, the key does not fit, or the backup is not whole.
    """
    if folder.exists() and any(folder.iterdir()):
        raise DomainError(f"{folder} 不是空的；请给一个还没有的文件夹")
    coming = folder.with_name(f".{folder.name}.tmp")
    shutil.rmtree(coming, ignore_errors=True)
    coming.mkdir(mode=0o700, parents=True)
    try:
        with source.open("rb") as file:
            manifest = encrypted_archive.unpack(file, coming, identity)
    except BaseException:
        shutil.rmtree(coming, ignore_errors=True)
        raise
    if hasattr(os, "sync"):
        os.sync()
    if folder.exists():
        folder.rmdir()
    coming.rename(folder)
    return _restored(folder, manifest)


def _restored(folder: Path, manifest: dict[str, object]) -> Restored:
    log = cast("dict[str, Any]", manifest["log"])
    tables = cast("dict[str, int]", manifest["tables"])
    return Restored(
        folder=folder,
        database=folder / str(manifest["database"]),
        tables=tables,
        count=int(cast("int", manifest["count"])),
        log_size=log["size"],
        log_root=log["root"],
        made_at=str(manifest["made_at"]),
    )
