"""到期没有公开数: two persons and a file, for lottery and dice only (draw-v1 3.2).

``none`` may void a draw by rule, and a new one begins: whoever could enter it alone could draw
again until it suits. A drand round always exists, so nobody can say that it does not.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mingqian.sources import Drand, Source
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.accounts.services.sessions import Confirmation
from oversight.common.errors import DomainError, NotAllowedError
from oversight.draws import events, selectors
from oversight.draws.models import Draw, SourceValue
from oversight.draws.services import drafting, given_values, revealing
from oversight.draws.services.given_values import ShownFile
from oversight.draws.states import VALUE, ValueState

NONE = "none"


@transaction.atomic
def propose(
    *,
    actor: Actor,
    draw_id: int,
    position: int,
    shown: ShownFile | None,
    confirmed: Confirmation,
    at: datetime,
) -> SourceValue:
    """Say that a lottery or dice gave nothing by the deadline, with the file that shows it.

    Raises:
        DomainError: a drand round, before the deadline, no file, or a number is entered.
    """
    actor.require_for(VALUE, "propose_none")
    confirmed.require(actor)
    draw = selectors.draw_for(actor, draw_id, lock=True)
    _require_none_is_possible(draw, position, at)
    if shown is None or not shown.data:
        raise DomainError(
            "请附上能看出没有公开数的材料：停售公告、现场记录或照片", field="evidence"
        )
    entered = draw.values.filter(position=position).exclude(value=NONE).first()
    if entered is not None:
        raise DomainError("这个来源已录入公开数，正等另一位核对；不能再记为没有")
    proposal = revealing.replace_entered(draw, position, NONE, shown, actor, at)
    public = {"source": position, "evidence": proposal.evidence_digest}
    drafting.record(events.DRAWING_NONE_PROPOSED, draw, actor.author, at, public)
    return proposal


def confirm(
    *, actor: Actor, draw_id: int, position: int, confirmed: Confirmation, at: datetime
) -> Draw:
    """Confirm it as another person, who does not hold draws: ``none`` goes into the log.

    Raises:
        DomainError: nobody proposed it, the same person, or somebody whose role holds draws.
    """
    actor.require_for(VALUE, "confirm_none")
    confirmed.require(actor)
    draw = selectors.draw_for(actor, draw_id)
    proposed = _proposal_of(draw, position)
    if proposed.state == ValueState.LOGGED:
        return draw
    _require_none_is_possible(draw, position, at)
    _require_another(actor, proposed)
    return revealing.log_value(
        draw,
        position,
        given_values.given_of(proposed),
        actor.author,
        at,
        confirmed_by=actor.person,
        persons=(proposed.entered_by, actor.person),
    )


@transaction.atomic
def refuse(*, actor: Actor, draw_id: int, position: int, reason: str, at: datetime) -> Draw:
    """Refuse it: the source is still to give its number.

    Raises:
        DomainError: nobody proposed it, it is in the log, or no reason.
    """
    actor.require_for(VALUE, "refuse_none")
    draw = selectors.draw_for(actor, draw_id, lock=True)
    proposed = _proposal_of(draw, position)
    VALUE.target("refuse_none", proposed.state, refusal="已经记入日志，不能再改")
    _require_another(actor, proposed)
    if not reason.strip():
        raise DomainError("请写不同意的理由", field="reason")
    proposed.delete()
    public = {"source": position, "evidence": proposed.evidence_digest}
    drafting.record(events.DRAWING_NONE_REFUSED, draw, actor.author, at, public, {"reason": reason})
    return draw


def _require_none_is_possible(draw: Draw, position: int, at: datetime) -> Source:
    source = revealing.public_source(revealing.sealed_manifest(draw), position)
    if isinstance(source, Drand):
        raise DomainError(
            f"drand 第 {source.round} 轮一定会产生，不能记为没有；"
            "请取来它的签名提交，任何人在公示页上也可以提交（规则 draw-v1 3.2）"
        )
    if draw.deadline is None or at < draw.deadline:
        raise DomainError("还没有到截止时间；请等公开数产生，录入并核对")
    return source


def _proposal_of(draw: Draw, position: int) -> SourceValue:
    proposal = draw.values.filter(position=position, value=NONE).first()
    if proposal is None:
        raise DomainError("还没有人提出这个来源没有公开数")
    return proposal


def _require_another(actor: Actor, proposed: SourceValue) -> None:
    if proposed.entered_user == actor.user_id:
        raise DomainError("提出的人不能自己同意；请另一位看过材料再决定")
    if actor.may(Permission.HOLD_DRAWS):
        raise NotAllowedError("主持抽取的角色不能同意“没有公开数”；请审批或监督来做")
