"""Evidence as one zip: written the same way every time, read with suspicion (draw-v1 6.2)."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from mingqian.errors import FormatError
from mingqian_ceremony import durable_files

MAX_FILES = 200_000
MAX_BYTES = 4 * 2**30
MAX_RATIO = 1000
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_ENCRYPTED = 0x1
_MODE = (stat.S_IFREG | 0o644) << 16
_RULE = "draw-v1 6.2"


def read(path: Path) -> dict[str, bytes]:
    """Read an evidence folder or zip into names and bytes.

    Raises:
        FormatError: not there, no zip, or a zip that is built to do harm.
    """
    if path.is_dir():
        return {name: file.read_bytes() for name, file in durable_files.files_below(path)}
    if not path.is_file():
        raise FormatError(f"没有 {path}；请给出证据夹或证据压缩包")
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(archive, path.name)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError) as error:
        raise FormatError(f"压缩包损坏或不是 zip:{error}", file=path.name, rule=_RULE) from None


def write(files: Mapping[str, bytes]) -> bytes:
    """Write a flat zip whose bytes depend on names and contents only."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = _MODE
            info.create_system = 3
            archive.writestr(info, files[name])
    return buffer.getvalue()


def _read(archive: zipfile.ZipFile, zip_name: str) -> dict[str, bytes]:
    members = archive.infolist()
    if len(members) > MAX_FILES:
        _refuse(zip_name, f"有 {len(members)} 个文件，最多 {MAX_FILES} 个")
    total = sum(member.file_size for member in members)
    if total > MAX_BYTES:
        _refuse(zip_name, f"解开有 {total} 字节，最多 {MAX_BYTES} 字节")
    files: dict[str, bytes] = {}
    for member in members:
        _require_harmless(member, files, zip_name)
        files[member.filename] = _data(archive, member, zip_name)
    return files


def _require_harmless(member: zipfile.ZipInfo, files: Mapping[str, bytes], zip_name: str) -> None:
    name = member.filename
    parts = name.split("/")
    if name.startswith("/") or "\\" in name or ":" in name or {"", ".", ".."} & set(parts):
        _refuse(zip_name, f"文件名 {name!r} 不允许")
    if name in files:
        _refuse(zip_name, f"文件 {name!r} 出现两次")
    if member.flag_bits & _ENCRYPTED:
        _refuse(zip_name, f"文件 {name!r} 加了密")
    if stat.S_ISLNK(member.external_attr >> 16):
        _refuse(zip_name, f"文件 {name!r} 是链接")
    if member.file_size > 2**20 and member.file_size > member.compress_size * MAX_RATIO:
        _refuse(zip_name, f"文件 {name!r} 压缩得不合情理，疑为压缩炸弹")


def _data(archive: zipfile.ZipFile, member: zipfile.ZipInfo, zip_name: str) -> bytes:
    with archive.open(member) as file:
        # One byte more than promised tells a lying size.
        data = file.read(member.file_size + 1)
    if len(data) != member.file_size:
        _refuse(zip_name, f"文件 {member.filename!r} 的大小与目录不符")
    return data


def _refuse(file: str, problem: str) -> NoReturn:
    raise FormatError(problem, file=file, rule=_RULE)
