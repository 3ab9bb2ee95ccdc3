"""What is due in inspections: the visits on their days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.contributions import Deadline, Link
from oversight.inspections import selectors, states
from oversight.inspections.models import InspectionTask
from oversight.regulations import selectors as regulations
from oversight.regulations.working_days import UnknownYearError

_NAMED = 3


def deadlines(
    actor: Actor,
    at: datetime,  # noqa: ARG001 - as all are asked
    until: date,
) -> Iterator[Deadline]:
    """Give the visits that have their day and are not done, those of a day in one line."""
    if not actor.may(Permission.SEE_VISITS):
        return
    planned = selectors.my_visits(actor).exclude(state__in=states.ENDED).filter(done_on=None)
    yield from _papers(actor, until)
    yield from _results_to_tell(actor, until)
    by_day: dict[date, list[InspectionTask]] = {}
    for visit in planned.filter(planned_on__lte=until).order_by("planned_on", "pk"):
        by_day.setdefault(visit.planned_on or until, []).append(visit)
    for day, visits in by_day.items():
        yield _visit(visits[0], day) if len(visits) == 1 else _visits(day, visits)


def _papers(actor: Actor, until: date) -> Iterator[Deadline]:
    """Give the urgent visits whose approval is not made up for yet."""
    for visit in selectors.without_papers(actor).filter(papers_due_on__lte=until):
        yield Deadline(
            title=f"补办审批：{visit.name}",
            reason=f"紧急到场：{visit.urgent_reason}",
            on=visit.papers_due_on or until,
            link=Link(view="office:visit", args=(visit.pk,)),
        )


def tell_by(visit: InspectionTask) -> date | None:
    """Give the day by which the subject is told the result; None before the visit is over."""
    if visit.done_on is None:
        return None
    days = regulations.number(visit.bureau_id, "tell_result_days", visit.done_on)
    try:
        return regulations.calendar(visit.bureau_id).after(visit.done_on, days)
    except UnknownYearError:
        return None


def _results_to_tell(actor: Actor, until: date) -> Iterator[Deadline]:
    """Give the visits that are over and whose result the subject was not told yet."""
    waiting = states.TASK.sources([states.TELL])
    for visit in selectors.my_visits(actor).filter(state__in=waiting, done_on__isnull=False):
        due = tell_by(visit)
        if due is not None and due <= until:
            yield Deadline(
                title=f"告知检查结果：{visit.name}",
                reason=visit.title,
                on=due,
                link=Link(view="office:visit", args=(visit.pk,)),
            )


def _visit(visit: InspectionTask, on: date) -> Deadline:
    team = [slot.inspector.name if slot.inspector else "空缺" for slot in visit.slots.all()]
    return Deadline(
        title=f"检查：{visit.name}",
        reason="、".join(team),
        on=on,
        link=Link(view="office:visit", args=(visit.pk,)),
    )


def _visits(day: date, visits: list[InspectionTask]) -> Deadline:
    more = " 等" if len(visits) > _NAMED else ""
    return Deadline(
        title=f"检查 {len(visits)} 家",
        reason="、".join(visit.name for visit in visits[:_NAMED]) + more,
        on=day,
        link=Link(view="office:visits"),
    )
