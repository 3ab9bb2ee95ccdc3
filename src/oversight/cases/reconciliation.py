"""What the log says of cases and referrals, against the rows: states, figures, every act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from oversight.audit import selectors as audit
from oversight.audit.differences import NO_EVENT, Difference, Subject
from oversight.audit.event_types import EventType
from oversight.audit.reconciliation import Range, Step
from oversight.audit.selectors import Entry
from oversight.cases import events, states
from oversight.cases.models import Case, CaseAct, Decision, Referral, ReferralAct
from oversight.cases.rules import amounts
from oversight.cases.services import recording
from oversight.cases.states import CASE, REFERRAL, CaseState, ReferralState
from oversight.common.transitions import StateMachine

_CASE_ACTS = {
    events.CASE_SUBMITTED.type: states.SUBMIT,
    events.CASE_FILED.type: states.FILE,
    events.CASE_REFUSED.type: states.REFUSE,
    events.CASE_WITHDRAWN.type: states.WITHDRAW,
    events.CASE_ASSIGNED.type: states.ASSIGN,
    events.CASE_TOLD.type: states.TELL,
    events.CASE_HEARING_ASKED.type: states.ASK_HEARING,
    events.CASE_HEARD.type: states.HOLD_HEARING,
    events.CASE_REVIEW_ASKED.type: states.SUBMIT_REVIEW,
    events.CASE_REVIEW_PASSED.type: states.PASS_REVIEW,
    events.CASE_REVIEW_RETURNED.type: states.RETURN_REVIEW,
    events.CASE_CONCLUDED.type: states.CONCLUDE,
    events.CASE_PROPOSED.type: states.PROPOSE,
    events.CASE_DECIDED.type: states.DECIDE,
    events.CASE_SENT_BACK.type: states.SEND_BACK,
    events.CASE_SERVED.type: states.SERVE,
    events.CASE_EXECUTED.type: states.EXECUTE,
    events.CASE_CLOSING_ASKED.type: states.SUBMIT_CLOSING,
    events.CASE_CLOSED.type: states.CLOSE,
    events.CASE_CLOSING_RETURNED.type: states.RETURN_CLOSING,
    events.CASE_REVOKED.type: states.REVOKE,
}
_REFERRAL_ACTS = {
    events.REFERRAL_APPROVED.type: states.APPROVE,
    events.REFERRAL_REFUSED.type: states.REFUSE_REFERRAL,
    events.REFERRAL_SENT.type: states.SEND,
    events.REFERRAL_RECEIVED.type: states.RECEIVE,
    events.REFERRAL_ANSWERED.type: states.ANSWER,
    events.REFERRAL_DECLINED.type: states.DECLINE,
    events.REFERRAL_APPEALED.type: states.APPEAL,
    events.REFERRAL_ENDED.type: states.END_REFERRAL,
}


def check_cases(_: Range) -> Iterator[Step]:
    """Compare every case with its entries, and name those whose row is gone."""
    rows = Case.objects.select_related("bureau", "visit", "decision").order_by("pk")
    total, numbers = rows.count(), set()
    for done, case in enumerate(rows.iterator(chunk_size=100), start=1):
        numbers.add(case.number)
        yield done, total, list(_case(case))
    yield total, total, list(_gone(events.CASE_BEGUN, numbers))


def check_referrals(_: Range) -> Iterator[Step]:
    """Compare every referral with its entries, and name those whose row is gone."""
    rows = Referral.objects.select_related("bureau", "visit").order_by("pk")
    total, numbers = rows.count(), set()
    for done, referral in enumerate(rows.iterator(chunk_size=100), start=1):
        numbers.add(referral.number)
        yield done, total, list(_referral(referral))
    yield total, total, list(_gone(events.REFERRAL_BEGUN, numbers))


def _case(case: Case) -> Iterator[Difference]:
    about = Subject(kind=events.CASE.name, number=case.number, scope=case.bureau.path)
    entries = sorted(audit.about(events.CASE.name, case.number), key=lambda row: row.index)
    first = next((row for row in entries if row.type == events.CASE_BEGUN.type), None)
    if first is None:
        yield about.is_unexplained()
        return
    yield from _same(about, first, {"visit": case.visit.number, "facts": case.facts})
    state = _state(CASE, CaseState.CLUE, _CASE_ACTS, entries)
    yield from about.differs("状态", CASE.label(state), CASE.label(case.state))
    yield from _acts(about, list(case.acts.all()), entries)
    yield from _evidence(about, case, entries)
    yield from _decision(about, case, entries)


def _referral(referral: Referral) -> Iterator[Difference]:
    about = Subject(kind=events.REFERRAL.name, number=referral.number, scope=referral.bureau.path)
    entries = sorted(audit.about(events.REFERRAL.name, referral.number), key=lambda row: row.index)
    first = next((row for row in entries if row.type == events.REFERRAL_BEGUN.type), None)
    if first is None:
        yield about.is_unexplained()
        return
    stored = {"to": referral.receiver, "facts": referral.facts, "basis": referral.basis}
    yield from _same(about, first, stored)
    state = _state(REFERRAL, ReferralState.DRAFTED, _REFERRAL_ACTS, entries)
    yield from about.differs("状态", REFERRAL.label(state), REFERRAL.label(referral.state))
    yield from _acts(about, list(referral.acts.all()), entries)
    answer = _last(entries, events.REFERRAL_ANSWERED)
    if answer is not None and answer.private is not None:
        logged = answer.private.get("result", "").strip()[:300]
        yield from about.differs("对方的决定", logged, referral.decision)


def _state(
    machine: StateMachine, state: str, acts: Mapping[str, str], entries: Sequence[Entry]
) -> str:
    for entry in entries:
        row = machine.transition(acts.get(entry.type, ""), state)
        state = row.target if row is not None and row.target else state
    return state


def _acts(
    about: Subject, rows: Sequence[CaseAct | ReferralAct], entries: Sequence[Entry]
) -> Iterator[Difference]:
    """Compare each act with its entry: who, and what was said."""
    logged = {entry.index: entry for entry in entries}
    for row in rows:
        entry = logged.pop(row.entry, None)
        if entry is None:
            yield about.says(f"办理记录 {row.pk}", NO_EVENT, row.text)
        elif entry.private is not None:
            yield from about.differs(f"办理记录 {row.pk} 的办理人", entry.person, row.made_by)
            expected = recording.text_of(entry.private)
            yield from about.differs(f"办理记录 {row.pk}", expected, row.text)
    for entry in logged.values():
        yield about.says("办理记录", f"留痕第 {entry.index} 条", "没有这一行")


def _evidence(about: Subject, case: Case, entries: Sequence[Entry]) -> Iterator[Difference]:
    logged = {row.index: row.private or {} for row in entries}
    for row in case.evidence.all():
        digest = logged.get(row.entry, {}).get("digest", "")
        yield from about.differs(f"证据“{row.title}”的文件", digest, row.digest)


def _decision(about: Subject, case: Case, entries: Sequence[Entry]) -> Iterator[Difference]:
    entry = _last(entries, events.CASE_DECIDED)
    decision: Decision | None = getattr(case, "decision", None)
    if entry is None or entry.private is None or decision is None:
        if (entry is None) != (decision is None):
            yield about.says(
                "决定", NO_EVENT if entry is None else "有", "有" if decision else "没有"
            )
        return
    details = entry.private
    outcome = str(decision.get_outcome_display())
    yield from about.differs("决定", details.get("outcome", ""), outcome)
    yield from about.differs("罚款（分）", amounts.fen_of(details.get("fine", "0")), decision.fine)
    yield from about.differs(
        "没收（分）", amounts.fen_of(details.get("confiscated", "0")), decision.confiscated
    )
    paid = [row for row in entries if row.type == events.CASE_PAID.type and row.private]
    sums = [amounts.fen_of((row.private or {})["amount"]) or 0 for row in paid]
    stored = sum(row.amount for row in decision.payments.all())
    yield from about.differs("已缴（分）", sum(sums), stored)


def _same(about: Subject, first: Entry, stored: Mapping[str, str]) -> Iterator[Difference]:
    if first.private is None:
        return  # taken away by law
    for name, value in stored.items():
        yield from about.differs(events.FIELDS[name], first.private.get(name, ""), value)


def _last(entries: Sequence[Entry], event: EventType) -> Entry | None:
    return next((row for row in reversed(entries) if row.type == event.type), None)


def _gone(event: EventType, numbers: set[str]) -> Iterator[Difference]:
    for entry in audit.of_types([event.type]):
        if entry.about_number not in numbers:
            kind = event.kind.name
            yield Subject(kind=kind, number=entry.about_number, scope=entry.scope).is_missing()
