"""The decision: asked for, made by the head, sent back, served."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from oversight.accounts.selectors import Actor
from oversight.cases import document_data, events, states
from oversight.cases.kinds import Manner, Outcome, ReferralKind
from oversight.cases.models import Case, Decision
from oversight.cases.rules import amounts, decisions
from oversight.cases.rules.decisions import CreditClass, Penalty
from oversight.cases.services import filing, investigating, recording, telling
from oversight.cases.states import ReferralState
from oversight.common import moments
from oversight.common.errors import DomainError, FieldsError

_NOTHING = Penalty(kinds=frozenset())
_ON_THE_WAY = (
    ReferralState.RECEIVED,
    ReferralState.DECLINED,
    ReferralState.APPEALED,
    ReferralState.ANSWERED,
    ReferralState.ENDED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionInput:
    """What the head decides; a penalty has its kinds and amounts, the other outcomes have none."""

    outcome: str
    grounds: str
    basis: str
    penalty: Penalty = _NOTHING
    heavier_reason: str = ""
    discussion: str = ""
    credit_class: str = ""
    credit_reason: str = ""


@transaction.atomic
def conclude(*, actor: Actor, case_id: int, opinion: str, at: datetime) -> Case:
    """End an investigation without a notice: for no penalty, or a transfer to another authority.

    Raises:
        DomainError: the state, no opinion, or evidence that nobody accepted or judged.
    """
    case = recording.begin(actor, case_id, states.CONCLUDE)
    investigating.require_evidence(case)
    recording.require_text(opinion, "请写承办意见：不予处罚或者移送，和理由", "opinion")
    case.asked_user, case.investigated_at = actor.user_id, at
    case.told_on = None
    details = {"opinion": opinion}
    recording.finish(
        case, states.CONCLUDE, events.CASE_CONCLUDED, actor=actor, at=at, details=details
    )
    return case


@transaction.atomic
def propose(*, actor: Actor, case_id: int, opinion: str, at: datetime) -> Case:
    """Ask for the decision after the party was heard, where no legal review comes first.

    Raises:
        DomainError: the state, a review is needed, or the party may still speak.
    """
    case = recording.begin(actor, case_id, states.PROPOSE)
    recording.require_text(opinion, "请写承办意见", "opinion")
    if case.needs_review:
        raise DomainError("本案决定以前须经法制审核；请送法制审核")
    telling.require_heard(case, at)
    case.asked_user = actor.user_id
    details = {"opinion": opinion}
    recording.finish(
        case, states.PROPOSE, events.CASE_PROPOSED, actor=actor, at=at, details=details
    )
    return case


@transaction.atomic
def send_back(*, actor: Actor, case_id: int, reason: str, at: datetime) -> Case:
    """Send a case back to be investigated further.

    Raises:
        DomainError: the state, no reason, or one's own case.
    """
    case = recording.begin(actor, case_id, states.SEND_BACK)
    recording.require_apart(case, actor)
    recording.require_text(reason, "请写退回的理由", "reason")
    case.investigated_at = None
    details = {"reason": reason}
    recording.finish(
        case, states.SEND_BACK, events.CASE_SENT_BACK, actor=actor, at=at, details=details
    )
    return case


@transaction.atomic
def decide(*, actor: Actor, case_id: int, decided: DecisionInput, at: datetime) -> Decision:
    """Decide a case, as somebody who neither asked nor investigates; issues the document.

    A penalty that is heavier than the one told needs a reason (行政处罚法 §45); a fine does not
    replace the transfer of what may be a crime (令310 §11).

    Raises:
        FieldsError: what is missing or does not fit.
        DomainError: the state, one's own case, no notice before, or a crime not handed over.
    """
    case = recording.begin(actor, case_id, states.DECIDE)
    recording.require_apart(case, actor)
    _require_sound(case, decided)
    decision = Decision.objects.create(
        case=case,
        outcome=decided.outcome,
        kinds=sorted(decided.penalty.kinds),
        fine=decided.penalty.fine,
        confiscated=decided.penalty.confiscated,
        grounds=decided.grounds.strip(),
        basis=decided.basis.strip(),
        heavier_reason=decided.heavier_reason.strip(),
        discussion=decided.discussion.strip(),
        credit_class=_credit_class(decided),
        credit_reason=decided.credit_reason.strip(),
        has_repair_notice=decided.outcome == Outcome.PENALTY,
        decided_by=actor.person,
        decided_user=actor.user_id or 0,
        decided_at=at,
    )
    _issue(decision, actor, at)
    recording.finish(
        case,
        states.DECIDE,
        events.CASE_DECIDED,
        actor=actor,
        at=at,
        details=_decided(decision),
        document=decision.document,
    )
    return decision


@transaction.atomic
def serve(
    *,
    actor: Actor,
    case_id: int,
    on: date,
    manner: str,
    receiver: str,
    has_consent: bool = False,
    note: str = "",
    at: datetime,
) -> Case:
    """Note that the decision was served; the terms of the law run from that day.

    Raises:
        DomainError: the state, a penalty without the notice on credit repair (两书同达), an
            electronic service without consent, or a day before the decision.
    """
    case = recording.begin(actor, case_id, states.SERVE)
    investigating.require_past(on, at)
    decision = case.decision
    if on < moments.day_of(decision.decided_at):
        raise DomainError("送达日期不能早于决定", field="on")
    if manner not in Manner.values:
        raise DomainError("请选送达方式", field="manner")
    if manner == Manner.ELECTRONIC and not has_consent:
        raise DomainError("电子送达须有当事人签名的同意书（行政处罚法第六十一条）", field="manner")
    recording.require_text(receiver, "请写签收人；留置、公告送达的写见证或者公告的情况", "receiver")
    if decision.outcome == Outcome.PENALTY and not decision.has_repair_notice:
        raise DomainError("处罚决定书没有附信用修复告知，不能登记送达（两书同达）")
    decision.served_on, decision.manner, decision.receiver = on, manner, receiver.strip()[:60]
    decision.save()
    words = Manner(manner).label
    details = {"on": str(on), "manner": words, "receiver": receiver, "note": note}
    recording.finish(case, states.SERVE, events.CASE_SERVED, actor=actor, at=at, details=details)
    return case


def has_handed_over(case: Case) -> bool:
    """Tell whether the police have received the case: their receipt is there."""
    return case.referrals.filter(kind=ReferralKind.POLICE, state__in=_ON_THE_WAY).exists()


def _require_sound(case: Case, decided: DecisionInput) -> None:
    if decided.outcome not in Outcome.values:
        raise DomainError("请选决定", field="outcome")
    if problems := [*_missing(decided), *_penalty_problems(case, decided)]:
        raise FieldsError(problems)
    if decided.outcome in {Outcome.PENALTY, Outcome.HANDLING} and case.told_on is None:
        raise DomainError(
            "还没有告知当事人事实、理由、依据和权利，不能作出这样的决定（行政处罚法第六十二条）；"
            "请退回补充调查，先告知",
            field="outcome",
        )
    if case.suspected_at is not None and not has_handed_over(case):
        raise DomainError(
            "本案登记了涉嫌犯罪，公安机关还没有回执；不能以行政处罚代替移送，请先办移送"
        )


def _missing(decided: DecisionInput) -> list[tuple[str, str]]:
    texts = (("grounds", decided.grounds, "请写理由"), ("basis", decided.basis, "请写依据的条款"))
    return [(name, words) for name, value, words in texts if not value.strip()]


def _penalty_problems(case: Case, decided: DecisionInput) -> list[tuple[str, str]]:
    if decided.outcome != Outcome.PENALTY:
        is_empty = decided.penalty == _NOTHING
        return [] if is_empty else [("kinds", "只有行政处罚写处罚种类和数额")]
    problems = decisions.problems_of(decided.penalty)
    heavier = decisions.is_heavier(decided.penalty, case.intended)
    if heavier and not decided.heavier_reason.strip():
        intended = document_data.in_words(case.intended)
        law = "不得因当事人陈述、申辩、听证而给予更重的处罚（行政处罚法第四十五条）"
        words = f"比告知的“{intended}”更重；{law if case.has_defence else '当事人不知道'}，请写理由"
        problems.append(("heavier_reason", words))
    proposed = decisions.class_of(decided.penalty.kinds)
    chosen = decided.credit_class or proposed
    if chosen != proposed and not decided.credit_reason.strip():
        problems.append(("credit_reason", "与按处罚种类的类别不同，请写理由"))
    return problems


def _credit_class(decided: DecisionInput) -> str:
    if decided.outcome != Outcome.PENALTY:
        return ""
    return CreditClass(decided.credit_class or decisions.class_of(decided.penalty.kinds)).value


def _issue(decision: Decision, actor: Actor, at: datetime) -> None:
    type_code = document_data.decision_type(decision.outcome)
    if not type_code:
        return
    heard = decision.case.acts.filter(act__in=(states.DEFEND, states.HOLD_HEARING))
    defence = "\n".join(row.text for row in heard)
    data = document_data.decided(decision, defence=defence, on=moments.day_of(at))
    decision.document = filing.issue(decision.case, type_code, data, actor=actor, at=at)
    decision.save()


def _decided(decision: Decision) -> dict[str, object]:
    penalty = decision.penalty
    return {
        "outcome": str(decision.get_outcome_display()),
        "kinds": document_data.in_words(penalty),
        "fine": amounts.yuan(penalty.fine) if penalty.fine else "",
        "confiscated": amounts.yuan(penalty.confiscated) if penalty.confiscated else "",
        "grounds": decision.grounds,
        "basis": decision.basis,
        "heavier": decision.heavier_reason,
        "discussion": decision.discussion,
        "class": str(decision.get_credit_class_display()) if decision.credit_class else "",
    }
