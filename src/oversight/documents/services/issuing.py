"""Documents issued and declared void: each made from data, numbered, written, put on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jinja2
from django.db import transaction

from mingqian import canonical
from mingqian.errors import FormatError
from mingqian_ceremony import entropy
from oversight.accounts.models import Organisation
from oversight.accounts.selectors import Actor
from oversight.accounts.services import numbers
from oversight.audit import services as audit
from oversight.audit.event_types import EventType
from oversight.audit.services import AuditEvent
from oversight.common import moments
from oversight.common.errors import DomainError, FieldsError, NotFoundError, TamperedError
from oversight.documents import events, rendering, selectors
from oversight.documents.models import Document, WordTemplate
from oversight.documents.rendering import Content
from oversight.documents.rules import checking, numbering
from oversight.documents.states import DOCUMENT, DocumentState
from oversight.files import selectors as files
from oversight.files.rules import DOCX, PDF, Kind
from oversight.files.services import storing


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a document is about: a row of another app by kind and key, and in words for people."""

    kind: str
    key: str
    words: str


@transaction.atomic
def issue_document(
    *,
    type_code: str,
    organisation: Organisation,
    data: Mapping[str, Any],
    about: About,
    actor: Actor,
    at: datetime,
) -> Document:
    """Issue a document: take the next number, write both files, put their digests on record.

    The caller says who may: this asks only that the organisation is the actor's bureau. The
    number is taken in the caller's transaction: when that fails, the next document gets it.

    Raises:
        NotFoundError: there is no such type, or the organisation is not the actor's bureau.
        FieldsError: the data does not say what the type asks for; field by field in Chinese.
        DomainError: no font has a letter, or the edited template does not fit.
    """
    type_ = selectors.type_of(type_code)
    if organisation.pk != actor.bureau_id:
        raise NotFoundError("只能出具本单位的文书")
    require_complete(type_code, data)
    year = moments.day_of(at).year
    place = numbers.take(numbering.series(organisation.code, type_code, year))[0]
    number = numbering.number(selectors.word_of(organisation), type_.word, year, place)
    template = selectors.template_in_force(organisation, type_code)
    content = Content(
        type=type_,
        organisation=organisation.name,
        number=number,
        data=dict(data),
        salt=entropy.salt(),
        at=at,
        template=files.read_whole(template.digest) if template else None,
    )

    def keep(data: bytes, kind: Kind) -> str:
        stored = storing.store_produced(
            data=data, kind=kind, bureau_id=organisation.pk, actor=actor, at=at
        )
        return stored.digest

    document = Document.objects.create(
        organisation=organisation,
        type=type_code,
        year=year,
        place=place,
        code=numbering.code(organisation.code, type_code, year, place),
        number=number,
        concerns=about.words[:300],
        about_kind=about.kind,
        about_key=about.key,
        data=content.data,
        data_digest=_digest(content.data),
        salt=content.salt,
        template=template,
        pdf_digest=keep(rendering.pdf(content), PDF),
        docx_digest=keep(_docx(content, template), DOCX),
        made_by=actor.person,
        made_by_user=actor.user_id,
        made_at=at,
    )
    public = {"number": number, "pdf": document.pdf_digest, "docx": document.docx_digest}
    hidden = {"data": document.data_digest, "about": f"{about.kind} {about.key}"}
    issued = events.DOCUMENT_ISSUED_COVERED if type_.is_covered else events.DOCUMENT_ISSUED
    _record(issued, document, actor, at, public, hidden)
    return document


@transaction.atomic
def void_document(*, document_id: int, reason: str, actor: Actor, at: datetime) -> Document:
    """Declare a document void, with the reason; its number is never used again.

    Raises:
        DomainError: no reason, or it is void already.
    """
    actor.require_for(DOCUMENT, "void")
    selectors.document_for(actor, document_id)
    return withdraw_document(document_id=document_id, reason=reason, actor=actor, at=at)


