"""The clocks of cases and referrals (guide 1.5): what runs from when until what, by which rule.

How long each is says the rule of the same key in `regulations`; a case and a referral give the
moments by their names. Where the state's and the province's rules differ, both run: the earlier
end comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from oversight.cases.rules.terms import Term, end_of
from oversight.common import moments
from oversight.regulations.working_days import Calendar, UnknownYearError

Moments = Mapping[str, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A clock: its rule's key, what it runs from and what stops it.

    ``more`` is the key of the rule that makes it longer once ``extended`` is among the moments.
    """

    key: str
    start: str
    end: str
    more: str = ""


EXTENDED = "extended"
CASE_CLOCKS = (
    Clock(key="case_open", start="discovered", end="filed"),
    Clock(key="case_close", start="filed", end="closed", more="case_close_more"),
    Clock(key="case_investigate", start="filed", end="investigated", more="case_investigate_more"),
    Clock(key="case_penalty", start="filed", end="decided"),
    Clock(key="case_inquiry", start="inquired", end="answered"),
    Clock(key="case_hearing_ask", start="told", end="heard"),
    Clock(key="case_serve", start="decided", end="served"),
    Clock(key="case_takedown", start="revoked", end="taken_down"),
    Clock(key="case_credit", start="revoked", end="credit_withdrawn"),
)
AGENCY_CLOCKS = (
    Clock(key="referral_receipt", start="sent", end="received"),
    Clock(key="referral_answer", start="received", end="answered"),
)
POLICE_CLOCKS = (
    Clock(key="referral_crime_decide", start="reported", end="decided"),
    Clock(key="referral_crime_send", start="approved", end="sent"),
    Clock(key="referral_receipt", start="sent", end="received"),
    Clock(key="referral_police_answer", start="received", end="answered"),
    Clock(key="referral_police_appeal", start="declined", end="appealed"),
    Clock(key="referral_police_objects", start="accepted", end="handed_over"),
)
SEIZURE_CLOCKS = (Clock(key="case_seizure", start="seized", end="handled"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a clock stands: until when, or why that cannot be said.

    ``ends_at`` is the first moment after it, ``on`` its last day; ``is_first`` marks the earliest
    end of those that still run from the same moment.
    """

    term: Term
    start: str
    ends_at: datetime | None
    since: datetime | None = None
    problem: str = ""
    stopped_at: datetime | None = None
    is_first: bool = False

    @property
    def on(self) -> date | None:
        """Give the last day on which the thing can be done in time."""
        if self.ends_at is None:
            return None
        return moments.day_of(self.ends_at - timedelta(microseconds=1))

    def is_late(self, at: datetime) -> bool:
        """Tell whether the thing was not done in time."""
        return self.ends_at is not None and (self.stopped_at or at) >= self.ends_at

    @property
    def is_running(self) -> bool:
        """Tell whether the thing is still to be done."""
        return self.stopped_at is None


def readings(
    clocks: Iterable[Clock], known: Moments, terms: Mapping[str, Term], calendar: Calendar
) -> list[Reading]:
    """Read every clock that runs or ran: the running ones first, the earliest end before all."""
    rows = [
        _reading(clock, known, terms, calendar)
        for clock in clocks
        if clock.key in terms and clock.start in known
    ]
    rows.sort(key=_order)
    return _with_first(rows)


def _reading(
    clock: Clock, known: Moments, terms: Mapping[str, Term], calendar: Calendar
) -> Reading:
    term, start = terms[clock.key], known[clock.start]
    stopped_at = known.get(clock.end)
    try:
        ends_at, problem = end_of(term, start, calendar), ""
        if clock.more in terms and EXTENDED in known:
            # The longer term begins where the first one ends.
            ends_at = end_of(terms[clock.more], ends_at - timedelta(microseconds=1), calendar)
    except UnknownYearError as error:
        ends_at, problem = None, error.problem
    return Reading(
        term=term,
        start=clock.start,
        ends_at=ends_at,
        since=start,
        problem=problem,
        stopped_at=stopped_at,
    )


def _order(reading: Reading) -> tuple[bool, bool, float]:
    is_unknown = reading.ends_at is None
    ends = reading.ends_at.timestamp() if reading.ends_at else 0.0
    return not reading.is_running, is_unknown, ends


def _with_first(rows: list[Reading]) -> list[Reading]:
    """Mark the earliest end among the running clocks of each start."""
    seen: set[str] = set()
    marked = []
    for row in rows:
        is_first = row.is_running and row.ends_at is not None and row.start not in seen
        if is_first:
            seen.add(row.start)
        marked.append(replace(row, is_first=is_first))
    return marked
