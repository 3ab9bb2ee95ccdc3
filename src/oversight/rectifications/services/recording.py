"""What the trail keeps of an act on a rectification, and the files that come with one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from oversight.accounts.selectors import Actor
from oversight.audit import services as audit
from oversight.audit.event_types import EventType
from oversight.audit.services import AuditActor, AuditEvent
from oversight.common.errors import DomainError
from oversight.documents.models import Document
from oversight.documents.services import issuing
from oversight.documents.services.issuing import About
from oversight.files import rules as file_rules
from oversight.files import selectors as files
from oversight.files.models import StoredFile
from oversight.files.selectors import Sender
from oversight.files.services import storing
from oversight.rectifications import rules
from oversight.rectifications.models import EnterpriseReport, Proof, Rectification

KIND = "rectification"
KINDS = frozenset(kind for kind in file_rules.ALL_KINDS if kind.group != file_rules.Group.RECORDING)
"""The kinds of files that prove something here: pictures and documents."""
PICTURES = frozenset(
    kind for kind in file_rules.ALL_KINDS if kind.group == file_rules.Group.PICTURE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as a form brings it."""

    name: str
    chunks: Iterable[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredUpload:
    """A file that was taken, under the name that its sender gave it here."""

    name: str
    file: StoredFile


def record(
    kind: EventType,
    rectification: Rectification,
    by: AuditActor,
    at: datetime,
    private: Mapping[str, object],
) -> int:
    """Append an act on a rectification to the trail; the public is told nothing of it."""
    event = AuditEvent(
        type=kind, number=rectification.number, title=rectification.name, private=private
    )
    return audit.record(event, by=by, at=at)


def store(
    uploads: Sequence[Upload],
    *,
    sender: Sender,
    bureau_id: int,
    at: datetime,
    kinds: frozenset[file_rules.Kind] = KINDS,
) -> list[StoredUpload]:
    """Take the files that came with an act, before its transaction.

    Raises:
        DomainError: too many, or one that is not taken; its name is said.
    """
    if len(uploads) > rules.MOST_FILES:
        raise DomainError(f"一次最多 {rules.MOST_FILES} 个文件；请分几次交", field="proofs")
    return [
        StoredUpload(name=upload.name, file=_store(upload, sender, bureau_id, at, kinds))
        for upload in uploads
    ]


def issue(
    row: Rectification, type_code: str, data: Mapping[str, object], *, actor: Actor, at: datetime
) -> Document:
    """Issue a document about a rectification, in the act's transaction."""
    return issuing.issue_document(
        type_code=type_code,
        organisation=row.bureau,
        data=data,
        about=About(kind=KIND, key=row.number, words=row.name),
        actor=actor,
        at=at,
    )


def attach(
    rectification: Rectification,
    stored: Sequence[StoredUpload],
    *,
    kind: str,
    who: str,
    at: datetime,
    report: EnterpriseReport | None = None,
) -> str:
    """Keep files as proofs, within the act's transaction; gives their digests for the trail."""
    for upload in stored:
        files.file_of(rectification.bureau_id, upload.file.digest, lock=True)
        Proof.objects.create(
            rectification=rectification,
            report=report,
            kind=kind,
            digest=upload.file.digest,
            name=storing.shown_name(upload.name),
            added_by=who,
            added_at=at,
        )
    return "、".join(upload.file.digest for upload in stored)


def _store(
    upload: Upload,
    sender: Sender,
    bureau_id: int,
    at: datetime,
    kinds: frozenset[file_rules.Kind],
) -> StoredFile:
    try:
        return storing.store_file(
            chunks=upload.chunks,
            name=upload.name,
            actor=sender,
            at=at,
            kinds=kinds,
            bureau_id=bureau_id,
        )
    except DomainError as error:
        raise DomainError(f"{upload.name}：{error.problem}", field="proofs") from None
