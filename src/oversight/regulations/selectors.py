"""The rules and calendars as they hold on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from oversight.common.errors import DomainError, NotFoundError
from oversight.regulations.models import CalendarYear, RegulatoryParameter
from oversight.regulations.working_days import Calendar, Year


def rules_on(bureau_id: int, day: date) -> QuerySet[RegulatoryParameter]:
    """Give the rules in force on a day."""
    open_end = Q(effective_until=None) | Q(effective_until__gte=day)
    return RegulatoryParameter.objects.filter(
        open_end, bureau_id=bureau_id, effective_from__lte=day
    )


def number(bureau_id: int, key: str, day: date) -> int:
    """Give the number a rule sets on a day.

    Raises:
        DomainError: no such rule is in force, or it is no number.
    """
    rule = rules_on(bureau_id, day).filter(key=key).first()
    if rule is None or not isinstance(rule.value, int):
        raise no_rule(key, day)
    return rule.value


def no_rule(key: str, day: date) -> DomainError:
    """Give the error that says which rule is not on the books for a day."""
    return DomainError(f"{day} 没有规则“{key}”；请在“规则与日历”中登记")


def cited(bureau_id: int, key: str, day: date) -> tuple[str, str]:
    """Give how long a rule says on a day, with its unit, and its citation; empty without one."""
    rule = rules_on(bureau_id, day).filter(key=key).first()
    return (f"{rule.value} {rule.unit}", rule.citation) if rule is not None else ("", "")


def calendar(bureau_id: int) -> Calendar:
    """Give the bureau's calendar of working days."""
    years = {}
    for row in CalendarYear.objects.filter(bureau_id=bureau_id):
        years[row.year] = Year(
            holidays=frozenset(map(date.fromisoformat, row.holidays)),
            make_up_days=frozenset(map(date.fromisoformat, row.make_up_days)),
        )
    return Calendar(years)


def former_rules(bureau_id: int, day: date) -> QuerySet[RegulatoryParameter]:
    """Give the rules that no longer hold on a day."""
    return RegulatoryParameter.objects.filter(bureau_id=bureau_id, effective_until__lt=day)


def live_rules(bureau_id: int, day: date) -> QuerySet[RegulatoryParameter]:
    """Give the rules that hold on a day, and those to come."""
    rows = RegulatoryParameter.objects.filter(bureau_id=bureau_id)
    return rows.exclude(effective_until__lt=day)


def rule_for(bureau_id: int | None, rule_id: int) -> RegulatoryParameter:
    """Load a rule of a bureau.

    Raises:
        NotFoundError: there is none.
    """
    rule = RegulatoryParameter.objects.filter(pk=rule_id, bureau_id=bureau_id).first()
    if rule is None:
        raise NotFoundError("没有这条规则")
    return rule


def years(bureau_id: int) -> QuerySet[CalendarYear]:
    """Give the registered calendars, newest year first."""
    return CalendarYear.objects.filter(bureau_id=bureau_id)


def year_of(bureau_id: int | None, year: int) -> CalendarYear | None:
    """Give the calendar of a year; None if there is none."""
    return CalendarYear.objects.filter(bureau_id=bureau_id, year=year).first()
