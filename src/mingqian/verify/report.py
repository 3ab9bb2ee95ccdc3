"""What a verification says: named checks with four outcomes (spec draw-v1 7.1, 7.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from mingqian.canonical import Json

FORMAT = "mingqian-report/1"
FAILED = 1
SELF_ASSERTED = 3


class Outcome(StrEnum):
    """What a check came to; the last two are never shown as passed."""

    PASSED = "passed"
    FAILED = "failed"
    SELF_ASSERTED = "self-asserted"
    BY_EYE = "by-eye"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check: what it found, and for a failure which thing, where, and both values.

    ``blocked_by`` names the failed check without which this one could not be made.
    """

    name: str
    outcome: Outcome
    says: str
    where: str | None = None
    expected: str | None = None
    actual: str | None = None
    blocked_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All checks in the order of clause 7.1, and what no mathematics forbids (7.5)."""

    draw: str | None
    checks: tuple[Check, ...]
    notes: tuple[str, ...]

    def of(self, outcome: Outcome) -> list[Check]:
        """List the checks with an outcome."""
        return [check for check in self.checks if check.outcome == outcome]

    @property
    def has_failed(self) -> bool:
        """Whether anything failed."""
        return bool(self.of(Outcome.FAILED))

    @property
    def status(self) -> int:
        """What a program ends with: 1 failed, 3 something is self-asserted, 0 neither (7.8)."""
        if self.has_failed:
            return FAILED
        return SELF_ASSERTED if self.of(Outcome.SELF_ASSERTED) else 0

    @property
    def verdict(self) -> str:
        """Say in one Chinese sentence what all checks come to; the browser page says the same."""
        asserted, looks = len(self.of(Outcome.SELF_ASSERTED)), len(self.of(Outcome.BY_EYE))
        if self.has_failed:
            return f"有 {len(self.of(Outcome.FAILED))} 项不通过，这次抽取不能采信。"
        if asserted:
            return (
                f"没有不通过的项目，但有 {asserted} 项仅为自述："
                "除了本机构自己的话没有别的证明，不能算作通过。"
            )
        if looks:
            return f"没有不通过的项目；有 {looks} 项请照所写的目测核对，核对以后才算数。"
        return "每一项都通过。"

    def json(self) -> Json:
        """Write as ``mingqian-report/1``."""
        return {
            "format": FORMAT,
            "draw": self.draw,
            "checks": [_check_json(check) for check in self.checks],
            "notes": list(self.notes),
        }


def summary(checks: Sequence[Check]) -> str:
    """Say in one Chinese sentence how many checks came to what."""
    counts = [sum(check.outcome == outcome for check in checks) for outcome in Outcome]
    return f"{counts[0]} 项通过，{counts[1]} 项不通过，{counts[2]} 项仅为自述，{counts[3]} 项请目测"


def _check_json(check: Check) -> Json:
    return {
        "name": check.name,
        "outcome": str(check.outcome),
        "says": check.says,
        "where": check.where,
        "expected": check.expected,
        "found": check.actual,
        "blocked_by": check.blocked_by,
    }
