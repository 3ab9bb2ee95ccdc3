"""What a plan may be called."""

from __future__ import annotations

from oversight.common.errors import DomainError
from oversight.plans import rules

_LONGEST_NAME = 120


def require_name(name: str, year: int) -> None:
    """Refuse a name that is too long or speaks of another year.

    Raises:
        DomainError: and it says what to write instead.
    """
    if len(name) > _LONGEST_NAME:
        raise DomainError(f"名称超过 {_LONGEST_NAME} 个字；请缩短", field="name")
    if rules.speaks_of_another_year(name, year):
        says = f"名称里的年度和计划的年度 {year} 对不上；请写作“{rules.usual_name(year)}”"
        raise DomainError(says, field="name")
