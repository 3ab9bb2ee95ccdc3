"""What is to be done with a draw now: the act, who may do it, who is awaited, until when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from oversight.accounts import rules
from oversight.accounts import selectors as accounts
from oversight.accounts.selectors import Actor
from oversight.common.contributions import Link
from oversight.draws.models import Draw
from oversight.draws.waits import Wait, waits_of

_MOST_NAMES = 3


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
    awaited: tuple[str, ...]
    until: datetime | None
    not_before: datetime | None
    reason: str
    is_late: bool

    @property
    def is_open(self) -> bool:
        """Tell whether the actor can do the act now."""
        return self.is_own and not self.reason and self.not_before is None


def next_act(draw: Draw, actor: Actor, at: datetime) -> NextAct:
    """Give what is to be done with a draw now, as the actor sees it."""
    waits = [_timed(wait, at) for wait in waits_of(draw, at)]
    chosen = min(
        waits,
        key=lambda wait: (
            not wait.is_of(actor),
            _is_blocked(wait) and wait.is_of(actor),
            not wait.act,
        ),
    )
    is_own = chosen.is_of(actor)
    awaited = [_awaited(draw, wait) for wait in waits if _is_awaited(wait, actor)]
    return NextAct(
        act=chosen.act,
        sentence=_sentence(draw, chosen, is_own=is_own),
        button=chosen.button,
        link=Link(view=chosen.view, args=chosen.args or (draw.pk,)) if chosen.view else None,
        is_post=chosen.is_post,
        is_own=is_own,
        who=rules.holders(chosen.permission) if chosen.act else "",
        awaited=tuple(dict.fromkeys(awaited)),
        until=chosen.until,
        not_before=chosen.not_before,
        reason=chosen.hindrance,
        is_late=chosen.until is not None and chosen.until <= at,
    )


def _timed(wait: Wait, at: datetime) -> Wait:
    is_open = wait.not_before is not None and wait.not_before <= at
    return replace(wait, not_before=None) if is_open else wait


def _is_blocked(wait: Wait) -> bool:
    return bool(wait.hindrance) or wait.not_before is not None


def _is_awaited(wait: Wait, actor: Actor) -> bool:
    return bool(wait.verb) and not wait.is_of(actor) and not _is_blocked(wait)


def _sentence(draw: Draw, wait: Wait, *, is_own: bool) -> str:
    """Tell who may act what to do, and everybody else for whom the draw waits."""
    return wait.sentence if is_own or not wait.act else f"在等：{_awaited(draw, wait)}。"


def _awaited(draw: Draw, wait: Wait) -> str:
    return f"{wait.people or _people(draw, wait)} {wait.verb}"


def _people(draw: Draw, wait: Wait) -> str:
    names = [
        name
        for user_id, name in accounts.holders_of(draw.bureau, wait.permission)
        if user_id not in wait.barred
    ]
    is_few = 0 < len(names) <= _MOST_NAMES
    return "、".join(names) if is_few else rules.holders(wait.permission)
