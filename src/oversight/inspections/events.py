"""What inspections record; ``drawing.rechecked`` is told of the draw that was opened."""

from __future__ import annotations

from oversight.audit.event_types import EventType, Kind, Tone, register
from oversight.draws.events import DRAWING

VISIT = Kind("visit", "检查任务")

_FIELDS = {
    "afterwards": "补办",
    "announced": "预先通知",
    "answer": "负责人意见",
    "assistance": "异地协助的依据",
    "campaign": "专项方案",
    "capped": "超过上限",
    "certificate": "证号",
    "code": "代码",
    "digest": "内容摘要",
    "due": "补办期限",
    "evidence": "证据封存码",
    "exempt": "不计次数的情形",
    "helpers": "协助人员",
    "into": "并入",
    "items": "检查事项",
    "kind": "检查类型",
    "late": "补录",
    "name": "名称",
    "note": "说明",
    "noted": "手机时间",
    "officers": "检查人员",
    "on": "日期",
    "opinion": "科室意见",
    "outcome": "总体结果",
    "paper": "文书",
    "place": "序号",
    "path": "未能检查的情形",
    "reason": "理由",
    "redo": "重新检查",
    "record": "记录摘要",
    "reference": "来源编号",
    "reported": "口头报告对象",
    "result": "检查结果",
    "rotated": "近期派过",
    "signatures": "签名摘要",
    "site": "检查地点",
    "source": "任务来源",
    "until": "证件有效期至",
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
    *("exempt", "note", "evidence", "campaign"),
)
VISIT_MOVED = _hidden("visit.moved", "改定了检查日期", "on")
VISIT_TEAM_CHANGED = _hidden("visit.team-changed", "换了检查人员", "officers", "reason")
VISIT_SUBMITTED = _hidden(
    "visit.submitted",
    "报请审批检查",
    *(
        "afterwards",
        "why",
        "site",
        "announced",
        "helpers",
        "opinion",
        "exempt",
        "note",
        "assistance",
    ),
)
VISIT_APPROVED = _hidden("visit.approved", "批准了检查", "afterwards", "answer", tone=Tone.SEAL)
VISIT_REFUSED = _hidden("visit.refused", "没有批准检查", "afterwards", "answer", tone=Tone.REFUSAL)
VISIT_WITHDRAWN = _hidden("visit.withdrawn", "撤回了检查", "reason", tone=Tone.VOID)
VISIT_NOTIFIED = _hidden("visit.notified", "登记了检查通知", "way", "paper")
VISIT_TOLD = _hidden("visit.told", "告知了检查结果", "outcome", "paper")
_SITE = ("officers", "certificate", "until", "noted", "late", "reason")
VISIT_CERTIFICATE_SHOWN = _hidden("visit.certificate-shown", "出示了证件、确认到场", *_SITE)
VISIT_ARRIVED = _hidden("visit.arrived", "出示了证件、检查人员到齐", *_SITE)
VISIT_STARTED = _hidden("visit.started", "开始了检查", *_SITE)
VISIT_LEFT = _hidden("visit.left", "离开了现场", *_SITE)
VISIT_CODE_MADE = _hidden("visit.code-made", "生成了检查码", "digest")
VISIT_CODE_LINKED = _hidden("visit.code-linked", "登记了外部检查码", "reference")
VISIT_OBJECTION = _hidden("visit.objection", "收到了异议申请", "reference", "digest")
VISIT_CONTACT_SHOWN = _hidden("visit.contact-shown", "查看了提出异议的人的联系方式", "reference")
RATING = Kind("rating", "检查评价")
RATING_GIVEN = _event(RATING, "rating.given", "收到了一份匿名评价", "digest", is_covered=True)
VISIT_ARRIVED_URGENTLY = _hidden(
    "visit.arrived-urgently", "紧急到场，事后补办审批", "reason", "reported", "due", "on"
)
VISIT_OFFICER_RECUSAL_ASKED = _hidden("visit.officer-recusal-asked", "提出了检查人员回避", "note")
VISIT_OFFICER_RECUSAL_REFUSED = _hidden(
    "visit.officer-recusal-refused", "没有同意检查人员回避", "reason", tone=Tone.REFUSAL
)
VISIT_SIGNING_BEGUN = _hidden("visit.signing-begun", "把笔录交双方签字", "digest", "record")
VISIT_REOPENED = _hidden("visit.reopened", "退回修改笔录", "reason")
VISIT_SIGNED = _hidden("visit.signed", "在笔录上签了字", "name", "way", "record", "evidence")
VISIT_SIGNATURE_REFUSED = _hidden(
    "visit.signature-refused", "登记了拒绝签字", "reason", "record", tone=Tone.REFUSAL
)
_OUTCOME = ("result", "on", "digest", "record", "signatures")
VISIT_FINISHED = _hidden("visit.finished", "现场检查完结", *_OUTCOME, tone=Tone.SEAL)
VISIT_NOT_INSPECTED = _hidden("visit.not-inspected", "登记了未能检查", "path", *_OUTCOME)
VISIT_STRUCK = _hidden("visit.struck", "登记了检查对象注销、吊销、撤销或迁出", "path", *_OUTCOME)
VISIT_CONCLUDED = _hidden(
    "visit.concluded", "书面检查完结", "result", "on", "way", "note", tone=Tone.SEAL
)
VISIT_SUSPENDED = _hidden("visit.suspended", "中止了检查", "reason")
VISIT_RESUMED = _hidden("visit.resumed", "恢复了检查")
VISIT_GOES_AGAIN = _hidden("visit.goes-again", "中止以后改日再到场")
VISIT_CORRECTED = _hidden("visit.corrected", "更正了笔录", "digest", "reason")
VISIT_PICTURES_MISSING = _hidden("visit.pictures-missing", "写明了没有传到的照片", "reason")
VISIT_DEFECT_FOUND = _hidden("visit.defect-found", "登记了程序瑕疵", "reason", tone=Tone.VOID)
VISIT_DEFECT_DECIDED = _hidden("visit.defect-decided", "决定了程序瑕疵", "redo", "answer")
