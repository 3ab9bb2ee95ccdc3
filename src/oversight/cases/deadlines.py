"""What is due in cases and referrals: every clock that runs, instalments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.cases import selectors, standing, states
from oversight.cases.models import Case, Referral
from oversight.cases.rules import amounts
from oversight.cases.rules.clocks import Reading
from oversight.cases.services import executing
from oversight.cases.states import CaseState
from oversight.common import moments
from oversight.common.contributions import Deadline, Link

_OPEN = (*states.OPEN, CaseState.REVOKED)


def deadlines(actor: Actor, at: datetime, until: date) -> Iterator[Deadline]:
    """Give the ends of the running clocks until a day; one that cannot be counted has no day."""
    if not actor.may(Permission.SEE_CASES):
        return
    for case in selectors.cases(actor).filter(state__in=_OPEN).order_by("pk"):
        link = Link(view="office:case", args=(case.pk,))
        yield from _running(standing.case_clocks(case, at), case, case.name, link, until)
        if case.state == CaseState.SERVED:
            yield from _instalments(case, link, until)
    for row in selectors.referrals(actor).filter(state__in=states.WAITING).order_by("pk"):
        link = Link(view="office:referral", args=(row.pk,))
        name = f"{row.name}（移送{row.receiver}）"
        yield from _running(standing.referral_clocks(row, at), row, name, link, until)


def _running(
    clocks: Iterable[Reading], row: Case | Referral, name: str, link: Link, until: date
) -> Iterator[Deadline]:
    for clock in clocks:
        if clock.is_running and (clock.on is None or clock.on <= until):
            yield Deadline(
                title=f"{clock.term.name}：{name}",
                reason=str(row.get_state_display()),
                on=clock.on,
                link=link,
                rule=clock.term.citation,
                length=clock.term.words,
                start=moments.day_of(clock.since) if clock.since else None,
                problem=clock.problem,
                **_whose(row),
            )


def _whose(row: Case | Referral) -> dict[str, Any]:
    people = tuple(person.name for person in (row.lead, row.second) if person is not None)
    return {"number": row.number, "owner": row.owner.name, "people": people}


def _instalments(case: Case, link: Link, until: date) -> Iterator[Deadline]:
    """Give the first instalment that what was paid does not cover."""
    left = executing.paid_of(case.decision)
    for row in case.decision.instalments.all():
        left -= row.amount
        if left < 0:
            if row.due_on <= until:
                yield Deadline(
                    title=f"分期缴纳：{case.name}",
                    reason=amounts.yuan(row.amount),
                    on=row.due_on,
                    link=link,
                    rule="《行政处罚法》第六十六条",
                    **_whose(case),
                )
            return
