"""Machine B: the states of results, and who may do what in them (guide 1.3).

未录入 and 录入中 are states of the item of a visit (`inspections.states.ResultState`): it is there
from the draw on. A result begins when the record is signed.
"""

from __future__ import annotations

from django.db.models import TextChoices

from oversight.accounts.rules import Permission
from oversight.common.transitions import STAYS, StateMachine, Transition, labels_of


class EntryState(TextChoices):
    """Where the result of an item at a subject is."""

    WAITING = "waiting", "待审核"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "审核通过"
    PUBLISHED = "published", "已公示"
    CORRECTING = "correcting", "更正待审核"
    CORRECTING_PUBLISHED = "correcting_published", "已公示、更正待审核"
    WITHDRAWN = "withdrawn", "已撤下"


class FollowUp(TextChoices):
    """What is still to be done about a finding (后续处置)."""

    NONE = "none", "无需后续处置"
    OPEN = "open", "后续处置未完结"
    DONE = "done", "后续处置已完结"


_S = EntryState
IN_REVIEW = (_S.WAITING, _S.CORRECTING, _S.CORRECTING_PUBLISHED)
"""The states in which a reviewer is awaited."""
IN_FORCE = (_S.APPROVED, _S.PUBLISHED, _S.CORRECTING, _S.CORRECTING_PUBLISHED)
"""The states in which an approved version stands."""

SUBMIT, ACCEPT, RETURN, CORRECT = "submit", "accept", "return", "correct"
PUBLISH, WITHDRAW, FOLLOW_UP = "publish", "withdraw", "follow_up"

_TAKE = Permission.TAKE_VISITS
_REVIEW = Permission.REVIEW_RESULTS
_OTHER = "审核的人不是录入的人，也不是检查组成员；只能通过或退回，不能改"

RESULT = StateMachine(
    name="检查结果",
    labels=labels_of(EntryState),
    first=(EntryState.WAITING,),
    transitions=(
        Transition(
            act=SUBMIT,
            label="修改后重新报审",
            sources=(_S.RETURNED,),
            target=_S.WAITING,
            permission=_TAKE,
            guard="写明改了什么、为什么；原来的一稿保留",
        ),
        Transition(
            act=ACCEPT,
            label="审核通过",
            sources=IN_REVIEW,
            target=_S.APPROVED,
            permission=_REVIEW,
            guard=_OTHER,
        ),
        Transition(
            act=RETURN,
            label="退回",
            sources=(_S.WAITING,),
            target=_S.RETURNED,
            permission=_REVIEW,
            guard=f"写明意见；{_OTHER}",
        ),
        Transition(
            act=RETURN,
            label="退回",
            sources=(_S.CORRECTING,),
            target=_S.APPROVED,
            permission=_REVIEW,
            guard=f"写明意见，原来的结果不变；{_OTHER}",
        ),
        Transition(
            act=RETURN,
            label="退回",
            sources=(_S.CORRECTING_PUBLISHED,),
            target=_S.PUBLISHED,
            permission=_REVIEW,
            guard=f"写明意见，已公示的结果不变；{_OTHER}",
        ),
        Transition(
            act=CORRECT,
            label="更正",
            sources=(_S.APPROVED,),
            target=_S.CORRECTING,
            permission=_TAKE,
            guard="写明理由；不能换检查对象和事项；原来的一版保留",
        ),
        Transition(
            act=CORRECT,
            label="更正",
            sources=(_S.PUBLISHED,),
            target=_S.CORRECTING_PUBLISHED,
            permission=_TAKE,
            guard="写明理由；不能换检查对象和事项；原来的一版保留",
        ),
        Transition(
            act=PUBLISH,
            label="公示",
            sources=(_S.APPROVED,),
            target=_S.PUBLISHED,
            guard="公示的人不是录入的人，也不是审核的人",
        ),
        Transition(
            act=WITHDRAW,
            label="撤下",
            sources=(_S.PUBLISHED, _S.CORRECTING_PUBLISHED),
            target=_S.WITHDRAWN,
            guard="写明理由；理由保留，内容撤下",
        ),
        Transition(
            act=FOLLOW_UP,
            label="登记后续处置完结",
            sources=IN_FORCE,
            target=STAYS,
            guard="责令改正、案件或移送已经完结",
        ),
    ),
)
