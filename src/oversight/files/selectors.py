"""Questions to the files. Who may read one, the app that uses it decides."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import BinaryIO, Protocol

from django.conf import settings
from django.db.models import Q, QuerySet

from oversight.common.errors import DomainError, NotFoundError, TamperedError
from oversight.files import rules, store
from oversight.files.models import StoredFile
from oversight.files.rules import Group, Kind
from oversight.files.states import SCAN, ScanState

_NOT_SCANNED = (
    "本单位规定检查过病毒才能打开，这个文件还没有检查；请过几分钟再试，仍不行请找系统管理员"
)


class Sender(Protocol):
    """Who hands a file in: an actor, or somebody of an enterprise behind a link."""

    @property
    def person(self) -> str:
        """Give the name."""

    @property
    def user_id(self) -> int | None:
        """Give the key of the account; None for somebody without one."""

    @property
    def bureau_id(self) -> int | None:
        """Give the key of the bureau whose files they are; None above the bureaus."""

    @property
    def organisation_id(self) -> int:
        """Give the key of the organisation acted for."""


def home_of(actor: Sender) -> int:
    """Give the key of the bureau whose files somebody hands in; above the bureaus, the own one."""
    return actor.bureau_id or actor.organisation_id


def file_of(bureau_id: int, digest: str, *, lock: bool = False) -> StoredFile:
    """Load a bureau's file by its digest; with a lock, so that no sweep takes it meanwhile.

    Raises:
        NotFoundError: it was not handed in, or was swept since nothing used it.
    """
    rows = StoredFile.objects.filter(organisation_id=bureau_id, digest=digest)
    stored = (rows.select_for_update() if lock else rows).first()
    if stored is None:
        raise NotFoundError("没有这个文件；请重新上传")
    return stored


def files_of(bureau_id: int, digests: set[str]) -> dict[str, StoredFile]:
    """Give those of a bureau's files that are here, by their digests."""
    rows = StoredFile.objects.filter(organisation_id=bureau_id, digest__in=digests)
    return {row.digest: row for row in rows}


def is_here(bureau_id: int, digest: str) -> bool:
    """Tell whether a bureau's file is here, its row and its bytes."""
    rows = StoredFile.objects.filter(organisation_id=bureau_id, digest=digest)
    return rows.exists() and store.current().has(digest)


def open_file(stored: StoredFile) -> BinaryIO:
    """Open the bytes of a file for somebody who may read it.

    Raises:
        DomainError: a virus was found in it, or it must be scanned first.
        TamperedError: the bytes are not there.
    """
    require_harmless(stored)
    return store.current().open(stored.digest)


def read_whole(digest: str) -> bytes:
    """Give the bytes under a digest, counted anew, to the app whose row names it.

    Raises:
        TamperedError: they are missing, or were changed.
    """
    keeper = store.current()
    data = b""
    if keeper.has(digest):
        with keeper.open(digest) as file:
            data = file.read()
    if hashlib.sha256(data).hexdigest() != digest:
        missing = "被改动过" if data else "找不到了"
        raise TamperedError(
            f"保存的文件{missing}，和留痕里的摘要不一致；请告诉系统管理员从备份恢复"
        )
    return data


def open_thumbnail(stored: StoredFile) -> BinaryIO:
    """Open the small picture of a file.

    Raises:
        DomainError: a virus was found in the file, or it must be scanned first.
        NotFoundError: there is no small picture.
    """
    require_harmless(stored)
    if not stored.thumbnail:
        raise NotFoundError("这个文件没有小图")
    return store.current().open(stored.thumbnail)


def require_harmless(stored: StoredFile) -> None:
    """Refuse what the scanner refused, and what it has not seen where the office wants that.

    Raises:
        DomainError: it is one of these.
    """
    if stored.scan == ScanState.INFECTED:
        raise DomainError("在这个文件里查出病毒，不能打开；请让上传的人换一份干净的文件")
    if settings.FILES_NEED_SCAN and stored.scan != ScanState.CLEAN:
        raise DomainError(_NOT_SCANNED)


def scan_words(stored: StoredFile) -> str:
    """Say what the scanner said of a file: 病毒：未检查."""
    return f"病毒：{SCAN.label(stored.scan)}"


def limit_of(kind: Kind) -> int:
    """Give how many bytes a file of a kind may have."""
    return int(settings.FILE_LIMITS[kind.group])


def largest(kinds: frozenset[Kind]) -> int:
    """Give how many bytes a file of any of the kinds may have."""
    return max(limit_of(kind) for kind in kinds)


def limit_words(kinds: frozenset[Kind]) -> str:
    """Say which files are taken, and how large: PDF、JPEG，图片最大 20 MB."""
    groups = [group for group in Group if any(kind.group == group for kind in kinds)]
    limits = "、".join(
        f"{rules.GROUP_NAMES[group]}最大 {settings.FILE_LIMITS[group] // 2**20} MB"
        for group in groups
    )
    return f"{rules.titles(kinds)}；{limits}"


def awaiting_examination(at: datetime) -> QuerySet[StoredFile]:
    """Give the files that nobody has looked at; where a scanner is set, also what it missed."""
    due = Q(scan=ScanState.WAITING)
    if settings.CLAMD:
        before = at - rules.SCANNED_AGAIN
        due |= Q(scan=ScanState.UNSCANNED, examined_at__lte=before)
    return StoredFile.objects.filter(due).order_by("pk")
