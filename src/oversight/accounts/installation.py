"""Questions about the installation as a whole, without an actor."""

from __future__ import annotations

from django.db.models import QuerySet

from oversight.accounts.models import Organisation, User


def open_bureaus() -> QuerySet[Organisation]:
    """Give the bureaus that go on."""
    return Organisation.objects.filter(kind=Organisation.BUREAU, ended_at=None)


def open_bureau(key: int | None) -> Organisation | None:
    """Give the bureau of a key, or the first one if none is named."""
    bureaus = open_bureaus()
    return bureaus.first() if key is None else bureaus.filter(pk=key).first()


def name() -> str:
    """Name the installation by its top organisation; without one the name is empty."""
    top = Organisation.objects.filter(parent=None).first()
    return top.name if top else ""


def has_users() -> bool:
    """Tell whether anybody has an account."""
    return User.objects.exists()


def active_user(user_id: int) -> User | None:
    """Load a user who may sign in."""
    return User.objects.filter(pk=user_id, is_active=True).first()
