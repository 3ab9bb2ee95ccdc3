"""Terms of publication, how they stand, and what a draft lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from mingqian.disclosure import Value
from oversight.common import moments
from oversight.disclosures import patterns
from oversight.disclosures.checklist import CHECKS
from oversight.regulations.working_days import Calendar, UnknownYearError

RESULT_TERM, PENALTY_TERM, TAKE_DOWN_TERM, CREDIT_TERM = (
    "publish_days",
    "double_publicity_days",
    "take_down_days",
    "case_credit",
)
YEARS = "publication_years"
"""The rules, by key: 20, 7, 3 and 1 working days, and the years that a publication stays."""
CLASSIFIED = "state"
"""The reason that must name the basis on which something is classified."""


def last_day(calendar: Calendar, happened_on: date | None, days: int) -> date | None:
    """Give the last day of a term of working days; None without a day, or beyond the calendar."""
    if happened_on is None:
        return None
    try:
        return calendar.after(happened_on, days)
    except UnknownYearError:
        return None


def years_after(published_at: datetime, years: int) -> date:
    """Give the day so many years after a publication; of 29 February, 1 March."""
    day = moments.day_of(published_at)
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def standing(calendar: Calendar, due_on: date | None, today: date) -> str:
    """Say how a term stands: so many working days left, today, or late by so many."""
    if due_on is None:
        return ""
    if due_on == today:
        return "今天到期"
    try:
        left = calendar.between(today, due_on)
    except UnknownYearError:
        return ""
    return f"还有 {left} 个工作日" if due_on > today else f"已逾期 {max(-left, 1)} 个工作日"


def field_problems(
    title: str, value: Value, withheld: str, note: str, basis: str, *, is_personal: bool
) -> Iterator[str]:
    """Say what stops one field: a number of a person, no legal basis, a reason without words."""
    shown: list[Value] = [note] if withheld else [value]
    for kind in patterns.personal_numbers(shown):
        yield f"“{title}”里有{kind}，不能公示；请在原件中去掉，或把这一项改为不公开"
    if is_personal and not withheld and not basis.strip():
        yield f"“{title}”是个人信息，公开要写明法律依据；没有依据的，改为不公开"
    if withheld == CLASSIFIED and not note.strip():
        yield f"“{title}”按国家秘密不公开，请写明定密的依据（不写内容）"


def unchecked(checks: Iterable[str]) -> list[str]:
    """Name what of the checklist is not confirmed."""
    confirmed = set(checks)
    return [words for key, words in CHECKS.items() if key not in confirmed]
