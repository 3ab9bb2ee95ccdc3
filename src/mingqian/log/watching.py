"""What a log says of its draws, entry by entry, and what is wrong with that at a moment.

The rules are draw-v1 2.5, 2.6, 3.2 and 3.5: when a draw is sealed, voided, held and opened. Whoever
watches a log from outside keeps a `Watch` beside the head of the log and goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from mingqian import times
from mingqian.canonical import Json
from mingqian.errors import LogError
from mingqian.log.entry import Entry

RULE = "draw-v1 2.6"
SEALED_BEFORE = 30 * 60
"""Seconds that lie between the sealing and t0 at least (2.5)."""
NONE_WITHIN = 24 * 3600
"""Seconds after the deadline in which a draw with a value that never came is held (3.2)."""
OPENED_WITHIN = 3600
"""Seconds after the time fixed for it in which a sealed draw is opened."""
OPENED_AT_ALL_WITHIN = 30 * 24 * 3600
"""Seconds after the deadline in which a draw is opened whose opening time is not in the log."""
PUBLISHED_WITHIN = 40 * 24 * 3600
"""Seconds in which what was approved for publication is published: 20 working days and holidays."""

_DRAW, _DRAWING, _DISCLOSURE = "draw", "drawing", "disclosure"
_SEALED_MODE = "sealed"


class Problem(StrEnum):
    """What can be wrong with a draw, seen in the log alone."""

    MALFORMED = "malformed"
    SEALED_LATE = "sealed-late"
    VOID_AFTER_TIME = "void-after-time"
    RESULT_MISSING = "result-missing"
    HELD_LATE = "held-late"
    NOT_OPENED = "not-opened"
    OPENED_LATE = "opened-late"
    SECOND_DRAW = "second-draw"
    NOT_PUBLISHED = "not-published"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedDraw:
    """The times of a sealed draw; empty where something has not happened, or is no time."""

    number: str
    task: str
    mode: str
    t0: str
    deadline: str
    opens_at: str
    sealed_at: str
    voided_at: str = ""
    held_at: str = ""
    opened_at: str = ""
    has_none: bool = False
    is_void_by_rule: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A problem of a draw: by when something should have been, and when it was, if at all.

    Of a publication that is missing, ``draw`` is its number.
    """

    problem: Problem
    draw: str
    expected: str = ""
    actual: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChange:
    """A change of the log's key that the log announces (log-v1 3); without the old key if lost."""

    before: str
    after: str
    is_old_lost: bool


@dataclass(slots=True, kw_only=True)
class Watch:
    """What the entries of a log said so far."""

    draws: dict[str, WatchedDraw] = field(default_factory=dict)
    opening_times: dict[str, str] = field(default_factory=dict)
    key_changes: list[KeyChange] = field(default_factory=list)
    unpublished: dict[str, str] = field(default_factory=dict)
    """When what is not published yet was approved, by its number."""

    def add(self, entry: Entry) -> None:
        """Take the next entry."""
        number, public = entry.about.number, entry.public
        if entry.type in ("trail.key-changed", "trail.restored"):
            self._change_key(public)
        elif entry.about.kind == _DRAWING and "opens_at" in public:
            self.opening_times[number] = _time(public, "opens_at")
        elif entry.about.kind == _DISCLOSURE:
            self._publish(entry)
        elif entry.about.kind != _DRAW:
            return
        elif entry.type == "draw.sealed" and number not in self.draws:
            self.draws[number] = _sealed(entry, self.opening_times.pop(number, ""))
        elif number in self.draws:
            self.draws[number] = _continued(self.draws[number], entry)

    def findings(self, at: str) -> Iterator[Finding]:
        """Give what is wrong with the draws at a moment, in the order of their sealing."""
        standing: dict[str, str] = {}
        for draw in self.draws.values():
            yield from _findings(draw, at)
            if draw.voided_at:
                continue
            if standing.setdefault(draw.task, draw.number) != draw.number:
                yield Finding(
                    problem=Problem.SECOND_DRAW,
                    draw=draw.number,
                    expected=standing[draw.task],
                    actual=draw.number,
                )

        for number, approved_at in self.unpublished.items():
            until = times.shift(approved_at, PUBLISHED_WITHIN)
            if at > until:
                yield Finding(problem=Problem.NOT_PUBLISHED, draw=number, expected=until)

    def json(self) -> dict[str, Json]:
        """Write it, to be read again by `parse`."""
        return {
            "draws": [asdict(draw) for draw in self.draws.values()],
            "opening_times": dict(self.opening_times),
            "key_changes": [asdict(change) for change in self.key_changes],
            "unpublished": dict(self.unpublished),
        }

    def _publish(self, entry: Entry) -> None:
        if entry.type == "disclosure.approved":
            self.unpublished.setdefault(entry.about.number, entry.at)
        elif entry.type in ("disclosure.published", "disclosure.withdrawn"):
            self.unpublished.pop(entry.about.number, None)

    def _change_key(self, public: Mapping[str, Json]) -> None:
        before, after = public.get("before"), public.get("after")
        if isinstance(before, str) and isinstance(after, str):
            change = KeyChange(before=before, after=after, is_old_lost="old_key" in public)
            self.key_changes.append(change)


