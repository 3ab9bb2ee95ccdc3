"""Keys with which machines read the directories."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import transaction

from mingqian_ceremony import entropy
from oversight.accounts import events, selectors
from oversight.accounts.models import ApiKey
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.audit import services as audit
from oversight.audit.event_types import EventType
from oversight.audit.services import AuditEvent
from oversight.common import moments
from oversight.common.errors import DomainError

SCOPES = {
    Permission.SEE_ITEMS.value: "事项清单",
    Permission.SEE_SUBJECTS.value: "检查对象名录",
    Permission.SEE_INSPECTORS.value: "执法检查人员公开信息",
}
_PREFIX = 8


@transaction.atomic
def make(
    *,
    actor: Actor,
    name: str,
    scopes: list[str],
    per_minute: int,
    expires_on: date,
    at: datetime,
) -> str:
    """Make a key and give it, this once: afterwards only its digest is known.

    Raises:
        DomainError: it would read nothing, or has expired already.
    """
    actor.require(Permission.KEEP_KEYS)
    if not scopes or not set(scopes) <= SCOPES.keys():
        raise DomainError("请至少选一样可以读的名录", field="scopes")
    if expires_on <= moments.day_of(at):
        raise DomainError("有效期应在今天以后", field="expires_on")
    secret = entropy.secret()
    key = ApiKey.objects.create(
        organisation_id=actor.organisation_id,
        name=name,
        prefix=secret[:_PREFIX],
        digest=_digest(secret),
        scopes=sorted(scopes),
        per_minute=per_minute,
        made_at=at,
        expires_on=expires_on,
    )
    _record(events.ACCOUNT_KEY_MADE, key, actor, at)
    return secret


@transaction.atomic
def revoke(*, actor: Actor, key_id: int, at: datetime) -> None:
    """End a key at once.

    Raises:
        DomainError: there is none within reach that is valid.
    """
    key = selectors.keys(actor).filter(pk=key_id, ended_at=None).first()
    if key is None:
        raise DomainError("这个密钥已经停用，或不在您的范围内")
    key.ended_at = at
    key.save(update_fields=["ended_at"])
    _record(events.ACCOUNT_KEY_ENDED, key, actor, at)


def opened_by(secret: str, at: datetime) -> ApiKey | None:
    """Give the valid key of a secret; None if there is none."""
    usable = ApiKey.objects.select_related("organisation__parent").filter(
        digest=_digest(secret), ended_at=None, expires_on__gte=moments.day_of(at)
    )
    return usable.first()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _record(event_type: EventType, key: ApiKey, actor: Actor, at: datetime) -> None:
    state = {
        "organisation": key.organisation.code,
        "digest": key.digest,
        "scopes": list(key.scopes),
        "per_minute": key.per_minute,
        "expires_on": key.expires_on.isoformat(),
    }
    private = {"state": state}
    act = AuditEvent(type=event_type, number=key.prefix, title=key.name, private=private)
    audit.record(act, by=actor.author, at=at)
