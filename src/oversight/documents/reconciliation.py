"""What the log says of documents and templates against the rows, and data against its digest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mingqian import canonical
from oversight.audit import selectors as audit
from oversight.audit.differences import Difference, Subject
from oversight.audit.reconciliation import Range, Step
from oversight.documents import events
from oversight.documents.models import Document, Service, WordTemplate
from oversight.documents.selectors import service_fields
from oversight.documents.states import DOCUMENT, TEMPLATE, DocumentState, TemplateState

_BATCH = 500
_STATES = {
    events.DOCUMENT_TEMPLATE_UPLOADED.type: TemplateState.UPLOADED,
    events.DOCUMENT_TEMPLATE_IN_FORCE.type: TemplateState.IN_FORCE,
    events.DOCUMENT_TEMPLATE_RETIRED.type: TemplateState.FORMER,
}


def check(_: Range) -> Iterator[Step]:
    """Compare all documents, then all templates."""
    logged = _logged_documents()
    rows = Document.objects.select_related("organisation").order_by("pk")
    total, seen = rows.count(), set()
    for done, document in enumerate(rows.iterator(chunk_size=_BATCH), start=1):
        seen.add(document.code)
        yield done, total, list(_document(document, logged.get(document.code)))
    gone = [Subject(kind="document", number=code).is_missing() for code in logged.keys() - seen]
    yield total, total, [*gone, *_services(), *_templates()]


def _logged_documents() -> dict[str, dict[str, Any]]:
    """Give what the log says of each document, by its code."""
    documents: dict[str, dict[str, Any]] = {}
    issued = {event.type for event in events.ISSUED}
    types = [*issued, *(event.type for event in events.VOIDED)]
    for row in audit.of_types(types).order_by("index"):
        private: Mapping[str, Any] = row.private or {}
        if row.type in issued:
            documents[row.about_number] = {
                "文号": row.public["number"],
                "PDF 的摘要": row.public["pdf"],
                "Word 文件的摘要": row.public["docx"],
                "出具人": row.person,
                "状态": DocumentState.ISSUED,
                "作废理由": "",
                "内容": private.get("data"),
                "关于": private.get("about"),
            }
        elif row.about_number in documents:
            voided = {"状态": DocumentState.VOID, "作废理由": private.get("reason")}
            documents[row.about_number] |= voided
    return documents


def _document(document: Document, logged: Mapping[str, Any] | None) -> Iterator[Difference]:
    about = Subject(kind="document", number=document.code, scope=document.organisation.path)
    if logged is None:
        yield about.is_unexplained()
        return
    stored = {
        "文号": document.number,
        "PDF 的摘要": document.pdf_digest,
        "Word 文件的摘要": document.docx_digest,
        "出具人": document.made_by,
        "状态": document.state,
        "作废理由": document.void_reason,
        "内容": canonical.digest(canonical.write(document.data)),
        "关于": f"{document.about_kind} {document.about_key}",
    }
    for field, value in stored.items():
        if field == "状态":
            yield from about.differs(field, DOCUMENT.label(logged[field]), DOCUMENT.label(value))
        else:
            yield from about.differs(field, logged[field], value)


def _services() -> Iterator[Difference]:
    """Compare each service with the entry that recorded it, by the number of its receipt."""
    rows = Service.objects.select_related("document__organisation", "receipt")
    stored = {service.receipt.number: service for service in rows}
    logged = {}
    for row in audit.of_types([events.DOCUMENT_SERVED.type]):
        private: Mapping[str, Any] = row.private or {}
        logged[private.get("receipt")] = (row.about_number, private)
    for number, service in stored.items():
        document = service.document
        about = Subject(kind="document", number=document.code, scope=document.organisation.path)
        if number not in logged or logged[number][0] != document.code:
            yield about.is_unexplained()
            continue
        for field, stored_value in service_fields(service).items():
            words = events.DOCUMENT_SERVED.fields[field]
            yield from about.differs(words, logged[number][1].get(field), stored_value)
    for gone in logged.keys() - stored.keys():
        yield Subject(kind="document", number=logged[gone][0]).is_missing()


def _templates() -> Iterator[Difference]:
    """Compare each version of a template: its digest and its state."""
    logged = _logged_templates()
    rows = {
        f"{row.organisation.code}-{row.type}-{row.version}": row
        for row in WordTemplate.objects.select_related("organisation")
    }
    for key, row in rows.items():
        about = Subject(kind="word-template", number=key, scope=row.organisation.path)
        if key not in logged:
            yield about.is_unexplained()
            continue
        digest, state = logged[key]
        yield from about.differs("摘要", digest, row.digest)
        yield from about.differs("状态", TEMPLATE.label(state), TEMPLATE.label(row.state))
    for key in logged.keys() - rows.keys():
        yield Subject(kind="word-template", number=key).is_missing()


def _logged_templates() -> dict[str, tuple[str, str]]:
    """Give digest and state of each version that the log has, by organisation, type, version."""
    versions: dict[str, tuple[str, str]] = {}
    in_force: dict[str, str] = {}
    types = [*_STATES, events.DOCUMENT_TEMPLATE_DISCARDED.type]
    for row in audit.of_types(types).order_by("index"):
        key = f"{row.about_number}-{row.public['version']}"
        if row.type == events.DOCUMENT_TEMPLATE_DISCARDED.type:
            versions.pop(key, None)
            continue
        former = in_force.get(row.about_number)
        if (
            row.type == events.DOCUMENT_TEMPLATE_IN_FORCE.type
            and former in versions
            and former != key
        ):
            versions[former] = (versions[former][0], TemplateState.FORMER)
        digest = row.public.get("digest") or versions[key][0]
        versions[key] = (digest, _STATES[row.type])
        if row.type == events.DOCUMENT_TEMPLATE_IN_FORCE.type:
            in_force[row.about_number] = key
    return versions
