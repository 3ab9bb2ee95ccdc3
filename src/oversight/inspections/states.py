"""The states of inspection tasks, their approval and replacement, and who may do what in them."""

from __future__ import annotations

from oversight.accounts.rules import Permission
from oversight.common.transitions import STAYS, StateMachine, Transition, labels_of
from oversight.inspections.state_words import (
    ApprovalState,
    ReplacementState,
    ResultState,
    TaskState,
)

__all__ = ["ApprovalState", "ReplacementState", "ResultState", "TaskState"]
_S = TaskState
PLANNED = (_S.DRAWN, _S.REGISTERED, _S.ACCEPTED)
"""The states before anybody was asked for approval."""
BEFORE_ARRIVAL = (*PLANNED, _S.AWAITING, _S.APPROVED, _S.NOTIFIED)
ON_SITE = (_S.PAPERS_LATER, _S.ARRIVED, _S.INSPECTING, _S.SIGNING, _S.SUSPENDED)
ENDED = (_S.REFUSED, _S.WITHDRAWN, _S.REPLACED, _S.MERGED)
"""The states of a task for which nobody goes any more."""
CLOSED_ON_SITE = (_S.FINISHED, _S.NOT_INSPECTED, _S.TOLD, _S.ARCHIVED)
"""The states in which what was written on the spot stands; what is wrong goes by a correction."""
AFTER_SHOWING = (_S.ARRIVED, _S.INSPECTING, _S.SIGNING)
"""The states that nobody reaches before the certificates were shown."""

ACCEPT, DATE, RETURN = "accept", "date", "return"
ASK, REPLACE, MERGE = "ask", "replace", "merge"
SUBMIT, APPROVE, REFUSE_VISIT, WITHDRAW = "submit", "approve", "refuse", "withdraw"
NOTIFY, ARRIVE, ARRIVE_URGENTLY, RATIFY = "notify", "arrive", "arrive_urgently", "ratify"
START, CLOSE_CHECKLIST, SIGN = "start", "close_checklist", "sign"
REOPEN, STRIKE, GO_AGAIN = "reopen", "strike", "go_again"
SUSPEND, RESUME, FAIL = "suspend", "resume", "fail"
TELL, ARCHIVE, CONCLUDE = "tell", "archive", "conclude"

_TAKE = Permission.TAKE_VISITS
_APPROVE = Permission.APPROVE_VISITS

_PLANNING = (
    Transition(
        act=ACCEPT,
        label="接受任务、定检查日期",
        sources=(_S.DRAWN,),
        target=_S.ACCEPTED,
        permission=_TAKE,
        guard="日期不早于今天，本年度检查不超过上限",
    ),
    Transition(
        act=DATE,
        label="改定检查日期",
        sources=(_S.REGISTERED, _S.ACCEPTED, _S.APPROVED),
        target=STAYS,
        permission=_TAKE,
        guard="日期不早于今天，本年度检查不超过上限",
    ),
    Transition(
        act=DATE,
        label="改定检查日期",
        sources=(_S.NOTIFIED,),
        target=_S.APPROVED,
        permission=_TAKE,
        guard="日期不早于今天；已发的通知作废，要重新通知",
    ),
    Transition(
        act=RETURN,
        label="撤回批量定的日期",
        sources=(_S.ACCEPTED,),
        target=_S.DRAWN,
        permission=_TAKE,
        guard="由定的人撤回，检查日还没有到，以后没有再改过",
    ),
    Transition(
        act=ASK,
        label="申请递补或回避",
        sources=(*(s for s in BEFORE_ARRIVAL if s != _S.REGISTERED), *ON_SITE, _S.MERGED),
        target=STAYS,
        permission=Permission.ASK_REPLACEMENT,
        guard="没有同样的申请在等决定；检查没有完结",
    ),
    Transition(
        act=REPLACE,
        label="递补",
        sources=(*(s for s in BEFORE_ARRIVAL if s != _S.REGISTERED), _S.MERGED),
        target=_S.REPLACED,
        permission=Permission.DECIDE_REPLACEMENT,
        guard="同意的人不是申请的人",
    ),
    Transition(
        act=MERGE,
        label="并入另一个任务",
        sources=PLANNED,
        target=_S.MERGED,
        permission=Permission.HOLD_DRAWS,
        guard="同一家的两个任务",
    ),
)

