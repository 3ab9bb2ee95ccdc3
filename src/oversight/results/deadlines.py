"""What is due in results: their review, and their publication."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.contributions import Deadline, Link
from oversight.regulations.rulebooks import RuleBooks
from oversight.results import clocks, selectors
from oversight.results.models import InspectionResult

_NAMED = 3


def deadlines(
    actor: Actor,
    at: datetime,  # noqa: ARG001 - as all are asked
    until: date,
) -> Iterator[Deadline]:
    """Give the last days of reviews and publications, those of a day and a kind in one line."""
    if not actor.may(Permission.SEE_VISITS):
        return
    books = RuleBooks()
    reviews = ((row, clocks.review_by(row, books)) for row in selectors.in_review(actor))
    yield from _lines("审核检查结果", reviews, until)
    if actor.may(Permission.SEE_DRAWS):
        open_rows = ((row, clocks.due_on(row, books)) for row in selectors.unpublished(actor))
        yield from _lines("公示检查结果", open_rows, until)


def _lines(
    title: str, rows: Iterator[tuple[InspectionResult, date | None]], until: date
) -> Iterator[Deadline]:
    days: dict[date, list[InspectionResult]] = {}
    for row, day in rows:
        if day is not None and day <= until:
            days.setdefault(day, []).append(row)
    for day, due in sorted(days.items()):
        yield _line(title, day, due)


def _line(title: str, day: date, rows: list[InspectionResult]) -> Deadline:
    if len(rows) == 1:
        link = Link(view="office:result", args=(rows[0].pk,))
        return Deadline(
            title=f"{title}：{rows[0].name}",
            reason=rows[0].item,
            on=day,
            link=link,
            number=rows[0].number,
            owner=rows[0].owner.name,
        )
    more = " 等" if len(rows) > _NAMED else ""
    return Deadline(
        title=f"{title} {len(rows)} 条",
        reason="、".join(row.name for row in rows[:_NAMED]) + more,
        on=day,
        link=Link(view="office:results"),
        owner="、".join(dict.fromkeys(row.owner.name for row in rows)),
    )
