"""A decision revoked, and everything that was done because of it undone, item by item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from oversight.accounts.selectors import Actor
from oversight.cases import events, states
from oversight.cases.kinds import Annuller, Outcome
from oversight.cases.models import Case, Consequence, Decision
from oversight.cases.rules import amounts
from oversight.cases.services import executing, investigating, recording
from oversight.cases.states import DecisionState
from oversight.common.errors import DomainError


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """Who revokes a decision, by which paper, when and why."""

    by: str
    number: str
    on: date
    reason: str


@transaction.atomic
def revoke(*, actor: Actor, case_id: int, revocation: Revocation, at: datetime) -> Case:
    """Revoke a decision; what follows of it is listed, to be settled one by one.

    Raises:
        DomainError: the state, what is missing, or a day before the decision or to come.
    """
    case = recording.begin(actor, case_id, states.REVOKE)
    if revocation.by not in Annuller.values:
        raise DomainError("请选由谁撤销", field="by")
    recording.require_text(revocation.reason, "请写撤销的理由", "reason")
    recording.require_text(revocation.number, "请写撤销的文书和文号", "number")
    investigating.require_past(revocation.on, at)
    decision = case.decision
    decision.state = DecisionState.REVOKED
    decision.revoked_by, decision.revoked_number = revocation.by, revocation.number.strip()
    decision.revoked_on, decision.revoked_why = revocation.on, revocation.reason.strip()
    decision.save()
    rows = list(_consequences(decision))
    details = {
        "by": Annuller(revocation.by).label,
        "number": revocation.number,
        "on": str(revocation.on),
        "reason": revocation.reason,
        "consequences": "；".join(text for _, text in rows),
    }
    event = events.CASE_REVOKED
    entry = recording.finish(case, states.REVOKE, event, actor=actor, at=at, details=details)
    Consequence.objects.bulk_create(
        Consequence(decision=decision, kind=kind, text=text, entry=entry) for kind, text in rows
    )
    return case


@transaction.atomic
def settle(*, actor: Actor, case_id: int, kind: str, on: date, note: str, at: datetime) -> Case:
    """Note that a consequence of a revocation was seen to, and how.

    Raises:
        DomainError: the state, none such is open, it is not said how, or a day to come.
    """
    case = recording.begin(actor, case_id, states.SETTLE)
    row = case.decision.consequences.filter(kind=kind, settled_on=None).first()
    if row is None:
        raise DomainError("没有这一项，或者已经办过", field="kind")
    recording.require_text(note, "请写怎样办的", "note")
    investigating.require_past(on, at)
    row.settled_on, row.settled_by, row.note = on, actor.person, note.strip()
    row.save()
    details = {"consequences": row.text, "on": str(on), "note": note}
    event = events.CASE_CONSEQUENCE_SETTLED
    recording.finish(case, states.SETTLE, event, actor=actor, at=at, details=details)
    return case


def _consequences(decision: Decision) -> Iterator[tuple[str, str]]:
    """Name everything that a decision brought about and that must be undone."""
    if decision.outcome == Outcome.PENALTY:
        yield "takedown", "撤回已经公示的处罚决定，并公开说明理由"
        yield "credit", "从信用平台撤回处罚信息，通知收到信息的单位"
    if paid := executing.paid_of(decision):
        yield "refund", f"退还已经缴纳的{amounts.yuan(paid)}"
    if decision.case.seizures.exists() or decision.confiscated:
        yield "goods", "退还登记保存、没收的物品"
    if decision.case.referrals.exists():
        yield "referrals", "告知收到移送的机关"
    yield "grade", "重新计算受这个决定影响的信用评级；已经举行的抽取不变，以后的抽取用新的评级"
    yield "party", "书面告知当事人"
