"""A decision carried out: instalments, payments, done, closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum

from oversight.accounts.selectors import Actor
from oversight.cases import document_data, events, selectors, states
from oversight.cases.kinds import Performance
from oversight.cases.models import Case, Decision, Instalment, Payment
from oversight.cases.rules import amounts
from oversight.cases.services import deciding, filing, investigating, recording
from oversight.common import moments
from oversight.common.errors import DomainError


@transaction.atomic
def grant_instalments(
    *, actor: Actor, case_id: int, parts: Sequence[tuple[date, int]], reason: str, at: datetime
) -> Case:
    """Let a party pay in parts: days and fen, together exactly what is unpaid (行政处罚法 §66).

    Raises:
        DomainError: the state, one's own case, no reason, no parts, a past day, or another sum.
    """
    case = recording.begin(actor, case_id, states.INSTALMENTS)
    recording.require_apart(case, actor)
    recording.require_text(reason, "请写批准的理由，例如当事人的申请和经济困难的情况", "reason")
    unpaid = unpaid_of(case.decision)
    if not parts or any(day < moments.day_of(at) or amount <= 0 for day, amount in parts):
        raise DomainError("每一期写一个不早于今天的日期和大于零的数额", field="parts")
    if (total := sum(amount for _, amount in parts)) != unpaid:
        raise DomainError(
            f"各期合计{amounts.yuan(total)}，未缴的是{amounts.yuan(unpaid)}；请改成相等",
            field="parts",
        )
    details = {"until": _parts_in_words(parts), "reason": reason}
    event = events.CASE_INSTALMENTS_GRANTED
    entry = recording.finish(case, states.INSTALMENTS, event, actor=actor, at=at, details=details)
    case.decision.instalments.all().delete()
    Instalment.objects.bulk_create(
        Instalment(decision=case.decision, due_on=day, amount=amount, entry=entry)
        for day, amount in parts
    )
    return case


@transaction.atomic
def pay(
    *, actor: Actor, case_id: int, on: date, amount: int, reference: str, at: datetime
) -> Payment:
    """Note a payment, in fen.

    Raises:
        DomainError: the state, more than is unpaid, no receipt number, or a day to come.
    """
    case = recording.begin(actor, case_id, states.PAY)
    investigating.require_past(on, at)
    recording.require_text(reference, "请写票据号", "reference")
    unpaid = unpaid_of(case.decision)
    if not 0 < amount <= unpaid:
        raise DomainError(f"数额要大于零，不超过未缴的{amounts.yuan(unpaid)}", field="amount")
    details = {"on": str(on), "amount": amounts.yuan(amount), "number": reference}
    entry = recording.finish(
        case, states.PAY, events.CASE_PAID, actor=actor, at=at, details=details
    )
    return Payment.objects.create(
        decision=case.decision, paid_on=on, amount=amount, reference=reference, entry=entry
    )


@transaction.atomic
def execute(
    *, actor: Actor, case_id: int, performance: str, on: date, note: str = "", at: datetime
) -> Case:
    """Note that a decision was carried out: by the party, by a court, or nothing was to do.

    Raises:
        DomainError: the state, money that is unpaid, or it is not said how the court was asked.
    """
    case = recording.begin(actor, case_id, states.EXECUTE)
    investigating.require_past(on, at)
    if performance not in Performance.values:
        raise DomainError("请选执行方式", field="performance")
    unpaid = unpaid_of(case.decision)
    if unpaid and performance != Performance.BY_COURT:
        raise DomainError(f"还有{amounts.yuan(unpaid)}没有缴；请先登记缴款")
    if performance == Performance.BY_COURT:
        recording.require_text(note, "请写申请强制执行的文号、日期和结果", "note")
    decision = case.decision
    decision.performance, decision.executed_on = performance, on
    decision.save()
    words = Performance(performance).label
    details = {"performance": words, "on": str(on), "note": note}
    recording.finish(
        case, states.EXECUTE, events.CASE_EXECUTED, actor=actor, at=at, details=details
    )
    return case


@transaction.atomic
def submit_closing(*, actor: Actor, case_id: int, opinion: str, at: datetime) -> Case:
    """Ask the head to close a case: every referral of it has its answer.

    Raises:
        DomainError: the state, no opinion, a referral without answer, a crime not handed over.
    """
    case = recording.begin(actor, case_id, states.SUBMIT_CLOSING)
    recording.require_text(opinion, "请写承办意见", "opinion")
    if waiting := selectors.open_referrals(case).first():
        raise DomainError(f"移送{waiting.receiver}还没有结果；送出不等于办完，请等有结果再结案")
    if case.suspected_at is not None and not deciding.has_handed_over(case):
        raise DomainError("本案登记了涉嫌犯罪，还没有移送；不能结案")
    case.asked_user = actor.user_id
    details = {"opinion": opinion}
    event = events.CASE_CLOSING_ASKED
    recording.finish(case, states.SUBMIT_CLOSING, event, actor=actor, at=at, details=details)
    return case


@transaction.atomic
def close(*, actor: Actor, case_id: int, opinion: str, at: datetime) -> Case:
    """Close a case, as somebody who neither asked nor investigated; issues the 结案审批表.

    Raises:
        DomainError: the state, or one's own case.
    """
    case = recording.begin(actor, case_id, states.CLOSE)
    recording.require_apart(case, actor)
    asked = case.acts.filter(act=states.SUBMIT_CLOSING).last()
    data = document_data.closing(
        case,
        case.decision,
        opinion=f"{asked.text}　承办人：{asked.made_by}" if asked else "没有意见",
        head_opinion=f"{opinion.strip() or '同意结案'}　{actor.person}",
        on=moments.day_of(at),
    )
    document = filing.issue(case, "case-closing", data, actor=actor, at=at)
    case.closed_at = at
    recording.finish(
        case,
        states.CLOSE,
        events.CASE_CLOSED,
        actor=actor,
        at=at,
        details={"opinion": opinion},
        document=document,
    )
    return case


@transaction.atomic
def return_closing(*, actor: Actor, case_id: int, reason: str, at: datetime) -> Case:
    """Return a case that is not to be closed yet.

    Raises:
        DomainError: the state, no reason, or one's own case.
    """
    case = recording.begin(actor, case_id, states.RETURN_CLOSING)
    recording.require_apart(case, actor)
    recording.require_text(reason, "请写退回的理由", "reason")
    details = {"reason": reason}
    event = events.CASE_CLOSING_RETURNED
    recording.finish(case, states.RETURN_CLOSING, event, actor=actor, at=at, details=details)
    return case


def paid_of(decision: Decision) -> int:
    """Give what was paid, in fen."""
    return decision.payments.aggregate(total=Sum("amount"))["total"] or 0


def unpaid_of(decision: Decision) -> int:
    """Give what is still to be paid, in fen."""
    return decision.penalty.amount - paid_of(decision)


def _parts_in_words(parts: Sequence[tuple[date, int]]) -> str:
    return "；".join(f"{moments.day_in_words(day)} {amounts.yuan(fen)}" for day, fen in parts)
