"""What is to be done with a draw now: the act, who may do it, who is awaited, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from oversight.accounts import rules
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.contributions import Link
from oversight.draws.models import Draw
from oversight.draws.waits import Wait, waits_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitedAct:
    """Who is awaited for what, in words; ``key`` names it for a reminder, where one can be sent."""

    words: str
    key: str = ""
    since: datetime | None = None
    withdrawal: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextAct:
    """What one actor is told of a draw now: one sentence, at most one act, who else is awaited.

    ``reason`` says why the act cannot be done yet; ``not_before`` from when on it can.
    """

    act: str
    sentence: str
    button: str
    link: Link | None
    is_post: bool
    is_own: bool
    who: str
    awaited_acts: tuple[AwaitedAct, ...]
    until: datetime | None
    not_before: datetime | None
    reason: str
    is_late: bool

    @property
    def awaited(self) -> tuple[str, ...]:
        """Say who is awaited for what."""
        return tuple(act.words for act in self.awaited_acts)

    @property
    def is_open(self) -> bool:
        """Tell whether the actor can do the act now."""
        return self.is_own and not self.reason and self.not_before is None


def next_act(draw: Draw, actor: Actor, at: datetime) -> NextAct:
    """Give what is to be done with a draw now, as the actor sees it."""
    waits = waits_of(draw, at)
    chosen = min(
        waits,
        key=lambda wait: (
            not wait.is_of(actor),
            wait.is_blocked and wait.is_of(actor),
            not wait.act,
        ),
    )
    is_own = chosen.is_of(actor)
    awaited = [_awaited_act(draw, wait, actor) for wait in waits if wait.is_awaited_by(actor)]
    return NextAct(
        act=chosen.act,
        sentence=_sentence(draw, chosen, is_own=is_own),
        button=chosen.button,
        link=Link(view=chosen.view, args=chosen.args or (draw.pk,)) if chosen.view else None,
        is_post=chosen.is_post,
        is_own=is_own,
        who=rules.holders(chosen.permission) if chosen.act else "",
        awaited_acts=tuple({act.words: act for act in awaited}.values()),
        until=chosen.until,
        not_before=chosen.not_before,
        reason=chosen.hindrance,
        is_late=chosen.until is not None and chosen.until <= at,
    )


def _sentence(draw: Draw, wait: Wait, *, is_own: bool) -> str:
    """Tell who may act what to do, and everybody else for whom the draw waits."""
    return wait.sentence if is_own or not wait.act else f"在等：{_awaited(draw, wait)}。"


def _awaited(draw: Draw, wait: Wait) -> str:
    return f"{wait.awaited_people(draw)} {wait.verb}"


def _awaited_act(draw: Draw, wait: Wait, actor: Actor) -> AwaitedAct:
    return AwaitedAct(
        words=_awaited(draw, wait),
        key=wait.key(draw) if actor.may(Permission.HOLD_DRAWS) else "",
        since=wait.since,
        withdrawal=wait.withdrawal(draw, actor),
    )
