"""Drafting a publication: what the original says, and which of it is withheld why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from oversight.accounts.selectors import Actor
from oversight.accounts.services import numbers
from oversight.common import moments
from oversight.common.errors import DomainError, FieldsError, NotFoundError
from oversight.disclosures import awaiting, events, rules, selectors, sources
from oversight.disclosures.models import Disclosure
from oversight.disclosures.services.recording import content_digest, record, withheld_of
from oversight.disclosures.sources import Content, Occurrence, Source
from oversight.disclosures.states import DISCLOSURE, IN_WORK
from oversight.regulations import selectors as regulations

_PLACES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChoice:
    """What the author says of a field: withheld why, or opened on which basis."""

    withheld: str = ""
    note: str = ""
    basis: str = ""


@transaction.atomic
def draft(*, actor: Actor, kind: str, key: str, at: datetime) -> Disclosure:
    """Begin the publication of a thing with all that its original says.

    Raises:
        NotFoundError: there is nothing of this key, or it may not be published yet.
        DomainError: it has a publication already.
    """
    actor.require_for(DISCLOSURE, "change")
    bureau_id = actor.bureau_id or 0
    source = sources.source_of(kind)
    content = sources.content_of(kind, bureau_id, key)
    occurrence = _occurrence(actor, source, key)
    row = Disclosure(
        bureau_id=bureau_id,
        owner_id=content.owner_id,
        kind=kind,
        key=key,
        title=content.title[:200],
        happened_on=occurrence.happened_on,
        made_by=actor.person,
        made_user=actor.user_id,
        made_at=at,
    )
    if _is_taken(row):
        raise DomainError("这一件已经有公示了；要改的，请打开它，用“更正”")
    row.due_on = _due_on(row, source)
    row.number = _next_number(row, at)
    row.save()
    _fill(row, content)
    _record_draft(row, actor, at)
    return row


@transaction.atomic
def change(
    *, actor: Actor, disclosure_id: int, choices: Mapping[str, FieldChoice], at: datetime
) -> Disclosure:
    """Say which fields are withheld and why, and on which basis personal ones are opened.

    Raises:
        DomainError: the state does not allow it.
    """
    actor.require_for(DISCLOSURE, "change")
    row = selectors.disclosure_for(actor, disclosure_id, lock=True)
    DISCLOSURE.target("change", row.state)
    for field in row.fields.all():
        choice = choices.get(field.name)
        if choice is not None:
            field.withheld, field.note = choice.withheld, choice.note if choice.withheld else ""
            field.basis = choice.basis.strip()
            field.save(update_fields=["withheld", "note", "basis"])
    private = {"withheld": withheld_of(row), "content": content_digest(row)}
    record(events.DISCLOSURE_CHANGED, row, actor, at, private=private)
    return row


@transaction.atomic
def submit(*, actor: Actor, disclosure_id: int, at: datetime) -> Disclosure:
    """Hand a draft to the reviewer.

    Raises:
        FieldsError: a number of a person stands in it, a basis or a reason is missing.
        DomainError: the original changed meanwhile, or the state does not allow it.
    """
    actor.require_for(DISCLOSURE, "submit")
    row = selectors.disclosure_for(actor, disclosure_id, lock=True)
    target = DISCLOSURE.target("submit", row.state)
    require_releasable(row)
    row.state, row.returned = target, ""
    row.made_by, row.made_user = actor.person, actor.user_id
    row.save(update_fields=["state", "returned", "made_by", "made_user"])
    record(events.DISCLOSURE_SUBMITTED, row, actor, at)
    return row


@transaction.atomic
def drop(*, actor: Actor, disclosure_id: int, at: datetime) -> None:
    """Delete a draft; its number is not used again.

    Raises:
        DomainError: it is no draft any more.
    """
    actor.require_for(DISCLOSURE, "drop")
    row = selectors.disclosure_for(actor, disclosure_id, lock=True)
    DISCLOSURE.target("drop", row.state)
    record(events.DISCLOSURE_DROPPED, row, actor, at)
    row.delete()


@transaction.atomic
def correct(*, actor: Actor, disclosure_id: int, reason: str, at: datetime) -> Disclosure:
    """Begin the next version with what the original says now; the published one stays till then.

    Raises:
        FieldsError: no reason.
        DomainError: a version is in work already, or the state does not allow it.
    """
    actor.require_for(DISCLOSURE, "correct")
    before = selectors.disclosure_for(actor, disclosure_id, lock=True)
    DISCLOSURE.target("correct", before.state)
    if not reason.strip():
        raise FieldsError([("reason", "请写明更正的理由；它会一起公示")])
    if selectors.versions(before).filter(state__in=IN_WORK).exists():
        raise DomainError("已有一版在办理；请先办完或删除那一版")
    content = sources.content_of(before.kind, before.bureau_id, before.key)
    row = Disclosure.objects.create(
        bureau_id=before.bureau_id,
        owner_id=before.owner_id,
        kind=before.kind,
        key=before.key,
        number=before.number,
        version=before.version + 1,
        title=content.title[:200],
        happened_on=moments.day_of(at),
        due_on=_take_down_day(before, at),
        reason=reason.strip(),
        made_by=actor.person,
        made_user=actor.user_id,
        made_at=at,
    )
    _fill(row, content)
    _copy_choices(before, row)
    _record_draft(row, actor, at)
    return row


def require_releasable(row: Disclosure) -> None:
    """Refuse what must not go out: numbers of persons, no basis, an original that changed.

    Raises:
        FieldsError: a field stops it.
        DomainError: the original is not what stands here.
    """
    if problems := list(problems_of(row)):
        raise FieldsError([("", problem) for problem in problems])
    if not selectors.is_as_original(row):
        raise DomainError("原件后来改了，与这里不一样；请退回，删除草稿，按现在的原件重新起草")


def problems_of(row: Disclosure) -> Iterator[str]:
    """Say what stops the release, field by field, the title and the reason too."""
    for words, title in ((row.title, "名称"), (row.reason, "更正的理由")):
        yield from rules.field_problems(title, words, "", "", "", is_personal=False)
    for field in row.fields.all():
        yield from rules.field_problems(
            field.title,
            field.value,
            field.withheld,
            field.note,
            field.basis,
            is_personal=field.is_personal,
        )


def _occurrence(actor: Actor, source: Source, key: str) -> Occurrence:
    for occurrence in source.occurrences(actor.bureau_id or 0):
        if occurrence.key == key and awaiting.is_own(actor, occurrence):
            return occurrence
    raise NotFoundError("没有这一件，或还不能公示，或不在您的范围内")


def _is_taken(row: Disclosure) -> bool:
    rows = Disclosure.objects.filter(bureau_id=row.bureau_id, kind=row.kind, key=row.key)
    return rows.exists()


def _due_on(row: Disclosure, source: Source) -> date | None:
    today = row.happened_on or moments.day_of(row.made_at)
    days = regulations.number(row.bureau_id, source.term, today)
    return rules.last_day(regulations.calendar(row.bureau_id), row.happened_on, days)


def _take_down_day(row: Disclosure, at: datetime) -> date | None:
    today = moments.day_of(at)
    days = regulations.number(row.bureau_id, rules.TAKE_DOWN_TERM, today)
    return rules.last_day(regulations.calendar(row.bureau_id), today, days)


def _next_number(row: Disclosure, at: datetime) -> str:
    prefix = f"{row.bureau.code}-GS{moments.day_of(at).year}"
    return f"{prefix}{numbers.take(prefix)[0]:0{_PLACES}d}"


def _fill(row: Disclosure, content: Content) -> None:
    for order, field in enumerate(content.fields, start=1):
        row.fields.create(
            order=order,
            name=field.name,
            title=field.title,
            value=field.value,
            words=field.words[:500],
            is_personal=field.is_personal,
            basis=field.basis,
        )


def _copy_choices(before: Disclosure, row: Disclosure) -> None:
    choices = {field.name: field for field in before.fields.all()}
    for field in row.fields.all():
        if field.name in choices:
            former = choices[field.name]
            field.withheld, field.note, field.basis = former.withheld, former.note, former.basis
            field.save(update_fields=["withheld", "note", "basis"])


def _record_draft(row: Disclosure, actor: Actor, at: datetime) -> None:
    private = {"kind": row.kind, "reason": row.reason, "content": content_digest(row)}
    record(events.DISCLOSURE_DRAFTED, row, actor, at, private=private)
