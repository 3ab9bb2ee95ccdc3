"""A matter handed to another authority: reported, approved, sent, received, answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.cases import document_data, events, selectors, states
from oversight.cases.kinds import ReferralKind
from oversight.cases.models import Case, Referral
from oversight.cases.rules import findings
from oversight.cases.services import filing, investigating, recording
from oversight.common import moments
from oversight.common.errors import DomainError, FieldsError
from oversight.documents.models import Document
from oversight.documents.services import issuing
from oversight.documents.services.issuing import About
from oversight.inspections import selectors as inspections
from oversight.registry.models import Inspector

_LEAST_ATTEMPTS = 2
_EXACT = {
    ReferralKind.POLICE: "公安",
    ReferralKind.PROSECUTOR: "检察",
    ReferralKind.MARKET: "市场监督",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReferral:
    """What is handed over to whom; ``attempts`` are day and course of fruitless visits."""

    visit_id: int
    kind: str
    receiver: str
    facts: str
    basis: str
    finding: str = ""
    case_id: int | None = None
    enclosures: str = ""
    attempts: Sequence[tuple[date, str]] = ()
    officer_ids: tuple[int, int] | None = None


@transaction.atomic
def report(*, actor: Actor, matter: NewReferral, at: datetime) -> Referral:
    """Report a matter that belongs to another authority; the head decides on it.

    Raises:
        NotFoundError: visit or case is not within reach.
        FieldsError: what is missing or cannot be, each at its field.
    """
    actor.require(Permission.MAKE_CASES)
    visit = inspections.visit_for(actor, matter.visit_id, lock=True)
    case = selectors.case_for(actor, matter.case_id, lock=True) if matter.case_id else None
    if problems := list(_problems(matter, case, moments.day_of(at))):
        raise FieldsError(problems)
    lead, second = _officers(actor, matter)
    referral = Referral.objects.create(
        number=filing.next_number(visit.bureau, "YS", moments.day_of(at).year),
        bureau=visit.bureau,
        owner=visit.owner,
        visit=visit,
        case=case,
        subject=visit.subject,
        code=visit.code,
        name=visit.name,
        kind=matter.kind,
        receiver=matter.receiver.strip(),
        finding=matter.finding,
        facts=matter.facts.strip(),
        basis=matter.basis.strip(),
        enclosures=matter.enclosures.strip(),
        attempts=[{"on": str(day), "what": text} for day, text in matter.attempts],
        lead=lead,
        second=second,
        made_by=actor.person,
        made_user=actor.user_id or 0,
        made_at=at,
    )
    event, details = events.REFERRAL_BEGUN, _reported(referral)
    recording.keep_referral(referral, "report", event, actor=actor, at=at, details=details)
    return referral


@transaction.atomic
def approve(*, actor: Actor, referral_id: int, opinion: str, at: datetime) -> Referral:
    """Approve that a matter is handed over, as somebody who did not report it.

    Raises:
        DomainError: the state, or one's own report.
    """
    referral = recording.begin_referral(actor, referral_id, states.APPROVE)
    _require_apart(referral, actor)
    referral.approved_at = at
    agreed = opinion.strip() or "同意移送"
    data = document_data.referral_approval(
        referral, head_opinion=f"{agreed}　{actor.person}", on=moments.day_of(at)
    )
    document = issue(referral, "referral-approval", data, actor=actor, at=at)
    _finish(referral, states.APPROVE, actor, at, {"opinion": agreed}, document)
    return referral


@transaction.atomic
def refuse(*, actor: Actor, referral_id: int, reason: str, at: datetime) -> Referral:
    """Decide that a matter is not handed over; the reason stays on record (令310 §5).

    Raises:
        DomainError: the state, no reason, or one's own report.
    """
    referral = recording.begin_referral(actor, referral_id, states.REFUSE_REFERRAL)
    _require_apart(referral, actor)
    recording.require_text(reason, "请写不予移送的理由；它会记录在案", "reason")
    _finish(referral, states.REFUSE_REFERRAL, actor, at, {"reason": reason})
    return referral


@transaction.atomic
def send(*, actor: Actor, referral_id: int, way: str, contact: str, at: datetime) -> Referral:
    """Send the letter, which is issued now; sent is not done.

    Raises:
        DomainError: the state, or it is not said how and who can be asked.
    """
    referral = recording.begin_referral(actor, referral_id, states.SEND)
    recording.require_text(way, "请写怎样送出，例如：专人送达、机要交换", "way")
    recording.require_text(contact, "请写联系人和电话", "contact")
    data = document_data.letter(referral, contact=contact, at=at)
    type_code = document_data.letter_type(referral)
    referral.document = issue(referral, type_code, data, actor=actor, at=at)
    referral.sent_at = at
    _finish(referral, states.SEND, actor, at, {"way": way}, referral.document)
    return referral


@transaction.atomic
def receive(*, actor: Actor, referral_id: int, on: date, receiver: str, at: datetime) -> Referral:
    """Note the receipt of the other authority.

    Raises:
        DomainError: the state, no name, or a day before it was sent or to come.
    """
    referral = recording.begin_referral(actor, referral_id, states.RECEIVE)
    recording.require_text(receiver, "请写在回执上签字的人", "receiver")
    _require_after(on, referral.sent_at, at)
    referral.received_on, referral.received_by = on, receiver.strip()[:60]
    _finish(referral, states.RECEIVE, actor, at, {"on": str(on), "receiver": receiver})
    return referral


@transaction.atomic
def remind(*, actor: Actor, referral_id: int, way: str, at: datetime) -> Referral:
    """Note that the other authority was reminded.

    Raises:
        DomainError: the state, or it is not said how.
    """
    referral = recording.begin_referral(actor, referral_id, states.REMIND)
    recording.require_text(way, "请写怎样催的、对方怎样答复", "way")
    _finish(referral, states.REMIND, actor, at, {"way": way})
    return referral


EVENTS = {
    states.APPROVE: events.REFERRAL_APPROVED,
    states.REFUSE_REFERRAL: events.REFERRAL_REFUSED,
    states.SEND: events.REFERRAL_SENT,
    states.RECEIVE: events.REFERRAL_RECEIVED,
    states.REMIND: events.REFERRAL_REMINDED,
}


def issue(
    referral: Referral, type_code: str, data: dict[str, object], *, actor: Actor, at: datetime
) -> Document:
    """Issue a document about a referral."""
    return issuing.issue_document(
        type_code=type_code,
        organisation=referral.bureau,
        data=data,
        about=About(kind=events.REFERRAL.name, key=referral.number, words=referral.title),
        actor=actor,
        at=at,
    )


def _finish(
    referral: Referral,
    act: str,
    actor: Actor,
    at: datetime,
    details: dict[str, object],
    document: Document | None = None,
) -> None:
    recording.finish_referral(
        referral, act, EVENTS[act], actor=actor, at=at, details=details, document=document
    )


def _require_apart(referral: Referral, actor: Actor) -> None:
    if actor.user_id == referral.made_user or actor.user_id in recording.officers_of(referral):
        raise DomainError("报告的人不能自己批准；请另一位负责人来决定")


def _require_after(on: date, since: datetime | None, at: datetime) -> None:
    investigating.require_past(on, at)
    if since is not None and on < moments.day_of(since):
        raise DomainError("日期不能早于送出", field="on")


def _officers(actor: Actor, matter: NewReferral) -> tuple[Inspector | None, Inspector | None]:
    if matter.officer_ids is None:
        return None, None
    lead, second = investigating.officers_for(actor, matter.officer_ids)
    return lead, second


def _problems(matter: NewReferral, case: Case | None, today: date) -> Iterator[tuple[str, str]]:
    if matter.kind not in ReferralKind.values:
        yield "kind", "请选移送的种类"
        return
    yield from _receiver_problems(matter)
    if not matter.facts.strip():
        yield "facts", "请写事实"
    if not matter.basis.strip():
        yield "basis", "请写移送的依据"
    if case is not None and case.visit_id != matter.visit_id:
        yield "case_id", "这个案件不是这次检查的"
    if matter.kind == ReferralKind.POLICE and matter.officer_ids is None:
        yield "lead_id", "涉嫌犯罪的由两名执法人员核实情况后报告（令310第五条）"
    if matter.kind == ReferralKind.MARKET:
        yield from _attempt_problems(matter, today)


def _receiver_problems(matter: NewReferral) -> Iterator[tuple[str, str]]:
    receiver = matter.receiver.strip()
    if not receiver:
        yield "receiver", "请写收件机关的全称"
        return
    word = _EXACT.get(ReferralKind(matter.kind))
    if word and word not in receiver:
        yield "receiver", f"这种移送送给{word}机关，请写它的全称"
    finding = findings.FINDINGS.get(matter.finding)
    if finding and finding.route == findings.LEVY and "税务" not in receiver:
        yield "receiver", f"“{finding.title}”由{findings.TAX_WORDS}处理，请写税务局的全称"


def _attempt_problems(matter: NewReferral, today: date) -> Iterator[tuple[str, str]]:
    days = {day for day, text in matter.attempts if text.strip()}
    if len(days) < _LEAST_ATTEMPTS:
        yield "attempts", "无法联系的，至少写不同日期的两次上门或者联系的经过"
    if any(day > today for day in days):
        yield "attempts", "日期不能晚于今天"
    if not matter.enclosures.strip():
        yield "enclosures", "请写证据：门牌照片、通话记录、邮寄退件、物业或者邻居的说明"


def _reported(referral: Referral) -> dict[str, object]:
    return {
        "visit": referral.visit.number,
        "name": referral.name,
        "kind": str(referral.get_kind_display()),
        "to": referral.receiver,
        "finding": str(referral.get_finding_display() if referral.finding else ""),
        "facts": referral.facts,
        "basis": referral.basis,
        "enclosures": referral.enclosures,
        "attempts": "；".join(f"{row['on']} {row['what']}" for row in referral.attempts),
        "officers": document_data.officers(referral.lead, referral.second),
    }
