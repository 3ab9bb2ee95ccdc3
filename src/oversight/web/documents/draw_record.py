"""抽取记录 as a numbered document: what the draw's files and the log say, and who met where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from oversight.common import moments
from oversight.draws import explanations
from oversight.draws.records import Record
from oversight.draws.services import dating
from oversight.web.documents.minutes import facts as facts_of

TYPE = "draw-record"
_AS_THEY_ARE = (
    *("title", "number", "task", "plan", "kind", "items", "owner", "partners", "sealed_at"),
    *("subjects", "excluded", "held_at", "assurance", "drawn", "hidden", "visits", "changes"),
    *("voids", "signs"),
)
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
_GROUP = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Where and when the draw was held, and who was there: pairs of capacity and name."""

    place: str
    started_at: datetime
    ended_at: datetime
    attendees: Sequence[tuple[str, str]]


def attendees(record: Record) -> list[tuple[str, str]]:
    """Give who was there as far as the program knows: host, checker, witnesses, supervisor."""
    draw = record.draw
    people = [("主持人", draw.submitted_by), ("复核人", draw.approved_by)]
    people += [(f"见证人（{seat.capacity}）", seat.name) for seat in draw.witnesses.all()]
    if draw.handed_over_to:
        people.append(("监督", draw.handed_over_to))
    return [(who, name) for who, name in people if name]


def data(
    record: Record, meeting: Meeting, *, copy_checks: Sequence[str], address: str
) -> dict[str, Any]:
    """Give the document's data; of a sealed draw before its opening neither names nor numbers."""
    draw, facts = record.draw, facts_of(record)
    exclusions = (draw.figures or {}).get("exclusions", [])
    return {
        **{name: facts[name] for name in _AS_THEY_ARE},
        "place": meeting.place,
        "started_at": moments.written(meeting.started_at),
        "ended_at": moments.written(meeting.ended_at),
        "attendees": [{"who": who, "name": name} for who, name in meeting.attendees],
        "commitment": _short(draw.commitment),
        "log_head": _log_head(record),
        "exclusions": [{"text": row["text"], "count": row["count"]} for row in exclusions],
        "seed": _short(explanations.seed_of(record) or facts["seed"]),
        "rates": [
            {"name": row["name"], "size": row["size"], "draw": row["draw"]}
            for row in facts["rates"]
        ],
        "sources": [{**row, "value": _in_eights(row["value"])} for row in facts["sources"]],
        "check": "；".join(copy_checks),
        "address": address,
    }


def _log_head(record: Record) -> str:
    head = dating.head(record.draw)
    return f"第 {head.size} 条，链头 {_short(head.root.hex())}" if head else ""


def _in_eights(value: str) -> str:
    """Write a source's number whole, what is long in groups of eight: it is signed for."""
    groups = [value[at : at + _GROUP] for at in range(0, len(value), _GROUP)]
    return " ".join(groups) if _DIGEST.fullmatch(value) else value


def _short(text: str) -> str:
    """Write digests by their first and last eight digits; all else stays."""
    return _DIGEST.sub(lambda match: f"{match[0][:8]}…{match[0][-8:]}", text)
