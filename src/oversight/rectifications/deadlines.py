"""What is due in rectifications: the last days of terms, and the 回访 after them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Deadline, Link
from oversight.inspections import selectors as inspections
from oversight.rectifications import awaiting, rules
from oversight.rectifications.models import Rectification
from oversight.regulations import selectors as regulations


def deadlines(actor: Actor, at: datetime, until: date) -> Iterator[Deadline]:
    """Give the terms that end until a day, and the days until which a 回访 is to be made."""
    if not actor.may(Permission.SEE_VISITS):
        return
    today = moments.day_of(at)
    for row in awaiting.terms(actor).filter(due_on__lte=until):
        yield _term(row, rules.standing(row.due_on, today))
    for row in awaiting.to_recheck(actor):
        deadline = _recheck(row)
        if deadline is not None and (deadline.on is None or deadline.on <= until):
            yield deadline


def _term(row: Rectification, reason: str) -> Deadline:
    order = row.order.number if row.order is not None else ""
    return Deadline(
        title=f"改正期满：{row.name}",
        on=row.due_on,
        rule=f"限期改正指令书 {order}",
        length=f"{row.term_days} 日",
        start=row.service.served_on if row.service is not None else None,
        **_about(row, reason),
    )


def _recheck(row: Rectification) -> Deadline | None:
    start = awaiting.recheck_start(row)
    if start is None:
        return None
    length, citation = regulations.cited(row.bureau_id, rules.RECHECK_DAYS, start)
    on, problem = awaiting.recheck_end(row, start)
    return Deadline(
        title=f"回访复查：{row.name}",
        on=on,
        rule=citation,
        length=length,
        start=start,
        problem=problem,
        **_about(row, "企业已报告" if row.reports.exists() else ""),
    )


def _about(row: Rectification, reason: str) -> dict[str, Any]:
    return {
        "reason": reason or row.number,
        "link": Link(view="office:rectification", args=(row.pk,)),
        "number": row.number,
        "owner": row.owner.name,
        "people": inspections.officers_of(row.recheck or row.visit),
    }
