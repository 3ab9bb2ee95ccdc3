"""The states of what is settled before the sealing: invitations, exemptions, witnesses' seats."""

from __future__ import annotations

from django.db.models import TextChoices

from oversight.accounts.rules import Permission
from oversight.common.transitions import END, STAYS, StateMachine, Transition, labels_of


class InvitationState(TextChoices):
    """What a section answered that was asked to join."""

    WAITING = "waiting", "待答复"
    ACCEPTED = "accepted", "接受"
    DECLINED = "declined", "谢绝"


class ExemptionState(TextChoices):
    """What was decided on a subject that is to take part although a cap is reached."""

    WAITING = "waiting", "待决定"
    GRANTED = "granted", "同意"
    REFUSED = "refused", "不同意"


class SeatState(TextChoices):
    """How far a witness is with the own number."""

    OPEN = "open", "等本人扫码"
    BOUND = "bound", "已打开，等交签封"
    COMMITTED = "committed", "已交签封"


class OpeningOutcome(TextChoices):
    """What came of opening a witness's link; the log has the words (spec log-v1)."""

    BOUND = "bound", "绑定"
    OTHER = "other", "另一台设备"
    SIGNED_IN = "signed_in", "登录着账号"
    HOST = "host", "主持设备"
    SECOND = "second", "已占一席"


INVITATION = StateMachine(
    name="联合检查的邀请",
    labels=labels_of(InvitationState),
    first=(InvitationState.WAITING,),
    transitions=(
        Transition(
            act="accept",
            label="接受",
            sources=tuple(InvitationState),
            target=InvitationState.ACCEPTED,
            permission=Permission.ANSWER_JOINT,
            guard="抽取在备料；写明每家派几个人",
        ),
        Transition(
            act="decline",
            label="谢绝",
            sources=tuple(InvitationState),
            target=InvitationState.DECLINED,
            permission=Permission.ANSWER_JOINT,
            guard="抽取在备料；写明原因",
        ),
    ),
)

EXEMPTION = StateMachine(
    name="超上限例外",
    labels=labels_of(ExemptionState),
    first=(ExemptionState.WAITING,),
    transitions=(
        Transition(
            act="grant",
            label="同意",
            sources=(ExemptionState.WAITING,),
            target=ExemptionState.GRANTED,
            permission=Permission.APPROVE_DRAWS,
            guard="抽取在备料；不是申请的人",
        ),
        Transition(
            act="refuse",
            label="不同意",
            sources=(ExemptionState.WAITING,),
            target=ExemptionState.REFUSED,
            permission=Permission.APPROVE_DRAWS,
            guard="抽取在备料；不是申请的人",
        ),
    ),
)

SEAT = StateMachine(
    name="见证席位",
    labels=labels_of(SeatState),
    first=(SeatState.OPEN,),
    transitions=(
        Transition(
            act="bind",
            label="第一次打开链接",
            sources=(SeatState.OPEN,),
            target=SeatState.BOUND,
            guard="没有登录过本单位账号的设备，也不占同一次抽取的另一席",
        ),
        Transition(
            act="commit",
            label="交签封",
            sources=(SeatState.OPEN, SeatState.BOUND),
            target=SeatState.COMMITTED,
            guard="第一次打开链接的那台设备；抽取在备料；和别人的签封不同",
        ),
        Transition(
            act="reissue",
            label="重发链接",
            sources=(SeatState.OPEN, SeatState.BOUND),
            target=SeatState.OPEN,
            permission=Permission.HOLD_DRAWS,
            guard="抽取没有结束；设备重新认定",
        ),
        Transition(
            act="reissue",
            label="重发链接",
            sources=(SeatState.COMMITTED,),
            target=STAYS,
            permission=Permission.HOLD_DRAWS,
            guard="抽取没有结束；仍是原来的设备",
        ),
        Transition(
            act="remove",
            label="去掉席位",
            sources=tuple(SeatState),
            target=END,
            permission=Permission.HOLD_DRAWS,
            guard="抽取在备料",
        ),
    ),
)
