"""What is due in inspections: the visits on their days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
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
            start=moments.day_of(visit.arrived_at) if visit.arrived_at else None,
            **_cited(visit, "urgent_papers_days", visit.papers_due_on or until),
            **_whose(visit),
        )


def tell_by(visit: InspectionTask) -> date | None:
    """Give the day by which the subject is told the result; None before the visit is over."""
    return _tell_by(visit)[0]


def _tell_by(visit: InspectionTask) -> tuple[date | None, str]:
    if visit.done_on is None:
        return None, ""
    days = regulations.number(visit.bureau_id, "tell_result_days", visit.done_on)
    try:
        return regulations.calendar(visit.bureau_id).after(visit.done_on, days), ""
    except UnknownYearError as error:
        return None, error.problem


def _results_to_tell(actor: Actor, until: date) -> Iterator[Deadline]:
    """Give the visits that are over and whose result the subject was not told yet."""
    waiting = states.TASK.sources([states.TELL])
    for visit in selectors.my_visits(actor).filter(state__in=waiting, done_on__isnull=False):
        due, problem = _tell_by(visit)
        if due is None or due <= until:
            yield Deadline(
                title=f"告知检查结果：{visit.name}",
                reason=visit.title,
                on=due,
                start=visit.done_on,
                problem=problem,
                **_cited(visit, "tell_result_days", visit.done_on or until),
                **_whose(visit),
            )


def _cited(visit: InspectionTask, key: str, start: date) -> dict[str, Any]:
    length, citation = regulations.cited(visit.bureau_id, key, start)
    return {"length": length, "rule": citation}


def _whose(visit: InspectionTask) -> dict[str, Any]:
    return {
        "link": Link(view="office:visit", args=(visit.pk,)),
        "number": visit.number,
        "owner": visit.owner.name,
        "people": selectors.officers_of(visit),
    }


def _visit(visit: InspectionTask, on: date) -> Deadline:
    team = [slot.inspector.name if slot.inspector else "空缺" for slot in visit.slots.all()]
    return Deadline(
        title=f"检查：{visit.name}",
        reason="、".join(team),
        on=on,
        **_whose(visit),
    )


def _visits(day: date, visits: list[InspectionTask]) -> Deadline:
    more = " 等" if len(visits) > _NAMED else ""
    return Deadline(
        title=f"检查 {len(visits)} 家",
        reason="、".join(visit.name for visit in visits[:_NAMED]) + more,
        on=day,
        link=Link(view="office:visits"),
        number=f"{len(visits)} 家",
        owner="、".join(dict.fromkeys(visit.owner.name for visit in visits)),
        people=tuple(
            dict.fromkeys(name for visit in visits for name in selectors.officers_of(visit))
        ),
    )
