"""How an act on a case or a referral begins and ends: allowed, possible, kept, on record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from oversight.accounts.selectors import Actor
from oversight.audit import services as audit
from oversight.audit.event_types import EventType
from oversight.audit.services import AuditEvent
from oversight.cases import events, selectors
from oversight.cases.models import Case, CaseAct, Referral, ReferralAct
from oversight.cases.states import CASE, REFERRAL
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.documents.models import Document

Details = Mapping[str, object]


def begin(actor: Actor, case_id: int, act: str) -> Case:
    """Load and lock a case for an act that the actor may take now.

    Raises:
        NotAllowedError: the role may not take it.
        NotFoundError: the case is not within reach.
        DomainError: it is not possible in the case's state.
    """
    actor.require_for(CASE, act)
    case = selectors.case_for(actor, case_id, lock=True)
    CASE.target(act, case.state)
    return case


def finish(
    case: Case,
    act: str,
    event: EventType,
    *,
    actor: Actor,
    at: datetime,
    details: Details,
    document: Document | None = None,
) -> int:
    """Take a case to the state that an act leads to, and put the act on record; gives the entry."""
    case.state = CASE.target(act, case.state)
    case.save()
    number = {"document": document.number} if document else {}
    return keep(
        case, act, event, actor=actor, at=at, details={**details, **number}, document=document
    )


def keep(
    case: Case,
    act: str,
    event: EventType,
    *,
    actor: Actor,
    at: datetime,
    details: Details,
    document: Document | None = None,
) -> int:
    """Put an act on record and among the acts of its case; gives the entry."""
    private = {name: str(value) for name, value in details.items() if value not in ("", None)}
    entry = _record(event, case.number, case.title, private, actor, at)
    CaseAct.objects.create(
        case=case,
        act=act,
        text=text_of(private),
        made_by=actor.person,
        made_user=actor.user_id or 0,
        made_at=at,
        document=document,
        entry=entry,
    )
    return entry


def begin_referral(actor: Actor, referral_id: int, act: str) -> Referral:
    """Load and lock a referral for an act that the actor may take now; raises as `begin`."""
    actor.require_for(REFERRAL, act)
    referral = selectors.referral_for(actor, referral_id, lock=True)
    REFERRAL.target(act, referral.state)
    return referral


def finish_referral(
    referral: Referral,
    act: str,
    event: EventType,
    *,
    actor: Actor,
    at: datetime,
    details: Details,
    document: Document | None = None,
) -> int:
    """Take a referral to the state that an act leads to, and put the act on record."""
    referral.state = REFERRAL.target(act, referral.state)
    referral.save()
    return keep_referral(
        referral, act, event, actor=actor, at=at, details=details, document=document
    )


def keep_referral(
    referral: Referral,
    act: str,
    event: EventType,
    *,
    actor: Actor,
    at: datetime,
    details: Details,
    document: Document | None = None,
) -> int:
    """Put an act on record and among the acts of its referral; gives the entry."""
    private = {name: str(value) for name, value in details.items() if value not in ("", None)}
    if document is not None:
        private["document"] = document.number
    entry = _record(event, referral.number, referral.title, private, actor, at)
    ReferralAct.objects.create(
        referral=referral,
        act=act,
        text=text_of(private),
        made_by=actor.person,
        made_user=actor.user_id or 0,
        made_at=at,
        document=document,
        entry=entry,
    )
    return entry


def text_of(details: Details) -> str:
    """Write what was said of an act for people, line by line, in one order on every database."""
    return "\n".join(
        f"{title}：{moments.rewritten(str(details[name]))}"
        for name, title in events.FIELDS.items()
        if name in details
    )


def require_text(text: str, problem: str, field: str) -> str:
    """Give a text without blanks around it.

    Raises:
        DomainError: it is empty; it says ``problem`` at the field.
    """
    if not text.strip():
        raise DomainError(problem, field=field)
    return text.strip()


def require_apart(case: Case, actor: Actor) -> None:
    """Refuse who asked for a decision, or investigates the case, to decide or review it.

    Raises:
        DomainError: the actor is one of them.
    """
    if actor.user_id == case.asked_user:
        raise DomainError("报请的人不能自己决定；请另一位来办")
    if actor.user_id in officers_of(case):
        raise DomainError("您是本案的办案人员，不能自己审核或者决定；请另一位来办")


def officers_of(row: Case | Referral) -> set[int]:
    """Give the keys of the accounts of those who investigate or report."""
    people = (row.lead, row.second)
    return {person.user_id for person in people if person is not None and person.user_id}


def _record(
    event: EventType, number: str, title: str, private: Details, actor: Actor, at: datetime
) -> int:
    row = AuditEvent(type=event, number=number, title=title, public={}, private=dict(private))
    return audit.record(row, by=actor.author, at=at)
