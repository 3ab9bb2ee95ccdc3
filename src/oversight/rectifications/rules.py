"""Terms of rectification: days from service, reminders, and what is wrong in what was typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mingqian import canonical

TERM, LONGEST, NOTICE_DAYS = "rectify_days", "rectify_longest", "public_notice_days"
EXTENSIONS, RECHECK_DAYS = "rectify_extensions", "recheck_days"
REFUSAL_KEYS = ("refusal_national", "refusal_provincial")
"""The rules, by key: default term, longest term, days of a public notice, extensions, 回访."""
MOST_FILES = 9
MOST_POINTS = 20
DAYS_BEFORE = 3
"""A reminder stands so many days before the end of a term, on its last day, and after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPoint:
    """A thing to put right, as it is entered: fact, provision, what is demanded."""

    what: str
    provision: str
    demand: str = ""


def last_day(served_on: date, days: int) -> date:
    """Give the last day of a term of calendar days; the day of service is not counted."""
    return served_on + timedelta(days=days)


def standing(due_on: date | None, today: date) -> str:
    """Say how a term stands near its end and after it; empty while there is time."""
    if due_on is None:
        return ""
    left = (due_on - today).days
    if left < 0:
        return f"已逾期 {-left} 日"
    if left == 0:
        return "今天到期"
    return f"还有 {left} 日到期" if left <= DAYS_BEFORE else ""


def point_problems(points: Sequence[NewPoint]) -> Iterator[str]:
    """Say what is missing in the points."""
    if not points:
        yield "请至少写一条需要改正的问题"
    if len(points) > MOST_POINTS:
        yield f"一次最多 {MOST_POINTS} 条；请分开责令"
    for place, point in enumerate(points, start=1):
        if not point.what.strip():
            yield f"第 {place} 条没有写存在的问题"
        if not point.provision.strip():
            yield f"第 {place} 条没有写违反的规定（法律名称和条款）"


def link_digest(token: str) -> str:
    """Give the digest by which a report link is kept: nobody reads the link from the database."""
    return canonical.digest(f"mingqian rectification link|{token}")
