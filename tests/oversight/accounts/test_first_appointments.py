"""The first ones of a bureau, whom nobody can confirm yet, and what of it stays on record."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from oversight.accounts import selectors
from oversight.accounts.models import AccountRequest, Appointment, Notice, User
from oversight.accounts.rules import Role
from oversight.accounts.selectors import Actor
from oversight.accounts.services import appointments, people, sessions
from oversight.accounts.services.people import Person
from oversight.audit import selectors as audit
from oversight.common.errors import DomainError, NotFoundError
from tests.support import platform_factory
from tests.support.platform_factory import NOON, PASSWORD, Bureau

LATER = NOON + timedelta(hours=1)


def asked_for(own: Bureau, role: Role) -> AccountRequest:
    admin = own.actors["administrator"]
    user = people.make(actor=admin, person=platform_factory.person("shadow"), at=NOON)
    return appointments.appoint(
        actor=admin,
        user_id=user.pk,
        organisation_id=own.organisation.pk,
        role=role,
        at=NOON,
    )


def first_bureau() -> tuple[Actor, User]:
    person = Person(username="admin", name="管云舒", password=PASSWORD)
    admin = people.bootstrap(organisation="青禾区局", region="990107", person=person, at=NOON)
    return selectors.actor_of(Appointment.objects.get(user=admin), ""), admin


@pytest.mark.django_db
def test_the_first_ones_of_a_bureau_are_recorded_as_such_until_confirmed() -> None:
    acting, admin = first_bureau()
    bureau_id = acting.organisation_id
    made = {}
    for name, role in (("ji", Role.SUPERVISOR), ("zheng", Role.APPROVER)):
        user = people.make(actor=acting, person=platform_factory.person(name), at=NOON)
        made[name] = appointments.appoint(
            actor=acting, user_id=user.pk, organisation_id=bureau_id, role=role, at=NOON
        )

    supervisor = selectors.actor_of(Appointment.objects.get(user__username="ji"), "")
    waiting = [one.user.username for one in selectors.unconfirmed(supervisor)]
    appointments.confirm_first(
        actor=supervisor,
        appointment_id=acting.appointment_id or 0,
        confirmed=platform_factory.confirmed(supervisor),
        at=LATER,
    )

    assert waiting == ["admin", "ji"]
    assert (made["ji"].state, made["zheng"].state) == ("confirmed", "requested")
    assert Appointment.objects.get(user=admin).confirmed_by_id == supervisor.user_id
    with pytest.raises(DomainError, match="不能补认自己的任命"):
        appointments.confirm_first(
            actor=supervisor,
            appointment_id=supervisor.appointment_id or 0,
            confirmed=platform_factory.confirmed(supervisor),
            at=LATER,
        )


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISOR])
def test_the_exception_is_for_the_first_supervisor_only(role: Role) -> None:
    acting, _ = first_bureau()
    user = people.make(actor=acting, person=platform_factory.person("shadow"), at=NOON)

    asked = appointments.appoint(
        actor=acting, user_id=user.pk, organisation_id=acting.organisation_id, role=role, at=NOON
    )

    assert asked.state == "requested"
    assert not Appointment.objects.filter(user=user).exists()


def test_nobody_begins_anew_by_sending_the_supervisors_away(own: Bureau) -> None:
    """The attack: dismiss or close all who may confirm, then appoint a first supervisor again."""
    admin = own.actors["administrator"]
    approver, supervisor = own.user("approver"), own.user("supervisor")
    people.close(actor=admin, user_id=approver.pk, at=NOON)

    with pytest.raises(DomainError, match="只剩这一位可以确认任命"):
        people.close(actor=admin, user_id=supervisor.pk, at=NOON)
    with pytest.raises(DomainError, match="只剩这一位可以确认任命"):
        appointments.dismiss(
            actor=admin, appointment_id=own.actors["supervisor"].appointment_id or 0, at=NOON
        )

    Appointment.objects.filter(user__in=[approver, supervisor]).update(until=NOON)
    assert asked_for(own, Role.SUPERVISOR).state == "requested"


def test_the_workbench_shows_who_is_unconfirmed(own: Bureau, signed_in: Any) -> None:
    page = signed_in(own, "supervisor").get("/office/").content.decode()

    assert "补认首任：own-administrator先生" in page
    assert "任命未经第二人确认" in page


def test_an_appointment_can_be_made_again_from_the_log(own: Bureau) -> None:
    request, second = asked_for(own, Role.COORDINATOR), own.actors["supervisor"]
    user = request.user
    appointments.confirm(
        actor=second, request_id=request.pk, confirmed=platform_factory.confirmed(second), at=LATER
    )
    appointments.dismiss(
        actor=own.actors["administrator"],
        appointment_id=Appointment.objects.get(user=user).pk,
        at=LATER,
    )

    entries = {one.type: one for one in audit.about("account", user.number)}
    held = Appointment.objects.get(user=user)
    given = entries["account.appointed"].private or {}

    assert entries["account.appointed"].public == {
        "role": "牵头",
        "organisation": "青禾区人力资源和社会保障局",
    }
    assert {
        name: given[name] for name in ("username", "organisation_path", "role_code", "is_first")
    } == {
        "username": "shadow",
        "organisation_path": own.organisation.path,
        "role_code": "coordinator",
        "is_first": False,
    }
    assert given["appointed_by"] == "own-administrator"
    assert given["confirmed_by"] == "own-supervisor"
    assert (entries["account.dismissed"].private or {})["appointment"] == held.pk


def test_who_runs_the_machine_lets_somebody_in_and_everybody_hears_of_it(own: Bureau) -> None:
    user = own.user("administrator")
    platform_factory.bind(user)
    before = audit.size()

    appointments.rescue(username="Own-Administrator", password="a first password", at=LATER)  # noqa: S106

    user.refresh_from_db()
    entry = audit.about("account", user.number).filter(type="account.rescued").get()
    assert user.check_password("a first password")
    assert sessions.device_of(user.pk) is None
    assert "account.rescued" in bytes(entry.leaf).decode()
    assert entry.index >= before
    told = Notice.objects.filter(text__startswith="服务器上有人重设了").values_list(
        "user__username", flat=True
    )
    assert set(told) == {"own-administrator", "own-supervisor", "own-approver"}


def test_nobody_is_rescued_who_is_not_there(own: Bureau) -> None:  # noqa: ARG001
    with pytest.raises(NotFoundError, match="没有账号 nobody"):
        appointments.rescue(username="nobody", password="a first password", at=LATER)  # noqa: S106
