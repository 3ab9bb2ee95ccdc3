"""The uploaded file: stored under its digest, and refused if it is no table."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mingqian_ceremony import durable_files
from oversight.common import encrypted_files
from oversight.common.errors import DomainError

MOST_BYTES = 100 * 2**20
MOST_UNPACKED = 1500 * 2**20
MOST_RATIO = 200
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"%PDF", b"GIF8", b"Rar!", b"7z\xbc\xaf")
_WRONG = "这不是表格文件，没有读取；请上传 .xlsx、.xls 或 .csv"
_DAMAGED = "文件已损坏，打不开；请用表格软件重新保存"
# RuntimeError: locked with a password, or (a kind of it) packed in a way nobody uses.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError)
_FORMULA = re.compile(rb"<f[ >/]")
_CHUNK = 2**20


class UnreadableError(DomainError):
    """The file cannot be taken; the text says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredUpload:
    """A file put aside under the name of its digest, encrypted: it has telephones in it."""

    path: Path
    digest: str
    size: int


def store(chunks: Iterable[bytes], folder: Path) -> StoredUpload:
    """Store an uploaded file under its digest, and give what was stored.

    Raises:
        UnreadableError: too large, empty, or no table at all.
    """
    durable_files.make_folder(folder)
    handle, name = tempfile.mkstemp(prefix=".coming-", dir=folder)
    partial_file = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            digest, size = _received(chunks, file)
        require_table(partial_file)
        path = folder / f"{digest}{_suffix(partial_file)}"
        encrypted_files.seal(partial_file, path)
    finally:
        partial_file.unlink(missing_ok=True)
    return StoredUpload(path=path, digest=digest, size=size)


def _received(chunks: Iterable[bytes], file: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > MOST_BYTES:
            raise UnreadableError(f"文件超过 {MOST_BYTES // 2**20} MB；请拆成几个文件")
        digest.update(chunk)
        file.write(chunk)
    file.flush()
    os.fsync(file.fileno())
    return digest.hexdigest(), size


def require_table(path: Path) -> None:
    """Refuse what is no table, or would fill the memory when unpacked.

    Raises:
        UnreadableError: it is one of these.
    """
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise UnreadableError("文件是空的；请检查后重新上传")
    if head.startswith(_PROGRAMS):
        raise UnreadableError("这是程序，不是表格，没有读取；请上传 .xlsx、.xls 或 .csv")
    if head.startswith(_PICTURES):
        raise UnreadableError(_WRONG)
    if head.startswith(_ZIP):
        _require_small(path)


def notes(path: Path) -> list[str]:
    """Give notes on a workbook for who looks at the preview.

    Raises:
        UnreadableError: it is damaged inside, or locked.
    """
    with path.open("rb") as file:
        if not file.read(4).startswith(_ZIP):
            return []
    sentences = []
    try:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if re.fullmatch(r"xl/worksheets/sheet[0-9]+\.xml", info.filename):
                    sentences += _in_sheet(archive, info)
    except _BROKEN:
        raise UnreadableError(_DAMAGED) from None
    return list(dict.fromkeys(sentences))


def _require_small(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError):
        raise UnreadableError(_DAMAGED) from None
    if not any(info.filename in {"xl/workbook.xml", "xl/workbook.bin"} for info in infos):
        raise UnreadableError(_WRONG)
    unpacked, packed = sum(i.file_size for i in infos), sum(i.compress_size for i in infos)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 1):
        raise UnreadableError("文件解开后异常地大，没有读取；请用表格软件另存为新的 .xlsx 再上传")


def _in_sheet(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> list[str]:
    has_formula = has_merged = False
    with archive.open(info) as file:
        tail = b""
        while chunk := file.read(_CHUNK):
            text = tail + chunk
            has_formula = has_formula or _FORMULA.search(text) is not None
            has_merged = has_merged or b"<mergeCell " in text
            tail = text[-16:]
    sentences = []
    if has_formula:
        sentences.append("表中有公式：读取的是上次保存时的结果")
    if has_merged:
        sentences.append("表中有合并的单元格：被合并盖住的行，要拆开填好才能收")
    return sentences


def _suffix(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(_ZIP):
        return ".xlsx"
    return ".xls" if head.startswith(_OLE) else ".csv"
