"""Which rectifications wait, for what, and until when: for deadlines, to-do lists and pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.rectifications import rules, selectors, states
from oversight.rectifications.models import Rectification
from oversight.rectifications.services import extensions
from oversight.rectifications.services.rechecks import has_arrived
from oversight.rectifications.states import RectificationState
from oversight.regulations import selectors as regulations
from oversight.regulations.working_days import UnknownYearError

_S = RectificationState


@dataclass(frozen=True, slots=True, kw_only=True)
class NextAct:
    """What is to be done next: in words, by which act of the table, until when."""

    words: str
    act: str
    until: date | None = None
    is_urgent: bool = False


def open_rows(actor: Actor) -> QuerySet[Rectification]:
    """Give the rectifications within reach that have not ended."""
    return selectors.rectifications(actor).exclude(state__in=states.ENDED)


def terms(actor: Actor) -> QuerySet[Rectification]:
    """Give those whose term runs, the first due first."""
    return open_rows(actor).filter(state=_S.CORRECTING).order_by("due_on", "pk")


def to_recheck(actor: Actor) -> QuerySet[Rectification]:
    """Give those that wait for a 回访."""
    waiting = open_rows(actor).filter(state__in=(_S.REPORTED, _S.RECHECKING))
    return waiting.filter(is_on_the_spot=False).order_by("pk")


def rechecks(actor: Actor) -> Iterator[tuple[Rectification, date]]:
    """Give those that wait for a 回访, with the day until which it is to be made."""
    for row in to_recheck(actor):
        on = recheck_until(row)
        if on is not None:
            yield row, on


def recheck_start(row: Rectification) -> date | None:
    """Give the day from which a 回访 is due: of the newest report, else the end of the term."""
    newest = row.reports.order_by("-place").first()
    return moments.day_of(newest.reported_at) if newest is not None else row.due_on


def recheck_end(row: Rectification, start: date) -> tuple[date | None, str]:
    """Give the day until which a 回访 is to be made, or why it cannot be counted."""
    days = regulations.number(row.bureau_id, rules.RECHECK_DAYS, start)
    try:
        return regulations.calendar(row.bureau_id).after(start, days), ""
    except UnknownYearError as error:
        return None, error.problem


def recheck_until(row: Rectification) -> date | None:
    """Give the day until which a 回访 is to be made: working days after report or term.

    None where the calendar of the year is not on the books yet, or nothing is to be rechecked.
    """
    start = recheck_start(row)
    return recheck_end(row, start)[0] if start is not None else None


def next_act(row: Rectification, today: date) -> NextAct | None:
    """Say what is to be done next of a rectification; None where it is over or time runs."""
    following = _NEXT.get(row.state)
    return following(row, today) if following is not None else None


def _of_opening(row: Rectification, _: date) -> NextAct:
    if selectors.has_order(row):
        return NextAct(words="送达限期改正指令书，登记送达", act=states.SERVE)
    return NextAct(words="出具限期改正指令书；当场改正的登记照片", act=states.ORDER)


def _of_notice(row: Rectification, _: date) -> NextAct:
    served_on = row.service.served_on if row.service is not None else None
    when = f"（{moments.day_in_words(served_on)}）" if served_on is not None else ""
    words = f"公告期满{when}以后起算改正期"
    return NextAct(words=words, act=states.BEGIN, until=served_on)


def _of_term(row: Rectification, today: date) -> NextAct | None:
    if extensions.may_be_escalated(row, today):
        words = f"{rules.standing(row.due_on, today)}：安排回访，或移交案件线索"
        return NextAct(words=words, act=states.ARRANGE, until=row.due_on, is_urgent=True)
    standing = rules.standing(row.due_on, today)
    if not standing:
        return None
    return NextAct(words=f"{standing}，请提醒企业报告", act=states.LINK, until=row.due_on)


def _of_report(row: Rectification, _: date) -> NextAct:
    return NextAct(words="企业已报告，安排回访", act=states.ARRANGE, until=recheck_until(row))


def _of_recheck(row: Rectification, _: date) -> NextAct:
    if row.is_on_the_spot:
        return NextAct(words="核实当场改正", act=states.ACCEPT_PROOF)
    visit = row.recheck
    if has_arrived(visit):
        return NextAct(words="写复查结论，逐条", act=states.PASS, is_urgent=True)
    on = visit.planned_on if visit is not None else None
    return NextAct(words="去回访，登记到场", act=states.PASS, until=on)


def _of_failure(row: Rectification, _: date) -> NextAct | None:
    if selectors.waiting_extension(row) is not None:
        return None
    words = "复查不合格：申请延期，或移交案件线索"
    return NextAct(words=words, act=states.ESCALATE, is_urgent=True)


_NEXT: Mapping[str, Callable[[Rectification, date], NextAct | None]] = {
    _S.OPENED: _of_opening,
    _S.SERVED: _of_notice,
    _S.CORRECTING: _of_term,
    _S.REPORTED: _of_report,
    _S.RECHECKING: _of_recheck,
    _S.NOT_CORRECTED: _of_failure,
}
"""What is next in each state."""
