"""Files of a folder that are encrypted at rest, piece by piece; read through a plain copy.

What offices hand in as tables has telephones in it. The copy lies in the same folder for as long as
it is read; one that a killed program left goes at the next reading.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from mingqian_ceremony import durable_files
from oversight.common import encryption

_CHUNK = 2**20
_OPEN = ".open-"


def seal(source: Path, target: Path) -> None:
    """Encrypt a file into another one, and wait until that is on the disc."""
    with source.open("rb") as plain, durable_files.writing(target) as sealed:
        while chunk := plain.read(_CHUNK):
            sealed.write(encryption.encrypt_bytes(chunk) + b"\n")


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """Give a plain copy of an encrypted file; it is gone afterwards.

    Raises:
        TamperedError: it was encrypted under another site's key, or was changed.
    """
    _drop_copies(path.parent)
    handle, name = tempfile.mkstemp(prefix=_own_copies(), suffix=path.suffix, dir=path.parent)
    copy = Path(name)
    try:
        with os.fdopen(handle, "wb") as plain:
            _unseal(path, plain)
        yield copy
    finally:
        copy.unlink(missing_ok=True)


def rewrite(folder: Path) -> int:
    """Encrypt every file of a folder under the current key; gives how many."""
    paths = [path for path in sorted(folder.glob("*")) if path.is_file() and path.name[0] != "."]
    for path in paths:
        with opened(path) as plain:
            seal(plain, path)
    return len(paths)


def _unseal(path: Path, plain: BinaryIO) -> None:
    with path.open("rb") as sealed:
        plain.writelines(encryption.decrypt_bytes(line.rstrip(b"\n")) for line in sealed)


def _own_copies() -> str:
    """Give how the names of this program's plain copies begin."""
    return f"{_OPEN}{os.getpid()}-"


def _drop_copies(folder: Path) -> None:
    """Drop what a killed program left: only one, the worker, reads these files."""
    for copy in folder.glob(f"{_OPEN}*"):
        if not copy.name.startswith(_own_copies()):
            copy.unlink(missing_ok=True)
