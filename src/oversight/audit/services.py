"""Appending to the log, inside the transaction of the change (spec log-v1 7)."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from mingqian.canonical import Json
from mingqian.log import entry
from mingqian_ceremony import entropy
from oversight.audit import continuity, covering, events, publication
from oversight.audit.event_types import EventType, require_declared
from oversight.audit.models import Difference, Entry, Head
from oversight.audit.states import DIFFERENCE
from oversight.common import moments
from oversight.common.errors import DomainError, NotFoundError

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditActor:
    """The actor of an entry: organisation and role are public, person and address private."""

    organisation: str
    role: str
    scope: str = "/"
    person: str = ""
    address: str = ""
    account: str = ""  # the name signed in with: tells two persons of one name apart


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEvent:
    """An event on the thing with a number; ``title`` names the thing and stays private."""

    type: EventType
    number: str
    title: str = ""
    public: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, Any] = field(default_factory=dict)


PROGRAM = AuditActor(organisation="明签", role="程序")


@transaction.atomic
def record(event: AuditEvent, *, by: AuditActor, at: datetime) -> int:
    """Append one entry and give its index; the caller's change is committed with it.

    A moment before the newest entry's is raised to that one: times in the log never decrease
    (log-v1 3), although two processes may ask for the next place in either order. Of an event
    whose type is covered, the private digest covers all that the public is not told (log-v1 5).

    Raises:
        ImproperlyConfigured: no app registered the type, or a field has no words.
        FormatError: the act has no canonical form.
        RolledBackError: more was signed than the database holds: an old backup was restored.
    """
    require_declared(event.type, [*event.public, *event.private])
    head = Head.objects.select_for_update().get(pk=1)
    continuity.require_whole(head.size)
    moment = max(at, head.at) if head.at else at
    private = _private(event, by)
    salt = entropy.salt()
    full_entry = _entry(event, by, moment)
    if event.type.is_covered:
        private[covering.KEY] = covering.hidden_part(full_entry)
    full_entry = replace(full_entry, private=entry.private_digest(salt, private))
    leaf = entry.write(covering.cover(full_entry) if event.type.is_covered else full_entry)
    Entry.objects.create(
        index=head.size,
        leaf=leaf,
        type=event.type.type,
        at=moment,
        about_kind=event.type.kind.name,
        about_number=event.number,
        organisation=by.organisation,
        role=by.role,
        scope=by.scope,
        person=by.person,
        address=by.address,
        title=event.title[:300],
        public=dict(event.public),
        private=private,
        salt=salt,
    )
    Head.objects.filter(pk=1).update(size=head.size + 1, at=moment)
    transaction.on_commit(publish_pending, robust=True)
    return head.size


def lock_head() -> None:
    """Lock the head of the log until the caller's transaction ends."""
    Head.objects.select_for_update().get(pk=1)


def publish_pending() -> None:
    """Write committed entries to the log's folder; what a crash left undone is done next time."""
    publication.catch_up(_leaves)


def _leaves(start: int, count: int) -> list[bytes]:
    rows = Entry.objects.filter(index__gte=start, index__lt=start + count).order_by("index")
    return [bytes(leaf) for leaf in rows.values_list("leaf", flat=True)]


def _entry(event: AuditEvent, by: AuditActor, at: datetime) -> entry.Entry:
    return entry.Entry(
        type=event.type.type,
        at=moments.written(at),
        by=entry.Author(organisation=by.organisation, role=by.role),
        about=entry.About(kind=event.type.kind.name, number=event.number),
        public=event.public,
        private=None,
    )


def _private(event: AuditEvent, by: AuditActor) -> dict[str, Json]:
    # Whatever columns of the row the leaf does not hold are bound by the private digest.
    private: dict[str, Json] = {
        "person": by.person,
        "address": by.address,
        "title": event.title,
        "scope": by.scope,
    }
    if by.account:
        private["account"] = by.account
    return {**private, **event.private}


def record_check(*, by: AuditActor, problem: str, size: int, at: datetime) -> int:
    """Put on record that somebody checked the whole trail, and what they saw."""
    public = {"count": size, "result": problem or "一样"}
    event = AuditEvent(type=events.TRAIL_CHECKED, number="log", public=public)
    return record(event, by=by, at=at)


@transaction.atomic
def acknowledge(
    *, by: AuditActor, fingerprint: str, note: str, scopes: Collection[str], at: datetime
) -> int:
    """Put on record that somebody saw a difference, and what they did about it.

    Raises:
        NotFoundError: there is none such within reach.
        DomainError: nothing is said about it.
    """
    standing = DIFFERENCE.sources(["acknowledge"])
    difference = Difference.objects.filter(fingerprint=fingerprint, state__in=standing).first()
    if difference is None or not (
        difference.scope == "/" or difference.scope.startswith(tuple(scopes))
    ):
        raise NotFoundError("没有这一处不一样，或不在您的范围内")
    if not note.strip():
        raise DomainError("请写查了什么、怎么处理", field="note")
    private = {
        "difference": [
            difference.kind,
            difference.number,
            difference.field,
            difference.logged,
            difference.stored,
        ],
        "note": note.strip(),
    }
    event = AuditEvent(type=events.TRAIL_ACKNOWLEDGED, number=fingerprint, private=private)
    return record(event, by=by, at=at)


@transaction.atomic
def erase(*, by: AuditActor, index: int, reason: str, at: datetime) -> int:
    """Take an entry's private part away, as the law asks; its digest and this act stay.

    Raises:
        NotFoundError: there is no such entry.
        DomainError: no reason.
    """
    if not reason.strip():
        raise DomainError("请写依据和理由，它会公开", field="reason")
    rows = Entry.objects.filter(index=index)
    if not rows.exists():
        raise NotFoundError(f"没有第 {index} 条留痕")
    public = {"from": index, "to": index + 1, "reason": reason.strip()}
    event = AuditEvent(type=events.TRAIL_ERASED, number=str(index), public=public)
    place = record(event, by=by, at=at)
    rows.update(private=None, salt="", person="", address="", title="")
    return place


def record_export(*, by: AuditActor, form: str, rows: int, at: datetime) -> int:
    """Put on record that somebody took a copy of the trail."""
    public = {"format": form, "rows": rows}
    event = AuditEvent(type=events.TRAIL_EXPORTED, number="log", public=public)
    return record(event, by=by, at=at)


def record_start(*, program: str, at: datetime) -> int:
    """Put on record that the program started, and which one it was."""
    event = AuditEvent(type=events.SITE_STARTED, number="site", public={"program": program})
    return record(event, by=PROGRAM, at=at)