_APPROVING = (
    Transition(
        act=SUBMIT,
        label="报请审批",
        sources=(_S.REGISTERED, _S.ACCEPTED, _S.REFUSED),
        target=_S.AWAITING,
        permission=_TAKE,
        guard="定了日期；事项已公布并有效；至少两名有资格的人员，没有回避；不超过上限，或有不计次数的情形",
    ),
    Transition(
        act=APPROVE,
        label="批准检查",
        sources=(_S.AWAITING,),
        target=_S.APPROVED,
        permission=_APPROVE,
        guard="批准的人不是检查组成员，也不是报请的人",
    ),
    Transition(
        act=REFUSE_VISIT,
        label="不予批准",
        sources=(_S.AWAITING,),
        target=_S.REFUSED,
        permission=_APPROVE,
        guard="写明理由；不是检查组成员，也不是报请的人",
    ),
    Transition(
        act=WITHDRAW,
        label="撤回检查",
        sources=(_S.REGISTERED, _S.AWAITING, _S.APPROVED, _S.NOTIFIED, _S.REFUSED),
        target=_S.WITHDRAWN,
        permission=_APPROVE,
        guard="还没有到场；写明理由；编号仍然保留",
    ),
    Transition(
        act=NOTIFY,
        label="登记已通知",
        sources=(_S.APPROVED,),
        target=_S.NOTIFIED,
        permission=_TAKE,
        guard="批准时写明预先通知；不预先通知的到场前不告知",
    ),
)

_URGENT = (
    Transition(
        act=ARRIVE_URGENTLY,
        label="紧急到场，事后补办",
        sources=BEFORE_ARRIVAL[:4],
        target=_S.PAPERS_LATER,
        permission=_TAKE,
        guard="写明紧急的理由，向谁口头报告；补办审批有期限",
    ),
    Transition(
        act=RATIFY,
        label="补办审批",
        sources=(_S.PAPERS_LATER,),
        target=_S.ARRIVED,
        permission=_APPROVE,
        guard="批准的人不是检查组成员，也不是报请的人",
    ),
    Transition(
        act=RATIFY,
        label="补办审批",
        sources=(_S.INSPECTING, _S.SIGNING, _S.SUSPENDED, _S.FINISHED, _S.NOT_INSPECTED, _S.TOLD),
        target=STAYS,
        permission=_APPROVE,
        guard="批准的人不是检查组成员，也不是报请的人",
    ),
)

