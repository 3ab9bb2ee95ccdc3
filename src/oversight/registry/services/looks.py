"""Looks at personal data of the directories: whole only when asked for, and each look on record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.audit import services as audit
from oversight.audit.services import AuditEvent
from oversight.common.errors import DomainError
from oversight.registry import events
from oversight.registry.services.subjects import subject_for


@transaction.atomic
def show_phone(*, actor: Actor, subject_id: int, at: datetime) -> str:
    """Give the whole telephone number of a subject; the look is on record (个人信息保护法 §51).

    Raises:
        NotFoundError: the subject is not within reach.
        DomainError: there is no number.
    """
    actor.require(Permission.SEE_SUBJECTS)
    subject = subject_for(actor, subject_id)
    if not subject.phone:
        raise DomainError("这一家没有登记电话")
    event = AuditEvent(type=events.SUBJECT_PHONE_SHOWN, number=subject.code, title=subject.name)
    audit.record(event, by=actor.author, at=at)
    number: str = subject.phone
    return number
