"""What the other authority answers to a referral, and what is done when it declines."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from oversight.accounts.selectors import Actor
from oversight.cases import events, states
from oversight.cases.kinds import ReferralKind
from oversight.cases.models import Referral
from oversight.cases.services import investigating, recording
from oversight.common.errors import DomainError


@transaction.atomic
def answer(
    *,
    actor: Actor,
    referral_id: int,
    on: date,
    number: str,
    decision: str,
    is_accepted: bool,
    at: datetime,
) -> Referral:
    """Note what the other authority decided, in its own words, with number and day.

    Raises:
        DomainError: the state, what is missing, or a day before the receipt or to come.
    """
    referral = recording.begin_referral(actor, referral_id, states.ANSWER)
    recording.require_text(decision, "请写对方的决定，照对方的原话", "decision")
    recording.require_text(number, "请写对方的文号；没有文号的写“没有文号”", "number")
    _require_after_receipt(referral, on, at)
    referral.answered_on, referral.answer_number = on, number.strip()
    referral.decision, referral.is_accepted = decision.strip()[:300], is_accepted
    details = {"on": str(on), "number": number, "result": decision}
    event = events.REFERRAL_ANSWERED
    recording.finish_referral(referral, states.ANSWER, event, actor=actor, at=at, details=details)
    return referral


@transaction.atomic
def decline(*, actor: Actor, referral_id: int, on: date, reason: str, at: datetime) -> Referral:
    """Note that the other authority does not take the matter; against the police's three days run.

    Raises:
        DomainError: the state, no reason, or a day before the receipt or to come.
    """
    referral = recording.begin_referral(actor, referral_id, states.DECLINE)
    recording.require_text(reason, "请写对方不受理的理由", "reason")
    _require_after_receipt(referral, on, at)
    referral.declined_on = on
    details = {"on": str(on), "reason": reason}
    event = events.REFERRAL_DECLINED
    recording.finish_referral(referral, states.DECLINE, event, actor=actor, at=at, details=details)
    return referral


@transaction.atomic
def appeal(*, actor: Actor, referral_id: int, on: date, receiver: str, at: datetime) -> Referral:
    """Ask the police to reconsider, or the prosecutors to supervise (令310 §9).

    Raises:
        DomainError: the state, not a matter of the police, or what is missing.
    """
    referral = recording.begin_referral(actor, referral_id, states.APPEAL)
    if referral.kind != ReferralKind.POLICE:
        raise DomainError("只对公安机关不予立案的决定可以提请复议或者立案监督")
    recording.require_text(receiver, "请写向哪个机关提请", "receiver")
    _require_after_receipt(referral, on, at)
    referral.appealed_on = on
    details = {"on": str(on), "to": receiver}
    event = events.REFERRAL_APPEALED
    recording.finish_referral(referral, states.APPEAL, event, actor=actor, at=at, details=details)
    return referral


@transaction.atomic
def end(*, actor: Actor, referral_id: int, reason: str, at: datetime) -> Referral:
    """Leave it at the other authority's refusal, with the reason and who sees to the matter now.

    Raises:
        DomainError: the state, no reason, or one's own report.
    """
    referral = recording.begin_referral(actor, referral_id, states.END_REFERRAL)
    recording.require_text(reason, "请写理由，和以后由谁处理", "reason")
    if actor.user_id == referral.made_user:
        raise DomainError("报告的人不能自己了结；请另一位负责人来决定")
    details = {"reason": reason}
    event = events.REFERRAL_ENDED
    recording.finish_referral(
        referral, states.END_REFERRAL, event, actor=actor, at=at, details=details
    )
    return referral


@transaction.atomic
def hand_over(*, actor: Actor, referral_id: int, on: date, goods: str, at: datetime) -> Referral:
    """Note that the goods of a case were handed to the police who took it up (令310 §12).

    Raises:
        DomainError: the state, the police did not take it up, handed over before, what is missing.
    """
    referral = recording.begin_referral(actor, referral_id, states.HAND_OVER)
    if referral.kind != ReferralKind.POLICE or not referral.is_accepted:
        raise DomainError("公安机关立案以后才移交涉案物品")
    if referral.handed_over_on is not None:
        raise DomainError("涉案物品已经移交过")
    recording.require_text(goods, "请写移交的物品和材料", "goods")
    _require_after_receipt(referral, on, at)
    referral.handed_over_on = on
    details = {"on": str(on), "goods": goods}
    event = events.REFERRAL_HANDED_OVER
    recording.finish_referral(
        referral, states.HAND_OVER, event, actor=actor, at=at, details=details
    )
    return referral


def _require_after_receipt(referral: Referral, on: date, at: datetime) -> None:
    investigating.require_past(on, at)
    if referral.received_on is not None and on < referral.received_on:
        raise DomainError("日期不能早于对方的回执", field="on")
