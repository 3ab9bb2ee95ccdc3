"""A draw's row as its entries in the log make it: states, times, who did what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from oversight.audit.selectors import Entry
from oversight.common import moments
from oversight.draws import events
from oversight.draws.models import Draw, FrequencyCapExemption, JointInvitation
from oversight.draws.states import EXEMPTION, INVITATION
from oversight.plans import rules as plans

_BY_RULE = "规则"


@dataclass(kw_only=True)
class LoggedDraw:
    """A draw as the log has it; times are written as the log does, names stand as they were."""

    begun: Entry
    title: str
    fields: dict[str, Any]
    prepared_of: str = ""
    figures: str = ""
    result: str = ""
    names: str = ""
    mode: str = ""
    sources: int = 0
    values: dict[int, Entry] = field(default_factory=dict)
    entered: dict[int, str] = field(default_factory=dict)
    replaced: list[Entry] = field(default_factory=list)
    seats: dict[str, dict[str, str]] = field(default_factory=dict)
    partners: dict[str, dict[str, Any]] = field(default_factory=dict)
    exceptions: dict[str, dict[str, Any]] = field(default_factory=dict)
    signed: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def is_sealed(self) -> bool:
        """Tell whether it was ever sealed."""
        return bool(self.fields["sealed_at"])

    @property
    def is_secret(self) -> bool:
        """Tell whether what it decided may not be seen yet (draw-v1 3.5)."""
        return self.mode == plans.SEALED and not self.fields["opened_at"]


def replay(rows: Iterable[Entry]) -> LoggedDraw | None:
    """Make a draw of its entries in their order; None where nothing says that it began."""
    logged: LoggedDraw | None = None
    for row in rows:
        if row.type == events.DRAWING_BEGUN.type:
            logged = _begun(row)
        elif logged is not None and row.type in _STEPS:
            _STEPS[row.type](logged, row, row.public)
    return logged


def _begun(row: Entry) -> LoggedDraw:
    public, state = row.public, _state(row)
    fields = dict.fromkeys(_TEXTS, "")
    fields |= {
        "task_number": public.get("task", ""),
        "plan_number": public.get("plan", ""),
        "why": public.get("why", ""),
        "made_by": row.person,
        "state": Draw.PREPARING,
    }
    for name, column in (("kind", "kind"), ("document", "document_number")):
        if name in state:
            fields[column] = state[name]
    for name in ("bureau", "owner"):
        if name in state:
            fields[name] = state[name]
    return LoggedDraw(begun=row, title=row.title, fields=fields)


_TEXTS = (
    *("commitment", "t0", "deadline", "opens_at", "submitted_by", "approved_by", "sealed_at"),
    *("seeded_at", "held_at", "opened_at", "voided_at", "void_why", "void_asked_by"),
    *("void_agreed_by", "handed_over_to"),
)
Step = Callable[[LoggedDraw, Entry, Mapping[str, Any]], None]


def _changed(draw: LoggedDraw, _: Entry, public: Mapping[str, Any]) -> None:
    for name in ("t0", "deadline", "opens_at"):
        draw.fields[name] = public.get(name, "")


def _prepared(draw: LoggedDraw, row: Entry, public: Mapping[str, Any]) -> None:
    draw.fields["commitment"] = public["commitment"]
    draw.prepared_of = _state(row).get("prepared_of", "")
    draw.figures = _state(row).get("figures", "")


def _submitted(draw: LoggedDraw, row: Entry, _: Mapping[str, Any]) -> None:
    draw.fields |= {"state": Draw.REVIEW, "submitted_by": row.person}


def _returned(draw: LoggedDraw, _: Entry, __: Mapping[str, Any]) -> None:
    draw.fields["state"] = Draw.PREPARING


def _dropped(draw: LoggedDraw, _: Entry, __: Mapping[str, Any]) -> None:
    draw.fields["state"] = Draw.DROPPED


def _sealed(draw: LoggedDraw, row: Entry, public: Mapping[str, Any]) -> None:
    draw.fields |= {
        "state": Draw.SEALED,
        "sealed_at": _at(row),
        "approved_by": row.person,
        "commitment": public["commitment"],
        "t0": public["t0"],
        "deadline": public["deadline"],
    }
    draw.sources, draw.mode = len(public["sources"]), public["mode"]


def _revealed(draw: LoggedDraw, row: Entry, public: Mapping[str, Any]) -> None:
    draw.values.setdefault(public["source"], row)
    if len(draw.values) == draw.sources and draw.fields["state"] == Draw.SEALED:
        draw.fields |= {"state": Draw.SEEDED, "seeded_at": _at(row)}


def _entered(draw: LoggedDraw, row: Entry, public: Mapping[str, Any]) -> None:
    draw.entered[public["source"]] = row.person


def _refused(draw: LoggedDraw, _: Entry, public: Mapping[str, Any]) -> None:
    draw.entered.pop(public["source"], None)


def _held(draw: LoggedDraw, row: Entry, public: Mapping[str, Any]) -> None:
    state = Draw.PUBLISHED if draw.mode == plans.OPEN else Draw.HELD
    draw.fields |= {"state": state, "held_at": _at(row)}
    draw.result, draw.names = public["result"], _state(row).get("names", "")


def _opened(draw: LoggedDraw, row: Entry, _: Mapping[str, Any]) -> None:
    draw.fields |= {"state": Draw.PUBLISHED, "opened_at": _at(row)}


def _voided(draw: LoggedDraw, row: Entry, public: Mapping[str, Any]) -> None:
    is_by_rule = public["why"] == "assurance"
    draw.fields |= {
        "state": Draw.VOIDED,
        "voided_at": _at(row),
        "void_agreed_by": _BY_RULE if is_by_rule else row.person,
        "void_why": draw.fields["void_why"] or "随机来源缺值，按规则作废",
    }


def _void_asked(draw: LoggedDraw, row: Entry, public: Mapping[str, Any]) -> None:
    draw.fields |= {"void_why": public["why"].strip(), "void_asked_by": row.person}


def _void_refused(draw: LoggedDraw, _: Entry, __: Mapping[str, Any]) -> None:
    draw.fields |= {"void_why": "", "void_asked_by": ""}


def _handed_over(draw: LoggedDraw, row: Entry, _: Mapping[str, Any]) -> None:
    draw.fields["handed_over_to"] = draw.fields["handed_over_to"] or row.person


def _replaced(draw: LoggedDraw, row: Entry, _: Mapping[str, Any]) -> None:
    draw.replaced.append(row)


def _invited(draw: LoggedDraw, _: Entry, public: Mapping[str, Any]) -> None:
    kept = {name: public.get(name, "") for name in ("unit", "capacity")}
    draw.seats[public["name"]] = {**kept, "commitment": ""}


def _removed(draw: LoggedDraw, _: Entry, public: Mapping[str, Any]) -> None:
    draw.seats.pop(public["name"], None)


def _committed(draw: LoggedDraw, _: Entry, public: Mapping[str, Any]) -> None:
    draw.seats.setdefault(public["name"], {})["commitment"] = public["commitment"]


def _join_asked(draw: LoggedDraw, _: Entry, public: Mapping[str, Any]) -> None:
    draw.partners[public["section"]] = {
        "people": public["people"],
        "answer": INVITATION.label(JointInvitation.WAITING),
    }


def _joined(draw: LoggedDraw, _: Entry, public: Mapping[str, Any]) -> None:
    draw.partners[public["section"]] = {"people": public["people"], "answer": public["answer"]}


def _exception(draw: LoggedDraw, row: Entry, _: Mapping[str, Any]) -> None:
    exemption = draw.exceptions.setdefault((row.private or {}).get("code", ""), {})
    if row.type == events.DRAWING_EXCEPTION_ASKED.type:
        decision = EXEMPTION.label(FrequencyCapExemption.WAITING)
        exemption |= {"asked_by": row.person, "decision": decision, "decided_by": ""}
    else:
        act = "grant" if row.type == events.DRAWING_EXCEPTION_GRANTED.type else "refuse"
        state = EXEMPTION.target(act, FrequencyCapExemption.WAITING)
        exemption |= {"decision": EXEMPTION.label(state), "decided_by": row.person}


def _minutes_filed(draw: LoggedDraw, row: Entry, public: Mapping[str, Any]) -> None:
    draw.signed[public["file"]] = {"reason": public.get("reason", ""), "added_by": row.person}


_STEPS: dict[str, Step] = {
    events.DRAWING_CHANGED.type: _changed,
    events.DRAWING_PREPARED.type: _prepared,
    events.DRAWING_SUBMITTED.type: _submitted,
    events.DRAWING_RETURNED.type: _returned,
    events.DRAWING_WITHDRAWN.type: _returned,
    events.DRAWING_DROPPED.type: _dropped,
    events.DRAW_SEALED.type: _sealed,
    events.DRAW_REVEALED.type: _revealed,
    events.DRAWING_VALUE_ENTERED.type: _entered,
    events.DRAWING_VALUE_REFUSED.type: _refused,
    events.DRAWING_NONE_PROPOSED.type: _entered,
    events.DRAWING_NONE_REFUSED.type: _refused,
    events.DRAW_HELD.type: _held,
    events.DRAW_OPENED.type: _opened,
    events.DRAW_VOIDED.type: _voided,
    events.DRAWING_VOID_ASKED.type: _void_asked,
    events.DRAWING_VOID_REFUSED.type: _void_refused,
    events.DRAWING_VOID_WITHDRAWN.type: _void_refused,
    events.DRAWING_HANDED_OVER.type: _handed_over,
    events.DRAW_REPLACED.type: _replaced,
    events.DRAWING_MINUTES_FILED.type: _minutes_filed,
    events.DRAWING_WITNESS_INVITED.type: _invited,
    events.DRAWING_WITNESS_REMOVED.type: _removed,
    events.DRAWING_WITNESS_COMMITTED.type: _committed,
    events.DRAWING_JOIN_ASKED.type: _join_asked,
    events.DRAWING_JOINED.type: _joined,
    events.DRAWING_EXCEPTION_ASKED.type: _exception,
    events.DRAWING_EXCEPTION_GRANTED.type: _exception,
    events.DRAWING_EXCEPTION_REFUSED.type: _exception,
}


def _state(row: Entry) -> Mapping[str, Any]:
    """Give what an entry's private part binds of the rows, beyond what it tells people."""
    state: Mapping[str, Any] = (row.private or {}).get("state", {})
    return state


def _at(row: Entry) -> str:
    return moments.written(row.at)
