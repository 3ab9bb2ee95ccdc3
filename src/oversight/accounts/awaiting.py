"""Who is awaited for an act, and who has a role: by name where they are few, else by role."""

from __future__ import annotations

from django.db.models import QuerySet

from oversight.accounts import rules, selectors
from oversight.accounts.models import Appointment, Organisation, User
from oversight.accounts.rules import Permission, Role

_MOST_NAMES = 3


def people_for(
    bureau: Organisation, permission: Permission, barred: frozenset[int] = frozenset()
) -> str:
    """Name who may act in a bureau, without those who are barred; their roles where many may."""
    users = selectors.holders(bureau, permission)
    names = [user.name for user in users if user.pk not in barred]
    is_few = 0 < len(names) <= _MOST_NAMES
    return "、".join(names) if is_few else rules.holders(permission)


def confirmers_for(path: str, *parties: User) -> str:
    """Name who may confirm what concerns a place in the tree, as none of the parties."""
    rows = selectors.confirmers(path).select_related("user").order_by("user_id")
    names = dict.fromkeys(
        row.user.name
        for row in rows
        if not any(selectors.is_same_human(row.user, party) for party in parties)
    )
    is_few = 0 < len(names) <= _MOST_NAMES
    return "、".join(names) if is_few else rules.holders(Permission.CONFIRM_ACCOUNTS)


def users_of_role(path: str, role: Role) -> QuerySet[User]:
    """Give who now has a role in the part of the tree under a path."""
    now = Appointment.objects.filter(until=None, role=role, organisation__path__startswith=path)
    return User.objects.filter(pk__in=now.values("user"), is_active=True).order_by("pk")
