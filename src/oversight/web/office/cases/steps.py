"""What is to be done now with a case or a referral, by whom, and where it is on its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from oversight.accounts import rules
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.cases.models import Case
from oversight.cases.rules.clocks import Reading
from oversight.cases.rules.terms import Unit
from oversight.cases.states import EXITS, CaseState
from oversight.common import moments
from oversight.common.transitions import STAYS, StateMachine, Transition

_WAY = (
    ("线索", (CaseState.CLUE,)),
    ("立案", (CaseState.AWAITING, CaseState.FILED)),
    ("调查", (CaseState.INVESTIGATING,)),
    ("告知", (CaseState.TOLD, CaseState.HEARING)),
    ("审核、决定", (CaseState.REVIEWING, CaseState.DECIDING, CaseState.DECIDED)),
    ("送达、执行", (CaseState.SERVED, CaseState.EXECUTED)),
    ("结案", (CaseState.CLOSING, CaseState.CLOSED)),
)


def way_of(case: Case) -> list[tuple[str, str]]:
    """Give the steps of a case, each past, present or to come; nothing where it ended otherwise."""
    place = next((place for place, (_, own) in enumerate(_WAY) if case.state in own), None)
    if place is None:
        return []
    marks = {True: "done", False: ""}
    return [
        (title, "now" if number == place else marks[number < place])
        for number, (title, _) in enumerate(_WAY)
    ]


def now(
    actor: Actor, machine: StateMachine, state: str, addresses: Mapping[Permission, str]
) -> dict[str, Any]:
    """Give the acts that lead on and those beside them, with addresses, and who is awaited."""
    rows = [row for row in machine.transitions if state in row.sources]
    own = [row for row in rows if row.permission in actor.permissions]
    others = [row for row in rows if row not in own and _leads_on(row)]
    return {
        "leading": [_step(row, addresses) for row in own if _leads_on(row)],
        "beside": [_step(row, addresses) for row in own if not _leads_on(row)],
        "awaited": [(row.label, rules.holders(Permission(row.permission))) for row in others],
    }


def _leads_on(row: Transition) -> bool:
    return row.target != STAYS and row.act not in EXITS


def _step(row: Transition, addresses: Mapping[Permission, str]) -> dict[str, str]:
    return {
        "act": row.act,
        "label": row.label,
        "guard": row.guard,
        "address": addresses[Permission(row.permission)],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRow:
    """A clock in words: what, until when, by which provision, and how it stands."""

    name: str
    length: str
    until: str
    citation: str
    standing: str
    tone: str
    is_unverified: bool


def clock_row(reading: Reading, at: datetime) -> ClockRow:
    """Put a clock in words: of those from the same moment the earliest end is red."""
    return ClockRow(
        name=reading.term.name,
        length=reading.term.words,
        until=_until(reading),
        citation=reading.term.citation,
        standing=_standing(reading, at),
        tone=_tone(reading, at),
        is_unverified=reading.term.mark == "?",
    )


def _until(reading: Reading) -> str:
    if reading.ends_at is None:
        return reading.problem
    if reading.term.unit is Unit.HOUR:
        return moments.minute_in_words(reading.ends_at)
    return moments.day_in_words(reading.on) if reading.on else ""


def _standing(reading: Reading, at: datetime) -> str:
    if not reading.is_running:
        return "办得晚了" if reading.is_late(at) else "已按期办"
    if reading.ends_at is None:
        return "算不出"
    if reading.is_late(at):
        return "已超期"
    days = (reading.on - moments.day_of(at)).days if reading.on else 0
    return f"还有 {days} 天" if days else "今天到期"


def _tone(reading: Reading, at: datetime) -> str:
    if not reading.is_running:
        return "void" if reading.is_late(at) else "ok"
    return "due" if reading.is_first or reading.is_late(at) else "plain"
