"""Putting a publication before the public, taking it down, and its end."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mingqian.errors import MingqianError
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.errors import DomainError, FieldsError, TamperedError
from oversight.disclosures import events, rules, selectors, sources, states
from oversight.disclosures.models import Disclosure
from oversight.disclosures.services.recording import record, withheld_of
from oversight.disclosures.sources import Release
from oversight.disclosures.states import DISCLOSURE, DisclosureState
from oversight.regulations import selectors as regulations


@transaction.atomic
def publish(*, actor: Actor, disclosure_id: int, at: datetime) -> Disclosure:
    """Open the fields of an approved publication; a former version is struck through.

    Raises:
        DomainError: the publisher is author or reviewer, or the state does not allow it.
        TamperedError: the rows are not what was sealed.
    """
    actor.require_for(DISCLOSURE, "publish")
    row = selectors.disclosure_for(actor, disclosure_id, lock=True)
    target = DISCLOSURE.target("publish", row.state)
    if actor.user_id in {row.made_user, row.reviewed_user}:
        raise DomainError("公示的人不能是起草或审查的人；请第三位同事公示")
    _require_sealed(row)
    for before in selectors.versions(row).filter(state=DisclosureState.PUBLISHED):
        before.state = DISCLOSURE.target("supersede", before.state)
        before.ended_at = at
        before.save(update_fields=["state", "ended_at"])
    row.state, row.published_by, row.published_at = target, actor.person, at
    row.save(update_fields=["state", "published_by", "published_at"])
    public = {**_named(row), "withheld": withheld_of(row), "reason": row.reason}
    record(events.DISCLOSURE_PUBLISHED, row, actor, at, public=public)
    sources.source_of(row.kind).on_published(
        Release(actor=actor, key=row.key, reason=row.reason, at=at)
    )
    return row


@transaction.atomic
def withdraw(*, actor: Actor, disclosure_id: int, reason: str, at: datetime) -> Disclosure:
    """Take all versions of a publication down: content and salts go, commitments stay.

    Raises:
        FieldsError: no reason, or one with a number of a person in it.
        DomainError: a version is being drafted, or the state does not allow it.
    """
    actor.require_for(DISCLOSURE, "withdraw")
    row = selectors.disclosure_for(actor, disclosure_id, lock=True)
    DISCLOSURE.target("withdraw", row.state)
    _require_reason(reason)
    rows = selectors.versions(row).select_for_update()
    if rows.filter(state__in=(DisclosureState.DRAFT, DisclosureState.REVIEW)).exists():
        raise DomainError("还有一版在起草或审查；请先删除草稿或退回，再撤下")
    for version in rows.filter(state__in=DISCLOSURE.sources(["withdraw"])):
        _take_down(version, actor, reason.strip(), at)
    if row.published_at is not None:
        sources.source_of(row.kind).on_withdrawn(
            Release(actor=actor, key=row.key, reason=reason.strip(), at=at)
        )
    row.refresh_from_db()
    return row


@transaction.atomic
def archive(*, actor: Actor, disclosure_id: int, at: datetime) -> Disclosure:
    """Take a publication off the site whose years are over; its content stays in the archive.

    Raises:
        DomainError: the years are not over, or the state does not allow it.
    """
    actor.require_for(DISCLOSURE, "archive")
    row = selectors.disclosure_for(actor, disclosure_id, lock=True)
    target = DISCLOSURE.target("archive", row.state)
    today = moments.day_of(at)
    years = regulations.number(row.bureau_id, rules.YEARS, today)
    if row.published_at is None or today < rules.years_after(row.published_at, years):
        raise DomainError(f"公示满 {years} 年才转档案；要提前撤下的，用“撤下”并写明理由")
    row.state, row.ended_at = target, at
    row.save(update_fields=["state", "ended_at"])
    record(events.DISCLOSURE_ARCHIVED, row, actor, at, public=_named(row))
    return row


def _take_down(row: Disclosure, actor: Actor, reason: str, at: datetime) -> None:
    row.state = DISCLOSURE.target(states.WITHDRAW, row.state)
    row.ended_at, row.ended_reason = at, reason
    row.save(update_fields=["state", "ended_at", "ended_reason"])
    row.fields.update(value=None, words="", salt="")
    public = {**_named(row), "reason": reason}
    record(events.DISCLOSURE_WITHDRAWN, row, actor, at, public=public)


def _require_sealed(row: Disclosure) -> None:
    try:
        selectors.opening_of(row)
    except MingqianError:
        raise TamperedError(
            "内容与批准时封存的不一样，没有公示；请系统管理员查看“核对”里的差异"
        ) from None


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise FieldsError([("reason", "请写明撤下的理由；它会留在公示页上")])
    problems = rules.field_problems("撤下的理由", reason, "", "", "", is_personal=False)
    if texts := list(problems):
        raise FieldsError([("reason", text) for text in texts])


def _named(row: Disclosure) -> dict[str, object]:
    return {"record": row.digest, "number": row.number, "version": row.version}
