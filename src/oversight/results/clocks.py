"""Until when a result is published: two counts of working days, and the earlier alarms.

One runs from the end of the inspection, as the platforms count it; one from the day on which the
information was formed or changed (政府信息公开条例 §26). Beyond the last calendar nothing is
guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q

from oversight.common import moments
from oversight.regulations import selectors as regulations
from oversight.regulations.rulebooks import RuleBook, RuleBooks
from oversight.regulations.working_days import Calendar, UnknownYearError
from oversight.results.models import InspectionResult
from oversight.results.states import IN_REVIEW

PUBLISH, INFORMATION, REVIEW = "publish_days", "information_days", "result_review_days"
REMIND = 5
"""So many working days before the end of a term it is told."""
_ONE = timedelta(days=1)
_FARTHEST = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A term: what it is for, by which rule, from which day, until when.

    ``until`` is None where the calendar of its year is not on the books; ``problem`` says so.
    """

    title: str
    citation: str
    days: int
    start: date
    until: date | None
    problem: str = ""


def clocks(row: InspectionResult, books: RuleBooks) -> list[Clock]:
    """Give the terms that run for a result, the earlier end first.

    Raises:
        DomainError: the bureau has no rule for one of them.
    """
    book = books.of(row.bureau_id)
    running = [_clock(book, key, start, title) for key, start, title in _starts(row)]
    return sorted(running, key=lambda clock: clock.until or date.max)


def due_on(row: InspectionResult, books: RuleBooks) -> date | None:
    """Give the day until which a result is to be published; None if no term runs, or unknown."""
    return next((clock.until for clock in clocks(row, books)), None)


def review_by(row: InspectionResult, books: RuleBooks) -> date | None:
    """Give the day until which a version that waits is to be reviewed."""
    if row.state not in IN_REVIEW or row.newest is None:
        return None
    start = moments.day_of(row.newest.made_at)
    return _clock(books.of(row.bureau_id), REVIEW, start, "审核").until


def overdue(bureau_ids: list[int], today: date) -> Q:
    """Give the condition for the results whose term to be published is over."""
    return _ending(bureau_ids, today - _ONE)


def soon(bureau_ids: list[int], today: date) -> Q:
    """Give the condition for those whose term ends within the days of the reminder, or is over."""
    condition = Q(pk=None)
    for bureau_id in bureau_ids:
        calendar = regulations.calendar(bureau_id)
        try:
            until = calendar.after(today, REMIND)
        except UnknownYearError:
            until = today
        condition |= _ending([bureau_id], until)
    return condition


def _starts(row: InspectionResult) -> Iterator[tuple[str, date, str]]:
    if row.published_at is None:
        yield PUBLISH, row.ended_on, "自检查结束"
    if row.formed_on is not None and row.published_id != row.in_force_id:
        yield INFORMATION, row.formed_on, "自结果形成或者变更"


def _clock(book: RuleBook, key: str, start: date, title: str) -> Clock:
    rule, days = book.rule(key, start), book.days(key, start)
    if rule is None or days is None:
        raise regulations.no_rule(key, start)
    until, problem = None, ""
    try:
        until = book.calendar.after(start, days)
    except UnknownYearError as error:
        problem = error.problem
    return Clock(
        title=title, citation=rule.citation, days=days, start=start, until=until, problem=problem
    )


def _ending(bureau_ids: list[int], until: date) -> Q:
    """Give the condition for results one of whose terms ends on a day or before it.

    A term that begins later ends later: so the last day is sought whose term is over by then.
    """
    condition = Q(pk=None)
    for bureau_id in bureau_ids:
        if not regulations.rules_on(bureau_id, until).filter(key=PUBLISH).exists():
            continue  # a bureau whose rules are not entered yet has no results either
        calendar = regulations.calendar(bureau_id)
        ended = _latest_start(calendar, regulations.number(bureau_id, PUBLISH, until), until)
        formed = _latest_start(calendar, regulations.number(bureau_id, INFORMATION, until), until)
        late = Q(published_at=None, ended_on__lte=ended)
        changed = Q(in_force__isnull=False, formed_on__lte=formed)
        changed &= Q(published=None) | ~Q(published=F("in_force"))
        condition |= Q(bureau_id=bureau_id) & (late | changed)
    return condition


def _latest_start(calendar: Calendar, days: int, until: date) -> date:
    """Give the last day from which a term of working days ends by a day."""
    start = until
    for _ in range(_FARTHEST):
        try:
            if calendar.after(start, days) <= until:
                return start
        except UnknownYearError:
            pass  # it ends in a year that is not on the books: not by that day
        start -= _ONE
    return start
