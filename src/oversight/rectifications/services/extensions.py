"""More days: asked for with a reason, decided by somebody else; and what is handed over instead."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.rectifications import document_data, events, rules, selectors
from oversight.rectifications.models import CaseClue, Extension, Rectification
from oversight.rectifications.services.recording import issue, record
from oversight.rectifications.states import (
    EXTENSION,
    RECTIFICATION,
    ExtensionState,
    RectificationState,
)
from oversight.regulations import selectors as regulations


@transaction.atomic
def ask(*, actor: Actor, rectification_id: int, days: int, reason: str, at: datetime) -> Extension:
    """Ask for more days, with the reason; as often as the rule allows, which is once.

    Raises:
        DomainError: no reason, too many days, too often, or the state does not allow it.
    """
    actor.require_for(RECTIFICATION, "ask_extension")
    row = selectors.rectification_for(actor, rectification_id, lock=True)
    RECTIFICATION.target("ask_extension", row.state)
    today = moments.day_of(at)
    _require_possible(row, days, today)
    if not reason.strip():
        raise DomainError("请写延期的理由", field="reason")
    if selectors.waiting_extension(row) is not None:
        raise DomainError("已经申请延期，等负责人决定")
    extension = Extension.objects.create(
        rectification=row,
        days=days,
        reason=reason,
        asked_by=actor.person,
        asked_user=actor.user_id,
        asked_at=at,
    )
    private = {"days": days, "reason": reason}
    record(events.RECTIFICATION_EXTENSION_ASKED, row, actor.author, at, private)
    return extension


@transaction.atomic
def grant(*, actor: Actor, extension_id: int, answer: str = "", at: datetime) -> Extension:
    """Grant the days; they run on from the former end, or from today where that has passed.

    Raises:
        DomainError: one's own request, decided already, or granted as often as the rule allows.
    """
    extension = _decided_by(actor, extension_id, "grant")
    row = extension.rectification
    today = moments.day_of(at)
    _require_possible(row, extension.days, today)
    row.state = RECTIFICATION.target("extend", row.state)
    row.due_on = max(row.due_on or today, today) + timedelta(days=extension.days)
    row.save(update_fields=["state", "due_on"])
    _decide(extension, "grant", actor, answer, at)
    private = {"days": extension.days, "due": str(row.due_on), "answer": answer}
    record(events.RECTIFICATION_EXTENSION_GRANTED, row, actor.author, at, private)
    return extension


@transaction.atomic
def refuse(*, actor: Actor, extension_id: int, answer: str, at: datetime) -> Extension:
    """Refuse the days, with the reason.

    Raises:
        DomainError: no reason, one's own request, or decided already.
    """
    extension = _decided_by(actor, extension_id, "refuse")
    if not answer.strip():
        raise DomainError("请写不同意的理由", field="answer")
    _decide(extension, "refuse", actor, answer, at)
    private = {"answer": answer}
    record(
        events.RECTIFICATION_EXTENSION_REFUSED, extension.rectification, actor.author, at, private
    )
    return extension


@transaction.atomic
def escalate(*, actor: Actor, rectification_id: int, reason: str, at: datetime) -> CaseClue:
    """Hand it over as a clue for a case: it was not put right, or the term passed.

    Raises:
        DomainError: the term still runs, an extension waits, no reason, or it is over.
    """
    actor.require_for(RECTIFICATION, "escalate")
    row = selectors.rectification_for(actor, rectification_id, lock=True)
    target = RECTIFICATION.target("escalate", row.state)
    _require_not_put_right(row, moments.day_of(at))
    if not reason.strip():
        raise DomainError("请写移交的理由：哪几条没有改，有什么证据", field="reason")
    row.state, row.closed_on, row.end_reason = target, moments.day_of(at), reason
    row.save(update_fields=["state", "closed_on", "end_reason"])
    clue = CaseClue.objects.create(
        rectification=row,
        number=f"{row.number}-XS",
        reason=reason,
        made_by=actor.person,
        made_user=actor.user_id,
        made_at=at,
    )
    data = document_data.transfer(clue, on=moments.day_of(at))
    clue.document = issue(row, "clue-transfer", data, actor=actor, at=at)
    clue.save(update_fields=["document"])
    record(
        events.RECTIFICATION_ESCALATED,
        row,
        actor.author,
        at,
        {"clue": clue.number, "reason": reason, "document": clue.document.number},
    )
    return clue


def may_be_escalated(row: Rectification, today: date) -> bool:
    """Tell whether a term that is over, or a recheck, shows that it was not put right."""
    is_late = row.due_on is not None and today > row.due_on
    return row.state == RectificationState.NOT_CORRECTED or (
        RECTIFICATION.allows("escalate", row.state) and is_late
    )


def is_left(row: Rectification, today: date) -> bool:
    """Tell whether the rule lets the term be extended once more."""
    most = regulations.number(row.bureau_id, rules.EXTENSIONS, today)
    return row.extensions.filter(state=ExtensionState.GRANTED).count() < most


def _require_not_put_right(row: Rectification, today: date) -> None:
    if not may_be_escalated(row, today):
        raise DomainError("改正期还没有满；期满仍未改正，或复查不合格，才能移交")
    if selectors.waiting_extension(row) is not None:
        raise DomainError("还有延期的申请在等决定；请先由负责人决定")


def _require_possible(row: Rectification, days: int, today: date) -> None:
    longest = regulations.number(row.bureau_id, rules.LONGEST, today)
    if not 1 <= days <= longest:
        raise DomainError(f"延长的日数应为 1 至 {longest}", field="days")
    if not is_left(row, today):
        most = regulations.number(row.bureau_id, rules.EXTENSIONS, today)
        raise DomainError(f"规则最多延期 {most} 次，已经用完；仍不改正的，移交案件线索")


def _decided_by(actor: Actor, extension_id: int, act: str) -> Extension:
    actor.require_for(EXTENSION, act)
    extension = selectors.extension_for(actor, extension_id, lock=True)
    EXTENSION.target(act, extension.state, refusal="这个延期申请已经决定过")
    if extension.asked_user == actor.user_id:
        raise DomainError("申请延期的人不能自己决定；请另一位负责人决定")
    return extension


def _decide(extension: Extension, act: str, actor: Actor, answer: str, at: datetime) -> None:
    extension.state = EXTENSION.target(act, extension.state)
    extension.decided_by, extension.decided_at = actor.person, at
    extension.answer = answer
    extension.save(update_fields=["state", "decided_by", "decided_at", "answer"])
