"""The one form of an evidence zip, in which every program finds the same files (draw-v1 6.5).

The standard library reads many forms, and so does every other program, each its own: here every
byte of the file is accounted for, and what is not as it must be is named with the way out.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import NoReturn

from mingqian.errors import FormatError

RULE = "draw-v1 6.5"
MAX_FILES = 20_000
MAX_BYTES = 2**30
MAX_RATIO = 1000
RATIO_FROM = 2**20

_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_END_MARK = b"PK\5\6"
_CENTRAL_MARK = b"PK\1\2"
_LOCAL_MARK = b"PK\3\4"
_MAX_COMMENT = 65_535
_ZIP64_SIZE = 0xFFFFFFFF
_ZIP64_COUNT = 0xFFFF
_STORED = 0
_DEFLATED = 8
_VERSIONS = (10, 20)
_ENCRYPTED = 0x0001
_LEVEL = 0x0006
_DESCRIPTOR = 0x0008
_UTF8 = 0x0800
_FOLDER_BIT = 0x10
_TYPE = 0xF000
_REGULAR = 0x8000
_LINK = 0xA000
_DELETE = 0x7F


@dataclass(frozen=True, slots=True, kw_only=True)
class _Member:
    """One file as the central directory describes it; ``head`` is what the local must repeat."""

    name: str
    raw_name: bytes
    head: tuple[int, ...]
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    extra: int
    comment: int
    attributes: int
    local: int


def files(data: bytes, file: str) -> dict[str, bytes]:
    """Read a zip in the one form; ``file`` is its name in messages.

    Raises:
        FormatError: any byte is not as clause 6.5 has it; the message names the cause.
    """
    try:
        return _files(data)
    except FormatError as error:
        raise error.at(file=file, rule=RULE) from None


def _files(data: bytes) -> dict[str, bytes]:
    count, start = _end(data)
    members = _directory(data, count, start)
    _require_harmless(members)
    at = 0
    files = {}
    for member in members:
        at, files[member.name] = _file(data, member, at, start)
    if at != start:
        _refuse("zip.bytes-before-directory", count=start - at)
    return files


def _end(data: bytes) -> tuple[int, int]:
    """Read the end record, which must be the last 22 bytes: number of files, directory's start."""
    at = len(data) - _END.size
    if at < 0 or data[at : at + 4] != _END_MARK:
        _refuse_end(data)
    _, disk, first_disk, here, count, size, start, comment = _END.unpack_from(data, at)
    if count == _ZIP64_COUNT or _ZIP64_SIZE in {size, start}:
        _refuse("zip.zip64")
    if comment:
        _refuse("zip.comment-cut")
    if disk or first_disk or here != count:
        _refuse("zip.split")
    if start + size != at:
        _refuse("zip.directory-place", expected=at - size, start=start)
    if count > MAX_FILES:
        _refuse("zip.too-many-files", count=count, most=MAX_FILES)
    return count, start


def _refuse_end(data: bytes) -> NoReturn:
    end = data.rfind(_END_MARK, max(0, len(data) - _END.size - _MAX_COMMENT))
    if end < 0 or end + _END.size > len(data):
        _refuse("zip.no-zip")
    comment = _END.unpack_from(data, end)[7]
    rest = len(data) - end - _END.size
    if comment == rest:
        _refuse("zip.comment")
    _refuse("zip.bytes-at-end", count=rest)


def _directory(data: bytes, count: int, at: int) -> list[_Member]:
    members = []
    end = len(data) - _END.size
    for _ in range(count):
        member, at = _central(data, at, end)
        members.append(member)
    if at != end:
        _refuse("zip.bytes-after-directory", count=end - at)
    return members


def _central(data: bytes, at: int, end: int) -> tuple[_Member, int]:
    if at + _CENTRAL.size > end or data[at : at + 4] != _CENTRAL_MARK:
        _refuse("zip.directory-damaged")
    fields = _CENTRAL.unpack_from(data, at)
    head, (name_size, extra, comment, disk) = fields[2:10], fields[10:14]
    attributes, local = fields[15:17]
    at += _CENTRAL.size
    if at + name_size + extra + comment > end:
        _refuse("zip.directory-damaged")
    raw_name = data[at : at + name_size]
    name = _name(raw_name, head[1])
    if disk:
        _refuse("zip.split")
    member = _Member(
        name=name,
        raw_name=raw_name,
        head=head,
        flags=head[1],
        method=head[2],
        crc=head[5],
        packed=head[6],
        size=head[7],
        extra=extra,
        comment=comment,
        attributes=attributes,
        local=local,
    )
    return member, at + name_size + extra + comment


