"""Taking a file: what it is, how large it may be, its bytes first and its row after them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from oversight.common.errors import DomainError
from oversight.files import parts, pictures, rules, selectors, store
from oversight.files.models import StoredFile
from oversight.files.parts import Part
from oversight.files.rules import Kind
from oversight.files.selectors import Sender
from oversight.files.states import ScanState

ALL = frozenset(rules.ALL_KINDS)
_LONGEST_NAME = 120


class FileRefusedError(DomainError):
    """The file cannot be taken; the text says why and what to do."""


def store_file(
    *,
    chunks: Iterable[bytes],
    name: str,
    actor: Sender,
    at: datetime,
    kinds: frozenset[Kind] = ALL,
    bureau_id: int | None = None,
    field: str = "file",
) -> StoredFile:
    """Take a file that comes at once, as a form sends it, and give its row.

    It is the actor's bureau's, or that of the given one where somebody acts for one below.

    The caller has asked whether the actor may, records that the file is used, and names it in
    its ``file_uses``; what nothing uses is swept. No event says that bytes came in: nothing has
    changed yet for anybody.

    Raises:
        FileRefusedError: empty, too large, of another kind, or a picture that is none.
    """
    part, limit = parts.new_part(), selectors.largest(kinds)
    try:
        size = parts.write_whole(part, iter(chunks), limit=limit)
        if size > limit:
            raise FileRefusedError(too_large(limit), field=field)
        return keep(part, name=name, actor=actor, at=at, kinds=kinds, bureau_id=bureau_id)
    except DomainError as error:
        raise FileRefusedError(error.problem, field=field) from None
    finally:
        part.drop()


def keep(
    part: Part,
    *,
    name: str,
    actor: Sender,
    at: datetime,
    kinds: frozenset[Kind],
    digest: str = "",
    bureau_id: int | None = None,
) -> StoredFile:
    """Look at a whole part, move it into the store, and give its row.

    A power cut after the move leaves bytes without a row: they wait a day for the next one who
    hands them in, then they are swept.

    Raises:
        FileRefusedError: it is not what it should be.
        DigestError: it has another digest than the one it was announced with.
    """
    with part.open() as file:
        actual = store.digest_of(file)
        if digest and actual != digest:
            raise store.DigestError(digest)
        kind, size = require_kind(file, kinds), part.path.stat().st_size
    store.current().put(part.path, actual, at=at)
    values = {"size": size, "kind": kind.name, "name": shown_name(name)}
    return _row(bureau_id or selectors.home_of(actor), actual, values, actor=actor, at=at)


def store_produced(
    *, data: bytes, kind: Kind, bureau_id: int, actor: Sender, at: datetime
) -> StoredFile:
    """Keep a file that our own program wrote for a bureau, and give its row; no scanner is asked.

    As with any file, whoever keeps it names it in its ``file_uses``. What a transaction that
    fails has kept stays for a day, and harms nobody: no row names it.
    """
    values = {"size": len(data), "kind": kind.name, "scan": ScanState.PRODUCED}
    return _row(bureau_id, put_bytes(data, at=at), values, actor=actor, at=at)


def put_bytes(data: bytes, *, at: datetime) -> str:
    """Put bytes into the store durably, without a row, and give their digest."""
    part = parts.new_part()
    parts.write_whole(part, iter([data]), limit=len(data))
    with part.open() as file:
        digest = store.digest_of(file)
    store.current().put(part.path, digest, at=at)
    return digest


def require_kind(file: BinaryIO, kinds: frozenset[Kind]) -> Kind:
    """Give the kind of a whole file.

    Raises:
        FileRefusedError: empty, not of these kinds, too large for its kind, a broken picture.
    """
    size = file.seek(0, 2)
    if not size:
        raise FileRefusedError("文件是空的；请检查后重新上传")
    kind = rules.kind_of(file)
    if kind is None or kind not in kinds:
        raise FileRefusedError(wrong_kind(kinds))
    if size > selectors.limit_of(kind):
        raise FileRefusedError(too_large(selectors.limit_of(kind)))
    if kind.decoder:
        pictures.require_picture(file, kind)
    return kind


def wrong_kind(kinds: Iterable[Kind]) -> str:
    """Say which kinds are taken."""
    return f"不收这种文件；请上传 {rules.titles(kinds)}"


def too_large(limit: int) -> str:
    """Say how large a file may be."""
    return f"文件超过 {limit // 2**20} MB；请缩小或分开后再传"


@transaction.atomic
def _row(
    bureau_id: int, digest: str, values: dict[str, object], *, actor: Sender, at: datetime
) -> StoredFile:
    sender = {
        "uploaded_by": actor.person[:40],
        "uploaded_user": actor.user_id,
        "uploaded_at": at,
    }
    stored, _ = StoredFile.objects.get_or_create(
        organisation_id=bureau_id, digest=digest, defaults={**values, **sender}
    )
    return stored


def shown_name(name: str) -> str:
    """Give of a sender's name what can be shown in a line: no path, no control characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable())[:_LONGEST_NAME]
