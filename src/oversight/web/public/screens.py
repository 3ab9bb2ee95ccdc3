"""会议室屏幕: the computation step by step, the same for the room and for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from oversight.draws import explanations, records, selectors
from oversight.draws.models import Draw
from oversight.draws.records import Record
from oversight.inspections import drawn_visits
from oversight.web.access import public
from oversight.web.presenters.draws import class_rows, qr, stepper

Row = TypeVar("Row")
_SCREENS = ("seal", "seed", "draw", "assign")
_SCREEN_RAIL = {"seal": 2, "seed": 3, "draw": 4, "assign": 5}
_COLUMNS = 3
_ROWS = 14  # of each column on the page of the numbers
_ASSIGNED = 18
_LOADS = 28
_LAST = 9999  # of whatever pages the step before has
_DIGITS = len(str(_LAST))
_SECONDS = 12  # how long a page stands when the screen goes on by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One page of a step that has more rows than the wall: its number, and of how many."""

    number: int
    count: int

    def of(self, rows: Sequence[Row], size: int) -> Sequence[Row]:
        """Give the rows that stand on it; of a shorter list the last ones there are."""
        last = max(0, (len(rows) - 1) // size)
        start = min(self.number - 1, last) * size
        return rows[start : start + size]


ONE_LEAF = Leaf(number=1, count=1)


@public
def screen(request: HttpRequest, number: str) -> HttpResponse:
    """Show the meeting room what is computed, step by step; it follows the draw by itself."""
    record = records.read(selectors.public_draw(number))
    draw = record.draw
    reached = _reached(record)
    chosen = request.GET.get("step", "")
    step = chosen if chosen in _SCREENS[: _SCREENS.index(reached) + 1] else reached
    data = _SCREEN_DATA[step](request, record)
    context = {
        "draw": draw,
        "name": draw.bureau.name,
        "step": step,
        "stepper": _screen_steps(draw, step),
        "voids": selectors.voids(draw.bureau_id),
        "state_key": _state_key(record),
        "is_following": not chosen,
        "seconds": _SECONDS,
        **data,
        **_turning(step, reached, data.get("leaf", ONE_LEAF)),
    }
    return render(request, f"screen/{step}.html", context)


@public
def screen_now(request: HttpRequest, number: str) -> HttpResponse:
    """Say whether the draw went on since the screen was shown."""
    record = records.read(selectors.public_draw(number))
    is_new = request.GET.get("seen", "") != _state_key(record)
    return render(request, "screen/_now.html", {"is_new": is_new})


def _leaf(request: HttpRequest, *lists: tuple[int, int]) -> Leaf:
    """Give the page asked for, of lists of some length shown by so many rows."""
    count = max(max(1, -(-length // size)) for length, size in lists)
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isdecimal() and len(asked) <= _DIGITS else 1
    return Leaf(number=min(max(number, 1), count), count=count)


def _turning(step: str, reached: str, leaf: Leaf) -> dict[str, str]:
    """Give where the keys lead, and where a screen that follows goes on by itself."""
    place = _SCREENS.index(step)
    before = f"?step={_SCREENS[place - 1]}&page={_LAST}" if place else ""
    after = f"?step={_SCREENS[place + 1]}" if step != reached else ""
    return {
        "before": f"?step={step}&page={leaf.number - 1}" if leaf.number > 1 else before,
        "after": f"?step={step}&page={leaf.number + 1}" if leaf.number < leaf.count else after,
        "onward": f"?page={leaf.number % leaf.count + 1}" if leaf.count > 1 else "",
        "here": f"?step={step}&page={leaf.number}",
    }


def _reached(record: Record) -> str:
    draw = record.draw
    if draw.is_void:
        return "seal"
    if draw.held_at is not None:
        return "assign" if selectors.is_list_shown(draw) else "draw"
    return "seed" if _revealed(record) else "seal"


def _state_key(record: Record) -> str:
    return f"{record.draw.state}.{_revealed(record)}.{selectors.is_busy(record.draw)}"


def _revealed(record: Record) -> int:
    return sum(source.logged_at is not None for source in record.source_states())


def _screen_steps(draw: Draw, step: str) -> list[tuple[int, str, str, str]]:
    now = _SCREEN_RAIL[step]
    steps = []
    is_shown = selectors.is_content_shown(draw)
    for number, name, state, words in stepper(draw, is_content_shown=is_shown):
        mark = "now" if number == now else "seal" if state in {"ok", "seal"} else ""
        steps.append((number, name, mark, words))
    return steps


def _seal_screen(request: HttpRequest, record: Record) -> dict[str, Any]:
    draw = record.draw
    address = request.build_absolute_uri(reverse("public:draw", args=[draw.number]))
    is_open = selectors.is_content_shown(draw)
    return {
        "is_open": is_open,
        "figures": draw.figures if is_open else {},
        "rows": class_rows(draw.figures["strata"]) if is_open else [],
        "qr": qr(address),
        "address": address,
        "witnesses": list(draw.witnesses.all()),
    }


def _seed_screen(_: HttpRequest, record: Record) -> dict[str, Any]:
    states = record.source_states()
    return {
        "witness_sources": [source for source in states if source.is_witness],
        "public_sources": [source for source in states if not source.is_witness],
        "seed": explanations.seed_of(record),
    }


def _draw_screen(request: HttpRequest, record: Record) -> dict[str, Any]:
    draw = record.draw
    if not selectors.is_list_shown(draw):
        return {"is_hidden": True}
    rows = class_rows(draw.figures["strata"])
    classes = [(row["name"], row["code"]) for row in rows]
    columns = explanations.columns(record, classes, _ROWS)
    leaf = _leaf(request, (len(columns), _COLUMNS))
    return {
        "columns": leaf.of(columns, _COLUMNS),
        "leaf": leaf,
        "seed": explanations.seed_of(record),
        "visits": len(record.result.visits),
    }


def _assign_screen(request: HttpRequest, record: Record) -> dict[str, Any]:
    visits = [visit for visit in drawn_visits.visits_of(record) if not visit.came_for]
    loads: dict[str, int] = {}
    for visit in visits:
        for slot in visit.team:
            if slot.inspector:
                loads[slot.inspector.name] = loads.get(slot.inspector.name, 0) + 1
    limit = int(record.draw.setup["limit"])
    load_rows = [(who, n, range(n), range(max(0, limit - n))) for who, n in sorted(loads.items())]
    leaf = _leaf(request, (len(visits), _ASSIGNED), (len(load_rows), _LOADS))
    return {
        "visits": leaf.of(visits, _ASSIGNED),
        "leaf": leaf,
        "count": len(visits),
        "loads": leaf.of(load_rows, _LOADS),
        "people": len(loads),
        "most": max(loads.values(), default=0),
        "least": min(loads.values(), default=0),
        "tasks": sum(loads.values()),
        "limit": limit,
    }


_SCREEN_DATA = {
    "seal": _seal_screen,
    "seed": _seed_screen,
    "draw": _draw_screen,
    "assign": _assign_screen,
}
