"""How far an administrator reaches: living appointments, and what one's own organisation made."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from oversight.accounts import selectors
from oversight.accounts.models import Appointment, Organisation, User
from oversight.accounts.rules import Role
from oversight.accounts.services import appointments, organisations, people
from oversight.accounts.services.people import Person
from oversight.common.errors import DomainError, NotAllowedError, NotFoundError
from oversight.regulations.models import RegulatoryParameter
from tests.support import platform_factory
from tests.support.platform_factory import NOON, PASSWORD, Bureau

ADMIN = "administrator"


def names(bureau: Bureau) -> set[str]:
    return {user.username for user in selectors.users(bureau.actors[ADMIN])}


def moved(own: Bureau, foreign: Bureau, role: str = "coordinator") -> User:
    """Let somebody leave one bureau and begin in the other."""
    user = own.user(role)
    Appointment.objects.filter(user=user).update(until=NOON + timedelta(days=1))
    Appointment.objects.create(
        user=user, organisation=foreign.organisation, role=role, since=NOON + timedelta(days=2)
    )
    return user


def test_each_administrator_sees_the_own_people_only(own: Bureau, foreign: Bureau) -> None:
    assert names(own) & names(foreign) == set()
    assert "own-clerk" in names(own)
    assert "foreign-clerk" in names(foreign)


def test_whose_appointment_ended_is_out_of_reach(own: Bureau, foreign: Bureau) -> None:
    moved(own, foreign)

    assert "own-coordinator" not in names(own)
    assert "own-coordinator" in names(foreign)


@pytest.mark.parametrize("kind", ["password", "code", "reopen"])
def test_the_former_bureau_resets_nothing(own: Bureau, foreign: Bureau, kind: str) -> None:
    user = moved(own, foreign)

    with pytest.raises(NotFoundError):
        appointments.ask_reset(
            actor=own.actors[ADMIN], user_id=user.pk, kind=kind, password=PASSWORD, at=NOON
        )


@pytest.mark.parametrize("what", ["password", "code", "close", "reopen", "unlock", ""])
def test_the_former_bureaus_pages_do_not_know_the_account(
    own: Bureau, foreign: Bureau, signed_in: Any, what: str
) -> None:
    user = moved(own, foreign)
    client = signed_in(own, ADMIN)
    where = f"/office/accounts/{user.pk}/{what}{'/' if what else ''}"

    assert client.post(where, {"password": PASSWORD}).status_code == 404


def test_an_account_without_appointment_belongs_to_who_made_it(
    own: Bureau, foreign: Bureau
) -> None:
    people.make(actor=own.actors[ADMIN], person=platform_factory.person("nobody-yet"), at=NOON)

    assert "nobody-yet" in names(own)
    assert "nobody-yet" not in names(foreign)


def test_who_left_belongs_to_who_made_the_account(own: Bureau, foreign: Bureau) -> None:
    Appointment.objects.filter(user=own.user("clerk")).update(until=NOON)

    assert "own-clerk" in names(own)
    assert "own-clerk" not in names(foreign)


@pytest.mark.parametrize("kind", ["password", "code"])
def test_who_also_works_elsewhere_is_reset_from_above_only(
    own: Bureau, foreign: Bureau, kind: str
) -> None:
    """The attack: an administrator of one bureau takes over who may confirm in another."""
    user = own.user("supervisor")
    Appointment.objects.create(
        user=user, organisation=foreign.organisation, role="supervisor", since=NOON
    )

    with pytest.raises(DomainError, match="在别的机构也有角色"):
        appointments.ask_reset(
            actor=own.actors[ADMIN], user_id=user.pk, kind=kind, password=PASSWORD, at=NOON
        )


def test_roles_elsewhere_are_not_shown(own: Bureau, foreign: Bureau, signed_in: Any) -> None:
    user = own.user("supervisor")
    Appointment.objects.create(
        user=user, organisation=foreign.organisation, role="supervisor", since=NOON
    )

    page = signed_in(own, ADMIN).get(f"/office/accounts/{user.pk}/").content.decode()

    assert foreign.organisation.name not in page


@pytest.mark.parametrize("what", ["anything", "delete", "reopen2", "password-reset", "appoint"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_act_that_there_is_none_of_is_not_found(
    own: Bureau, signed_in: Any, what: str, method: str
) -> None:
    client = signed_in(own, ADMIN)
    where = f"/office/accounts/{own.actors['clerk'].user_id}/{what}/"

    assert getattr(client, method)(where).status_code == 404


def test_a_second_bureau_is_made_on_a_page(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, ADMIN)
    typed = {
        "bureau": "石桥县人力资源和社会保障局",
        "region": "990108",
        "username": "stone-admin",
        "name": "石管",
        "phone": "13900000009",
        "password": PASSWORD,
    }

    response = client.post("/office/bureaus/new/", typed)

    made = Organisation.objects.get(name="石桥县人力资源和社会保障局")
    held = Appointment.objects.get(user__username="stone-admin")
    assert response.status_code == 302
    assert (made.parent, made.is_seat, made.region) == (None, False, "990108")
    assert (held.organisation, held.role, held.is_first) == (made, ADMIN, True)
    assert held.appointed_by == own.user(ADMIN)
    assert RegulatoryParameter.objects.filter(bureau=made).exists()
    assert "石桥县人力资源和社会保障局" in client.get("/office/bureaus/").content.decode()


def test_who_made_a_bureau_does_not_reach_into_it(own: Bureau, foreign: Bureau) -> None:
    seat = own.actors[ADMIN]

    assert "foreign-administrator" not in names(own)
    with pytest.raises(NotFoundError):
        appointments.appoint(
            actor=seat,
            user_id=own.actors["clerk"].user_id or 0,
            organisation_id=foreign.organisation.pk,
            role=Role.SUPERVISOR,
            at=NOON,
        )


@pytest.mark.parametrize("where", ["/office/bureaus/", "/office/bureaus/new/"])
def test_another_bureaus_administrator_makes_none(
    own: Bureau,  # noqa: ARG001 - the one that founded the installation
    foreign: Bureau,
    signed_in: Any,
    where: str,
) -> None:
    client = signed_in(foreign, ADMIN)

    assert client.get(where).status_code == 403
    with pytest.raises(NotAllowedError):
        organisations.make_bureau(
            actor=foreign.actors[ADMIN],
            name="第三局",
            region="990109",
            administrator=Person(username="third", name="三", password=PASSWORD),
            at=NOON,
        )


@pytest.mark.parametrize(
    "name", ["青禾区人力资源和社会保障局", " 青禾区 人力资源和社会保障局\u200b"]
)
def test_two_bureaus_do_not_have_one_name(own: Bureau, name: str) -> None:
    with pytest.raises(DomainError, match="已有青禾区"):
        organisations.make_bureau(
            actor=own.actors[ADMIN],
            name=name,
            region="990107",
            administrator=platform_factory.person("second-admin"),
            at=NOON,
        )
