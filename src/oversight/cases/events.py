"""What cases and referrals record; nobody outside is told of a case before it is decided."""

from __future__ import annotations

from oversight.audit.event_types import EventType, Kind, Tone, register

CASE = Kind("case", "案件")
REFERRAL = Kind("referral", "移送")

FIELDS = {
    "amount": "数额",
    "approver": "批准的负责人",
    "attempts": "联系的经过",
    "basis": "依据",
    "by": "撤销的机关",
    "class": "信用信息类别",
    "confiscated": "没收",
    "consequences": "撤销的后果",
    "digest": "文件摘要",
    "discussion": "集体讨论",
    "document": "文书",
    "enclosures": "附件",
    "evidence": "证据",
    "facts": "事实",
    "finding": "案由",
    "fine": "罚款",
    "grounds": "理由和说明",
    "handling": "怎样处理",
    "heavier": "比告知更重的理由",
    "host": "主持人",
    "kind": "种类",
    "kinds": "处罚种类",
    "manner": "送达方式",
    "name": "当事人",
    "note": "说明",
    "number": "文号",
    "officers": "办案人员",
    "on": "日期",
    "opinion": "意见",
    "outcome": "决定",
    "performance": "执行方式",
    "place": "地点",
    "reason": "理由",
    "receiver": "签收人",
    "result": "结果",
    "review": "法制审核",
    "rights": "听证权利",
    "source": "来源",
    "goods": "物品",
    "to": "移送给",
    "until": "期限",
    "visit": "检查任务编号",
    "way": "方式",
}


def _event(kind: Kind, type_: str, title: str, tone: Tone = Tone.PLAIN) -> EventType:
    return register(
        EventType(type=type_, title=title, kind=kind, fields=FIELDS, tone=tone, is_covered=True)
    )


def _case(type_: str, title: str, tone: Tone = Tone.PLAIN) -> EventType:
    return _event(CASE, type_, title, tone)


def _referral(type_: str, title: str, tone: Tone = Tone.PLAIN) -> EventType:
    return _event(REFERRAL, type_, title, tone)


CASE_BEGUN = _case("case.begun", "登记了案件线索")
CASE_SUBMITTED = _case("case.submitted", "报请了立案")
CASE_FILED = _case("case.filed", "批准了立案", Tone.SEAL)
CASE_REFUSED = _case("case.refused", "不予立案", Tone.REFUSAL)
CASE_WITHDRAWN = _case("case.withdrawn", "撤销了立案", Tone.VOID)
CASE_ASSIGNED = _case("case.assigned", "指定了办案人员")
CASE_INQUIRED = _case("case.inquired", "登记了调查询问书的送达")
CASE_REPLIED = _case("case.replied", "登记了对询问的答复")
CASE_EXTENDED = _case("case.extended", "批准延长了办案期限")
CASE_SUSPECTED = _case("case.suspected", "登记了涉嫌犯罪")
CASE_EVIDENCE_COLLECTED = _case("case.evidence-collected", "登记了证据")
CASE_EVIDENCE_JUDGED = _case("case.evidence-judged", "审查了证据")
CASE_SEIZED = _case("case.seized", "登记了先行登记保存")
CASE_SEIZURE_HANDLED = _case("case.seizure-handled", "处理了登记保存的物品")
CASE_TOLD = _case("case.told", "告知了拟作出的处罚")
CASE_DEFENDED = _case("case.defended", "登记了陈述、申辩")
CASE_HEARING_ASKED = _case("case.hearing-asked", "登记了听证要求")
CASE_HEARD = _case("case.heard", "登记了听证笔录")
CASE_REVIEW_ASKED = _case("case.review-asked", "送了法制审核")
CASE_REVIEW_PASSED = _case("case.review-passed", "法制审核通过", Tone.SEAL)
CASE_REVIEW_RETURNED = _case("case.review-returned", "法制审核退回")
CASE_CONCLUDED = _case("case.concluded", "调查终结，报请决定")
CASE_PROPOSED = _case("case.proposed", "报请了决定")
CASE_DECIDED = _case("case.decided", "作出了决定", Tone.SEAL)
CASE_SENT_BACK = _case("case.sent-back", "退回补充调查")
CASE_SERVED = _case("case.served", "登记了决定书的送达")
CASE_INSTALMENTS_GRANTED = _case("case.instalments-granted", "批准了分期缴纳")
CASE_PAID = _case("case.paid", "登记了缴款")
CASE_EXECUTED = _case("case.executed", "登记了执行完毕")
CASE_CLOSING_ASKED = _case("case.closing-asked", "报请了结案")
CASE_CLOSED = _case("case.closed", "批准了结案", Tone.SEAL)
CASE_CLOSING_RETURNED = _case("case.closing-returned", "退回了结案")
CASE_REVOKED = _case("case.revoked", "撤销了决定", Tone.VOID)
CASE_CONSEQUENCE_SETTLED = _case("case.consequence-settled", "办理了撤销的后果")

REFERRAL_BEGUN = _referral("referral.begun", "报告了移送")
REFERRAL_APPROVED = _referral("referral.approved", "批准了移送", Tone.SEAL)
REFERRAL_REFUSED = _referral("referral.refused", "不予移送", Tone.REFUSAL)
REFERRAL_SENT = _referral("referral.sent", "送出了移送函")
REFERRAL_RECEIVED = _referral("referral.received", "登记了回执")
REFERRAL_REMINDED = _referral("referral.reminded", "催办了移送")
REFERRAL_ANSWERED = _referral("referral.answered", "登记了对方的决定")
REFERRAL_DECLINED = _referral("referral.declined", "登记了对方不受理")
REFERRAL_APPEALED = _referral("referral.appealed", "提请了复议或者监督")
REFERRAL_ENDED = _referral("referral.ended", "了结了移送")
REFERRAL_PACKED = _referral("referral.packed", "制作了移送材料")
REFERRAL_HANDED_OVER = _referral("referral.handed-over", "移交了涉案物品")
