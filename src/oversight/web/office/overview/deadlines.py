"""期限: every clock that runs: what, whose, by which rule, from when, until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render

from oversight.common import moments
from oversight.common.contributions import Deadline
from oversight.web import contributions
from oversight.web.access import ActingRequest, page
from oversight.web.office.overview import pending
from oversight.web.presenters.deadlines import Remaining, countdown

DAYS = 30
SPANS = {"7": "7 天内", "30": "30 天内", "90": "90 天内", "365": "一年内"}
LATE, RUNNING, UNCOUNTED = "late", "running", "uncounted"
STATES = {LATE: "已超期", RUNNING: "没有到期", UNCOUNTED: "还不能计算"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRow:
    """A deadline with what is left until then."""

    deadline: Deadline
    remaining: Remaining

    @property
    def state(self) -> str:
        """Tell whether it is late, runs, or cannot be counted yet."""
        if self.deadline.on is None:
            return UNCOUNTED
        return LATE if self.remaining.words.startswith(("超期", "已超期")) else RUNNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A filter of the page: its name, the words for no condition, its choices and the one taken."""

    name: str
    every: str
    choices: Sequence[tuple[str, str]]
    taken: str


@page()
def listing(request: ActingRequest) -> HttpResponse:
    """Show every clock that ends until a day, filtered by section, person and state."""
    asked = request.GET
    span = asked.get("days", "") if asked.get("days", "") in SPANS else str(DAYS)
    every = rows(request, int(span))
    owners = _names(row.deadline.owner for row in every)
    people = _names(name for row in every for name in row.deadline.people)
    owner, person = _taken(asked.get("owner", ""), owners), _taken(asked.get("person", ""), people)
    state = _taken(asked.get("state", ""), tuple(STATES.items()))
    context = {
        "rows": [row for row in every if _is_wanted(row, owner, person, state)],
        "all": len(every),
        "late": sum(row.state == LATE for row in every),
        "uncounted": sum(row.state == UNCOUNTED for row in every),
        "choices": (
            Choice(name="owner", every="所有科室", choices=owners, taken=owner),
            Choice(name="person", every="所有人员", choices=people, taken=person),
            Choice(name="state", every="所有状态", choices=tuple(STATES.items()), taken=state),
            Choice(name="days", every="", choices=tuple(SPANS.items()), taken=span),
        ),
        "may_see_pending": any(map(request.actor.may, pending.POWERS)),
        "until": moments.day_of(request.at) + timedelta(days=int(span)),
    }
    return render(request, "office/overview/deadlines.html", context)


def rows(request: ActingRequest, days: int = DAYS) -> list[DeadlineRow]:
    """Give what is due in the coming days and what is overdue, each with what is left."""
    count = countdown(request.actor, request.at)
    until = moments.day_of(request.at) + timedelta(days=days)
    return [
        DeadlineRow(deadline=line, remaining=count.until(line.on, line.at))
        for line in contributions.deadlines(request.actor, request.at, until)
    ]


def _is_wanted(row: DeadlineRow, owner: str, person: str, state: str) -> bool:
    line = row.deadline
    if owner and owner not in line.owner.split("、"):
        return False
    return (not person or person in line.people) and state in {"", row.state}


def _names(every: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Give the names that occur, as choices; a line may be of several sections."""
    return tuple(
        (name, name) for name in sorted({n for row in every for n in row.split("、")} - {""})
    )


def _taken(asked: str, choices: Sequence[tuple[str, str]]) -> str:
    return asked if asked in dict(choices) else ""
