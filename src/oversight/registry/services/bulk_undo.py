"""A bulk act on subjects taken back as a whole, for a day and where nothing came after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from oversight.accounts import selectors as accounts
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.audit import selectors as audit
from oversight.audit import services as audit_services
from oversight.audit.selectors import Entry
from oversight.audit.services import AuditEvent
from oversight.common.errors import DomainError, NotFoundError
from oversight.registry import events
from oversight.registry.models import Subject, SubjectVersion
from oversight.registry.rules.subjects import VERSIONED
from oversight.registry.services import history
from oversight.registry.services.subjects import rewrite

HOURS = 24
_ACTS = {
    event_type.type
    for event_type in (
        events.SUBJECT_LABELLED,
        events.SUBJECT_MOVED,
        events.SUBJECT_DELISTED,
        events.SUBJECT_RELISTED,
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """A bulk act and what would be taken back: subjects that nobody changed since, and the rest."""

    entry: Entry
    unchanged: int
    changed_since: int


def newest(actor: Actor, at: datetime) -> Undoing | None:
    """Give the actor's newest bulk act, as long as something of it can be taken back."""
    rows = audit.of_types(_ACTS).filter(person=actor.person, scope=actor.scope)
    rows = rows.filter(at__gt=at - timedelta(hours=HOURS)).order_by("-index")
    entry = next((row for row in rows if _is_own(actor, row)), None)
    undoing = None if entry is None else _undoing(actor, entry)
    return undoing if undoing is not None and undoing.unchanged else None


def undoing_for(actor: Actor, index: int) -> Undoing:
    """Give a bulk act with what would be taken back.

    Raises:
        NotFoundError: there is no such act, or it is not the actor's own.
    """
    entry = audit.of_types(_ACTS).filter(index=index, person=actor.person).first()
    if entry is None or entry.scope != actor.scope or not _is_own(actor, entry):
        raise NotFoundError("没有这次批量改动，或不是您做的")
    return _undoing(actor, entry)


@transaction.atomic
def undo(*, actor: Actor, index: int, at: datetime) -> int:
    """Bring the subjects of a bulk act back to what they were; those changed since stay.

    Raises:
        NotFoundError: there is no such act, or it is not the actor's own.
        DomainError: the day is over, or nothing of it is as it was left.
    """
    actor.require(Permission.KEEP_DIRECTORIES)
    entry = undoing_for(actor, index).entry
    if at - entry.at > timedelta(hours=HOURS):
        raise DomainError(f"批量改动过了 {HOURS} 小时不能撤销；请另做一次改动改回去")
    subjects = list(_unchanged(actor, index).select_for_update())
    if not subjects:
        raise DomainError("这次改动已经撤销，或者各家以后又改过；请逐家改")
    former = _former(index, subjects)
    undone = _record(actor, entry, subjects, former, at)
    for subject in subjects:
        rewrite(subject, former[subject.pk], at=at, entry=undone)
    return len(subjects)


def _is_own(actor: Actor, entry: Entry) -> bool:
    """Tell whether the actor did it, and not somebody else of the same name."""
    return bool((entry.private or {}).get("account", "") == actor.author.account)


def _undoing(actor: Actor, entry: Entry) -> Undoing:
    unchanged = _unchanged(actor, entry.index).count()
    whole = int(entry.public.get("count", 0))
    return Undoing(entry=entry, unchanged=unchanged, changed_since=whole - unchanged)


def _unchanged(actor: Actor, index: int) -> QuerySet[Subject]:
    return Subject.objects.filter(accounts.within(actor), entry=index).order_by("pk")


def _former(index: int, subjects: list[Subject]) -> dict[int, dict[str, Any]]:
    keys = [subject.pk for subject in subjects]
    versions = SubjectVersion.objects.filter(until_entry=index, subject_id__in=keys)
    return {row.subject_id: {name: getattr(row, name) for name in VERSIONED} for row in versions}


def _record(
    actor: Actor,
    entry: Entry,
    subjects: list[Subject],
    former: Mapping[int, Mapping[str, Any]],
    at: datetime,
) -> int:
    event = AuditEvent(
        type=events.SUBJECT_RESTORED,
        number="subjects",
        title=entry.title,
        public={"count": len(subjects), "entry": entry.index},
        private={
            "reason": "撤销批量改动",
            "codes": [subject.code for subject in subjects],
            "row_digests": [
                history.state_digest(subject, former[subject.pk]) for subject in subjects
            ],
        },
    )
    return audit_services.record(event, by=actor.author, at=at)
