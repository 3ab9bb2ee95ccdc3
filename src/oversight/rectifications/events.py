"""What rectifications record; the public is told nothing of one firm's faults by the log."""

from __future__ import annotations

from oversight.audit.event_types import EventType, Kind, Tone, register

RECTIFICATION = Kind("rectification", "责令改正")

_FIELDS = {
    "answer": "决定的理由",
    "clue": "案件线索",
    "code": "检查结果",
    "days": "日数",
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


OPENED = _event("opened", "开立了责令改正", "name", "visit", "code", "points", tone=Tone.SEAL)
ORDERED = _event("ordered", "出具了限期改正指令书", "order", "days")
SERVED = _event("served", "登记了送达", "way", "on", "paper")
BEGUN = _event("begun", "起算了改正期", "due")
LINKED = _event("linked", "发了企业报告链接")
REPORTED = _event("reported", "企业报告了改正情况", "receipt", "files")
SPOT_PROVED = _event("spot-proved", "登记了当场改正", "files")
SPOT_ACCEPTED = _event("spot-accepted", "核实了当场改正", "on", tone=Tone.SEAL)
SPOT_RETURNED = _event("spot-returned", "退回了当场改正", "reason", tone=Tone.REFUSAL)
RECHECK_ARRANGED = _event("recheck-arranged", "安排了回访", "visit")
PASSED = _event("passed", "复查合格，已销号", "visit", "on", "files", tone=Tone.SEAL)
FAILED = _event("failed", "复查不合格", "visit", "on", "files", tone=Tone.REFUSAL)
EXTENSION_ASKED = _event("extension-asked", "申请了延期", "days", "reason")
EXTENSION_GRANTED = _event("extension-granted", "同意了延期", "days", "due", "answer")
EXTENSION_REFUSED = _event("extension-refused", "没有同意延期", "answer", tone=Tone.REFUSAL)
ESCALATED = _event("escalated", "移交了案件线索", "clue", "reason", tone=Tone.SEAL)
CANCELLED = _event("cancelled", "撤销了责令改正", "reason", tone=Tone.VOID)
