"""Changes to the directory of subjects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from oversight.accounts import selectors as accounts
from oversight.accounts.models import Organisation
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.audit import services as audit
from oversight.audit.event_types import EventType
from oversight.audit.services import AuditEvent
from oversight.common import finding, personal_numbers
from oversight.common.errors import (
    ChangedMeanwhileError,
    DomainError,
    FieldsError,
    NotFoundError,
)
from oversight.registry import events
from oversight.registry.models import Facet, Subject
from oversight.registry.rules import subjects as rules
from oversight.registry.services import history

MOST_AT_ONCE = 5000
_FACETS = ("region", "industry")


@transaction.atomic
def add(
    *,
    actor: Actor,
    owner_id: int,
    values: Mapping[str, str],
    reason: str,
    at: datetime,
    keeps_bad_code: bool = False,
) -> Subject:
    """Enter one subject.

    Raises:
        FieldsError: some field is wrong.
        DomainError: the code is listed already.
    """
    actor.require(Permission.KEEP_DIRECTORIES)
    bureau_id, owner_id = _place(actor, owner_id)
    columns = _check_values(values, keeps_bad_code=keeps_bad_code)
    _require_free(bureau_id, columns["code"], None)
    subject = Subject(bureau_id=bureau_id, since=at, owner_id=owner_id, **columns)
    row = history.state_digest(subject)
    subject.entry = record_change(
        events.SUBJECT_ADDED, actor, subject.code, subject.name, at, reason=reason, row=row
    )
    index_words(subject)
    subject.save(force_insert=True)
    note_facets(bureau_id, [subject])
    return subject


@transaction.atomic
def change(
    *,
    actor: Actor,
    subject_id: int,
    owner_id: int,
    values: Mapping[str, str],
    reason: str,
    seen_entry: int,
    at: datetime,
    keeps_bad_code: bool = False,
) -> Subject:
    """Change one subject; the former state is kept, and a reason must be given.

    Raises:
        FieldsError: some field is wrong.
        ChangedMeanwhileError: somebody else changed it since it was shown.
        DomainError: nothing changes, or there is no reason.
    """
    actor.require(Permission.KEEP_DIRECTORIES)
    bureau_id, owner_id = _place(actor, owner_id)
    subject = subject_for(actor, subject_id, lock=True)
    if subject.entry != seen_entry:
        raise ChangedMeanwhileError("这一行刚被别人改过；请看过现在的内容再改")
    values = {**values, "phone": rules.phone_meant(values.get("phone", ""), subject.phone)}
    columns = {**_check_values(values, keeps_bad_code=keeps_bad_code), "owner_id": owner_id}
    before = {name: getattr(subject, name) for name in columns}
    changed = [name for name in columns if before[name] != columns[name]]
    if not changed:
        raise DomainError("没有改动任何内容")
    _require_reason(reason)
    _require_free(bureau_id, columns["code"], subject.pk)
    changes = display_changes(before, columns, changed)
    row = history.state_digest(subject, columns)
    index = record_change(
        events.SUBJECT_CHANGED, actor, subject.code, columns["name"], at, reason, changes, row
    )
    rewrite(subject, {name: columns[name] for name in changed}, at=at, entry=index)
    note_facets(bureau_id, [subject])
    return subject


@transaction.atomic
def label(
    *,
    actor: Actor,
    subject_ids: Iterable[int],
    added: str = "",
    removed: str = "",
    reason: str,
    at: datetime,
) -> int:
    """Put labels on many subjects, or take them off; one act. Gives how many changed."""
    added_labels, removed_labels = (
        set(rules.labels_of(text).strip("|").split("|")) - {""} for text in (added, removed)
    )
    if not added_labels and not removed_labels:
        raise DomainError("请写标签", field="label")

    def changes(subject: Subject) -> dict[str, Any]:
        labels = (set(subject.label_list) | added_labels) - removed_labels
        return {"labels": rules.labels_of("|".join(labels))}

    public = {"added": sorted(added_labels), "removed": sorted(removed_labels)}
    count = _many(events.SUBJECT_LABELLED, actor, subject_ids, changes, reason, at, public)
    for name in added_labels:
        Facet.objects.get_or_create(bureau_id=actor.bureau_id, field="labels", value=name)
    return count


@transaction.atomic
def move(
    *, actor: Actor, subject_ids: Iterable[int], owner_id: int, reason: str, at: datetime
) -> int:
    """Give many subjects to another section; gives how many changed."""
    _, owner_id = _place(actor, owner_id)
    public = {"owner": Organisation.objects.get(pk=owner_id).name}
    changes = {"owner_id": owner_id}
    return _many(events.SUBJECT_MOVED, actor, subject_ids, lambda _: changes, reason, at, public)


@transaction.atomic
def set_listed(
    *, actor: Actor, subject_ids: Iterable[int], is_listed: bool, reason: str, at: datetime
) -> int:
    """Take subjects out of the directory or back in; they are never deleted."""
    event = events.SUBJECT_RELISTED if is_listed else events.SUBJECT_DELISTED
    changes = {"is_listed": is_listed}
    return _many(event, actor, subject_ids, lambda _: changes, reason, at, {})


def subject_for(actor: Actor, subject_id: int, *, lock: bool = False) -> Subject:
    """Load a subject within reach.

    Raises:
        NotFoundError: there is none.
    """
    reach = Subject.objects.filter(accounts.within(actor), pk=subject_id)
    subject = (reach.select_for_update() if lock else reach.select_related("owner")).first()
    if subject is None:
        raise NotFoundError("没有这个检查对象，或不在您的范围内")
    return subject


def rewrite(subject: Subject, changes: Mapping[str, Any], *, at: datetime, entry: int) -> None:
    """Archive the present state of a subject, and write the new one."""
    history.archive_version(subject, at=at, entry=entry)
    for name, value in changes.items():
        setattr(subject, name, value)
    subject.since, subject.entry = at, entry
    index_words(subject)
    subject.save()


def index_words(subject: Subject) -> None:
    """Set the columns by which a search finds a subject."""
    subject.initials = finding.initials(subject.name)
    subject.tokens = rules.tokens(
        subject.name, subject.address, subject.initials, subject.label_list
    )
    subject.plain = rules.plain_words(subject.name, subject.address)


def note_facets(bureau_id: int, subjects: Iterable[Subject]) -> None:
    """Add the values of subjects to those that the filters offer."""
    values = {(name, getattr(subject, name)[:80]) for subject in subjects for name in _FACETS}
    values |= {("labels", label[:80]) for subject in subjects for label in subject.label_list}
    rows = [Facet(bureau_id=bureau_id, field=f, value=v) for f, v in sorted(values) if v]
    Facet.objects.bulk_create(rows, ignore_conflicts=True)


def display_changes(
    before: Mapping[str, Any], after: Mapping[str, Any], names: Iterable[str]
) -> list[list[str]]:
    """Write changes for people: [title, before, after] each."""
    return [
        [
            rules.TITLES.get(name.removesuffix("_id"), name),
            _display_value(name, before),
            _display_value(name, after),
        ]
        for name in names
    ]


def _display_value(name: str, values: Mapping[str, Any]) -> str:
    value = values[name]
    if name == "owner_id":
        return Organisation.objects.get(pk=value).name
    if isinstance(value, bool):
        return "是" if value else "否"
    if name == "labels":
        return "、".join(label for label in value.split("|") if label)
    if name == "phone":
        return personal_numbers.masked(value)
    return "" if value is None else str(value)


def _many(
    event_type: EventType,
    actor: Actor,
    subject_ids: Iterable[int],
    changes: Any,  # noqa: ANN401 - a function of a subject
    reason: str,
    at: datetime,
    public_fields: Mapping[str, Any],
) -> int:
    actor.require(Permission.KEEP_DIRECTORIES)
    _require_reason(reason)
    keys = sorted(set(subject_ids))
    if not keys:
        raise DomainError("还没有选中任何一家；请先在左边打勾")
    if len(keys) > MOST_AT_ONCE:
        raise DomainError(f"一次最多改 {MOST_AT_ONCE} 家；请缩小范围分几次做")
    reach = Subject.objects.filter(accounts.within(actor), pk__in=keys).select_for_update()
    pairs = [(subject, changes(subject)) for subject in reach]
    moving = [
        (subject, new)
        for subject, new in pairs
        if any(getattr(subject, k) != v for k, v in new.items())
    ]
    if not moving:
        raise DomainError("选中的对象都已经是这样，没有改动")
    public = {"count": len(moving), **public_fields}
    rows = [history.state_digest(subject, new) for subject, new in moving]
    private = {
        "reason": reason,
        "codes": [subject.code for subject, _ in moving],
        "row_digests": rows,
    }
    event = AuditEvent(
        type=event_type,
        number="subjects",
        title=f"{moving[0][0].name}等 {len(moving)} 家",
        public=public,
        private=private,
    )
    index = audit.record(event, by=actor.author, at=at)
    for subject, new in moving:
        rewrite(subject, new, at=at, entry=index)
    return len(moving)


def _check_values(values: Mapping[str, str], *, keeps_bad_code: bool) -> dict[str, Any]:
    checked_row = rules.check_row(values, keeps_bad_code=keeps_bad_code)
    if checked_row.faults:
        raise FieldsError([(fault.field, fault.reason) for fault in checked_row.faults])
    return checked_row.values


def _place(actor: Actor, owner_id: int) -> tuple[int, int]:
    owner = accounts.organisation_for(actor, owner_id)
    bureau_id = accounts.bureau_id(owner)
    if bureau_id is None or owner.ended_at is not None:
        raise DomainError("请选一个科室", field="owner")
    return bureau_id, owner.pk


def _require_free(bureau_id: int, code: str, except_pk: int | None) -> None:
    same = Subject.objects.filter(bureau_id=bureau_id, code=code).exclude(pk=except_pk or 0).first()
    if same is not None:
        where = "名录中" if same.is_listed else "已移出的名录中"
        raise DomainError(f"{where}已有这个代码：{same.name}；请改那一行", field="code")


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise DomainError("请写改动的原因，它会记入留痕", field="reason")


def record_change(
    event_type: EventType,
    actor: Actor,
    code: str,
    name: str,
    at: datetime,
    reason: str = "",
    changes: Sequence[Sequence[str]] = (),
    row: str = "",
) -> int:
    """Record an act on a subject, with the digest of its row; gives the entry's index."""
    event = AuditEvent(
        type=event_type,
        number=code,
        title=name,
        public={"fields": [change[0] for change in changes]} if changes else {},
        private={"reason": reason, "changes": [list(change) for change in changes], "row": row},
    )
    return audit.record(event, by=actor.author, at=at)
