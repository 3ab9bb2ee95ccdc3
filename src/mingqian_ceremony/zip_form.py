"""The one form of an evidence zip (spec draw-v1 6.5): two programs never see two contents.

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
TOO_LARGE = f"压缩包太大：打包的和解开的都不得超过 {MAX_BYTES} 字节，文件不得超过 {MAX_FILES} 个"
_ORIGINAL = "。请用公示页下载的原文件"
_UNPACK = "；这一份是重新打包过的，也可以把它解开，再核对解开的文件夹"

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
        raise FormatError(error.problem, file=file, rule=RULE) from None


def _files(data: bytes) -> dict[str, bytes]:
    count, start = _end(data)
    members = _directory(data, count, start)
    _require_harmless(members)
    at = 0
    found = {}
    for member in members:
        at, found[member.name] = _file(data, member, at, start)
    if at != start:
        _refuse(f"压缩包最后一个文件与目录之间有 {start - at} 个多余的字节")
    return found


def _end(data: bytes) -> tuple[int, int]:
    """Read the end record, which must be the last 22 bytes: number of files, directory's start."""
    at = len(data) - _END.size
    if at < 0 or data[at : at + 4] != _END_MARK:
        _refuse_end(data)
    _, disk, first_disk, here, count, size, start, comment = _END.unpack_from(data, at)
    if count == _ZIP64_COUNT or _ZIP64_SIZE in {size, start}:
        _refuse_repacked("压缩包用了 zip64 的写法")
    if comment:
        _refuse("压缩包末尾的注释不完整")
    if disk or first_disk or here != count:
        _refuse("压缩包是分卷压缩包")
    if start + size != at:
        _refuse(f"压缩包目录应在第 {at - size} 字节，写的是 {start}；前面或中间有多余的字节")
    if count > MAX_FILES:
        _refuse(f"压缩包有 {count} 个文件，最多 {MAX_FILES} 个")
    return count, start


def _refuse_end(data: bytes) -> NoReturn:
    found = data.rfind(_END_MARK, max(0, len(data) - _END.size - _MAX_COMMENT))
    if found < 0 or found + _END.size > len(data):
        _refuse("这个文件不是 zip 压缩包，或者不完整")
    comment = _END.unpack_from(data, found)[7]
    rest = len(data) - found - _END.size
    if comment == rest:
        _refuse_repacked("压缩包带有注释")
    _refuse(f"压缩包末尾有 {rest} 个多余的字节")


def _directory(data: bytes, count: int, at: int) -> list[_Member]:
    members = []
    end = len(data) - _END.size
    for _ in range(count):
        member, at = _central(data, at, end)
        members.append(member)
    if at != end:
        _refuse(f"压缩包目录后面有 {end - at} 个多余的字节")
    return members


def _central(data: bytes, at: int, end: int) -> tuple[_Member, int]:
    if at + _CENTRAL.size > end or data[at : at + 4] != _CENTRAL_MARK:
        _refuse("压缩包目录损坏或不完整")
    fields = _CENTRAL.unpack_from(data, at)
    head, (name_size, extra, comment, disk) = fields[2:10], fields[10:14]
    attributes, local = fields[15:17]
    at += _CENTRAL.size
    if at + name_size + extra + comment > end:
        _refuse("压缩包目录损坏或不完整")
    raw_name = data[at : at + name_size]
    name = _name(raw_name, head[1])
    if disk:
        _refuse("压缩包是分卷压缩包")
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
        _refuse_repacked("压缩包有文件名不是 UTF-8 编码")
    if not name.isascii() and not flags & _UTF8:
        _refuse_repacked(f"文件名 {name} 没有标明是 UTF-8 编码")
    if any(character < " " or ord(character) == _DELETE for character in name):
        _refuse("压缩包有文件名含控制字符")
    return name


def _require_harmless(members: list[_Member]) -> None:
    seen = set()
    for member in members:
        _require_plain_name(member)
        if member.name in seen:
            _refuse(f"文件 {member.name} 出现两次")
        seen.add(member.name)
    for member in members:
        _require_plain(member)
    if sum(member.size for member in members) > MAX_BYTES:
        raise FormatError(TOO_LARGE)


def _require_plain_name(member: _Member) -> None:
    name = member.name
    if name.endswith("/") or member.attributes & _FOLDER_BIT:
        _refuse_repacked(f"压缩包里面有文件夹条目 {name}，是打包软件自己加的")
    if "\\" in name or ":" in name or {"", ".", ".."} & set(name.split("/")):
        _refuse(f"文件名 {name} 不允许")


