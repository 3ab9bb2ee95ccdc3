"""Zips by hand, of every form that a zip can have: what both programs must take or refuse."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

ONE = b"one\n"
TWO = b"two two two two two two two two\n"
# TWO by deflate, with fixed codes: written out, since engines pack differently.
PACKED_TWO = bytes.fromhex("2b29cf5728c18db900")


@dataclass(kw_only=True)
class Member:
    """A file in a zip; what is set in ``local`` stands in its local header only."""

    name: bytes
    data: bytes = ONE
    packed: bytes | None = None
    method: int = 0
    flags: int = 0
    version: int = 20
    attributes: int = 0o100644 << 16
    extra: bytes = b""
    comment: bytes = b""
    crc: int | None = None
    size: int | None = None
    local: dict[str, object] = field(default_factory=dict)
    descriptor: bytes = b""
    before: bytes = b""
    offset: int | None = None

    def head(self, **changes: object) -> bytes:
        """Write what both headers have: version, flags, method, time, date, checksum, sizes."""
        packed = self.data if self.packed is None else self.packed
        values = {
            "version": self.version,
            "flags": self.flags,
            "method": self.method,
            "time": 0,
            "date": 0x21,
            "crc": zlib.crc32(self.data) if self.crc is None else self.crc,
            "packed": len(packed),
            "size": len(self.data) if self.size is None else self.size,
        }
        given = {key: value for key, value in changes.items() if key in values}
        return struct.pack("<5H3L", *(values | given).values())

    def body(self) -> bytes:
        """Write the local header and the contents."""
        name = self.local.get("name", self.name)
        extra = self.local.get("extra", self.extra)
        assert isinstance(name, bytes)
        assert isinstance(extra, bytes)
        packed = self.data if self.packed is None else self.packed
        sizes = struct.pack("<2H", len(name), len(extra))
        head = b"PK\3\4" + self.head(**self.local) + sizes
        return head + name + extra + packed + self.descriptor

    def entry(self, offset: int) -> bytes:
        """Write the entry of the central directory."""
        sizes = struct.pack("<5H", len(self.name), len(self.extra), len(self.comment), 0, 0)
        place = struct.pack("<2L", self.attributes, offset if self.offset is None else self.offset)
        head = b"PK\1\2" + struct.pack("<H", 0x0314) + self.head() + sizes + place
        return head + self.name + self.extra + self.comment


def zipped(  # noqa: PLR0913 - a zip has that many places
    members: Sequence[Member],
    *,
    prefix: bytes = b"",
    shift: int = 0,
    before_directory: bytes = b"",
    before_end: bytes = b"",
    comment: bytes = b"",
    suffix: bytes = b"",
    order: Sequence[int] | None = None,
    count: int | None = None,
    here: int | None = None,
    disk: int = 0,
    start: int | None = None,
) -> bytes:
    """Write a zip; ``shift`` is added to every offset, as self-extracting zips have it."""
    data = prefix
    entries = []
    for member in members:
        data += member.before
        entries.append(member.entry(len(data) + shift))
        data += member.body()
    data += before_directory
    directory = b"".join(entries[at] for at in order or range(len(entries)))
    number = len(entries) if count is None else count
    end = struct.pack(
        "<4H2LH",
        disk,
        disk,
        number if here is None else here,
        number,
        len(directory),
        (len(data) + shift) if start is None else start,
        len(comment),
    )
    return data + directory + before_end + b"PK\5\6" + end + comment + suffix


def two() -> list[Member]:
    """Two files, as they should be."""
    return [
        Member(name=b"a.csv"),
        Member(name=b"log/b.csv", data=TWO, packed=PACKED_TWO, method=8),
    ]


def with_first(**changes: object) -> bytes:
    """Write two files, the first of them changed."""
    return zipped([Member(**{"name": b"a.csv", **changes}), two()[1]])  # type: ignore[arg-type]


def with_second(**changes: object) -> bytes:
    """Write two files, the second, packed one changed."""
    whole = {"name": b"log/b.csv", "data": TWO, "packed": PACKED_TWO, "method": 8, **changes}
    return zipped([two()[0], Member(**whole)])  # type: ignore[arg-type]


def two_faced() -> bytes:
    """Two whole zips in one: programs that look from the front and from the back differ."""
    front = zipped([Member(name=b"a.csv", data=b"the front\n")])
    return zipped([Member(name=b"a.csv", data=b"the back!\n")], prefix=front)


def two_faced_with_shift() -> bytes:
    """The second zip's offsets count from its own beginning: only some programs correct that."""
    front = zipped([Member(name=b"a.csv", data=b"the front\n")])
    back = zipped([Member(name=b"a.csv", data=b"the back!\n")])
    return front + back


