"""Accounts that wait for somebody in the fictional bureau, and the inspector who has one."""

from __future__ import annotations

from datetime import datetime

from oversight.accounts.models import Organisation
from oversight.accounts.rules import Role
from oversight.accounts.selectors import Actor
from oversight.accounts.services import appointments, people
from oversight.accounts.services.people import Person
from oversight.demo import sample_names
from oversight.demo.accounts import PASSWORD
from oversight.registry.models import Inspector
from oversight.registry.services import inspector_accounts


def linked(keeper: Actor, name: str, at: datetime) -> None:
    """Link the inspector who has an account with the row of the directory."""
    inspector = Inspector.objects.get(bureau_id=keeper.bureau_id, name=name)
    (user,) = inspector_accounts.candidates(inspector)
    inspector_accounts.link(actor=keeper, inspector_id=inspector.pk, user_id=user.pk, at=at)


def awaited(admin: Actor, at: datetime) -> None:
    """Make two accounts: the role of one waits for a second person, the other has none."""
    asked = Person(username="gu", name="谷雨", password=PASSWORD, phone="13900000021")
    place = Organisation.objects.get(parent_id=admin.organisation_id, name=sample_names.SECTIONS[2])
    appointments.appoint(
        actor=admin,
        user_id=people.make(actor=admin, person=asked, at=at).pk,
        organisation_id=place.pk,
        role=Role.INSPECTOR,
        at=at,
    )
    idle = Person(username="lu", name="陆知行", password=PASSWORD, phone="13900000022")
    people.make(actor=admin, person=idle, at=at)
