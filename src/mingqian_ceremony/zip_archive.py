"""Evidence as one zip: written the same way every time, read in exactly one form (draw-v1 6.5)."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

from mingqian.errors import FormatError
from mingqian_ceremony import durable_files, zip_form

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_MODE = (stat.S_IFREG | 0o644) << 16


def read(path: Path) -> dict[str, bytes]:
    """Read an evidence folder or zip into names and bytes.

    Raises:
        FormatError: not there, no zip, or a zip that is not in the one form of clause 6.5.
    """
    if path.is_dir():
        return {name: file.read_bytes() for name, file in durable_files.files_below(path)}
    if not path.is_file():
        raise FormatError("evidence.not-there", path=path)
    if path.stat().st_size > zip_form.MAX_BYTES:
        raise zip_form.too_large().at(file=path.name, rule=zip_form.RULE)
    return zip_form.files(durable_files.read(path, "term.zip"), path.name)


def write(files: Mapping[str, bytes]) -> bytes:
    """Write a flat zip whose bytes depend on names and contents only.

    Raises:
        FormatError: more than `read` would take.
    """
    is_too_much = sum(map(len, files.values())) > zip_form.MAX_BYTES
    if len(files) > zip_form.MAX_FILES or is_too_much:
        raise zip_form.too_large().at(rule=zip_form.RULE)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = _MODE
            info.create_system = 3
            archive.writestr(info, files[name])
    return buffer.getvalue()