def two_faced_by_comment() -> bytes:
    """The whole of another zip is the comment of the first."""
    inner = zipped([Member(name=b"a.csv", data=b"the back!\n")])
    return zipped([Member(name=b"a.csv", data=b"the front\n")], comment=inner)


def two_faced_by_a_gap() -> bytes:
    """Between the files lies another one that no directory names."""
    hidden = Member(name=b"a.csv", data=b"hidden\n").body()
    return zipped([two()[0], Member(name=b"b.csv", before=hidden)])


def two_faced_by_one_body() -> bytes:
    """Two names for one body."""
    return zipped([Member(name=b"a.csv"), Member(name=b"b.csv", before=b"", offset=0)])


def an_empty_end_inside() -> bytes:
    """A file holds what looks like the end of a zip: that is content, nothing else."""
    return zipped([Member(name=b"a.csv", data=b"PK\5\6" + bytes(18))])


_UT = b"UT\5\0\1" + bytes(4)
_UNICODE_PATH = b"up\x0a\0\1" + bytes(4) + b"b.csv"
_ZIP64 = b"\1\0\x10\0" + bytes(16)
_DESCRIPTOR = b"PK\7\x08" + struct.pack("<3L", zlib.crc32(ONE), len(ONE), len(ONE))

ACCEPTED: dict[str, Callable[[], bytes]] = {
    "stored and deflated": lambda: zipped(two()),
    "no files": lambda: zipped([]),
    "version 1.0": lambda: with_first(version=10),
    "levels of deflate": lambda: with_second(flags=2),
    "marked as UTF-8": lambda: with_first(flags=0x800),
    "a Chinese name": lambda: with_first(name="证据.txt".encode(), flags=0x800),
    "attributes of DOS": lambda: with_first(attributes=0x20),
    "an empty file": lambda: with_first(data=b""),
    "an empty file, deflated": lambda: with_first(data=b"", packed=b"\3\0", method=8),
    "an end inside a file": an_empty_end_inside,
    "a stored block": lambda: with_first(packed=b"\1\4\0\xfb\xff" + ONE, method=8),
}

