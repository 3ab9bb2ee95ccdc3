"""Accounts say what a second person must confirm, and what keeps somebody from acting."""

from __future__ import annotations

import pytest

from oversight.accounts.models import Appointment, User
from oversight.accounts.rules import Role
from oversight.accounts.selectors import Actor
from oversight.accounts.services import appointments
from oversight.accounts.todos import todos
from oversight.audit.models import Difference
from tests.support import platform_factory
from tests.support.platform_factory import NOON, Bureau

pytestmark = pytest.mark.django_db


def lines(actor: Actor) -> dict[str, str]:
    return {todo.title: todo.waiting_for for todo in todos(actor, NOON)}


def test_a_request_waits_for_a_second_person_and_its_sender_sees_it(
    own: Bureau, foreign: Bureau
) -> None:
    administrator = own.actors["administrator"]
    clerk = own.user("clerk")
    appointments.ask_reset(
        actor=administrator,
        user_id=clerk.pk,
        kind="password",
        password=platform_factory.PASSWORD,
        at=NOON,
    )

    title = f"账号申请：{clerk.name}"
    assert lines(administrator)[title] == "own-supervisor先生、own-approver先生"
    assert lines(own.actors["supervisor"])[f"确认{title}"] == ""
    assert f"确认{title}" not in lines(foreign.actors["supervisor"])
    assert title not in lines(foreign.actors["administrator"])


def test_first_appointments_wait_for_somebody_else(own: Bureau) -> None:
    second = platform_factory.actor("second", own.organisation, Role.SUPERVISOR)
    first = Appointment.objects.filter(is_first=True, confirmed_at=None, until=None)
    titles = {f"补认首任：{held.user.name}" for held in first}

    assert titles
    assert titles <= lines(second).keys()
    own_title = f"补认首任：{own.actors['supervisor'].person}"
    assert own_title not in lines(own.actors["supervisor"])


def test_who_publishes_is_asked_to_bind_a_telephone(own: Bureau) -> None:
    approver = own.actors["approver"]
    assert "绑定动态码" in lines(approver)
    assert "绑定动态码" not in lines(own.actors["clerk"])

    platform_factory.bind(User.objects.get(username=approver.username))

    assert "绑定动态码" not in lines(approver)


def test_differences_wait_for_the_supervisor_and_the_administrator(own: Bureau) -> None:
    Difference.objects.create(
        fingerprint="0" * 64,
        kind="subject",
        number="1",
        field="name",
        scope=own.organisation.path,
        found_at=NOON,
        seen_at=NOON,
    )

    title = "数据库和留痕有 1 处不一样"
    urgent = [todo for todo in todos(own.actors["supervisor"], NOON) if todo.is_urgent]
    assert [todo.title for todo in urgent] == [title]
    assert title in lines(own.actors["administrator"])
    assert title not in lines(own.actors["approver"])
