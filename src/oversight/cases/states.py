"""The states of cases and referrals, and who may do what in them (guide 1.5)."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import TextChoices

from oversight.accounts.rules import Permission
from oversight.common.transitions import STAYS, StateMachine, Transition, labels_of


class CaseState(TextChoices):
    """Where a case is."""

    CLUE = "clue", "线索"
    AWAITING = "awaiting", "待立案审批"
    FILED = "filed", "已立案"
    INVESTIGATING = "investigating", "调查中"
    TOLD = "told", "已告知"
    HEARING = "hearing", "听证中"
    REVIEWING = "reviewing", "法制审核"
    DECIDING = "deciding", "待决定"
    DECIDED = "decided", "已决定"
    SERVED = "served", "已送达"
    EXECUTED = "executed", "执行完毕"
    CLOSING = "closing", "待结案审批"
    CLOSED = "closed", "已结案"
    NOT_FILED = "not_filed", "不予立案"
    WITHDRAWN = "withdrawn", "已撤销立案"
    REVOKED = "revoked", "决定已撤销"


class ReferralState(TextChoices):
    """Where a referral is; only an answer ends it."""

    DRAFTED = "drafted", "待批准"
    REFUSED = "refused", "不予移送"
    APPROVED = "approved", "已批准"
    SENT = "sent", "已送出、等回执"
    RECEIVED = "received", "已回执、等结果"
    DECLINED = "declined", "对方不受理"
    APPEALED = "appealed", "已提请复议或者监督"
    ANSWERED = "answered", "有结果"
    ENDED = "ended", "不受理，已了结"


class DecisionState(TextChoices):
    """Whether a decision stands."""

    STANDING = "standing", "有效"
    REVOKED = "revoked", "已撤销"


class EvidenceState(TextChoices):
    """Whether a piece of evidence is accepted."""

    COLLECTED = "collected", "待审查"
    ACCEPTED = "accepted", "采信"
    EXCLUDED = "excluded", "不采信"


_S, _R = CaseState, ReferralState
_MAKE, _DECIDE = Permission.MAKE_CASES, Permission.DECIDE_CASES
ON_FILE = (_S.FILED, _S.INVESTIGATING, _S.TOLD, _S.HEARING, _S.REVIEWING, _S.DECIDING)
"""The states of a case that is filed and not decided."""
OPEN = (_S.CLUE, _S.AWAITING, *ON_FILE, _S.DECIDED, _S.SERVED, _S.EXECUTED, _S.CLOSING)
"""The states in which something is still to be done."""
DECIDED = (_S.DECIDED, _S.SERVED, _S.EXECUTED, _S.CLOSING, _S.CLOSED)
WAITING = (_R.DRAFTED, _R.APPROVED, _R.SENT, _R.RECEIVED, _R.DECLINED, _R.APPEALED)
"""The states of a referral that is not done."""

SUBMIT, FILE, REFUSE, WITHDRAW = "submit", "file", "refuse", "withdraw"
ASSIGN, INQUIRE, REPLY, EXTEND, SUSPECT = "assign", "inquire", "reply", "extend", "suspect"
COLLECT, SEIZE = "collect", "seize"
TELL, DEFEND, ASK_HEARING, HOLD_HEARING = "tell", "defend", "ask_hearing", "hold_hearing"
SUBMIT_REVIEW, PASS_REVIEW, RETURN_REVIEW = "submit_review", "pass_review", "return_review"
CONCLUDE, PROPOSE, DECIDE, SEND_BACK = "conclude", "propose", "decide", "send_back"
SERVE, INSTALMENTS, PAY, EXECUTE = "serve", "instalments", "pay", "execute"
SUBMIT_CLOSING, CLOSE, RETURN_CLOSING = "submit_closing", "close", "return_closing"
REVOKE, SETTLE = "revoke", "settle"
BEGIN, JUDGE, HANDLE = "begin", "judge", "handle"
BESIDE = {BEGIN: "登记线索", JUDGE: "审查证据", HANDLE: "处理登记保存的物品"}
"""What is kept among the acts of a case beside the table: it changes parts of the case alone."""
EXITS = (WITHDRAW, REVOKE)
"""The acts that end a case otherwise: possible, and never what is to be done next."""


def _row(
    act: str, label: str, sources: Collection[str], target: str, power: Permission, guard: str
) -> Transition:
    row = {"act": act, "label": label, "target": target, "guard": guard}
    return Transition(sources=tuple(sources), permission=power, **row)


_DECIDER = "决定的人不是报请的人，也不是办案人员"
_FILING = (
    _row(
        SUBMIT,
        "报请立案",
        (_S.CLUE,),
        _S.AWAITING,
        _MAKE,
        "写明事实、依据和承办意见；属于本机关管辖；过了追究期限的写明理由",
    ),
    _row(FILE, "批准立案", (_S.AWAITING,), _S.FILED, _DECIDE, _DECIDER),
    _row(REFUSE, "不予立案", (_S.AWAITING,), _S.NOT_FILED, _DECIDE, f"写明理由；{_DECIDER}"),
    _row(
        WITHDRAW,
        "撤销立案",
        (_S.FILED, _S.INVESTIGATING, _S.TOLD),
        _S.WITHDRAWN,
        _DECIDE,
        f"写明理由，例如情节轻微并已改正；{_DECIDER}",
    ),
)
_INVESTIGATING = (
    _row(
        ASSIGN,
        "指定办案人员",
        (_S.FILED,),
        _S.INVESTIGATING,
        _MAKE,
        "至少两名，证件当天有效，没有回避",
    ),
    _row(
        ASSIGN,
        "指定办案人员",
        (_S.INVESTIGATING,),
        STAYS,
        _MAKE,
        "至少两名，证件当天有效，没有回避；写明换人的理由",
    ),
    _row(
        COLLECT,
        "登记证据",
        (_S.CLUE, _S.INVESTIGATING, _S.TOLD, _S.HEARING),
        STAYS,
        _MAKE,
        "证据的种类是行政处罚法第四十六条所列的",
    ),
    _row(
        SEIZE,
        "登记先行登记保存",
        (_S.INVESTIGATING,),
        STAYS,
        _MAKE,
        "写明物品、地点、批准的负责人；七个工作日内处理",
    ),
    _row(INQUIRE, "登记调查询问书送达", (_S.INVESTIGATING,), STAYS, _MAKE, "写明送达日期"),
    _row(REPLY, "登记对询问的答复", (_S.INVESTIGATING,), STAYS, _MAKE, "调查询问书已经送达"),
    _row(EXTEND, "批准延长办案期限", ON_FILE, STAYS, _DECIDE, f"只延长一次，写明理由；{_DECIDER}"),
    _row(SUSPECT, "登记涉嫌犯罪", ON_FILE, STAYS, _MAKE, "写明达到的标准；以后不能以罚款代替移送"),
)
_TELLING = (
    _row(
        TELL,
        "告知拟作出的处罚",
        (_S.INVESTIGATING,),
        _S.TOLD,
        _MAKE,
        "有采信的证据，没有待审查的证据；告知事实、理由、依据和权利",
    ),
    _row(DEFEND, "登记陈述、申辩", (_S.TOLD,), STAYS, _MAKE, "写明是否采纳和理由"),
    _row(
        ASK_HEARING,
        "登记听证要求",
        (_S.TOLD,),
        _S.HEARING,
        _MAKE,
        "告知了听证权利；告知后五个工作日内提出",
    ),
    _row(
        HOLD_HEARING,
        "登记听证笔录",
        (_S.HEARING,),
        _S.TOLD,
        _MAKE,
        "听证七个工作日以前通知；主持人不是办案人员",
    ),
    _row(
        SUBMIT_REVIEW,
        "送法制审核",
        (_S.TOLD,),
        _S.REVIEWING,
        _MAKE,
        "陈述申辩、听证的期限已过，或者当事人已经陈述、放弃",
    ),
    _row(
        PASS_REVIEW,
        "法制审核通过",
        (_S.REVIEWING,),
        _S.DECIDING,
        Permission.REVIEW_CASES,
        "审核的人不是办案人员，也不是送审的人",
    ),
    _row(
        RETURN_REVIEW,
        "法制审核退回",
        (_S.REVIEWING,),
        _S.INVESTIGATING,
        Permission.REVIEW_CASES,
        "写明意见；审核的人不是办案人员",
    ),
)
_DECIDING = (
    _row(
        CONCLUDE,
        "调查终结，报请不予处罚或者移送",
        (_S.INVESTIGATING,),
        _S.DECIDING,
        _MAKE,
        "有采信的证据，没有待审查的证据",
    ),
    _row(
        PROPOSE,
        "报请决定",
        (_S.TOLD,),
        _S.DECIDING,
        _MAKE,
        "不需要法制审核；陈述申辩、听证的期限已过，或者当事人已经陈述、放弃",
    ),
    _row(
        DECIDE,
        "作出决定",
        (_S.DECIDING,),
        _S.DECIDED,
        _DECIDE,
        f"告知以后才能处罚；申辩以后不能更重，更重的说明理由；涉嫌犯罪的先移送；{_DECIDER}",
    ),
    _row(
        SEND_BACK,
        "退回补充调查",
        (_S.DECIDING,),
        _S.INVESTIGATING,
        _DECIDE,
        f"写明理由；{_DECIDER}",
    ),
)
_CARRYING_OUT = (
    _row(
        SERVE,
        "登记决定书送达",
        (_S.DECIDED,),
        _S.SERVED,
        _MAKE,
        "处罚决定书附有信用修复告知；电子送达须有书面同意",
    ),
    _row(
        INSTALMENTS,
        "批准延期、分期缴纳",
        (_S.SERVED,),
        STAYS,
        _DECIDE,
        f"各期合计等于未缴的数额；{_DECIDER}",
    ),
    _row(PAY, "登记缴款", (_S.SERVED,), STAYS, _MAKE, "不超过未缴的数额"),
    _row(
        EXECUTE,
        "登记执行完毕",
        (_S.SERVED,),
        _S.EXECUTED,
        _MAKE,
        "罚没款已经缴清，或者申请了强制执行",
    ),
    _row(SUBMIT_CLOSING, "报请结案", (_S.EXECUTED,), _S.CLOSING, _MAKE, "有关的移送都有了结果"),
    _row(CLOSE, "批准结案", (_S.CLOSING,), _S.CLOSED, _DECIDE, _DECIDER),
    _row(RETURN_CLOSING, "结案退回", (_S.CLOSING,), _S.EXECUTED, _DECIDE, f"写明理由；{_DECIDER}"),
)
_REVOKING = (
    _row(
        REVOKE,
        "撤销决定",
        DECIDED,
        _S.REVOKED,
        _DECIDE,
        "写明由谁撤销、文号、日期和理由；后果逐项列出",
    ),
    _row(SETTLE, "登记撤销的后果已办", (_S.REVOKED,), STAYS, _MAKE, "写明怎样办的"),
)
CASE = StateMachine(
    name="案件",
    labels=labels_of(CaseState),
    first=(_S.CLUE,),
    transitions=(*_FILING, *_INVESTIGATING, *_TELLING, *_DECIDING, *_CARRYING_OUT, *_REVOKING),
)

APPROVE, REFUSE_REFERRAL, SEND, RECEIVE = "approve", "refuse", "send", "receive"
REMIND, ANSWER, DECLINE, APPEAL = "remind", "answer", "decline", "appeal"
END_REFERRAL, HAND_OVER, PACK = "end", "hand_over", "pack"
REFERRAL_BESIDE = {"report": "报告移送", PACK: "制作移送材料"}
"""What is kept among the acts of a referral beside the table."""
REFERRAL = StateMachine(
    name="移送",
    labels=labels_of(ReferralState),
    first=(_R.DRAFTED,),
    transitions=(
        _row(
            APPROVE,
            "批准移送",
            (_R.DRAFTED,),
            _R.APPROVED,
            _DECIDE,
            "批准的人不是报告的人；涉嫌犯罪的由两名执法人员报告",
        ),
        _row(
            REFUSE_REFERRAL,
            "不予移送",
            (_R.DRAFTED,),
            _R.REFUSED,
            _DECIDE,
            "写明理由；批准的人不是报告的人",
        ),
        _row(SEND, "登记送出", (_R.APPROVED,), _R.SENT, _MAKE, "写明方式；同时出具移送函"),
        _row(RECEIVE, "登记回执", (_R.SENT,), _R.RECEIVED, _MAKE, "写明签收的人和日期"),
        _row(REMIND, "登记催办", (_R.SENT, _R.RECEIVED, _R.APPEALED), STAYS, _MAKE, "写明怎样催的"),
        _row(
            ANSWER,
            "登记对方的决定",
            (_R.RECEIVED, _R.APPEALED),
            _R.ANSWERED,
            _MAKE,
            "写明对方的决定、文号和日期",
        ),
        _row(DECLINE, "登记对方不受理", (_R.RECEIVED,), _R.DECLINED, _MAKE, "写明对方的理由和日期"),
        _row(
            APPEAL,
            "提请复议或者立案监督",
            (_R.DECLINED,),
            _R.APPEALED,
            _MAKE,
            "只对公安机关不予立案；写明向谁提请",
        ),
        _row(
            END_REFERRAL,
            "不再提请，了结",
            (_R.DECLINED, _R.APPEALED),
            _R.ENDED,
            _DECIDE,
            "写明理由和以后由谁处理",
        ),
        _row(HAND_OVER, "登记移交涉案物品", (_R.ANSWERED,), STAYS, _MAKE, "公安机关已经立案"),
    ),
)
