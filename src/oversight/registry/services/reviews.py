"""Confirmation, by a second person, of changes to the directory before a draw reads them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from oversight.accounts.selectors import Actor
from oversight.audit import services as audit
from oversight.audit.selectors import Entry
from oversight.audit.services import AuditEvent
from oversight.common.errors import DomainError, NotFoundError
from oversight.registry import events
from oversight.registry.models import ChangeReview
from oversight.registry.selectors import changes
from oversight.registry.states import REVIEW


@transaction.atomic
def confirm(*, actor: Actor, acts: Iterable[int], at: datetime) -> list[ChangeReview]:
    """Confirm acts that changed the directory, as somebody else than who did them.

    An import is one act with all its rows. What is confirmed already stays as it is.

    Raises:
        DomainError: nothing was chosen, or the same person made the change.
        NotFoundError: there is no such act in one's bureau.
    """
    actor.require_for(REVIEW, "confirm")
    places = sorted(set(acts))
    if not places:
        raise DomainError("没有选中要核对的改动")
    if actor.bureau_id is None:
        raise DomainError("请以一个局的角色来核对")
    states = changes.review_states(actor.bureau_id, places)
    waiting = [act for act in places if REVIEW.allows("confirm", states[act])]
    entries = changes.acts(waiting)
    rows = changes.counts_of(actor.bureau_id, entries)
    return [_confirmed(actor, actor.bureau_id, entries.get(act), rows[act], at) for act in waiting]


def _confirmed(
    actor: Actor, bureau_id: int, entry: Entry | None, rows: int, at: datetime
) -> ChangeReview:
    if entry is None or not rows:
        raise NotFoundError("没有这项改动，或不在您的范围内")
    if entry.person == actor.person:
        raise DomainError("改动的人不能自己核对；请另一位来做")
    act = AuditEvent(
        type=events.DIRECTORY_CHANGE_CONFIRMED,
        number="subjects",
        title=entry.title,
        public={"entry": entry.index, "count": rows},
    )
    index = audit.record(act, by=actor.author, at=at)
    return ChangeReview.objects.create(
        bureau_id=bureau_id,
        act=entry.index,
        rows=rows,
        confirmed_by=actor.person,
        confirmed_user=actor.user_id,
        confirmed_at=at,
        entry=index,
    )
