"""The states of what happens to a sealed draw: the numbers of its sources, and a void."""

from __future__ import annotations

from django.db.models import TextChoices

from oversight.accounts.rules import Permission
from oversight.common.transitions import StateMachine, Transition, labels_of


class ValueState(TextChoices):
    """What is known of the number of a source."""

    AWAITED = "awaited", "等公开数"
    ENTERED = "entered", "已录入，待核对"
    NONE_PROPOSED = "none_proposed", "已提出没有公开数"
    LOGGED = "logged", "已记入日志"


class VoidState(TextChoices):
    """Whether somebody proposed that a draw be void, and what came of it."""

    NONE = "none", "没有提出"
    PROPOSED = "proposed", "已提出作废"
    VOIDED = "voided", "已作废"


VALUE = StateMachine(
    name="来源的数",
    labels=labels_of(ValueState),
    first=(ValueState.AWAITED,),
    transitions=(
        Transition(
            act="enter",
            label="录入",
            sources=(ValueState.AWAITED, ValueState.ENTERED, ValueState.NONE_PROPOSED),
            target=ValueState.ENTERED,
            permission=Permission.HOLD_DRAWS,
            guard="抽取收数；到了约定的时间",
        ),
        Transition(
            act="confirm",
            label="核对，两次一样",
            sources=(ValueState.ENTERED,),
            target=ValueState.LOGGED,
            permission=Permission.CONFIRM_VALUES,
            guard="不是录入的人；动态码",
        ),
        Transition(
            act="mismatch",
            label="核对，两次不一样",
            sources=(ValueState.ENTERED,),
            target=ValueState.AWAITED,
            permission=Permission.CONFIRM_VALUES,
            guard="不是录入的人",
        ),
        Transition(
            act="propose_none",
            label="提出到期没有公开数",
            sources=(ValueState.AWAITED, ValueState.NONE_PROPOSED),
            target=ValueState.NONE_PROPOSED,
            permission=Permission.HOLD_DRAWS,
            guard="开奖或骰子，过了截止时间，附材料；动态码",
        ),
        Transition(
            act="confirm_none",
            label="同意记为没有",
            sources=(ValueState.NONE_PROPOSED,),
            target=ValueState.LOGGED,
            permission=Permission.CONFIRM_VALUES,
            guard="不是提出的人，也不主持抽取；动态码",
        ),
        Transition(
            act="refuse_none",
            label="不同意记为没有",
            sources=(ValueState.NONE_PROPOSED,),
            target=ValueState.AWAITED,
            permission=Permission.CONFIRM_VALUES,
            guard="不是提出的人，也不主持抽取；写明理由",
        ),
        Transition(
            act="log",
            label="见证人亮数、drand 签名或缺席",
            sources=(ValueState.AWAITED, ValueState.ENTERED, ValueState.NONE_PROPOSED),
            target=ValueState.LOGGED,
            guard="数就是签封的，或签名属于这一轮，或公开数产生前 10 分钟仍没有亮数",
        ),
    ),
)

VOID = StateMachine(
    name="作废",
    labels=labels_of(VoidState),
    first=(VoidState.NONE,),
    transitions=(
        Transition(
            act="propose",
            label="提出作废",
            sources=(VoidState.NONE, VoidState.PROPOSED),
            target=VoidState.PROPOSED,
            permission=Permission.HOLD_DRAWS,
            guard="已封存，公开数产生以前；写明原因；动态码",
        ),
        Transition(
            act="agree",
            label="同意作废",
            sources=(VoidState.PROPOSED,),
            target=VoidState.VOIDED,
            permission=Permission.APPROVE_DRAWS,
            guard="不是提出的人；公开数产生以前；动态码",
        ),
        Transition(
            act="refuse",
            label="不同意作废",
            sources=(VoidState.PROPOSED,),
            target=VoidState.NONE,
            permission=Permission.APPROVE_DRAWS,
        ),
        Transition(
            act="withdraw",
            label="撤回",
            sources=(VoidState.PROPOSED,),
            target=VoidState.NONE,
            permission=Permission.HOLD_DRAWS,
            guard="提出的人自己",
        ),
        Transition(
            act="void_by_rule",
            label="来源缺值，按规则作废",
            sources=(VoidState.NONE, VoidState.PROPOSED),
            target=VoidState.VOIDED,
            guard="保证级别因缺值降低（draw-v1 3.3）",
        ),
    ),
)
