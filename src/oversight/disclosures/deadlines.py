"""What is due in publications: terms of things in work and of things not begun."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Deadline, Link
from oversight.disclosures import awaiting, rules
from oversight.regulations import selectors as regulations


def deadlines(actor: Actor, at: datetime, until: date) -> Iterator[Deadline]:
    """Give the last days of publication until a day."""
    if not actor.may(Permission.SEE_DISCLOSURES) or actor.bureau_id is None:
        return
    today = moments.day_of(at)
    calendar = regulations.calendar(actor.bureau_id)
    for row in awaiting.in_work(actor):
        if row.due_on is not None and row.due_on <= until:
            yield Deadline(
                title=f"公示：{row.title}",
                reason=rules.standing(calendar, row.due_on, today),
                on=row.due_on,
                link=Link(view="office:disclosure", args=(row.pk,)),
            )
    for waiting in awaiting.waiting(actor, today):
        if waiting.due_on is not None and waiting.due_on <= until:
            yield Deadline(
                title=f"待公示：{waiting.occurrence.title}",
                reason=waiting.standing,
                on=waiting.due_on,
                link=Link(view="office:disclosures-waiting"),
            )
