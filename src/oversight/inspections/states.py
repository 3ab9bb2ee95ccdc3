"""The states of inspection tasks and of requests for replacement, and who may do what in them.

The table of tasks has what exists today; approval, notice, arrival, minutes and filing (待审批 …
已归档) are rows to be added between `TaskState.ACCEPTED` and the ends.
"""

from __future__ import annotations

from django.db.models import TextChoices

from oversight.accounts.rules import Permission
from oversight.common.transitions import STAYS, StateMachine, Transition, labels_of


class TaskState(TextChoices):
    """Where an inspection task is."""

    DRAWN = "drawn", "已抽取"
    ACCEPTED = "accepted", "已接受"
    REPLACED = "replaced", "已递补"
    MERGED = "merged", "已合并"


class ReplacementState(TextChoices):
    """Whether a request for replacement or recusal is decided, and how."""

    WAITING = "waiting", "待决定"
    GRANTED = "granted", "同意"
    REFUSED = "refused", "不同意"
    WITHDRAWN = "withdrawn", "已撤回"


ACCEPT, DATE, RETURN = "accept", "date", "return"
ASK, REPLACE, MERGE = "ask", "replace", "merge"

TASK = StateMachine(
    name="检查任务",
    labels=labels_of(TaskState),
    first=(TaskState.DRAWN,),
    transitions=(
        Transition(
            act=ACCEPT,
            label="接受任务、定检查日期",
            sources=(TaskState.DRAWN,),
            target=TaskState.ACCEPTED,
            permission=Permission.TAKE_VISITS,
            guard="日期不早于今天，本年度检查不超过上限",
        ),
        Transition(
            act=DATE,
            label="改定检查日期",
            sources=(TaskState.ACCEPTED,),
            target=STAYS,
            permission=Permission.TAKE_VISITS,
            guard="日期不早于今天，本年度检查不超过上限",
        ),
        Transition(
            act=RETURN,
            label="撤回批量定的日期",
            sources=(TaskState.ACCEPTED,),
            target=TaskState.DRAWN,
            permission=Permission.TAKE_VISITS,
            guard="由定的人撤回，检查日还没有到，以后没有再改过",
        ),
        Transition(
            act=ASK,
            label="申请递补或回避",
            sources=(TaskState.DRAWN, TaskState.ACCEPTED, TaskState.MERGED),
            target=STAYS,
            permission=Permission.ASK_REPLACEMENT,
            guard="没有同样的申请在等决定",
        ),
        Transition(
            act=REPLACE,
            label="递补",
            sources=(TaskState.DRAWN, TaskState.ACCEPTED, TaskState.MERGED),
            target=TaskState.REPLACED,
            permission=Permission.DECIDE_REPLACEMENT,
            guard="同意的人不是申请的人",
        ),
        Transition(
            act=MERGE,
            label="并入另一个任务",
            sources=(TaskState.DRAWN, TaskState.ACCEPTED),
            target=TaskState.MERGED,
            permission=Permission.HOLD_DRAWS,
            guard="两次抽取中的同一家",
        ),
    ),
)

GRANT, REFUSE, WITHDRAW = "grant", "refuse", "withdraw"

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
