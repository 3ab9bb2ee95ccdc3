"""Putting the tests' people on record, who were made without an entry: a site that fsck accepts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oversight.accounts.models import Appointment, Organisation, User
from oversight.accounts.rules import ROLE_NAMES, Role
from oversight.audit import reconciliation, services
from oversight.audit.models import Difference, Run
from oversight.audit.services import PROGRAM, Act
from tests.oversight.world import NOON


def people() -> None:
    """Log organisations, accounts and appointments as the services would have."""
    for one in Organisation.objects.all():
        state = {name: getattr(one, name) for name in ("kind", "path", "region", "is_lead")}
        private = {"state": state}
        _log(
            "organisation.made", "organisation", str(one.pk), one.name, {"name": one.name}, private
        )
    for user in User.objects.all():
        _log("account.made", "account", user.username, user.name, {}, {})
    for held in Appointment.objects.select_related("user", "organisation"):
        public = {"role": ROLE_NAMES[Role(held.role)], "organisation": held.organisation.name}
        place = {"state": {"organisation": str(held.organisation_id)}}
        number, name = held.user.username, held.user.name
        _log("account.appointed", "account", number, name, public, place)


def checked(*, is_whole: bool = True) -> list[str]:
    """Check, and say every difference."""
    services.write_out()
    for _ in reconciliation.run(is_whole=is_whole, at=NOON):
        pass
    newest = Run.objects.first()
    rows = Difference.objects.filter(is_gone=False)
    assert newest is not None
    assert newest.count == rows.count() or not is_whole
    return [f"{one.kind} {one.number} {one.field}: {one.logged} | {one.stored}" for one in rows]


def _log(
    kind: str,
    about: str,
    number: str,
    title: str,
    public: Mapping[str, Any],
    private: Mapping[str, Any],
) -> None:
    act = Act(type=kind, kind=about, number=number, title=title, public=public, private=private)
    services.record(act, by=PROGRAM, at=NOON)
