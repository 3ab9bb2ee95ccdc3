"""What waits in publications: drafts to finish, to review, to release, things without any."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from oversight.accounts.awaiting import people_for
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Link, Todo
from oversight.disclosures import awaiting, states
from oversight.disclosures.models import Disclosure
from oversight.disclosures.states import DISCLOSURE, DisclosureState

_ACTS = {
    DisclosureState.DRAFT: (states.SUBMIT, "写明哪些不公开，提交审查"),
    DisclosureState.REVIEW: (states.APPROVE, "审查公示"),
    DisclosureState.APPROVED: (states.PUBLISH, "已批准，请公示"),
}


def todos(actor: Actor, at: datetime) -> Iterator[Todo]:
    """Give what the actor can do next, what must come down, and how much was not begun."""
    if not actor.may(Permission.SEE_DISCLOSURES):
        return
    today = moments.day_of(at)
    for row in awaiting.in_work(actor):
        yield from _in_work(actor, row, today)
    if actor.may(Permission.REVIEW_DISCLOSURES):
        for row in awaiting.to_take_down(actor):
            yield _todo(row, "依据已经撤销，请撤下", is_urgent=True)
    if actor.may(Permission.DRAFT_DISCLOSURES):
        yield from _not_begun(actor, today)


def _in_work(actor: Actor, row: Disclosure, today: date) -> Iterator[Todo]:
    act, words = _ACTS[DisclosureState(row.state)]
    is_mine = actor.may_take(DISCLOSURE, act, row.state) and not is_barred(actor, row, act)
    is_late = row.due_on is not None and row.due_on < today
    if is_mine:
        yield _todo(row, row.returned or words, is_urgent=is_late)
    elif row.made_user == actor.user_id and row.state == DisclosureState.REVIEW:
        yield Todo(
            title=f"公示：{row.title}",
            reason="等待审查",
            link=_link(row),
            button="去看",
            until=row.due_on,
            waiting_for=people_for(
                row.bureau, Permission.REVIEW_DISCLOSURES, frozenset({row.made_user or 0})
            ),
            key=f"disclosure:{row.pk}",
        )


def is_barred(actor: Actor, row: Disclosure, act: str) -> bool:
    """Tell whether somebody must leave an act to another: author, reviewer, publisher differ."""
    if act in {states.APPROVE, states.SEND_BACK}:
        return row.made_user == actor.user_id
    return act == states.PUBLISH and actor.user_id in {row.made_user, row.reviewed_user}


def _not_begun(actor: Actor, today: date) -> Iterator[Todo]:
    rows = [row for row in awaiting.waiting(actor, today) if row.due_on is not None]
    if rows:
        late = sum(row.is_late for row in rows)
        yield Todo(
            title=f"待公示 {len(rows)} 件",
            reason=f"其中 {late} 件已逾期" if late else rows[0].standing,
            link=Link(view="office:disclosures-waiting"),
            until=rows[0].due_on,
            is_urgent=late > 0,
        )


def _todo(row: Disclosure, words: str, *, is_urgent: bool) -> Todo:
    return Todo(
        title=f"公示：{row.title}",
        reason=words,
        link=_link(row),
        until=row.due_on if row.state in states.IN_WORK else None,
        is_urgent=is_urgent,
        key=f"disclosure:{row.pk}",
    )


def _link(row: Disclosure) -> Link:
    return Link(view="office:disclosure", args=(row.pk,))
