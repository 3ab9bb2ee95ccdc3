"""What rectifications did about a subject: ordered, served, due, reported, concluded."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Happening, Link
from oversight.rectifications import selectors
from oversight.rectifications.models import Rectification
from oversight.rectifications.states import RECTIFICATION

_KIND = "责令改正"


def history(actor: Actor, subject_id: int) -> Iterator[Happening]:
    """Give what was done of each rectification of a subject, with its day."""
    if not actor.may(Permission.SEE_VISITS):
        return
    for row in selectors.of_subject(actor, subject_id):
        yield from _of(row)


def _of(row: Rectification) -> Iterator[Happening]:
    link = Link(view="office:rectification", args=(row.pk,))
    opened_on = moments.day_of(row.opened_at)
    yield Happening(on=opened_on, kind=_KIND, title="开立责令改正", detail=row.number, link=link)
    if row.service is not None:
        order = row.order.number if row.order is not None else ""
        due = f"，改正期到{moments.day_in_words(row.due_on)}" if row.due_on else ""
        title = "指令书送达"
        detail = f"{order}{due}"
        on = row.service.served_on
        yield Happening(on=on, kind=_KIND, title=title, detail=detail, link=link)
    for report in row.reports.all():
        on = moments.day_of(report.reported_at)
        detail = report.receipt_number
        yield Happening(on=on, kind=_KIND, title="企业报告改正情况", detail=detail, link=link)
    if row.closed_on is not None:
        title = RECTIFICATION.label(row.state)
        detail = row.end_reason or row.number
        yield Happening(on=row.closed_on, kind=_KIND, title=title, detail=detail, link=link)