_VISITING = (
    Transition(
        act=ARRIVE,
        label="到场、出示证件",
        sources=(_S.APPROVED, _S.NOTIFIED),
        target=_S.ARRIVED,
        permission=_TAKE,
        guard="两名人员各用自己的账号确认，证件当天有效；预先通知的已经通知",
    ),
    Transition(
        act=START,
        label="开始检查",
        sources=(_S.ARRIVED, _S.PAPERS_LATER),
        target=_S.INSPECTING,
        permission=_TAKE,
        guard="已出示证件",
    ),
    Transition(
        act=CLOSE_CHECKLIST,
        label="检查完毕，交双方签字",
        sources=(_S.INSPECTING,),
        target=_S.SIGNING,
        permission=_TAKE,
        guard="每个事项都有结果，或写明没有检查的理由；起止时间齐全；两名人员确认",
    ),
    Transition(
        act=REOPEN,
        label="退回修改笔录",
        sources=(_S.SIGNING,),
        target=_S.INSPECTING,
        permission=_TAKE,
        guard="写明理由；已有的签名作废，改好以后重新签",
    ),
    Transition(
        act=SIGN,
        label="双方签字完毕",
        sources=(_S.SIGNING,),
        target=_S.FINISHED,
        permission=_TAKE,
        guard="被检查人签字，或写明拒签理由并有见证；两名人员签字",
    ),
    Transition(
        act=SUSPEND,
        label="中止检查",
        sources=(_S.APPROVED, _S.NOTIFIED, _S.ARRIVED, _S.PAPERS_LATER, _S.INSPECTING),
        target=_S.SUSPENDED,
        permission=_TAKE,
        guard="有人到场；写明理由和时间",
    ),
    Transition(
        act=RESUME,
        label="恢复检查",
        sources=(_S.SUSPENDED,),
        target=_S.INSPECTING,
        permission=_TAKE,
        guard="中止以前已经开始检查；中止的原因已经消除",
    ),
    Transition(
        act=GO_AGAIN,
        label="改日再到场",
        sources=(_S.SUSPENDED,),
        target=_S.APPROVED,
        permission=_TAKE,
        guard="中止以前还没有开始检查；审批过；到场时重新出示证件",
    ),
    Transition(
        act=FAIL,
        label="未能检查",
        sources=(_S.ARRIVED, _S.PAPERS_LATER, _S.INSPECTING, _S.SUSPENDED),
        target=_S.NOT_INSPECTED,
        permission=_TAKE,
        guard="写明原因，该原因要求的证据齐全；不配合的，出示过证件",
    ),
    Transition(
        act=STRIKE,
        label="登记为注销、吊销、撤销或迁出",
        sources=BEFORE_ARRIVAL,
        target=_S.NOT_INSPECTED,
        permission=_TAKE,
        guard="附当天的登记信息；不必到场",
    ),
    Transition(
        act=CONCLUDE,
        label="不到现场，书面检查完结",
        sources=(_S.REGISTERED, _S.ACCEPTED, _S.APPROVED, _S.NOTIFIED),
        target=_S.FINISHED,
        permission=_TAKE,
        guard="写明核查方式和核对了什么材料；每个事项都有结果；不能写要到场才能认定的结果",
    ),
    Transition(
        act=TELL,
        label="告知检查结果",
        sources=(_S.FINISHED, _S.NOT_INSPECTED),
        target=_S.TOLD,
        permission=_TAKE,
        guard="每个事项和整体都有结果",
    ),
    Transition(
        act=ARCHIVE,
        label="归档",
        sources=(_S.TOLD,),
        target=_S.ARCHIVED,
        permission=_TAKE,
        guard="后续处置都已完结；紧急检查已补办审批",
    ),
)

TASK = StateMachine(
    name="检查任务",
    labels=labels_of(TaskState),
    first=(TaskState.DRAWN, TaskState.REGISTERED),
    transitions=(*_PLANNING, *_APPROVING, *_URGENT, *_VISITING),
)

GRANT, REFUSE, WITHDRAW = "grant", "refuse", "withdraw"

APPROVAL = StateMachine(
    name="行政检查审批",
    labels=labels_of(ApprovalState),
    first=(ApprovalState.WAITING,),
    transitions=(
        Transition(
            act=GRANT,
            label="批准",
            sources=(ApprovalState.WAITING,),
            target=ApprovalState.APPROVED,
            permission=_APPROVE,
            guard="批准的人不是检查组成员，也不是报请的人",
        ),
        Transition(
            act=REFUSE,
            label="不予批准",
            sources=(ApprovalState.WAITING,),
            target=ApprovalState.REFUSED,
            permission=_APPROVE,
            guard="写明理由；不是检查组成员，也不是报请的人",
        ),
    ),
)

REQUEST = StateMachine(
    name="递补申请",
    labels=labels_of(ReplacementState),
    first=(ReplacementState.WAITING,),
    transitions=(
        Transition(
            act=GRANT,
            label="同意",
            sources=(ReplacementState.WAITING,),
            target=ReplacementState.GRANTED,
            permission=Permission.DECIDE_REPLACEMENT,
            guard="同意的人不是申请的人",
        ),
        Transition(
            act=REFUSE,
            label="不同意",
            sources=(ReplacementState.WAITING,),
            target=ReplacementState.REFUSED,
            permission=Permission.DECIDE_REPLACEMENT,
            guard="写明理由",
        ),
        Transition(
            act=WITHDRAW,
            label="撤回",
            sources=(ReplacementState.WAITING,),
            target=ReplacementState.WITHDRAWN,
            permission=Permission.ASK_REPLACEMENT,
            guard="提出的人自己；还没有决定",
        ),
    ),
)
