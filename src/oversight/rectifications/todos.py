"""What waits in rectifications: the next act of each, and extensions to decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from oversight.accounts.awaiting import people_for
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Link, Todo
from oversight.rectifications import awaiting, selectors
from oversight.rectifications.awaiting import NextAct
from oversight.rectifications.models import Extension, Rectification
from oversight.rectifications.states import RECTIFICATION


def todos(actor: Actor, at: datetime) -> Iterator[Todo]:
    """Give what the actor can do next in each, and the extensions to decide or waited for."""
    if not actor.may(Permission.SEE_VISITS):
        return
    today = moments.day_of(at)
    if actor.may(Permission.TAKE_VISITS) or actor.may(Permission.APPROVE_VISITS):
        for row in awaiting.open_rows(actor).order_by("due_on", "pk"):
            following = awaiting.next_act(row, today)
            if following is not None and actor.may_take(RECTIFICATION, following.act, row.state):
                yield _todo(row, following)
    for extension in selectors.waiting_extensions(actor):
        yield from _extension(actor, extension)


def _todo(row: Rectification, following: NextAct) -> Todo:
    return Todo(
        title=f"责令改正：{row.name}",
        reason=following.words,
        link=Link(view="office:rectification", args=(row.pk,)),
        button="去办",
        until=following.until,
        is_urgent=following.is_urgent,
    )


def _extension(actor: Actor, extension: Extension) -> Iterator[Todo]:
    row = extension.rectification
    is_own = extension.asked_user == actor.user_id
    decides = actor.may(Permission.APPROVE_VISITS) and not is_own
    if not decides and not is_own:
        return
    yield Todo(
        title=f"{'决定延期' if decides else '延期申请'}：{row.name}",
        reason=f"{extension.asked_by}：延长 {extension.days} 日，{extension.reason}",
        link=Link(view="office:rectification", args=(row.pk,)),
        button="去看",
        waiting_for="" if decides else _deciders(extension),
        key=f"extension:{extension.pk}",
        since=extension.asked_at,
    )


def _deciders(extension: Extension) -> str:
    barred = frozenset({extension.asked_user or 0})
    return people_for(extension.rectification.bureau, Permission.APPROVE_VISITS, barred)
