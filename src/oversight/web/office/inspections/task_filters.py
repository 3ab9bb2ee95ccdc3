"""The filters of the list of inspection tasks, as the address has them."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from oversight.inspections import task_lists
from oversight.inspections.task_lists import TaskQuestion
from oversight.web.access import ActingRequest, search_words

_NAMES = ("q", "draw", "section", "state", "day", "inspector", "due")
_DIGITS = 9


def question_of(request: ActingRequest) -> TaskQuestion:
    """Read the filters; what is no sound value of one is as if it were not there."""
    asked = request.GET
    state, due = asked.get("state", ""), asked.get("due", "")
    return TaskQuestion(
        words=search_words(request),
        draw=_key(asked.get("draw", "")),
        section=_key(asked.get("section", "")),
        state=state if state in task_lists.STATES else "",
        on=_day(asked.get("day", "")),
        inspector=_key(asked.get("inspector", "")),
        due=due if due in task_lists.DUE else "",
    )


def pairs_of(request: ActingRequest) -> list[tuple[str, str]]:
    """Give the filters in force, name and value."""
    return [(name, request.GET[name]) for name in _NAMES if request.GET.get(name)]


def query_of(request: ActingRequest) -> str:
    """Write the filters in force as the query of an address."""
    return urlencode(pairs_of(request))


def choices(request: ActingRequest) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Give what each filter can be set to: its name, its words for all, and the values."""
    actor = request.actor
    sections = [(str(row.pk), row.name) for row in task_lists.sections(actor)]
    people = [(str(row.pk), row.name) for row in task_lists.inspectors(actor)]
    draws = [(str(draw.pk), draw.title) for draw in task_lists.draws(actor)]
    return [
        ("draw", "全部抽取", draws),
        ("section", "全部科室", sections),
        ("inspector", "全部检查人员", people),
        ("state", "全部状态", list(task_lists.STATES.items())),
        ("due", "日期不限", list(task_lists.DUE.items())),
    ]


def in_words(request: ActingRequest) -> str:
    """Say the filters in force for people, as a printed list names them."""
    words = {name: dict(values) for name, _, values in choices(request)}
    titles = {"q": "查找", "day": "检查日期"}
    parts = []
    for name, value in pairs_of(request):
        shown = words.get(name, {}).get(value, value)
        parts.append(f"{titles[name]}：{shown}" if name in titles else shown)
    return "；".join(parts)


def _key(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return int(text) if is_number else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
