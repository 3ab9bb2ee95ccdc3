"""The review by a second person: accepted with the whole checklist, or returned with remarks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from mingqian import disclosure
from mingqian_ceremony import entropy
from oversight.accounts.selectors import Actor
from oversight.common.errors import DomainError, FieldsError
from oversight.disclosures import events, rules, selectors, sources
from oversight.disclosures.models import Disclosure
from oversight.disclosures.services.drafting import require_releasable
from oversight.disclosures.services.recording import record
from oversight.disclosures.states import DISCLOSURE


@transaction.atomic
def send_back(*, actor: Actor, disclosure_id: int, reason: str, at: datetime) -> Disclosure:
    """Return a draft to its author with remarks.

    Raises:
        FieldsError: no reason.
        DomainError: the reviewer is the author, or the state does not allow it.
    """
    row, target = _reviewed(actor, disclosure_id, "send_back")
    if not reason.strip():
        raise FieldsError([("reason", "请写明退回的理由，起草的人才知道改什么")])
    row.state, row.returned = target, reason.strip()
    row.save(update_fields=["state", "returned"])
    record(events.DISCLOSURE_RETURNED, row, actor, at, private={"reason": row.returned})
    return row


@transaction.atomic
def approve(
    *, actor: Actor, disclosure_id: int, checks: Collection[str], at: datetime
) -> Disclosure:
    """Approve a publication: it is sealed, and the digest of its record is logged.

    Raises:
        FieldsError: a point of the checklist is not confirmed, or a field stops the release.
        DomainError: the reviewer is the author, the original changed, or the state is another.
    """
    row, target = _reviewed(actor, disclosure_id, "approve")
    if missing := rules.unchecked(checks):
        raise FieldsError([("checks", f"请逐项确认：{'；'.join(missing)}")])
    require_releasable(row)
    _seal(row)
    row.state, row.checks = target, sorted(checks)
    row.reviewed_by, row.reviewed_user, row.approved_at = actor.person, actor.user_id, at
    row.save()
    sealed = disclosure.parse(row.record.encode(), row.number)
    public = {
        "record": row.digest,
        "kind": sealed.kind,
        "number": sealed.number,
        "version": sealed.version,
        "previous": sealed.previous,
    }
    record(
        events.DISCLOSURE_APPROVED, row, actor, at, public=public, private={"checks": row.checks}
    )
    return row


def _reviewed(actor: Actor, disclosure_id: int, act: str) -> tuple[Disclosure, str]:
    actor.require_for(DISCLOSURE, act)
    row = selectors.disclosure_for(actor, disclosure_id, lock=True)
    target = DISCLOSURE.target(act, row.state)
    if row.made_user == actor.user_id:
        raise DomainError("审查的人不能是起草的人；请另一位同事审查")
    return row, target


def _seal(row: Disclosure) -> None:
    content = sources.content_of(row.kind, row.bureau_id, row.key)
    fields = list(row.fields.all())
    if content.sealed is not None:
        row.record = content.sealed.record.decode()
        salts = dict(content.sealed.salts)
    else:
        salts = {field.name: bytes.fromhex(entropy.salt()) for field in fields}
        previous = _before(row)
        row.record = disclosure.seal(
            row.kind,
            row.number,
            row.version,
            {field.name: field.value for field in fields},
            salts,
            previous.digest if previous else "",
        ).decode()
    row.digest = disclosure.digest(row.record.encode())
    for field in fields:
        field.salt = salts[field.name].hex()
        field.save(update_fields=["salt"])


def _before(row: Disclosure) -> Disclosure | None:
    return selectors.versions(row).filter(version=row.version - 1).first()
