"""Everything that a draw waits for in its state, in the order in which it is to be done.

This is the one source of it: the draw's page (`draws.next_act`) and the to-do lists
(`draws.todos`) say what stands here, each to the people whom it concerns.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from oversight.draws import selectors
from oversight.draws.models import Draw
from oversight.draws.states import DRAW
from oversight.draws.waits.after_sealing import at_the_opening, beside_the_seed, until_the_result
from oversight.draws.waits.before_sealing import before_review, in_review
from oversight.draws.waits.wait import Wait

__all__ = ["Wait", "waits_of"]


def waits_of(draw: Draw, at: datetime) -> list[Wait]:
    """Give everything that a draw waits for, in the order in which it is to be done."""
    return [_timed(wait, at) for wait in _waits(draw, at)]


def _timed(wait: Wait, at: datetime) -> Wait:
    is_open = wait.not_before is not None and wait.not_before <= at
    return replace(wait, not_before=None) if is_open else wait


def _waits(draw: Draw, at: datetime) -> list[Wait]:
    if selectors.is_busy(draw):
        return [Wait(sentence="程序正在办，办完这一页自己更新。")]
    if DRAW.allows("prepare", draw.state):
        return list(before_review(draw, at))
    if DRAW.allows("seal", draw.state):
        return list(in_review(draw, at))
    if DRAW.allows("hold", draw.state) or DRAW.allows("seed", draw.state):
        return [*beside_the_seed(draw, at), *until_the_result(draw, at)]
    if DRAW.allows("open", draw.state) and draw.opened_at is None:
        return [at_the_opening(draw)]
    return [Wait(sentence=_ENDS.get(draw.state, "结果已经公布，检查任务已发给各科室。"))]


_ENDS: dict[str, str] = {
    Draw.VOIDED: "这次抽取已作废，永远公开；这个任务可以重新准备。",
    Draw.DROPPED: "这次抽取已放弃；这个任务可以重新准备。",
}