@transaction.atomic
def withdraw_document(*, document_id: int, reason: str, actor: Actor, at: datetime) -> Document:
    """Declare a document void since what it announced does not happen; the caller says who may.

    Raises:
        DomainError: no reason, or it is void already.
    """
    document = Document.objects.select_for_update().get(pk=document_id)
    document.state = DOCUMENT.target("void", document.state, refusal="这份文书已经作废")
    if not reason.strip():
        raise DomainError("请写明作废的理由", field="reason")
    document.void_reason, document.voided_by = reason.strip()[:300], actor.person
    document.voided_at = at
    document.save(update_fields=["state", "void_reason", "voided_by", "voided_at"])
    public, hidden = {"number": document.number}, {"reason": document.void_reason}
    is_covered = selectors.type_of(document.type).is_covered
    voided = events.DOCUMENT_VOIDED_COVERED if is_covered else events.DOCUMENT_VOIDED
    _record(voided, document, actor, at, public, hidden)
    return document


def require_complete(type_code: str, data: Mapping[str, Any]) -> None:
    """Refuse data that does not say what a type of documents asks for.

    Raises:
        FieldsError: field by field, in Chinese.
    """
    type_ = selectors.type_of(type_code)
    problems = checking.problems(type_, data)
    if problems:
        raise FieldsError([(name, f"{type_.title}：{text}") for name, text in problems])


def preview_pdf(
    *, type_code: str, organisation: Organisation, data: Mapping[str, Any], at: datetime
) -> bytes:
    """Set a document that is not issued: without number, marked as a draft, nothing on record.

    Raises:
        FieldsError: the data does not say what the type asks for.
    """
    require_complete(type_code, data)
    return rendering.pdf(
        Content(
            type=selectors.type_of(type_code),
            organisation=organisation.name,
            number="",
            data=dict(data),
            salt="",
            at=at,
        )
    )


def render_pdf(document: Document) -> bytes:
    """Give the PDF of a document: the bytes whose digest is on record.

    A file that was lost is set anew from the data, if that gives the very same bytes.

    Raises:
        TamperedError: neither the file nor one made anew is what is on record.
    """
    try:
        return files.read_whole(document.pdf_digest)
    except TamperedError:
        content = rendering.pdf(_content(document))
        if canonical.digest(content) != document.pdf_digest:
            raise
        storing.put_bytes(content, at=document.made_at)
        return content


def render_docx(document: Document) -> bytes:
    """Give the Word file of a document, as it was when it was issued.

    Raises:
        TamperedError: it is not what is on record.
    """
    return files.read_whole(document.docx_digest)


def is_void(document: Document) -> bool:
    """Tell whether a document was declared void."""
    return document.state == DocumentState.VOID


def _content(document: Document) -> Content:
    return Content(
        type=selectors.type_of(document.type),
        organisation=document.organisation.name,
        number=document.number,
        data=document.data,
        salt=document.salt,
        at=document.made_at,
    )


def _docx(content: Content, template: WordTemplate | None) -> bytes:
    try:
        return rendering.docx(content)
    except jinja2.TemplateError as error:
        version = f"第 {template.version} 版" if template else ""
        raise DomainError(
            f"{content.type.title}的 Word 模板{version}填不进去；请上传改好的模板，或停用它"
        ) from error


def _digest(data: Mapping[str, Any]) -> str:
    """Compute the digest of a document's data in its one canonical form."""
    try:
        return canonical.digest(canonical.write(dict(data)))
    except FormatError as error:
        raise DomainError("文书的内容里有不能固定下来的值；数要写成整数") from error


def _record(
    type_: EventType,
    document: Document,
    actor: Actor,
    at: datetime,
    public: Mapping[str, Any],
    hidden: Mapping[str, Any],
) -> None:
    title = selectors.type_of(document.type).title
    event = AuditEvent(
        type=type_,
        number=document.code,
        title=f"{title} {document.concerns}",
        public={"document": title, **public},
        private=hidden,
    )
    audit.record(event, by=actor.author, at=at)
