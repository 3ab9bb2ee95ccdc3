"""What draws wait for, as lines of a to-do list: of whoever must act, and of who holds draws.

The waits themselves come from `draws.waits`, as on the draw's page; only the batches of the plan
that have no draw yet stand here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Link, Todo
from oversight.draws import batches, records, selectors
from oversight.draws.models import Draw, JointInvitation
from oversight.draws.states import DRAW, INVITATION, DrawState
from oversight.draws.waits import Wait, waits_of

_RUNNING = frozenset(
    {DrawState.PREPARING, DrawState.REVIEW, DrawState.SEALED, DrawState.SEEDED, DrawState.HELD}
)


# Acts whose page shows by itself what they are about, and asks for nothing before.
_ON_OWN_PAGE = frozenset({"seal", "enter", "confirm"})


def todos(actor: Actor, at: datetime) -> Iterator[Todo]:
    """Give what waits for the actor, and what others have to do before the actor can go on."""
    if actor.may(Permission.HOLD_DRAWS):
        yield from _batches_to_begin(actor, at)
    for draw in _draws_of(actor):
        yield from _of_draw(draw, actor, at)


def _draws_of(actor: Actor) -> QuerySet[Draw]:
    """Give the draws that may wait for the actor: by their state, or by an invitation."""
    open_acts = [row for row in DRAW.transitions if row.permission in actor.permissions]
    states = {state for row in open_acts for state in row.sources}
    rows = selectors.draws(actor)
    if states & _RUNNING:
        return rows.filter(state__in=states & _RUNNING)
    if not actor.permissions & {row.permission for row in INVITATION.transitions}:
        return rows.none()
    asked = JointInvitation.objects.filter(
        answer=JointInvitation.WAITING, section__path__startswith=actor.scope
    )
    return rows.filter(pk__in=asked.values("draw_id"), state__in=DRAW.sources(["change"]))


def _of_draw(draw: Draw, actor: Actor, at: datetime) -> Iterator[Todo]:
    title = records.headings([draw])[0].title
    for wait in waits_of(draw, at):
        if wait.is_of(actor) and not wait.is_blocked:
            yield _todo(draw, title, wait, actor)
        elif wait.is_of(actor) and wait.event and wait.not_before is not None:
            yield _todo(draw, title, wait, actor, waiting_for=wait.event)
        elif actor.may(Permission.HOLD_DRAWS) and wait.is_awaited_by(actor):
            people = wait.awaited_people(draw)
            yield _todo(draw, title, wait, actor, waiting_for=people)


def _todo(draw: Draw, title: str, wait: Wait, actor: Actor, *, waiting_for: str = "") -> Todo:
    until = wait.not_before or wait.until
    is_own = not waiting_for
    return Todo(
        title=f"{wait.verb}：{title}",
        reason=wait.reason or wait.sentence,
        link=_page(draw, wait) if is_own else Link(view="office:draw", args=(draw.pk,)),
        button=wait.button if is_own and wait.args else "去办" if is_own else "看抽取",
        until=moments.day_of(until) if until else None,
        waiting_for=waiting_for,
        key="" if wait.not_before else wait.key(draw),
        since=wait.since,
        withdrawal=wait.withdrawal(draw, actor) if waiting_for else None,
    )


def _page(draw: Draw, wait: Wait) -> Link:
    """Give the page of the act; the draw's own, where what is to be done stands there."""
    if wait.machine is INVITATION or (wait.act in _ON_OWN_PAGE and wait.view):
        return Link(view=wait.view, args=wait.args or (draw.pk,))
    return Link(view="office:draw", args=(draw.pk,))


def _batches_to_begin(actor: Actor, at: datetime) -> Iterator[Todo]:
    today = moments.day_of(at)
    for batch in batches.batches_to_draw(actor, today.year, today.month):
        yield Todo(
            title=f"准备抽取：{batches.title_of(batch)}",
            reason=f"计划在 {batch.month} 月抽 {batch.count} 家，还没有建抽取",
            link=Link(view="office:plan", args=(batch.task.version.plan_id,)),
            until=batches.last_day(batch),
        )
