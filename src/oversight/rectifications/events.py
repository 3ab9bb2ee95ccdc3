"""What rectifications record; the public is told nothing of one firm's faults by the log."""

from __future__ import annotations

from oversight.audit.event_types import EventType, Kind, Tone, register

RECTIFICATION = Kind("rectification", "责令改正")

_FIELDS = {
    "answer": "决定的理由",
    "clue": "案件线索",
    "code": "检查结果",
    "days": "日数",
    "document": "文书",
    "due": "改正期满日",
    "files": "证明材料",
    "name": "名称",
    "on": "日期",
    "order": "指令书",
    "paper": "送达回证",
    "points": "改正事项",
    "reason": "理由",
    "receipt": "回执编号",
    "visit": "检查任务",
    "way": "送达方式",
}


def _event(type_: str, title: str, *fields: str, tone: Tone = Tone.PLAIN) -> EventType:
    return register(
        EventType(
            type=f"rectification.{type_}",
            title=title,
            kind=RECTIFICATION,
            fields={name: _FIELDS[name] for name in fields},
            hidden=frozenset({"content"}),
            tone=tone,
            is_covered=True,
        )
    )


RECTIFICATION_OPENED = _event(
    "opened", "开立了责令改正", "name", "visit", "code", "points", tone=Tone.SEAL
)
RECTIFICATION_ORDERED = _event("ordered", "出具了限期改正指令书", "order", "days")
RECTIFICATION_SERVED = _event("served", "登记了送达", "way", "on", "paper")
RECTIFICATION_BEGUN = _event("begun", "起算了改正期", "due")
RECTIFICATION_LINKED = _event("linked", "发了企业报告链接")
RECTIFICATION_REPORTED = _event("reported", "企业报告了改正情况", "receipt", "files")
RECTIFICATION_PHONE_SHOWN = _event("phone-shown", "查看了报告人的完整电话", "receipt")
RECTIFICATION_SPOT_PROVED = _event("spot-proved", "登记了当场改正", "files")
RECTIFICATION_SPOT_ACCEPTED = _event("spot-accepted", "核实了当场改正", "on", tone=Tone.SEAL)
RECTIFICATION_SPOT_RETURNED = _event("spot-returned", "退回了当场改正", "reason")
RECTIFICATION_RECHECK_ARRANGED = _event("recheck-arranged", "安排了回访", "visit")
RECTIFICATION_PASSED = _event(
    "passed", "复查合格，已销号", "visit", "on", "document", "files", tone=Tone.SEAL
)
RECTIFICATION_FAILED = _event("failed", "复查不合格", "visit", "on", "document", "files")
RECTIFICATION_EXTENSION_ASKED = _event("extension-asked", "申请了延期", "days", "reason")
RECTIFICATION_EXTENSION_GRANTED = _event("extension-granted", "同意了延期", "days", "due", "answer")
RECTIFICATION_EXTENSION_REFUSED = _event(
    "extension-refused", "没有同意延期", "answer", tone=Tone.REFUSAL
)
RECTIFICATION_ESCALATED = _event(
    "escalated", "移交了案件线索", "clue", "document", "reason", tone=Tone.SEAL
)
RECTIFICATION_CANCELLED = _event("cancelled", "撤销了责令改正", "reason", tone=Tone.VOID)
