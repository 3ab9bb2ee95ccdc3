"""The Word templates that an office edits: uploaded by one person, put in force by another."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.accounts.services import numbers
from oversight.audit import services as audit
from oversight.audit.event_types import EventType
from oversight.audit.services import AuditEvent
from oversight.common.errors import DomainError
from oversight.documents import events, selectors, template_checks, word_files
from oversight.documents.models import WordTemplate
from oversight.documents.states import TEMPLATE
from oversight.files import selectors as files
from oversight.files.rules import DOCX
from oversight.files.services import storing


@transaction.atomic
def upload(
    *, type_code: str, file_name: str, content: bytes, actor: Actor, at: datetime
) -> WordTemplate:
    """Keep an edited template as the next version; documents are not written with it yet.

    Raises:
        DomainError: it does not fit the type; it says what is wrong or missing.
    """
    actor.require(Permission.EDIT_TEMPLATES)
    type_, bureau = selectors.type_of(type_code), selectors.bureau_of(actor)
    template_checks.require_usable(type_, content)
    stored = storing.store_file(
        chunks=[content], name=file_name, actor=actor, at=at, kinds=frozenset({DOCX})
    )
    template = WordTemplate.objects.create(
        organisation=bureau,
        type=type_code,
        version=numbers.take(f"{bureau.code}-word-{type_code}")[0],
        digest=stored.digest,
        file_name=file_name[:200],
        made_by=actor.person,
        made_by_user=actor.user_id,
        made_at=at,
    )
    _record(events.DOCUMENT_TEMPLATE_UPLOADED, template, actor, at)
    return template


@transaction.atomic
def discard(*, template_id: int, actor: Actor, at: datetime) -> None:
    """Discard a version that was never in force.

    Raises:
        DomainError: it is or was in force.
    """
    actor.require_for(TEMPLATE, "discard")
    template = _locked(actor, template_id)
    TEMPLATE.target("discard", template.state)
    _record(events.DOCUMENT_TEMPLATE_DISCARDED, template, actor, at)
    template.delete()


@transaction.atomic
def put_in_force(*, template_id: int, actor: Actor, at: datetime) -> WordTemplate:
    """Write documents with a version from now on; the former version is kept.

    Raises:
        DomainError: the same person uploaded it, or it is in force already.
    """
    actor.require_for(TEMPLATE, "put_in_force")
    template = _locked(actor, template_id)
    state = TEMPLATE.target("put_in_force", template.state)
    if template.made_by_user is not None and template.made_by_user == actor.user_id:
        raise DomainError("上传的人不能启用；请另一位审批人来做")
    former = selectors.template_in_force(template.organisation, template.type)
    if former is not None:
        former.state = TEMPLATE.target("retire", former.state)
        former.save(update_fields=["state"])
    return _decide(template, state, events.DOCUMENT_TEMPLATE_IN_FORCE, actor, at)


@transaction.atomic
def retire(*, template_id: int, actor: Actor, at: datetime) -> WordTemplate:
    """Write documents with the template of the platform again.

    Raises:
        DomainError: it is not in force.
    """
    actor.require_for(TEMPLATE, "retire")
    template = _locked(actor, template_id)
    state = TEMPLATE.target("retire", template.state)
    return _decide(template, state, events.DOCUMENT_TEMPLATE_RETIRED, actor, at)


def current_template(*, type_code: str, actor: Actor) -> bytes:
    """Give the template that documents of a type are written with, to be edited."""
    template = selectors.template_in_force(selectors.bureau_of(actor), type_code)
    if template is not None:
        return files.read_whole(template.digest)
    return word_files.default_template(selectors.type_of(type_code))


def content_of(template: WordTemplate) -> bytes:
    """Give the file of a version, as it was uploaded.

    Raises:
        TamperedError: it is not what is on record.
    """
    return files.read_whole(template.digest)


def preview(template: WordTemplate) -> bytes:
    """Fill a version with the type's examples."""
    type_ = selectors.type_of(template.type)
    name = template.organisation.name
    return template_checks.filled_with_examples(type_, content_of(template), name)


def _locked(actor: Actor, template_id: int) -> WordTemplate:
    selectors.template_for(actor, template_id)
    rows = WordTemplate.objects.select_related("organisation")
    return rows.select_for_update(of=("self",)).get(pk=template_id)


def _decide(
    template: WordTemplate, state: str, type_: EventType, actor: Actor, at: datetime
) -> WordTemplate:
    template.state, template.decided_by, template.decided_at = state, actor.person, at
    template.save(update_fields=["state", "decided_by", "decided_at"])
    _record(type_, template, actor, at)
    return template


def _record(type_: EventType, template: WordTemplate, actor: Actor, at: datetime) -> None:
    title = selectors.type_of(template.type).title
    public = {"document": title, "version": template.version}
    if "digest" in type_.fields:
        public["digest"] = template.digest
    private = {"file_name": template.file_name} if "file_name" in type_.fields else {}
    event = AuditEvent(
        type=type_,
        number=f"{template.organisation.code}-{template.type}",
        title=f"{title}的模板第 {template.version} 版",
        public=public,
        private=private,
    )
    audit.record(event, by=actor.author, at=at)
