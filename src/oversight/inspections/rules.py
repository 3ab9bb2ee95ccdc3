"""The states of inspection tasks and of requests for replacement, and who may do what in them.

The table of tasks has what exists today; approval, notice, arrival, minutes and filing (待审批 …
已归档) are rows to be added between `ACCEPTED` and the ends.
"""

from __future__ import annotations

from oversight.accounts.rules import Permission
from oversight.common.transitions import StateMachine, Transition

DRAWN, ACCEPTED, REPLACED, MERGED = "drawn", "accepted", "replaced", "merged"
ACCEPT, DATE, ASK, REPLACE, MERGE = "accept", "date", "ask", "replace", "merge"

TASK = StateMachine(
    name="检查任务",
    labels={
        DRAWN: "已抽取",
        ACCEPTED: "已接受",
        REPLACED: "已递补",
        MERGED: "已合并",
    },
    first=(DRAWN,),
    transitions=(
        Transition(
            act=ACCEPT,
            label="接受任务、定检查日期",
            sources=(DRAWN,),
            target=ACCEPTED,
            permission=Permission.TAKE_VISITS,
            guard="日期不早于今天，本年度检查不超过上限",
        ),
        Transition(
            act=DATE,
            label="改定检查日期",
            sources=(ACCEPTED,),
            target=ACCEPTED,
            permission=Permission.TAKE_VISITS,
            guard="日期不早于今天，本年度检查不超过上限",
        ),
        *(
            Transition(
                act=ASK,
                label="申请递补或回避",
                sources=(state,),
                target=state,
                permission=Permission.ASK_REPLACEMENT,
                guard="没有同样的申请在等决定",
            )
            for state in (DRAWN, ACCEPTED, MERGED)
        ),
        Transition(
            act=REPLACE,
            label="递补",
            sources=(DRAWN, ACCEPTED, MERGED),
            target=REPLACED,
            permission=Permission.DECIDE_REPLACEMENT,
            guard="同意的人不是申请的人",
        ),
        Transition(
            act=MERGE,
            label="并入另一个任务",
            sources=(DRAWN, ACCEPTED),
            target=MERGED,
            permission=Permission.HOLD_DRAWS,
            guard="两次抽取中的同一家",
        ),
    ),
)

WAITING, GRANTED, REFUSED = "waiting", "granted", "refused"
GRANT, REFUSE = "grant", "refuse"

REQUEST = StateMachine(
    name="递补申请",
    labels={WAITING: "待决定", GRANTED: "同意", REFUSED: "不同意"},
    first=(WAITING,),
    transitions=(
        Transition(
            act=GRANT,
            label="同意",
            sources=(WAITING,),
            target=GRANTED,
            permission=Permission.DECIDE_REPLACEMENT,
            guard="同意的人不是申请的人",
        ),
        Transition(
            act=REFUSE,
            label="不同意",
            sources=(WAITING,),
            target=REFUSED,
            permission=Permission.DECIDE_REPLACEMENT,
            guard="写明理由",
        ),
    ),
)
