"""One human with two accounts must not be able to hold a ceremony."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from oversight.accounts.models import AccountRequest, Appointment, Notice, User
from oversight.accounts.rules import Role
from oversight.accounts.selectors import Actor
from oversight.accounts.services import appointments, people
from oversight.accounts.services.people import Person
from oversight.accounts.states import REQUEST
from oversight.common.errors import DomainError, NotAllowedError, NotFoundError
from tests.support import platform_factory
from tests.support.platform_factory import NOON, PASSWORD, Bureau

LATER = NOON + timedelta(hours=1)
INVISIBLE = "\u200b\u3164\u00ad"


def shadow(own: Bureau, username: str = "shadow", name: str = "王影", phone: str = "") -> User:
    person = Person(username=username, name=name, password=PASSWORD, phone=phone)
    return people.make(actor=own.actors["administrator"], person=person, at=NOON)


def asked_for(own: Bureau, user: User, role: Role = Role.COORDINATOR) -> AccountRequest:
    return appointments.appoint(
        actor=own.actors["administrator"],
        user_id=user.pk,
        organisation_id=own.organisation.pk,
        role=role,
        at=NOON,
    )


def confirm(who: Actor, request: AccountRequest) -> AccountRequest:
    return appointments.confirm(
        actor=who, request_id=request.pk, confirmed=platform_factory.confirmed(who), at=LATER
    )


@pytest.mark.parametrize("role", list(Role))
def test_a_role_has_no_effect_before_somebody_else_confirmed_it(own: Bureau, role: Role) -> None:
    user = shadow(own)
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    request = asked_for(own, user, role)
    client = Client()

    client.post("/sign-in/", {"username": "shadow", "password": PASSWORD})
    before = client.get("/office/").status_code
    confirm(own.actors["supervisor"], request)

    assert before == 403
    assert client.get("/office/").status_code == 200
    assert Appointment.objects.get(user=user).confirmed_by == own.user("supervisor")


def test_one_human_with_two_accounts_gets_no_ceremony(own: Bureau) -> None:
    """The attack: an administrator makes a coordinator and an approver of their own."""
    admin = own.actors["administrator"]
    for name, role in (("shadow-1", Role.COORDINATOR), ("shadow-2", Role.APPROVER)):
        asked_for(own, shadow(own, name), role)

    for request in AccountRequest.objects.filter(state="requested"):
        with pytest.raises(NotAllowedError):
            confirm(admin, request)

    assert not Appointment.objects.filter(user__username__startswith="shadow").exists()


@pytest.mark.parametrize("role", ["coordinator", "clerk", "inspector", "administrator"])
def test_only_supervisor_and_approver_confirm(own: Bureau, role: str) -> None:
    request = asked_for(own, shadow(own))

    with pytest.raises(NotAllowedError):
        confirm(own.actors[role], request)

    assert AccountRequest.objects.get(pk=request.pk).state == "requested"


def test_the_person_concerned_does_not_confirm(own: Bureau) -> None:
    approver = own.actors["approver"]
    request = appointments.ask_reset(
        actor=own.actors["administrator"],
        user_id=approver.user_id or 0,
        kind="code",
        at=NOON,
    )
    assert request is not None

    with pytest.raises(DomainError, match="您是当事人，或与当事人同名、同手机"):
        confirm(approver, request)


@pytest.mark.parametrize(
    "name",
    [
        "own-supervisor先生",
        "OWN-Supervisor先生",
        "ｏｗｎ－supervisor先生",
        f"own-super{INVISIBLE}visor先生",
        " own - supervisor 先生　",
        "own-supervisor\ufe0f先生",
    ],
)
def test_who_has_the_name_of_the_person_concerned_does_not_confirm(own: Bureau, name: str) -> None:
    request = asked_for(own, shadow(own, name=name))

    with pytest.raises(DomainError, match="同名"):
        confirm(own.actors["supervisor"], request)


def test_who_has_the_name_of_the_one_who_asked_does_not_confirm(own: Bureau) -> None:
    request = asked_for(own, shadow(own))
    User.objects.filter(pk=own.actors["administrator"].user_id or 0).update(
        folded_name=own.user("supervisor").folded_name
    )

    with pytest.raises(DomainError, match="您是申请人，或与申请人同名"):
        confirm(own.actors["supervisor"], request)


def test_a_section_does_not_confirm_what_concerns_the_bureau(own: Bureau) -> None:
    section = own.sections[platform_factory.SECTIONS[0]]
    head = platform_factory.actor("section-head", section, Role.APPROVER)
    request = asked_for(own, shadow(own))

    with pytest.raises(NotFoundError):
        confirm(head, request)


def test_another_bureau_does_not_confirm(own: Bureau, foreign: Bureau) -> None:
    request = asked_for(own, shadow(own))

    with pytest.raises(NotFoundError):
        confirm(foreign.actors["supervisor"], request)


@pytest.mark.parametrize(
    "phone",
    ["139 0000 0001", "+86 139-0000-0001", "0086 13900000001", "１３９ ００００ ０００１"],
)
def test_one_telephone_serves_one_account(own: Bureau, phone: str) -> None:
    shadow(own, "first", phone="13900000001")

    with pytest.raises(DomainError, match="手机已登记给王影（账号 first）；一个人只用一个账号"):
        shadow(own, "second", name="另一人", phone=phone)


@pytest.mark.parametrize("name", ["王影", "王 影", f"王{INVISIBLE}影", "王·影", "王•影"])
def test_a_second_account_of_one_name_is_flagged_to_who_confirms(
    own: Bureau, signed_in: Any, name: str
) -> None:
    shadow(own, "first")
    request = asked_for(own, shadow(own, "second", name=name))

    page = signed_in(own, "supervisor").get(f"/office/accounts/requests/{request.pk}/")

    written = " ".join(page.content.decode().split())
    assert '同名：本单位还有账号 <span class="mq-code" >first</span>' in written


def test_a_closed_account_of_the_same_name_is_flagged_too(own: Bureau, signed_in: Any) -> None:
    old = shadow(own, "first")
    people.close(actor=own.actors["administrator"], user_id=old.pk, at=NOON)
    request = asked_for(own, shadow(own, "second"))

    page = signed_in(own, "approver").get(f"/office/accounts/requests/{request.pk}/")

    assert "first" in page.content.decode()
    assert "已停用" in page.content.decode()


@pytest.mark.parametrize("name", ["", "  ", INVISIBLE, "\u3000", "\u2800\u2060"])
def test_a_name_that_nobody_sees_is_none(own: Bureau, name: str) -> None:
    with pytest.raises(DomainError, match="没有可见的字"):
        shadow(own, name=name)


@pytest.mark.parametrize("username", ["OWN-CLERK", "ｏｗｎ－ｃｌｅｒｋ", f"own-{INVISIBLE}clerk"])
def test_two_accounts_do_not_look_alike(own: Bureau, username: str) -> None:
    with pytest.raises(DomainError, match="已有账号 own-clerk"):
        shadow(own, username)


@pytest.mark.parametrize("kind", ["password", "code"])
@pytest.mark.parametrize("role", ["coordinator", "approver", "supervisor", "clerk", "inspector"])
def test_an_administrator_does_not_take_over_an_account(own: Bureau, role: str, kind: str) -> None:
    """The attack: a new first password, or no second factor, for somebody who holds a role."""
    user = own.user(role)
    platform_factory.bind(user)
    taken = "taken over by me"

    request = appointments.ask_reset(
        actor=own.actors["administrator"], user_id=user.pk, kind=kind, password=taken, at=NOON
    )

    user.refresh_from_db()
    assert request is not None
    assert not user.check_password(taken)
    assert TOTPDevice.objects.filter(user=user).exists()
    assert Notice.objects.filter(user=user, seen_at=None).get().text.endswith("请马上反对")


def test_a_reset_is_confirmed_and_the_hash_is_forgotten(own: Bureau) -> None:
    user = own.user("coordinator")
    request = appointments.ask_reset(
        actor=own.actors["administrator"],
        user_id=user.pk,
        kind="password",
        password="a first password",  # noqa: S106
        at=NOON,
    )
    assert request is not None
    confirm(own.actors["approver"], request)

    user.refresh_from_db()
    request.refresh_from_db()
    assert user.check_password("a first password")
    assert (user.must_change_password, user.asks_code) == (True, True)
    assert request.password == ""


def test_a_closed_account_with_a_role_is_not_reopened_by_one(own: Bureau) -> None:
    user = own.user("coordinator")
    admin = own.actors["administrator"]
    people.close(actor=admin, user_id=user.pk, at=NOON)

    request = appointments.ask_reset(actor=admin, user_id=user.pk, kind="reopen", at=NOON)

    user.refresh_from_db()
    assert request is not None
    assert not user.is_active
    confirm(own.actors["supervisor"], request)
    user.refresh_from_db()
    assert user.is_active


def test_who_has_no_role_is_reset_at_once(own: Bureau) -> None:
    user = shadow(own)

    done = appointments.ask_reset(
        actor=own.actors["administrator"],
        user_id=user.pk,
        kind="password",
        password="another first one",  # noqa: S106
        at=NOON,
    )

    user.refresh_from_db()
    assert done is None
    assert user.check_password("another first one")


def test_the_holder_objects(own: Bureau, signed_in: Any) -> None:
    request = appointments.ask_reset(
        actor=own.actors["administrator"],
        user_id=own.actors["coordinator"].user_id or 0,
        kind="code",
        at=NOON,
    )
    assert request is not None
    client = signed_in(own, "coordinator")

    told = client.get("/office/").content.decode()
    client.post(f"/office/me/requests/{request.pk}/object/")

    request.refresh_from_db()
    assert "申请给您的账号解除动态码；不是您要求的，请马上反对" in told
    assert (request.state, request.reason) == ("refused", "本人反对")
    with pytest.raises(DomainError, match="没有同意，不能再改"):
        confirm(own.actors["supervisor"], request)


def test_nobody_objects_for_somebody_else(own: Bureau) -> None:
    request = asked_for(own, shadow(own))

    with pytest.raises(NotFoundError):
        appointments.object_to(actor=own.actors["clerk"], request_id=request.pk, at=LATER)


def test_the_holder_reads_the_notices_and_keeps_them(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "coordinator")
    appointments.dismiss(
        actor=own.actors["administrator"],
        appointment_id=Appointment.objects.get(user=own.user("clerk")).pk,
        at=NOON,
    )
    asked = appointments.ask_reset(
        actor=own.actors["administrator"],
        user_id=own.actors["coordinator"].user_id or 0,
        kind="password",
        password="a first password",  # noqa: S106
        at=NOON,
    )
    assert asked is not None

    client.post("/office/me/notices/seen/")

    assert "请马上反对" not in client.get("/office/").content.decode()
    assert "请马上反对" in client.get("/office/me/").content.decode()


DECIDED = {
    "confirm": "confirmed",
    "refuse": "refused",
    "withdraw": "withdrawn",
    "object": "refused",
    "give": "confirmed",
}


@pytest.mark.parametrize("state", ["requested", "confirmed", "refused", "withdrawn"])
@pytest.mark.parametrize("act", list(DECIDED))
def test_a_request_is_decided_once(state: str, act: str) -> None:
    if state == "requested":
        assert REQUEST.target(act, state) == DECIDED[act]
    else:
        with pytest.raises(DomainError, match="只有“待确认”时可以"):
            REQUEST.target(act, state)


def test_a_withdrawn_request_is_not_confirmed(own: Bureau) -> None:
    request = asked_for(own, shadow(own))
    appointments.withdraw(actor=own.actors["administrator"], request_id=request.pk, at=LATER)

    with pytest.raises(DomainError, match="已撤回，不能再改"):
        confirm(own.actors["supervisor"], request)

    assert not Appointment.objects.filter(user__username="shadow").exists()


def test_what_became_impossible_meanwhile_is_not_confirmed(own: Bureau) -> None:
    user = shadow(own)
    first, second = asked_for(own, user), asked_for(own, user, Role.APPROVER)
    confirm(own.actors["supervisor"], first)

    with pytest.raises(DomainError, match="不能由同一个人担任"):
        confirm(own.actors["supervisor"], second)


def test_the_page_asks_for_the_second_factor(own: Bureau, signed_in: Any) -> None:
    request = asked_for(own, shadow(own))
    client = signed_in(own, "supervisor")
    where = f"/office/accounts/requests/{request.pk}/confirm/"

    unbound = client.post(where, {"code": "123456"}).content.decode()
    device = platform_factory.bind(own.user("supervisor"))
    client.post(where, {"code": platform_factory.shown_code(device)})

    assert "这一步要动态码" in unbound
    assert Appointment.objects.filter(user__username="shadow", role="coordinator").exists()


def test_an_administrator_does_not_appoint_themselves(own: Bureau) -> None:
    admin = own.actors["administrator"]

    with pytest.raises(DomainError, match="不能任命自己"):
        asked_for(own, own.user("administrator"), Role.SUPERVISOR)
    with pytest.raises(DomainError, match="不能重设自己的账号"):
        appointments.ask_reset(actor=admin, user_id=admin.user_id or 0, kind="code", at=NOON)
