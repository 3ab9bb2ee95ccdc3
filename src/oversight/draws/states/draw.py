"""The states of a draw, and who may take it from one to the next."""

from __future__ import annotations

from django.db.models import TextChoices

from oversight.accounts.rules import Permission
from oversight.common.transitions import STAYS, StateMachine, Transition, labels_of


class DrawState(TextChoices):
    """Where a draw stands."""

    PREPARING = "preparing", "备料"
    REVIEW = "review", "待复核"
    SEALED = "sealed", "已封存"
    SEEDED = "seeded", "已取种"
    HELD = "held", "已抽取"
    PUBLISHED = "published", "已公示"
    VOIDED = "voided", "作废"
    DROPPED = "dropped", "已放弃"


_D = DrawState

DRAW = StateMachine(
    name="抽取",
    labels=labels_of(DrawState),
    first=(_D.PREPARING,),
    transitions=(
        Transition(
            act="change",
            label="定方案、请见证人、请科室",
            sources=(_D.PREPARING,),
            target=STAYS,
            permission=Permission.HOLD_DRAWS,
            guard="没有正在备料",
        ),
        Transition(
            act="prepare",
            label="备料",
            sources=(_D.PREPARING,),
            target=STAYS,
            permission=Permission.HOLD_DRAWS,
            guard="定了来源和截止时间，科室都答复，见证人都交了签封，名录的改动有第二人核对",
        ),
        Transition(
            act="rehearse",
            label="试抽",
            sources=(_D.PREPARING,),
            target=STAYS,
            permission=Permission.HOLD_DRAWS,
            guard="已备料",
        ),
        Transition(
            act="submit",
            label="提交复核",
            sources=(_D.PREPARING,),
            target=_D.REVIEW,
            permission=Permission.HOLD_DRAWS,
            guard="方案和名录没有再变，人员够用，例外都已决定，离公开数还有 30 分钟；动态码",
        ),
        Transition(
            act="drop",
            label="放弃",
            sources=(_D.PREPARING,),
            target=_D.DROPPED,
            permission=Permission.HOLD_DRAWS,
            guard="没有正在备料；写明原因",
        ),
        Transition(
            act="justify",
            label="写明再抽一次的理由",
            sources=(_D.PREPARING, _D.REVIEW),
            target=STAYS,
            permission=Permission.APPROVE_DRAWS,
            guard="和已封存的抽取重叠；不是提交的人",
        ),
        Transition(
            act="withdraw",
            label="撤回",
            sources=(_D.REVIEW,),
            target=_D.PREPARING,
            permission=Permission.HOLD_DRAWS,
            guard="审批人还没有封存或退回",
        ),
        Transition(
            act="send_back",
            label="退回",
            sources=(_D.REVIEW,),
            target=_D.PREPARING,
            permission=Permission.APPROVE_DRAWS,
            guard="写明意见",
        ),
        Transition(
            act="seal",
            label="同意并封存",
            sources=(_D.REVIEW,),
            target=_D.SEALED,
            permission=Permission.APPROVE_DRAWS,
            guard="不是提交的人；看到的就是封存的；事项的版本和名录没有变；重叠写了理由；动态码",
        ),
        Transition(
            act="reissue",
            label="重发见证链接",
            sources=(_D.PREPARING, _D.REVIEW, _D.SEALED, _D.SEEDED),
            target=STAYS,
            permission=Permission.HOLD_DRAWS,
        ),
        Transition(
            act="hand_over",
            label="取密封材料",
            sources=(_D.SEALED, _D.SEEDED, _D.HELD, _D.PUBLISHED, _D.VOIDED),
            target=STAYS,
            permission=Permission.SEE_SEALED,
            guard="密封方式，公开数产生以前第一次取",
        ),
        Transition(
            act="check_copy",
            label="核对自己保管的一份",
            sources=(_D.SEALED, _D.SEEDED, _D.HELD, _D.PUBLISHED, _D.VOIDED),
            target=STAYS,
            permission=Permission.SEE_SEALED,
        ),
        Transition(
            act="reveal",
            label="见证人亮数，提交 drand 签名",
            sources=(_D.SEALED, _D.SEEDED),
            target=STAYS,
            guard="见证人的数就是签封的，在公开数产生以前亮出；签名属于约定的一轮",
        ),
        Transition(
            act="enter",
            label="录入公开数",
            sources=(_D.SEALED, _D.SEEDED),
            target=STAYS,
            permission=Permission.HOLD_DRAWS,
            guard="到了来源约定的时间",
        ),
        Transition(
            act="confirm",
            label="核对公开数",
            sources=(_D.SEALED, _D.SEEDED),
            target=STAYS,
            permission=Permission.CONFIRM_VALUES,
            guard="不是录入的人；动态码",
        ),
        Transition(
            act="seed",
            label="最后一个来源记入日志",
            sources=(_D.SEALED,),
            target=_D.SEEDED,
            guard="所有来源都有了数，或记为没有",
        ),
        Transition(
            act="hold",
            label="抽取和派员",
            sources=(_D.SEEDED,),
            target=_D.PUBLISHED,
            permission=Permission.HOLD_DRAWS,
            guard="公开方式；不晚于截止时间；动态码",
        ),
        Transition(
            act="hold_sealed",
            label="抽取和派员，暂不公布",
            sources=(_D.SEEDED,),
            target=_D.HELD,
            permission=Permission.HOLD_DRAWS,
            guard="密封方式；不晚于截止时间；动态码",
        ),
        Transition(
            act="open",
            label="开封",
            sources=(_D.HELD,),
            target=_D.PUBLISHED,
            permission=Permission.HOLD_DRAWS,
            guard="到了开封时间（到时程序也会自己开封）；动态码",
        ),
        Transition(
            act="file_minutes",
            label="存入签字的抽取记录",
            sources=(_D.PUBLISHED,),
            target=STAYS,
            permission=Permission.HOLD_DRAWS,
            guard="从第二份起写明理由",
        ),
        Transition(
            act="propose_void",
            label="提出作废",
            sources=(_D.SEALED, _D.SEEDED),
            target=STAYS,
            permission=Permission.HOLD_DRAWS,
            guard="公开数产生以前；写明原因；动态码",
        ),
        Transition(
            act="void",
            label="同意作废",
            sources=(_D.SEALED, _D.SEEDED),
            target=_D.VOIDED,
            permission=Permission.APPROVE_DRAWS,
            guard="有人提出，不是提出的人；公开数产生以前；动态码",
        ),
        Transition(
            act="void_by_rule",
            label="来源缺值，按规则作废",
            sources=(_D.SEEDED,),
            target=_D.VOIDED,
            guard="保证级别因缺值降低（draw-v1 3.3）",
        ),
    ),
)
