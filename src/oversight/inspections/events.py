"""What inspections record; ``drawing.rechecked`` is told of the draw that was opened."""

from __future__ import annotations

from oversight.audit.event_types import EventType, Kind, Tone, register
from oversight.draws.events import DRAWING

VISIT = Kind("visit", "检查任务")

_FIELDS = {
    "capped": "超过上限",
    "code": "代码",
    "evidence": "证据封存码",
    "into": "并入",
    "name": "名称",
    "note": "说明",
    "on": "日期",
    "place": "序号",
    "reason": "理由",
    "rotated": "近期派过",
    "why": "原因",
}


def _event(kind: Kind, type_: str, title: str, *fields: str, tone: Tone = Tone.PLAIN) -> EventType:
    words = {name: _FIELDS[name] for name in fields}
    return register(EventType(type=type_, title=title, kind=kind, fields=words, tone=tone))


def _visit(type_: str, title: str, *fields: str, tone: Tone = Tone.PLAIN) -> EventType:
    """Define an act on an inspection task, which is named by its place in its draw."""
    return _event(VISIT, type_, title, "code", "place", *fields, tone=tone)


DRAWING_RECHECKED = _event(
    DRAWING, "drawing.rechecked", "开封后复核了上限和轮换", "capped", "rotated"
)
VISIT_ACCEPTED = _visit("visit.accepted", "接受了检查任务", "on")
VISIT_DATED = _visit("visit.dated", "定了检查日期", "on")
VISIT_RETURNED = _visit("visit.returned", "撤回了批量定的检查日期")
VISIT_RECUSAL_ASKED = _visit("visit.recusal-asked", "提出了回避", "why", "note", "evidence", "name")
VISIT_RECUSAL_REFUSED = _visit(
    "visit.recusal-refused", "没有同意回避", "why", "reason", tone=Tone.REFUSAL
)
VISIT_REPLACEMENT_ASKED = _visit(
    "visit.replacement-asked", "申请了递补", "why", "note", "evidence", "name"
)
VISIT_REPLACEMENT_REFUSED = _visit(
    "visit.replacement-refused", "没有同意递补", "why", "reason", tone=Tone.REFUSAL
)
VISIT_RECUSAL_WITHDRAWN = _visit("visit.recusal-withdrawn", "撤回了回避的申请", "why")
VISIT_REPLACEMENT_WITHDRAWN = _visit("visit.replacement-withdrawn", "撤回了递补的申请", "why")
VISIT_MERGED = _visit("visit.merged", "合并了检查任务", "into", "name")
