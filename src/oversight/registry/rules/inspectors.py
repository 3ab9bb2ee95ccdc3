"""Who may be drawn as an inspector, and why not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mingqian_tables import uscc
from oversight.common import moments

STAFFINGS = ("行政", "参公", "事业", "编外")
ON_DUTY = "在岗"
DUTY_STATES = (ON_DUTY, "离岗", "调离", "退休")
TITLES = {
    "code": "人员编码",
    "number": "监察证号",
    "name": "姓名",
    "sex": "性别",
    "owner": "单位（科室）",
    "post": "职务",
    "staffing": "编制类型",
    "duty": "状态",
    "is_expert": "专家",
    "items": "可查事项",
    "regions": "管辖区域",
    "account": "登录账号",
    "certificates": "证件",
    "leaves": "请假与公务",
    "recusals": "回避关系",
}
# What the law has published: nothing else leaves the office.
PUBLISHED = ("name", "sex", "unit", "post", "number")


_NUMBER_LENGTHS = range(5, 21)
_SEVERAL = re.compile(r"[、,;]|.{4,}[/|].{4,}")


def number_fault(number: str) -> str | None:
    """Say what is wrong with a normalised certificate number, or None.

    The number is published; an identity-card number must never be.
    """
    if uscc.is_identity(number):
        return "这是身份证号，不能作证号登记（证号要公开）；请填执法证号"
    if _SEVERAL.search(number):
        return "一格里有几个证号；一个人只留一个执法证号"
    if len(number) not in _NUMBER_LENGTHS:
        return "证号应为 5 到 20 个字符"
    if not any(char.isalnum() for char in number):
        return "证号里没有字母或数字；请核对"
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Days from ``since`` to ``until``, both counted; an open end is None."""

    since: date | None
    until: date | None
    word: str = ""

    def covers(self, day: date) -> bool:
        """Tell whether the term covers a day."""
        has_begun = self.since is None or self.since <= day
        return has_begun and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectorAvailability:
    """What decides whether somebody may be sent on a day."""

    staffing: str
    duty: str
    is_expert: bool
    certificates: Sequence[Term]
    leaves: Sequence[Term]


def blockers(availability: InspectorAvailability, day: date) -> list[str]:
    """Say why somebody may not be drawn on a day; empty means they may.

    Source: 河南省行政执法条例 第二十、二十一条 (在编在职, 持有效证件).
    """
    reasons = []
    if availability.duty != ON_DUTY:
        reasons.append(f"状态为“{availability.duty}”")
    if availability.staffing == "编外":
        reasons.append("不是在编人员")
    if availability.is_expert:
        reasons.append("是专家，只协助，不计入两人")
    reasons += _certificate(availability.certificates, day)
    reasons += [_leave(term) for term in availability.leaves if term.covers(day)]
    return reasons


def is_expiring(certificates: Sequence[Term], day: date, *, within_days: int) -> bool:
    """Tell whether the last valid certificate ends soon."""
    ends = [term.until for term in certificates if term.covers(day) and term.until]
    return bool(ends) and max(ends) <= day + timedelta(days=within_days)


def _certificate(certificates: Sequence[Term], day: date) -> list[str]:
    if not certificates:
        return ["没有登记执法证件"]
    if any(term.covers(day) for term in certificates):
        return []
    ended = [term.until for term in certificates if term.until and term.until < day]
    if ended:
        return [f"证件已于{moments.day_in_words(max(ended))}到期"]
    return ["证件尚未生效"]


def _leave(term: Term) -> str:
    return f"{term.word}：{moments.days_between(term.since, term.until)}"


def recusal_row(
    *, code: str, relation: str, source: str, reason: str, since: date, until: date | None
) -> dict[str, str]:
    """Write what a recusal says, so that its entry in the log can bind it."""
    return {
        "code": code,
        "relation": relation,
        "source": source,
        "reason": reason,
        "since": since.isoformat(),
        "until": until.isoformat() if until else "",
    }
