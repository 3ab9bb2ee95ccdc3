"""How the clocks of cases and referrals stand: their moments, the bureau's terms, its calendar."""

from __future__ import annotations

from datetime import date, datetime

from oversight.cases.kinds import ReferralKind
from oversight.cases.models import Case, Decision, Referral, Seizure
from oversight.cases.rules import clocks
from oversight.cases.rules.clocks import Clock, Reading
from oversight.cases.rules.terms import Term, Unit, last_day
from oversight.cases.states import CaseState, ReferralState
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.regulations import selectors as regulations
from oversight.regulations.working_days import UnknownYearError

_UNITS = {unit.value: unit for unit in Unit}
_PREFIXES = ("case_", "referral_")


def terms_of(bureau_id: int, on: date) -> dict[str, Term]:
    """Give the terms of cases and referrals that hold on a day, by their keys."""
    return {
        row.key: Term(
            key=row.key,
            name=row.name,
            value=row.value,
            unit=_UNITS[row.unit],
            citation=row.citation,
            mark=row.mark,
            scope=row.scope,
        )
        for row in regulations.rules_on(bureau_id, on)
        if row.key.startswith(_PREFIXES) and row.unit in _UNITS and isinstance(row.value, int)
    }


def case_clocks(case: Case, at: datetime) -> list[Reading]:
    """Give the clocks of a case and of what is kept in it, the running and earliest first."""
    rows = _read(case.bureau_id, clocks.CASE_CLOCKS, case_moments(case), at)
    for seizure in case.seizures.all():
        rows += _read(case.bureau_id, clocks.SEIZURE_CLOCKS, _seizure_moments(seizure), at)
    return [row for row in rows if row.is_running or case.state != CaseState.NOT_FILED]


def referral_clocks(referral: Referral, at: datetime) -> list[Reading]:
    """Give the clocks of a referral: the police have terms of their own."""
    is_crime = referral.kind == ReferralKind.POLICE
    table = clocks.POLICE_CLOCKS if is_crime else clocks.AGENCY_CLOCKS
    return _read(referral.bureau_id, table, referral_moments(referral), at)


def case_moments(case: Case) -> dict[str, datetime]:
    """Give the moments of a case by the names that the clocks have for them."""
    decision = _decision(case)
    is_over = case.state in {CaseState.NOT_FILED, CaseState.WITHDRAWN, CaseState.REVOKED}
    ended_at = _last(case) if is_over else None
    named = {
        "discovered": _start(case.discovered_on),
        "filed": case.filed_at or ended_at,
        "extended": case.extended_at,
        "inquired": _start(case.inquired_on),
        "answered": _start(case.answered_on) or case.investigated_at or ended_at,
        "told": _start(case.told_on),
        "heard": _hearing_over(case),
        "investigated": case.investigated_at or ended_at,
        "decided": decision.decided_at if decision else ended_at,
        "served": _start(decision.served_on) if decision else ended_at,
        "closed": case.closed_at or ended_at,
    }
    if case.filed_at is None:
        # What was never filed has no clock that runs from the filing.
        named |= {"decided": None, "served": None, "closed": None, "investigated": None}
    if decision is not None and decision.revoked_on:
        named |= {"revoked": _start(decision.revoked_on), **_settled(decision)}
    if case.filed_at is None and ended_at is None:
        named["filed"] = None
    return {name: at for name, at in named.items() if at is not None}


def referral_moments(referral: Referral) -> dict[str, datetime]:
    """Give the moments of a referral by the names that the clocks have for them."""
    answered = _start(referral.answered_on) or _start(referral.declined_on)
    is_ended = referral.state == ReferralState.ENDED
    appealed = _start(referral.appealed_on)
    named = {
        "reported": referral.made_at,
        "decided": referral.approved_at or (referral.made_at if _is_refused(referral) else None),
        "approved": referral.approved_at,
        "sent": referral.sent_at,
        "received": _start(referral.received_on),
        "answered": answered,
        "declined": _start(referral.declined_on),
        "appealed": appealed or (_start(referral.declined_on) if is_ended else None),
        "accepted": _start(referral.answered_on) if referral.is_accepted else None,
        "handed_over": _start(referral.handed_over_on),
    }
    return {name: at for name, at in named.items() if at is not None}


def too_old_on(case: Case, on: date) -> date | None:
    """Give the last day on which the breach could be found and still be punished; None if open.

    Raises:
        DomainError: the rule is not on the books.
    """
    if case.act_ended_on is None:
        return None
    key = "case_old_grave" if case.is_grave else "case_old"
    term = terms_of(case.bureau_id, on).get(key)
    if term is None:
        raise DomainError("规则里没有不再处罚的期限；请在“规则与日历”中登记")
    return last_day(term, case.act_ended_on, regulations.calendar(case.bureau_id))


def end_day(bureau_id: int, key: str, start: date) -> date | None:
    """Give the last day of a term from a day; None without its rule, or past the last calendar."""
    term = terms_of(bureau_id, start).get(key)
    try:
        return last_day(term, start, regulations.calendar(bureau_id)) if term else None
    except UnknownYearError:
        return None


def large_fine(bureau_id: int, on: date) -> int:
    """Give the amount in fen from which a fine counts as large."""
    return regulations.number(bureau_id, "case_large_fine", on) * 100


def _read(
    bureau_id: int, table: tuple[Clock, ...], known: dict[str, datetime], at: datetime
) -> list[Reading]:
    terms = terms_of(bureau_id, moments.day_of(at))
    return clocks.readings(table, known, terms, regulations.calendar(bureau_id))


def _decision(case: Case) -> Decision | None:
    return getattr(case, "decision", None)


def _hearing_over(case: Case) -> datetime | None:
    """Give when no hearing could be asked for any more, or was."""
    if not case.has_hearing_right:
        return _start(case.told_on)
    asked = _start(case.hearing_asked_on)
    return asked or (_start(case.told_on) if case.was_waived else None) or _past_telling(case)


def _past_telling(case: Case) -> datetime | None:
    is_past = case.state not in {CaseState.TOLD, CaseState.HEARING}
    return _start(case.told_on) if is_past else None


def _settled(decision: Decision) -> dict[str, datetime | None]:
    names = {"takedown": "taken_down", "credit": "credit_withdrawn"}
    return {
        names[row.kind]: _start(row.settled_on)
        for row in decision.consequences.all()
        if row.kind in names
    }


def _seizure_moments(seizure: Seizure) -> dict[str, datetime]:
    named = {"seized": _start(seizure.seized_on), "handled": _start(seizure.handled_on)}
    return {name: at for name, at in named.items() if at is not None}


def _last(case: Case) -> datetime | None:
    row = case.acts.last()
    return row.made_at if row else None


def _is_refused(referral: Referral) -> bool:
    return referral.state == ReferralState.REFUSED


def _start(on: date | None) -> datetime | None:
    return moments.start_of(on) if on else None