REFUSED: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "no zip": lambda: b"MZ this is a program, of some length",
    "cut off": lambda: zipped(two())[:-1],
    "cut in the middle": lambda: zipped(two())[: len(zipped(two())) // 2],
    "two-faced": two_faced,
    "two-faced, own offsets": two_faced_with_shift,
    "two-faced by a comment": two_faced_by_comment,
    "two-faced by a gap": two_faced_by_a_gap,
    "two names for one body": two_faced_by_one_body,
    "a prefix": lambda: zipped(two(), prefix=b"#!/bin/sh\n"),
    "a prefix that offsets leave out": lambda: b"#!/bin/sh\n" + zipped(two()),
    "a byte before": lambda: zipped(two(), prefix=b"\0"),
    "a gap before the second file": lambda: with_second(before=b"\0"),
    "a gap before the directory": lambda: zipped(two(), before_directory=b"\0"),
    "a gap before the end": lambda: zipped(two(), before_end=b"\0"),
    "a comment": lambda: zipped(two(), comment=b"hello"),
    "a promised comment": lambda: zipped(two(), comment=b"\0" * 30)[:-30],
    "bytes after the end": lambda: zipped(two(), suffix=b"\0"),
    "a line feed after the end": lambda: zipped(two(), suffix=b"\n"),
    "another order in the directory": lambda: zipped(two(), order=[1, 0]),
    "fewer files than the directory has": lambda: zipped(two(), count=1),
    "more files than the directory has": lambda: zipped(two(), count=3),
    "several discs": lambda: zipped(two(), disk=1),
    "some files on another disc": lambda: zipped(two(), here=1),
    "directory elsewhere": lambda: zipped(two(), start=0),
    "zip64 in the end": lambda: zipped(two(), start=0xFFFFFFFF),
    "zip64 in an entry": lambda: with_first(size=0xFFFFFFFF, extra=_ZIP64),
    "a field of times": lambda: with_first(extra=_UT),
    "a field in the local header only": lambda: with_first(local={"extra": _UT}),
    "another name in a field": lambda: with_first(extra=_UNICODE_PATH),
    "a comment on a file": lambda: with_first(comment=b"hello"),
    "another name in the local header": lambda: with_first(local={"name": b"b.csv"}),
    "a longer name in the local header": lambda: with_first(local={"name": b"a.csv.exe"}),
    "another size in the local header": lambda: with_first(local={"size": 5}),
    "no size in the local header": lambda: with_first(local={"size": 0, "packed": 0, "crc": 0}),
    "another checksum in the local header": lambda: with_first(local={"crc": 0}),
    "another method in the local header": lambda: with_first(local={"method": 8}),
    "another flag in the local header": lambda: with_first(local={"flags": 0x800}),
    "another time in the local header": lambda: with_first(local={"time": 1}),
    "another date in the local header": lambda: with_first(local={"date": 0x22}),
    "another version in the local header": lambda: with_first(local={"version": 10}),
    "a wrong checksum": lambda: with_first(crc=1),
    "a wrong checksum of a packed file": lambda: with_second(crc=1),
    "a size too small": lambda: with_second(size=len(TWO) - 1),
    "a size too large": lambda: with_second(size=len(TWO) + 1),
    "a stored size too large": lambda: with_first(size=len(ONE) + 1),
    "bytes after the packed": lambda: with_second(packed=PACKED_TWO + b"\0"),
    "packed cut off": lambda: with_second(packed=PACKED_TWO[:-2]),
    "not packed at all": lambda: with_second(packed=b"\xff" * 8),
    "an unknown block": lambda: with_second(packed=b"\7"),
    "a stored block cut off": lambda: with_first(packed=b"\1\4\0\xfb\xff" + ONE[:2], method=8),
    "a distance beyond the beginning": lambda: with_first(packed=b"\x03\x02\x00", method=8),
    "bzip2": lambda: with_first(method=12),
    "deflate64": lambda: with_first(method=9),
    "encrypted": lambda: with_first(flags=1),
    "length after the contents": lambda: with_first(
        flags=8, local={"crc": 0, "packed": 0, "size": 0}, descriptor=_DESCRIPTOR
    ),
    "length after the contents, and before": lambda: with_first(flags=8, descriptor=_DESCRIPTOR),
    "an unknown flag": lambda: with_first(flags=0x2000),
    "version 4.5": lambda: with_first(version=45),
    "NUL in a name": lambda: with_first(name=b"a.csv\0.exe"),
    "NUL at the end of a name": lambda: with_first(name=b"a.csv\0"),
    "a line feed in a name": lambda: with_first(name=b"a\n.csv"),
    "a name in GBK": lambda: with_first(name="证据.txt".encode("gbk")),
    "a Chinese name not marked": lambda: with_first(name="证据.txt".encode()),
    "no name": lambda: with_first(name=b""),
    "a name above": lambda: with_first(name=b"../a.csv"),
    "a name from the root": lambda: with_first(name=b"/a.csv"),
    "a name of Windows": lambda: with_first(name=b"C:\\a.csv"),
    "a name with two strokes": lambda: with_first(name=b"a//b.csv"),
    "a name twice": lambda: with_second(name=b"a.csv"),
    "a folder": lambda: with_first(name=b"log/", data=b"", attributes=0o040755 << 16 | 0x10),
    "a folder by its attribute": lambda: with_first(name=b"log", data=b"", attributes=0x10),
    "a link": lambda: with_first(data=b"/etc/passwd", attributes=0o120777 << 16),
    "a device": lambda: with_first(data=b"", attributes=0o020666 << 16),
    "a bomb": lambda: with_first(packed=b"\3\0", size=2**30, method=8),
    "more than fits": lambda: with_first(packed=b"\3\0", size=2**30 + 1, method=8),
}
