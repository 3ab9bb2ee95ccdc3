"""The calendar of a month's visits: who goes on which day, days off, quiet days, days too full."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from oversight.accounts.selectors import Actor
from oversight.common.errors import DomainError
from oversight.inspections import selectors, states
from oversight.inspections.models import InspectionTask
from oversight.regulations import selectors as regulations
from oversight.regulations.working_days import Calendar, UnknownYearError


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day with its visits; ``crowded`` are those who have more visits on it than they can make.

    ``is_working`` is None where the year's days off are not on the books. On a quiet day no
    routine visit is made, where a local rule says so.
    """

    on: date
    is_working: bool | None
    is_quiet: bool
    visits: Sequence[InspectionTask]
    crowded: Sequence[str]


def days(actor: Actor, first: date) -> list[Day]:
    """Give the days of the month that begins on a day, with the visits within reach."""
    last = first.replace(day=monthrange(first.year, first.month)[1])
    bureau_id = actor.bureau_id or 0
    calendar = regulations.calendar(bureau_id)
    most = _number(bureau_id, "visits_a_day", first)
    quiet_until = _number(bureau_id, "routine_from_day", first) or 1
    by_day: dict[date, list[InspectionTask]] = {}
    for task in standing(actor).filter(planned_on__range=(first, last)).order_by("planned_on"):
        by_day.setdefault(task.planned_on or first, []).append(task)
    return [
        Day(
            on=on,
            is_working=_is_working(calendar, on),
            is_quiet=number < quiet_until,
            visits=by_day.get(on, []),
            crowded=_crowded(by_day.get(on, []), most),
        )
        for number in range(1, last.day + 1)
        for on in [first.replace(day=number)]
    ]


def overdue(actor: Actor, today: date) -> QuerySet[InspectionTask]:
    """Give the visits within reach whose day is past and which nobody made, the oldest first."""
    late = standing(actor).filter(planned_on__lt=today, state__in=states.BEFORE_ARRIVAL)
    return late.order_by("planned_on", "pk")


def standing(actor: Actor) -> QuerySet[InspectionTask]:
    """Give the visits within reach that are still to be made or were made."""
    return selectors.my_visits(actor).exclude(state__in=states.ENDED)


def _crowded(visits: Sequence[InspectionTask], most: int | None) -> list[str]:
    load = Counter(
        slot.inspector.name for task in visits for slot in task.slots.all() if slot.inspector
    )
    return [f"{name} {count} 家" for name, count in load.items() if most and count > most]


def _is_working(calendar: Calendar, on: date) -> bool | None:
    try:
        return calendar.is_working(on)
    except UnknownYearError:
        return None


def _number(bureau_id: int, key: str, on: date) -> int | None:
    try:
        return regulations.number(bureau_id, key, on)
    except DomainError:
        return None
