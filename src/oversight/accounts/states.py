"""The states of what is asked for on an account, and of an appointment."""

from __future__ import annotations

from django.db.models import TextChoices

from oversight.accounts.rules import Permission
from oversight.common.transitions import StateMachine, Transition, labels_of


class RequestState(TextChoices):
    """How a request that concerns an account stands; it has no effect before it is confirmed."""

    REQUESTED = "requested", "待确认"
    CONFIRMED = "confirmed", "已确认"
    REFUSED = "refused", "没有同意"
    WITHDRAWN = "withdrawn", "已撤回"


class AppointmentState(TextChoices):
    """Whether an appointment counts, and whether a second person confirmed it."""

    UNCONFIRMED = "unconfirmed", "首任，待补认"
    HELD = "held", "在任"
    ENDED = "ended", "已免去"


REQUEST = StateMachine(
    name="账号申请",
    labels=labels_of(RequestState),
    first=(RequestState.REQUESTED,),
    transitions=(
        Transition(
            act="confirm",
            label="确认",
            sources=(RequestState.REQUESTED,),
            target=RequestState.CONFIRMED,
            permission=Permission.CONFIRM_ACCOUNTS,
            guard="不是申请人也不是当事人，也不像是其中一位的另一个账号；动态码",
        ),
        Transition(
            act="refuse",
            label="不同意",
            sources=(RequestState.REQUESTED,),
            target=RequestState.REFUSED,
            permission=Permission.CONFIRM_ACCOUNTS,
            guard="写明理由；不是申请人也不是当事人",
        ),
        Transition(
            act="withdraw",
            label="撤回",
            sources=(RequestState.REQUESTED,),
            target=RequestState.WITHDRAWN,
            permission=Permission.KEEP_ACCOUNTS,
        ),
        Transition(
            act="object",
            label="本人反对",
            sources=(RequestState.REQUESTED,),
            target=RequestState.REFUSED,
            guard="申请的是本人的账号",
        ),
        Transition(
            act="give",
            label="不用第二人，当场生效",
            sources=(RequestState.REQUESTED,),
            target=RequestState.CONFIRMED,
            guard="只能看的角色，或一个局的首任监督",
        ),
    ),
)
APPOINTMENT = StateMachine(
    name="任命",
    labels=labels_of(AppointmentState),
    first=(AppointmentState.UNCONFIRMED, AppointmentState.HELD),
    transitions=(
        Transition(
            act="confirm_first",
            label="补认首任",
            sources=(AppointmentState.UNCONFIRMED,),
            target=AppointmentState.HELD,
            permission=Permission.CONFIRM_ACCOUNTS,
            guard="不是本人，也不像是本人的另一个账号；动态码",
        ),
        Transition(
            act="dismiss",
            label="免去",
            sources=(AppointmentState.UNCONFIRMED, AppointmentState.HELD),
            target=AppointmentState.ENDED,
            permission=Permission.KEEP_ACCOUNTS,
            guard="不是本人；还有人能确认任命",
        ),
    ),
)
