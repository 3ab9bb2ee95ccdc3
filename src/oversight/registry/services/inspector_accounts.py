"""Which account an inspector signs in with: only so does a telephone show the own visits."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from oversight.accounts import awaiting
from oversight.accounts.models import User
from oversight.accounts.rules import Permission, Role
from oversight.accounts.selectors import Actor
from oversight.common.errors import DomainError
from oversight.registry import events
from oversight.registry.models import Inspector
from oversight.registry.services import inspectors


@transaction.atomic
def link(*, actor: Actor, inspector_id: int, user_id: int, at: datetime) -> Inspector:
    """Say that an account is this inspector's.

    Raises:
        DomainError: another name, another inspector's, or no account of an inspector.
    """
    actor.require(Permission.KEEP_DIRECTORIES)
    inspector = inspectors.inspector_for(actor, inspector_id, lock=True)
    user = next((user for user in candidates(inspector) if user.pk == user_id), None)
    if user is None:
        raise DomainError(
            f"这个账号不能关联给{inspector.name}：要是本局的执法账号，姓名相同，没有关联给别人",
            field="account",
        )
    inspector.user = user
    inspector.save(update_fields=["user"])
    inspectors.record_change(events.INSPECTOR_LINKED, inspector, actor, at, user.username)
    return inspector


@transaction.atomic
def unlink(*, actor: Actor, inspector_id: int, reason: str, at: datetime) -> Inspector:
    """Take an account from an inspector; the account stays.

    Raises:
        DomainError: none is linked.
    """
    actor.require(Permission.KEEP_DIRECTORIES)
    inspector = inspectors.inspector_for(actor, inspector_id, lock=True)
    if inspector.user_id is None:
        raise DomainError("没有关联账号")
    inspector.user = None
    inspector.save(update_fields=["user"])
    inspectors.record_change(events.INSPECTOR_UNLINKED, inspector, actor, at, reason)
    return inspector


def candidates(inspector: Inspector) -> list[User]:
    """Give the accounts that may be this inspector's: same bureau, same name, nobody else's."""
    taken = Inspector.objects.exclude(user=None).values("user")
    rows = awaiting.users_of_role(inspector.bureau.path, Role.INSPECTOR)
    return list(rows.filter(name=inspector.name).exclude(pk__in=taken))
