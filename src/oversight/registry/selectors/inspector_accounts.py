"""Which account belongs to an inspector of the directory."""

from __future__ import annotations

from oversight.accounts.models import Appointment, User
from oversight.accounts.names import folded_person
from oversight.accounts.rules import Role
from oversight.registry.models import Inspector


def candidate(inspector: Inspector) -> User | None:
    """Give the account that is the inspector's: of the name, with the role, nobody else's yet.

    None where there is none, or where two have the name: then nobody can tell whose it is.
    """
    holders = User.objects.filter(
        pk__in=Appointment.objects.filter(
            until=None,
            role=Role.INSPECTOR,
            organisation__path__startswith=inspector.bureau.path,
        ).values("user_id"),
        is_active=True,
        folded_name=folded_person(inspector.name),
    )
    users = list(holders.exclude(pk__in=Inspector.objects.exclude(user=None).values("user_id"))[:2])
    return users[0] if len(users) == 1 else None
