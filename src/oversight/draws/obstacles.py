"""Why an act cannot be done now: said before anything is typed, with the date if there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from oversight.accounts.selectors import Actor
from oversight.draws.models import Draw
from oversight.draws.selectors import SourceState
from oversight.draws.states import DRAW
from oversight.draws.waits import Wait, waits_of

_OWN_ACT = "这一步要由另一个人办；您办了前一步"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """The reason why an act cannot be done, and from when on it can where that is known."""

    reason: str
    not_before: datetime | None = None


def of_act(draw: Draw, act: str, actor: Actor, at: datetime) -> Obstacle | None:
    """Give what keeps an actor from an act of the draw's own machine now, or None."""
    if not DRAW.allows(act, draw.state):
        return Obstacle(reason=f"这次抽取现在是“{DRAW.label(draw.state)}”，这一步现在不能办")
    if act in {"propose_void", "void"} and draw.t0 is not None and draw.t0 <= at:
        return Obstacle(reason="公开数已经产生，不能再作废")
    wait = next((wait for wait in waits_of(draw, at) if wait.act == act), None)
    return None if wait is None else _of_wait(wait, actor, at)


def _of_wait(wait: Wait, actor: Actor, at: datetime) -> Obstacle | None:
    if wait.not_before is not None and at < wait.not_before:
        return Obstacle(reason=f"还没到{wait.button}的时间", not_before=wait.not_before)
    if wait.hindrance:
        return Obstacle(reason=wait.hindrance.rstrip("。"))
    return Obstacle(reason=_OWN_ACT) if actor.user_id in wait.barred else None


def of_entry(draw: Draw, source: SourceState, at: datetime) -> Obstacle | None:
    """Give what keeps everybody from entering what a source gave, or None."""
    if not draw.takes_values:
        return Obstacle(reason=f"这次抽取现在是“{DRAW.label(draw.state)}”，不收公开数")
    if source.logged_at is not None:
        return Obstacle(reason="这个公开数已经核对过，记入了日志，不能再改")
    if source.time is not None and at < source.time:
        return Obstacle(reason="公开数还没有产生", not_before=source.time)
    return None


def of_second_entry(draw: Draw, source: SourceState, actor: Actor, at: datetime) -> Obstacle | None:
    """Give what keeps an actor from typing a number a second time, or None."""
    obstacle = of_entry(draw, source, at)
    if obstacle is not None:
        return obstacle
    entered = draw.values.filter(position=source.position).first()
    if entered is None or source.is_none_proposed:
        return Obstacle(reason="主持人还没有录入，等录入以后再核对")
    if entered.entered_user == actor.user_id:
        return Obstacle(reason="录入的人不能核对；请另一位看着骰子或公告再填一遍")
    return None
