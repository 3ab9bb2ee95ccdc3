"""Looks at how somebody who objected wants to be reached: each look is on record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.errors import DomainError, NotFoundError
from oversight.inspections import events, selectors
from oversight.inspections.services.recording import record


@transaction.atomic
def show_contact(*, actor: Actor, visit_id: int, objection_id: int, at: datetime) -> str:
    """Give the whole contact that came with an objection; the look is on record.

    Raises:
        NotFoundError: the visit is not within reach, or has no such objection.
        DomainError: none was left.
    """
    actor.require(Permission.SEE_VISITS)
    task = selectors.visit_for(actor, visit_id)
    objection = task.objections.filter(pk=objection_id).first()
    if objection is None:
        raise NotFoundError("没有这个异议申请，或不在您的范围内")
    if not objection.contact:
        raise DomainError("提出异议的人没有留联系方式")
    private = {"reference": objection.number}
    record(events.VISIT_CONTACT_SHOWN, task, actor, at, {}, private)
    contact: str = objection.contact
    return contact
