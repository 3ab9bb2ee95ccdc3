"""Questions to the documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from oversight.accounts import selectors as accounts
from oversight.accounts.models import Organisation
from oversight.accounts.rules import Permission, Role
from oversight.accounts.selectors import Actor
from oversight.common.errors import NotFoundError
from oversight.documents.models import Document, Letterhead, Service, WordTemplate
from oversight.documents.rules.fields import DocumentType
from oversight.documents.rules.service import WAYS
from oversight.documents.rules.types import TYPES
from oversight.documents.states import DocumentState, TemplateState


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentQuestion:
    """What a list of documents is narrowed to: words, a type, a state."""

    words: str = ""
    type: str = ""
    state: str = ""


def type_of(code: str) -> DocumentType:
    """Give a type of documents by its code.

    Raises:
        NotFoundError: there is none.
    """
    type_ = TYPES.get(code)
    if type_ is None:
        raise NotFoundError("没有这种文书")
    return type_


def documents(actor: Actor) -> QuerySet[Document]:
    """Give the documents within reach; an inspector sees those that it issued itself."""
    keys = list(accounts.bureaus(actor).values_list("pk", flat=True))
    rows = Document.objects.filter(organisation_id__in=keys).select_related("organisation")
    if not actor.may(Permission.SEE_DOCUMENTS):
        return rows.none()
    return rows.filter(made_by_user=actor.user_id) if actor.role is Role.INSPECTOR else rows


def find(actor: Actor, question: DocumentQuestion) -> QuerySet[Document]:
    """Give the documents within reach that a question asks for, newest first."""
    rows = documents(actor)
    if question.words:
        asked = Q(number__icontains=question.words) | Q(concerns__icontains=question.words)
        rows = rows.filter(asked | Q(about_key__startswith=question.words))
    if question.type:
        rows = rows.filter(type=question.type)
    return rows.filter(state=question.state) if question.state else rows


def document_for(actor: Actor, document_id: int) -> Document:
    """Load a document within reach.

    Raises:
        NotFoundError: there is none.
    """
    document = documents(actor).filter(pk=document_id).first()
    if document is None:
        raise NotFoundError("没有这份文书，或不在您的范围内")
    return document


def documents_about(kind: str, key: str) -> list[Document]:
    """Give all documents about a row of another app, also void ones; that app says who may ask."""
    return list(Document.objects.filter(about_kind=kind, about_key=key))


def services_of(documents: Sequence[Document]) -> dict[int, list[Service]]:
    """Give how documents were served, by their keys; what has a void receipt does not count."""
    services: dict[int, list[Service]] = {}
    rows = Service.objects.filter(document__in=documents, receipt__state=DocumentState.ISSUED)
    for service in rows.select_related("receipt"):
        services.setdefault(service.document_id, []).append(service)
    return services


def service_fields(service: Service) -> dict[str, str]:
    """Give what the trail keeps of a service, as it is compared with the row."""
    return {
        "way": WAYS[service.way],
        "served": str(service.served_on),
        "receiver": service.receiver,
        "receipt": service.receipt.number,
        "proof": service.proof_digest,
    }


def word_of(organisation: Organisation) -> str:
    """Give what an organisation is called in numbers: its word, or its name while it has none."""
    row = Letterhead.objects.filter(organisation=organisation).first()
    return row.word if row else organisation.name


def bureau_of(actor: Actor) -> Organisation:
    """Give the bureau whose documents somebody writes.

    Raises:
        NotFoundError: the actor stands above the bureaus.
    """
    bureau = Organisation.objects.filter(pk=actor.bureau_id or 0).first()
    if bureau is None:
        raise NotFoundError("请以一个局的角色来做")
    return bureau


def templates(actor: Actor) -> QuerySet[WordTemplate]:
    """Give all versions of the templates within reach."""
    keys = list(accounts.bureaus(actor).values_list("pk", flat=True))
    return WordTemplate.objects.filter(organisation_id__in=keys)


def template_for(actor: Actor, template_id: int) -> WordTemplate:
    """Load a version of a template within reach.

    Raises:
        NotFoundError: there is none.
    """
    template = templates(actor).filter(pk=template_id).first()
    if template is None:
        raise NotFoundError("没有这个模板，或不在您的范围内")
    return template


def template_in_force(organisation: Organisation, type_code: str) -> WordTemplate | None:
    """Give the edited template that documents of a type are written with, or None."""
    rows = WordTemplate.objects.filter(organisation=organisation, type=type_code)
    return rows.filter(state=TemplateState.IN_FORCE).first()


def waiting_template(organisation: Organisation, type_code: str) -> WordTemplate | None:
    """Give the newest version of a type's template that waits to be put in force, or None."""
    rows = WordTemplate.objects.filter(organisation=organisation, type=type_code)
    return rows.filter(state=TemplateState.UPLOADED).order_by("-version").first()


def versions(actor: Actor, type_code: str) -> QuerySet[WordTemplate]:
    """Give the versions of a type's template within reach, newest first."""
    return templates(actor).filter(type=type_code).order_by("-version")


def last_data(organisation: Organisation, type_code: str) -> dict[str, Any]:
    """Give the data of the newest document of a type, to begin the next with; empty at first."""
    rows = Document.objects.filter(organisation=organisation, type=type_code)
    document = rows.order_by("-made_at", "-pk").first()
    return dict(document.data) if document else {}