def _require_plain(member: _Member) -> None:
    _require_file(member)
    _require_flags(member)
    name = member.name
    if member.method not in {_STORED, _DEFLATED}:
        _refuse(f"文件 {name} 的压缩方法是 {member.method}，只许不压缩(0)和 deflate(8)")
    if member.extra:
        _refuse_repacked(f"文件 {name} 带有附加字段(打包软件写的时间、用户号等)")
    if member.comment:
        _refuse_repacked(f"文件 {name} 带有注释")
    if _ZIP64_SIZE in {member.packed, member.size, member.local}:
        _refuse_repacked("压缩包用了 zip64 的写法")
    version = member.head[0]
    if version not in _VERSIONS:
        _refuse_repacked(f"文件 {name} 要求 {version / 10:.1f} 版的解压软件，只许 1.0 和 2.0")
    if member.size > RATIO_FROM and member.size > member.packed * MAX_RATIO:
        _refuse(f"文件 {name} 压缩得不合情理，疑为压缩炸弹")


def _require_file(member: _Member) -> None:
    kind = member.attributes >> 16 & _TYPE
    if kind == _LINK:
        _refuse(f"文件 {member.name} 是链接")
    if kind not in {0, _REGULAR}:
        _refuse(f"文件 {member.name} 不是普通文件")


def _require_flags(member: _Member) -> None:
    name, flags = member.name, member.flags
    if flags & _ENCRYPTED:
        _refuse(f"文件 {name} 加了密")
    if flags & _DESCRIPTOR:
        _refuse_repacked(f"文件 {name} 的长度写在内容后面(苹果“压缩”等边压缩边写的软件)")
    if flags & ~(_LEVEL | _UTF8):
        _refuse(f"文件 {name} 用了不认识的标志")


def _file(data: bytes, member: _Member, at: int, end: int) -> tuple[int, bytes]:
    """Read the file that must stand here; give where the next one must, and the contents."""
    if member.local != at:
        _refuse_place(member, at)
    if at + _LOCAL.size > end or data[at : at + 4] != _LOCAL_MARK:
        _refuse(f"文件 {member.name} 的文件头损坏")
    *fields, name_size, extra = _LOCAL.unpack_from(data, at)
    start = at + _LOCAL.size + name_size
    if data[at + _LOCAL.size : start] != member.raw_name:
        _refuse(f"文件 {member.name} 在文件头里是另一个名字")
    if tuple(fields[1:]) != member.head:
        _refuse(f"文件 {member.name} 的文件头与目录不一样")
    if extra:
        _refuse_repacked(f"文件 {member.name} 带有附加字段(打包软件写的时间、用户号等)")
    if start + member.packed > end:
        _refuse(f"文件 {member.name} 不完整")
    return start + member.packed, _contents(data[start : start + member.packed], member)


def _refuse_place(member: _Member, at: int) -> NoReturn:
    if at == 0:
        _refuse(f"压缩包第一个文件前面有 {member.local} 个多余的字节")
    if member.local > at:
        _refuse(f"文件 {member.name} 前面有 {member.local - at} 个多余的字节，或次序与目录不同")
    _refuse(f"文件 {member.name} 与别的文件重叠，或次序与目录不同")


def _contents(packed: bytes, member: _Member) -> bytes:
    found = packed if member.method == _STORED else _inflated(packed, member)
    if len(found) != member.size or zlib.crc32(found) != member.crc:
        _refuse(f"文件 {member.name} 损坏：长度或校验和与目录不符")
    return found


def _inflated(packed: bytes, member: _Member) -> bytes:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        # One byte more than promised tells a lying size.
        found = unpacker.decompress(packed, member.size + 1)
    except zlib.error:
        _refuse(f"文件 {member.name} 损坏，解不开")
    if not unpacker.eof or unpacker.unused_data or len(found) != member.size:
        _refuse(f"文件 {member.name} 损坏，解不开")
    return found


def _refuse(problem: str) -> NoReturn:
    raise FormatError(f"{problem}{_ORIGINAL}")


def _refuse_repacked(problem: str) -> NoReturn:
    """Refuse what ordinary packers do, and nobody needs to be afraid of."""
    raise FormatError(f"{problem}{_ORIGINAL}{_UNPACK}")
