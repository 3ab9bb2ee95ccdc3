"""Penalties: which there are, what they ask for first, and when one is heavier than another."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

WARNING, CRITICISM, FINE = "warning", "criticism", "fine"
GAINS, GOODS = "gains", "goods"
SUSPEND, DOWNGRADE, REVOKE = "suspend", "downgrade", "revoke"
RESTRICT, STOP, CLOSE, BAR = "restrict", "stop", "close", "bar"
PENALTIES = {
    WARNING: "警告",
    CRITICISM: "通报批评",
    FINE: "罚款",
    GAINS: "没收违法所得",
    GOODS: "没收非法财物",
    SUSPEND: "暂扣许可证件",
    DOWNGRADE: "降低资质等级",
    REVOKE: "吊销许可证件",
    RESTRICT: "限制开展生产经营活动",
    STOP: "责令停产停业",
    CLOSE: "责令关闭",
    BAR: "限制从业",
}
"""The kinds of penalties that a labour authority may impose, by weight (行政处罚法 §9)."""
_HEARD = frozenset({DOWNGRADE, REVOKE, STOP, CLOSE, BAR})
_MEASURED = frozenset({FINE, GAINS, GOODS})
_GRAVE = frozenset({REVOKE, RESTRICT, STOP, CLOSE, BAR})
_SLIGHT = frozenset({WARNING, CRITICISM})


class CreditClass(StrEnum):
    """How long a penalty is public: the class of 信用修复管理办法."""

    MINOR = "minor"
    GENERAL = "general"
    SERIOUS = "serious"


CREDIT_CLASSES = {
    CreditClass.MINOR: "轻微：原则上不公示，确需公示的最长三个月",
    CreditClass.GENERAL: "一般：公示三个月至一年",
    CreditClass.SERIOUS: "严重：公示一年至三年",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty:
    """A penalty, intended or imposed: its kinds, the fine, and what is confiscated, in fen."""

    kinds: frozenset[str]
    fine: int = 0
    confiscated: int = 0

    @property
    def amount(self) -> int:
        """Give what is to be paid."""
        return self.fine + self.confiscated


def problems_of(penalty: Penalty) -> list[tuple[str, str]]:
    """Say what does not fit in a penalty: field and sentence."""
    problems = []
    if not penalty.kinds:
        problems.append(("kinds", "请选至少一种处罚"))
    if (FINE in penalty.kinds) != bool(penalty.fine):
        problems.append(("fine", "选了罚款要写罚款数额，没有选的不写"))
    is_taken = not penalty.kinds.isdisjoint({GAINS, GOODS})
    if is_taken != bool(penalty.confiscated):
        problems.append(("confiscated", "选了没收要写没收的数额或者价值，没有选的不写"))
    return problems


def needs_hearing(penalty: Penalty, large: int) -> bool:
    """Tell whether the party must be told that it may ask for a hearing (行政处罚法 §63).

    ``large`` is the amount in fen from which a fine or confiscation counts as large.
    """
    if penalty.kinds & _HEARD:
        return True
    sums = (penalty.fine, penalty.confiscated)
    return bool(penalty.kinds & _MEASURED) and any(amount >= large for amount in sums)


def needs_review(*, is_public: bool, is_complex: bool, was_heard: bool, is_other: bool) -> bool:
    """Tell whether a legal review comes before the decision (行政处罚法 §58)."""
    return is_public or is_complex or was_heard or is_other


def is_heavier(final: Penalty, intended: Penalty) -> bool:
    """Tell whether a penalty is heavier than the one the party was told of (行政处罚法 §45)."""
    return final.amount > intended.amount or bool(final.kinds - intended.kinds)


def class_of(kinds: Collection[str]) -> CreditClass:
    """Propose the credit class by the kinds of penalties; the amounts are for people to weigh."""
    if not _GRAVE.isdisjoint(kinds):
        return CreditClass.SERIOUS
    return CreditClass.MINOR if _SLIGHT.issuperset(kinds) else CreditClass.GENERAL


def is_too_old(last_day: date, discovered_on: date) -> bool:
    """Tell whether a breach was found only after it could still be punished (行政处罚法 §36)."""
    return discovered_on > last_day


def in_words(kinds: Collection[str]) -> str:
    """Name kinds of penalties, the lightest first."""
    return "、".join(words for kind, words in PENALTIES.items() if kind in kinds)
