"""Linking an inspector of the directory with the account: who signs in sees the own tasks."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.errors import DomainError
from oversight.registry import events
from oversight.registry.models import Inspector
from oversight.registry.selectors import inspector_accounts
from oversight.registry.services import inspectors


@transaction.atomic
def link(*, actor: Actor, inspector_id: int, at: datetime) -> Inspector:
    """Link an inspector with the account of the same name that has the role.

    Raises:
        DomainError: there is no such account, or more than one.
    """
    actor.require(Permission.KEEP_DIRECTORIES)
    inspector = inspectors.inspector_for(actor, inspector_id, lock=True)
    user = inspector_accounts.candidate(inspector)
    if user is None:
        raise DomainError(
            f"没有（或不止一个）叫“{inspector.name}”、角色是“执法”、还没有关联的账号；"
            "请系统管理员建账号、任命角色以后再来"
        )
    inspector.user = user
    inspector.save(update_fields=["user"])
    reason = f"账号 {user.username}"
    inspectors.record_change(events.INSPECTOR_LINKED, inspector, actor, at, reason)
    return inspector
