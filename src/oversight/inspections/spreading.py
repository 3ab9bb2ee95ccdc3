"""Many visits spread over days, so that nobody makes more than so many on one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from oversight.regulations.working_days import Calendar


def working_days(calendar: Calendar, first: date, last: date) -> list[date]:
    """Give the working days from the first to the last day, both included.

    Raises:
        UnknownYearError: the calendar of a year is not on the books.
    """
    days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return [day for day in days if calendar.is_working(day)]


def spread(
    teams: Mapping[int, Collection[int]],
    days: Sequence[date],
    most: int,
    busy: Iterable[tuple[int, date]] = (),
) -> dict[int, date]:
    """Give each visit a day; a visit that fits on none of them is left out.

    ``teams`` names the people of each visit, ``busy`` who goes on a visit on which day already.
    Of the days on which nobody of the team would make more than ``most`` visits, the one with the
    fewest visits of the team is taken, then the emptiest, then the earliest.
    """
    load, total = Counter(busy), Counter[date]()
    chosen: dict[int, date] = {}
    for visit, team in teams.items():
        free = [
            (loads, total[day], day)
            for day in days
            if (loads := max((load[person, day] for person in team), default=0)) < most
        ]
        if free:
            *_, day = min(free)
            chosen[visit] = day
            total[day] += 1
            load.update((person, day) for person in team)
    return chosen


def days_needed(teams: Iterable[Collection[int]], most: int) -> int:
    """Give how many days whoever goes most often needs at least."""
    load = Counter(person for team in teams for person in team)
    return -(-max(load.values(), default=1) // most)
