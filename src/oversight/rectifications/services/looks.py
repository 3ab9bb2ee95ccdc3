"""Looks at who reported for an enterprise: whole only when asked for, and each look on record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.errors import DomainError, NotFoundError
from oversight.rectifications import events, selectors
from oversight.rectifications.services.recording import record


@transaction.atomic
def show_phone(*, actor: Actor, rectification_id: int, place: int, at: datetime) -> str:
    """Give the whole telephone number of who sent a report; the look is on record.

    Raises:
        NotFoundError: the rectification is not within reach, or has no such report.
        DomainError: there is no number.
    """
    actor.require(Permission.SEE_VISITS)
    row = selectors.rectification_for(actor, rectification_id)
    report = row.reports.filter(place=place).first()
    if report is None:
        raise NotFoundError("没有这份报告，或不在您的范围内")
    if not report.phone:
        raise DomainError("报告人没有留电话")
    private = {"receipt": report.receipt_number}
    record(events.RECTIFICATION_PHONE_SHOWN, row, actor.author, at, private)
    number: str = report.phone
    return number
