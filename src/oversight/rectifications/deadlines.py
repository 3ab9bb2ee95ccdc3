"""What is due in rectifications: the last days of terms, and the 回访 after them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Deadline, Link
from oversight.rectifications import awaiting, rules
from oversight.rectifications.models import Rectification


def deadlines(actor: Actor, at: datetime, until: date) -> Iterator[Deadline]:
    """Give the terms that end until a day, and the days until which a 回访 is to be made."""
    if not actor.may(Permission.SEE_VISITS):
        return
    today = moments.day_of(at)
    for row in awaiting.terms(actor).filter(due_on__lte=until):
        yield _deadline(row, "改正期满", rules.standing(row.due_on, today), row.due_on or until)
    for row, on in awaiting.rechecks(actor):
        if on <= until:
            yield _deadline(row, "回访复查", "企业已报告" if row.reports.exists() else "", on)


def _deadline(row: Rectification, what: str, reason: str, on: date) -> Deadline:
    return Deadline(
        title=f"{what}：{row.name}",
        reason=reason or row.number,
        on=on,
        link=Link(view="office:rectification", args=(row.pk,)),
    )
