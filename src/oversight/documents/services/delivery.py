"""Documents served: the 送达回证 is issued and the day from which terms run is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from oversight.accounts.selectors import Actor
from oversight.audit import services as audit
from oversight.audit.services import AuditEvent
from oversight.common import moments
from oversight.common.errors import DomainError, FieldsError
from oversight.documents import events, selectors
from oversight.documents.models import Document, Service
from oversight.documents.rules import service as rules
from oversight.documents.rules.service import ServiceFacts
from oversight.documents.services import issuing
from oversight.documents.services.issuing import About
from oversight.files.models import StoredFile

_RECEIPT = "receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceInput:
    """A service as it is recorded: the facts, the moment, who received, who served, the proof.

    ``servers`` are names and certificates; ``public_days`` is how long a public notice runs.
    """

    facts: ServiceFacts
    at: datetime
    addressee: str
    servers: Sequence[Mapping[str, str]]
    public_days: int
    proof: StoredFile | None = None


@transaction.atomic
def serve(*, document: Document, service: ServiceInput, actor: Actor, at: datetime) -> Service:
    """Record that a document was served, and issue its 送达回证; the caller says who may.

    Raises:
        FieldsError: the way of service asks for more.
        DomainError: the document is void, or the moment is not between its issue and now.
    """
    if issuing.is_void(document):
        raise DomainError("这份文书已经作废，不能送达")
    facts, proof = service.facts, service.proof
    if problems := list(rules.problems(facts, has_proof=proof is not None)):
        raise FieldsError(problems)
    # People write a service down to the minute.
    if not document.made_at.replace(second=0, microsecond=0) <= service.at <= at:
        raise DomainError("送达时间应在文书出具以后、现在以前", field="at")
    receipt = issuing.issue_document(
        type_code=_RECEIPT,
        organisation=document.organisation,
        data=_receipt(document, service),
        about=About(kind=document.about_kind, key=document.about_key, words=document.concerns),
        actor=actor,
        at=at,
    )
    row = Service.objects.create(
        document=document,
        receipt=receipt,
        way=facts.way,
        place=facts.place[:300],
        at=service.at,
        served_on=rules.served_on(facts.way, moments.day_of(service.at), service.public_days),
        receiver=facts.receiver[:60],
        proof_name=proof.name[:200] if proof else "",
        proof_digest=proof.digest if proof else "",
        recorded_by=actor.person,
        recorded_at=at,
    )
    _record(row, actor, at)
    return row


def _receipt(document: Document, service: ServiceInput) -> dict[str, object]:
    facts = service.facts
    data: dict[str, object] = {
        "document": f"{selectors.type_of(document.type).title} {document.number}",
        "addressee": service.addressee,
        "place": facts.place,
        "manner": rules.WAYS[facts.way],
        "at": moments.written(service.at),
        "receiver": facts.receiver,
        "relation": facts.relation,
        "refusal": facts.refusal,
        "witness": facts.witness,
        "servers": [dict(server) for server in service.servers],
        "note": _note(service),
    }
    return {name: value for name, value in data.items() if value != ""}


def _note(service: ServiceInput) -> str:
    facts = service.facts
    reference = f"凭证：{facts.reference}" if facts.reference else ""
    consent = f"电子送达确认书：{facts.consent}" if facts.consent else ""
    proof = f"证明：{service.proof.name}" if service.proof else ""
    return "；".join(text for text in (consent, reference, proof, facts.note) if text)


def _record(row: Service, actor: Actor, at: datetime) -> None:
    title = selectors.type_of(row.document.type).title
    event = AuditEvent(
        type=events.DOCUMENT_SERVED,
        number=row.document.code,
        title=f"{title} {row.document.concerns}",
        private={"document": title, **selectors.service_fields(row)},
    )
    audit.record(event, by=actor.author, at=at)
