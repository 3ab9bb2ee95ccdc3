"""What inspections record; ``drawing.rechecked`` is told of the draw that was opened."""

from __future__ import annotations

from oversight.audit.event_types import EventType, Kind, Tone, register
from oversight.draws.events import DRAWING

VISIT = Kind("visit", "检查任务")

_FIELDS = {
    "afterwards": "补办",
    "announced": "预先通知",
    "answer": "负责人意见",
    "capped": "超过上限",
    "code": "代码",
    "digest": "内容摘要",
    "due": "补办期限",
    "evidence": "证据封存码",
    "exempt": "不计次数的情形",
    "helpers": "协助人员",
    "into": "并入",
    "items": "检查事项",
    "kind": "检查类型",
    "name": "名称",
    "note": "说明",
    "officers": "检查人员",
    "on": "日期",
    "opinion": "科室意见",
    "outcome": "总体结果",
    "paper": "文书",
    "place": "序号",
    "reason": "理由",
    "reference": "来源编号",
    "reported": "口头报告对象",
    "rotated": "近期派过",
    "site": "检查地点",
    "source": "任务来源",
    "version": "版本",
    "way": "通知方式",
    "why": "原因",
}


def _event(
    kind: Kind,
    type_: str,
    title: str,
    *fields: str,
    tone: Tone = Tone.PLAIN,
    is_covered: bool = False,
) -> EventType:
    words = {name: _FIELDS[name] for name in fields}
    return register(
        EventType(
            type=type_, title=title, kind=kind, fields=words, tone=tone, is_covered=is_covered
        )
    )


def _visit(type_: str, title: str, *fields: str, tone: Tone = Tone.PLAIN) -> EventType:
    """Define an act on an inspection task, which is named by its place in its draw."""
    return _event(VISIT, type_, title, "code", "place", *fields, tone=tone)


def _hidden(type_: str, title: str, *fields: str, tone: Tone = Tone.PLAIN) -> EventType:
    """Define an act that the public is not told of: nobody learns of a visit before the arrival."""
    return _event(VISIT, type_, title, "code", "place", *fields, tone=tone, is_covered=True)


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
VISIT_RECORD_SAVED = _hidden("visit.record-saved", "保存了现场记录", "version", "digest")
VISIT_RECUSAL_WITHDRAWN = _visit("visit.recusal-withdrawn", "撤回了回避的申请", "why")
VISIT_REPLACEMENT_WITHDRAWN = _visit("visit.replacement-withdrawn", "撤回了递补的申请", "why")
VISIT_MERGED = _visit("visit.merged", "合并了检查任务", "into", "name")
VISIT_REGISTERED = _hidden(
    "visit.registered",
    "登记了随机抽查以外的检查",
    *("name", "source", "kind", "on", "items", "officers", "reason", "reference"),
    *("exempt", "note", "evidence"),
)
VISIT_MOVED = _hidden("visit.moved", "改定了检查日期", "on")
VISIT_TEAM_CHANGED = _hidden("visit.team-changed", "换了检查人员", "officers", "reason")
VISIT_SUBMITTED = _hidden(
    "visit.submitted",
    "报请审批检查",
    *("afterwards", "why", "site", "announced", "helpers", "opinion", "exempt", "note"),
)
VISIT_APPROVED = _hidden("visit.approved", "批准了检查", "afterwards", "answer", tone=Tone.SEAL)
VISIT_REFUSED = _hidden("visit.refused", "没有批准检查", "afterwards", "answer", tone=Tone.REFUSAL)
VISIT_WITHDRAWN = _hidden("visit.withdrawn", "撤回了检查", "reason", tone=Tone.VOID)
VISIT_NOTIFIED = _hidden("visit.notified", "登记了检查通知", "way", "paper")
VISIT_TOLD = _hidden("visit.told", "告知了检查结果", "outcome", "paper")
VISIT_ARRIVED_URGENTLY = _hidden(
    "visit.arrived-urgently", "紧急到场，事后补办审批", "reason", "reported", "due", "on"
)
VISIT_OFFICER_RECUSAL_ASKED = _hidden("visit.officer-recusal-asked", "提出了检查人员回避", "note")
VISIT_OFFICER_RECUSAL_REFUSED = _hidden(
    "visit.officer-recusal-refused", "没有同意检查人员回避", "reason", tone=Tone.REFUSAL
)
