"""The order in which a team goes on a day: by region, street and number, as addresses have them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from oversight.inspections.models import InspectionTask

_NUMBER = re.compile(r"[0-9]+")


def in_order(visits: Iterable[InspectionTask]) -> list[InspectionTask]:
    """Order visits by their days, those of one day so that neighbours follow each other."""
    return sorted(visits, key=lambda visit: (visit.planned_on or date.max, *_way(visit), visit.pk))


def stops(visits: Iterable[InspectionTask]) -> dict[int, int]:
    """Say for each visit, by its key, which stop of its day it is; a day of one visit has none."""
    ordered = in_order(visits)
    per_day = Counter(visit.planned_on for visit in ordered)
    last: Counter[date | None] = Counter()
    places = {}
    for visit in ordered:
        if visit.planned_on is not None and per_day[visit.planned_on] > 1:
            last[visit.planned_on] += 1
            places[visit.pk] = last[visit.planned_on]
    return places


def _way(visit: InspectionTask) -> tuple[str, str, int, str]:
    """Give region, street, number of the house and the rest of where a visit is made."""
    region = visit.subject.region
    address = (visit.visit_place or visit.subject.address).removeprefix(region)
    number = _NUMBER.search(address)
    street = address[: number.start()] if number else address
    return region, street, int(number.group()) if number else 0, address
