"""The rules and calendars of bureaus, each read once where many rows ask for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from oversight.regulations import selectors
from oversight.regulations.models import RegulatoryParameter
from oversight.regulations.working_days import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """All rules of one bureau, whenever they hold, and its calendar."""

    rules: tuple[RegulatoryParameter, ...]
    calendar: Calendar

    def rule(self, key: str, day: date) -> RegulatoryParameter | None:
        """Give the rule in force on a day; None where none is on the books."""
        return next((row for row in self.rules if row.key == key and _holds(row, day)), None)

    def days(self, key: str, day: date) -> int | None:
        """Give the number of a rule in force on a day; None where none says one."""
        rule = self.rule(key, day)
        return rule.value if rule is not None and isinstance(rule.value, int) else None


@dataclass(slots=True)
class RuleBooks:
    """The rule books that were asked for so far, by the key of their bureau."""

    _books: dict[int, RuleBook] = field(default_factory=dict)

    def of(self, bureau_id: int) -> RuleBook:
        """Give the rule book of a bureau, read when it is first asked for."""
        if bureau_id not in self._books:
            self._books[bureau_id] = RuleBook(
                rules=tuple(RegulatoryParameter.objects.filter(bureau_id=bureau_id)),
                calendar=selectors.calendar(bureau_id),
            )
        return self._books[bureau_id]


def _holds(rule: RegulatoryParameter, day: date) -> bool:
    is_over = rule.effective_until is not None and rule.effective_until < day
    return rule.effective_from <= day and not is_over