def parse(value: Mapping[str, Any]) -> Watch:
    """Read what `Watch.json` wrote.

    Raises:
        LogError: it is something else.
    """
    try:
        draws = [WatchedDraw(**row) for row in value["draws"]]
        return Watch(
            draws={draw.number: draw for draw in draws},
            opening_times=dict(value["opening_times"]),
            key_changes=[KeyChange(**row) for row in value["key_changes"]],
            unpublished=dict(value["unpublished"]),
        )
    except (TypeError, KeyError, ValueError):
        raise LogError("watch.form", rule=RULE) from None


def _sealed(entry: Entry, opens_at: str) -> WatchedDraw:
    public = entry.public
    return WatchedDraw(
        number=entry.about.number,
        task=str(public.get("task", "")),
        mode=str(public.get("mode", "")),
        t0=_time(public, "t0"),
        deadline=_time(public, "deadline"),
        opens_at=opens_at,
        sealed_at=entry.at,
    )


def _continued(draw: WatchedDraw, entry: Entry) -> WatchedDraw:
    """Take a later entry about a draw; the first of each type counts."""
    if entry.type == "draw.revealed" and entry.public.get("value") == "none":
        return replace(draw, has_none=True)
    if entry.type == "draw.voided" and not draw.voided_at:
        is_by_rule = entry.public.get("why") == "assurance"
        return replace(draw, voided_at=entry.at, is_void_by_rule=is_by_rule)
    if entry.type == "draw.held" and not draw.held_at:
        return replace(draw, held_at=entry.at)
    if entry.type == "draw.opened" and not draw.opened_at:
        return replace(draw, opened_at=entry.at)
    return draw


def _findings(draw: WatchedDraw, at: str) -> Iterator[Finding]:
    if not draw.t0 or not draw.deadline:
        yield Finding(problem=Problem.MALFORMED, draw=draw.number)
        return
    latest = times.shift(draw.t0, -SEALED_BEFORE)
    if draw.sealed_at > latest:
        yield Finding(
            problem=Problem.SEALED_LATE, draw=draw.number, expected=latest, actual=draw.sealed_at
        )
    if draw.voided_at:
        is_ruled = draw.is_void_by_rule and draw.has_none
        if draw.voided_at >= draw.t0 and not is_ruled:
            yield Finding(
                problem=Problem.VOID_AFTER_TIME,
                draw=draw.number,
                expected=draw.t0,
                actual=draw.voided_at,
            )
        return
    yield from _result_findings(draw, at)


def _result_findings(draw: WatchedDraw, at: str) -> Iterator[Finding]:
    until = times.shift(draw.deadline, NONE_WITHIN) if draw.has_none else draw.deadline
    if not draw.held_at:
        if at > until:
            yield Finding(problem=Problem.RESULT_MISSING, draw=draw.number, expected=until)
        return
    if draw.held_at > until:
        yield Finding(
            problem=Problem.HELD_LATE, draw=draw.number, expected=until, actual=draw.held_at
        )
    if draw.mode == _SEALED_MODE:
        yield from _opening_findings(draw, at)


def _opening_findings(draw: WatchedDraw, at: str) -> Iterator[Finding]:
    until = times.shift(draw.deadline, OPENED_AT_ALL_WITHIN)
    if draw.opens_at:
        until = times.shift(draw.opens_at, OPENED_WITHIN)
    if not draw.opened_at and at > until:
        yield Finding(problem=Problem.NOT_OPENED, draw=draw.number, expected=until)
    if draw.opened_at > until:
        yield Finding(
            problem=Problem.OPENED_LATE, draw=draw.number, expected=until, actual=draw.opened_at
        )


def _time(public: Mapping[str, Json], key: str) -> str:
    value = public.get(key)
    return str(value) if times.is_time(value) else ""