def _name(raw: bytes, flags: int) -> str:
    try:
        name = raw.decode()
    except UnicodeDecodeError:
        _refuse("zip.names-not-utf8")
    if not name.isascii() and not flags & _UTF8:
        _refuse("zip.name-not-marked", name=name)
    if any(character < " " or ord(character) == _DELETE for character in name):
        _refuse("zip.control-character")
    return name


def _require_harmless(members: list[_Member]) -> None:
    seen = set()
    for member in members:
        _require_plain_name(member)
        if member.name in seen:
            _refuse("zip.name-twice", name=member.name)
        seen.add(member.name)
    for member in members:
        _require_plain(member)
    if sum(member.size for member in members) > MAX_BYTES:
        raise too_large()


def _require_plain_name(member: _Member) -> None:
    name = member.name
    if name.endswith("/") or member.attributes & _FOLDER_BIT:
        _refuse("zip.folder-entry", name=name)
    if "\\" in name or ":" in name or {"", ".", ".."} & set(name.split("/")):
        _refuse("zip.name", name=name)


def _require_plain(member: _Member) -> None:
    _require_file(member)
    _require_flags(member)
    name = member.name
    if member.method not in {_STORED, _DEFLATED}:
        _refuse("zip.method", name=name, method=member.method)
    if member.extra:
        _refuse("zip.extra-field", name=name)
    if member.comment:
        _refuse("zip.file-comment", name=name)
    if _ZIP64_SIZE in {member.packed, member.size, member.local}:
        _refuse("zip.zip64")
    version = member.head[0]
    if version not in _VERSIONS:
        _refuse("zip.version", name=name, version=version / 10)
    if member.size > RATIO_FROM and member.size > member.packed * MAX_RATIO:
        _refuse("zip.bomb", name=name)


def _require_file(member: _Member) -> None:
    kind = member.attributes >> 16 & _TYPE
    if kind == _LINK:
        _refuse("zip.link", name=member.name)
    if kind not in {0, _REGULAR}:
        _refuse("zip.no-plain-file", name=member.name)


def _require_flags(member: _Member) -> None:
    name, flags = member.name, member.flags
    if flags & _ENCRYPTED:
        _refuse("zip.encrypted", name=name)
    if flags & _DESCRIPTOR:
        _refuse("zip.length-after", name=name)
    if flags & ~(_LEVEL | _UTF8):
        _refuse("zip.flags", name=name)


def _file(data: bytes, member: _Member, at: int, end: int) -> tuple[int, bytes]:
    """Read the file that must stand here; give where the next one must, and the contents."""
    if member.local != at:
        _refuse_place(member, at)
    if at + _LOCAL.size > end or data[at : at + 4] != _LOCAL_MARK:
        _refuse("zip.header-damaged", name=member.name)
    *fields, name_size, extra = _LOCAL.unpack_from(data, at)
    start = at + _LOCAL.size + name_size
    if data[at + _LOCAL.size : start] != member.raw_name:
        _refuse("zip.header-name", name=member.name)
    if tuple(fields[1:]) != member.head:
        _refuse("zip.header-differs", name=member.name)
    if extra:
        _refuse("zip.extra-field", name=member.name)
    if start + member.packed > end:
        _refuse("zip.file-cut", name=member.name)
    return start + member.packed, _contents(data[start : start + member.packed], member)


def _refuse_place(member: _Member, at: int) -> NoReturn:
    if at == 0:
        _refuse("zip.bytes-first", count=member.local)
    if member.local > at:
        _refuse("zip.bytes-between", name=member.name, count=member.local - at)
    _refuse("zip.overlap", name=member.name)


def _contents(packed: bytes, member: _Member) -> bytes:
    data = packed if member.method == _STORED else _inflated(packed, member)
    if len(data) != member.size or zlib.crc32(data) != member.crc:
        _refuse("zip.checksum", name=member.name)
    return data


def _inflated(packed: bytes, member: _Member) -> bytes:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        # One byte more than promised tells a lying size.
        data = unpacker.decompress(packed, member.size + 1)
    except zlib.error:
        _refuse("zip.damaged", name=member.name)
    if not unpacker.eof or unpacker.unused_data or len(data) != member.size:
        _refuse("zip.damaged", name=member.name)
    return data


def too_large() -> FormatError:
    """Give the error of a zip beyond the bounds of clause 6.5."""
    return FormatError("zip.too-large", bytes=MAX_BYTES, files=MAX_FILES)


def _refuse(code: str, /, **values: object) -> NoReturn:
    raise FormatError.of(code, values)
