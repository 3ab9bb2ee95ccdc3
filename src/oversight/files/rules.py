"""Which kinds of files are taken, how they are known by their first bytes, and how large they are.

Own table, since the libraries for it call a HEIC a film, a recording nothing, and know no page:
what is not in the table is not taken. A name or a type that the sender gives is never asked.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import BinaryIO

PIECE = 256 * 2**10
"""Pieces are of this size, but for the last; a request that is cut leaves nothing of its piece."""
MOST_PIECES_AT_ONCE = 4
"""A piece may be as large as so many."""
HEAD = 64
"""How many first bytes tell the kind."""
PART_LIFE = timedelta(days=7)
"""A part that nobody went on with is swept after this time."""
UNUSED_LIFE = timedelta(days=7)
"""A file that nothing came to use is swept after this time."""
YOUNGEST = timedelta(days=1)
"""Whatever lies in the store is not swept before this time: its row may be on its way."""
SWEPT_EVERY = timedelta(days=1)
SCANNED_AGAIN = timedelta(hours=1)
"""How soon the scanner is asked again about a file that it did not look at."""

EXAMINE, SWEEP = "file.examine", "file.sweep"
"""The kinds of background jobs: one about a file's key, one about nothing in particular."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Group(StrEnum):
    """What kinds have in common: how large they may be, and who can show them."""

    PICTURE = "picture"
    DOCUMENT = "document"
    RECORDING = "recording"


GROUP_NAMES = {Group.PICTURE: "图片", Group.DOCUMENT: "文档", Group.RECORDING: "录音录像"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of file: its name, which is also its suffix, its word, group and content type.

    ``decoder`` names what Pillow may read it with, empty where it reads none of the kind.
    """

    name: str
    title: str
    group: Group
    content_type: str
    decoder: str = ""


_OFFICE = "application/vnd.openxmlformats-officedocument"
JPEG = Kind(
    name="jpg", title="JPEG", group=Group.PICTURE, content_type="image/jpeg", decoder="JPEG"
)
PNG = Kind(name="png", title="PNG", group=Group.PICTURE, content_type="image/png", decoder="PNG")
WEBP = Kind(
    name="webp", title="WebP", group=Group.PICTURE, content_type="image/webp", decoder="WEBP"
)
HEIC = Kind(name="heic", title="HEIC", group=Group.PICTURE, content_type="image/heic")
PDF = Kind(name="pdf", title="PDF", group=Group.DOCUMENT, content_type="application/pdf")
DOCX = Kind(
    name="docx",
    title="Word（.docx）",
    group=Group.DOCUMENT,
    content_type=f"{_OFFICE}.wordprocessingml.document",
)
XLSX = Kind(
    name="xlsx",
    title="Excel（.xlsx）",
    group=Group.DOCUMENT,
    content_type=f"{_OFFICE}.spreadsheetml.sheet",
)
OFD = Kind(name="ofd", title="OFD", group=Group.DOCUMENT, content_type="application/ofd")
MP4 = Kind(name="mp4", title="MP4", group=Group.RECORDING, content_type="video/mp4")
MOV = Kind(name="mov", title="MOV", group=Group.RECORDING, content_type="video/quicktime")
WEBM = Kind(name="webm", title="WebM", group=Group.RECORDING, content_type="video/webm")
M4A = Kind(name="m4a", title="M4A", group=Group.RECORDING, content_type="audio/mp4")
AAC = Kind(name="aac", title="AAC", group=Group.RECORDING, content_type="audio/aac")

ALL_KINDS = (JPEG, PNG, WEBP, HEIC, PDF, DOCX, XLSX, OFD, MP4, MOV, WEBM, M4A, AAC)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in ALL_KINDS}
SCANS = frozenset({PDF, JPEG, PNG})
"""What a scanner or a telephone makes of a paper."""

# An ISO base media file says in bytes 8 to 12 what it is.
_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"), HEIC),
    **dict.fromkeys((b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42"), MP4),
    **dict.fromkeys((b"avc1", b"M4V ", b"3gp4", b"3gp5", b"3gp6", b"dash", b"MSNV"), MP4),
    b"M4A ": M4A,
    b"qt  ": MOV,
}
_PREFIXES = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"%PDF-", PDF),
    (b"\xff\xf1", AAC),
    (b"\xff\xf9", AAC),
)
_ZIP = b"PK\x03\x04"
_EBML = b"\x1a\x45\xdf\xa3"
_MEMBERS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "OFD.xml": OFD}
_MACROS = "vbaproject.bin"


def is_digest(text: str) -> bool:
    """Tell whether a text is a SHA-256 as it is written everywhere here."""
    return _DIGEST.fullmatch(text) is not None


def may_become(head: bytes, kinds: Collection[Kind]) -> bool:
    """Tell by the first bytes whether a file may be of one of the kinds; of a zip, as yet."""
    if head.startswith(_ZIP):
        return not set(_MEMBERS.values()).isdisjoint(kinds)
    return kind_of_head(head) in kinds


def kind_of_head(head: bytes) -> Kind | None:
    """Give the kind that the first bytes tell; None for a zip and for what is in no table."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12])
    if head.startswith(_EBML):
        return WEBM if b"webm" in head[:HEAD] else None
    return next((kind for prefix, kind in _PREFIXES if head.startswith(prefix)), None)


def kind_of(file: BinaryIO) -> Kind | None:
    """Give the kind of a whole file; None for one that is not taken.

    An office's file with macros is none: nothing that is kept here can be run.
    """
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if not head.startswith(_ZIP):
        return kind_of_head(head)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        return None
    if any(member.lower().endswith(_MACROS) for member in members):
        return None
    return next((_MEMBERS[member] for member in members if member in _MEMBERS), None)


def titles(kinds: Iterable[Kind]) -> str:
    """Name kinds for people, in the table's order."""
    wanted = set(kinds)
    return "、".join(kind.title for kind in ALL_KINDS if kind in wanted)
