"""Coming in, the second factor, and going out."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from oversight.accounts.models import Refusal, SignIn, User
from oversight.accounts.rules import Role
from oversight.accounts.services import appointments, people, sessions
from oversight.audit import selectors as audit
from oversight.audit.selectors import AuditQuery
from oversight.common.errors import DomainError
from oversight.registry.models import Item
from tests.support import platform_factory
from tests.support.platform_factory import NOON, Bureau

pytestmark = pytest.mark.any_database

WRONG = "not the password"


def attempt(client: Client, own: Bureau, password: str, name: str = "clerk") -> Any:
    told = {"username": own.actors[name].username, "password": password}
    return client.post("/sign-in/", told)


def test_a_wrong_password_is_told_and_counted(own: Bureau, client: Client) -> None:
    response = attempt(client, own, WRONG)

    newest = audit.entries(["/"], AuditQuery()).first()
    counted = Refusal.objects.get()
    assert "账号或口令不对；连续 5 次不对会锁定 15 分钟" in response.content.decode()
    assert newest is not None
    assert newest.type == "account.sign-in-refused"
    assert (counted.username, counted.count, counted.user) == ("own-clerk", 1, own.user("clerk"))


def test_after_five_wrong_attempts_even_the_right_password_is_refused(
    own: Bureau, client: Client
) -> None:
    for _ in range(5):
        attempt(client, own, WRONG)

    response = attempt(client, own, platform_factory.PASSWORD)

    assert response.status_code == 429
    assert "连续不对，已锁定。连续不对的次数太多，请 15 分钟后再试" in response.content.decode()


def test_the_code_is_asked_for_when_the_account_asks_for_it(own: Bureau, client: Client) -> None:
    user = own.user("clerk")
    device = platform_factory.bind(user)
    User.objects.filter(pk=user.pk).update(asks_code=True)

    response = attempt(client, own, platform_factory.PASSWORD)
    assert response["Location"] == "/sign-in/code/"
    assert client.get("/office/").status_code == 302
    response = client.post("/sign-in/code/", {"code": platform_factory.shown_code(device)})

    assert response.status_code == 302
    assert client.get("/office/").status_code == 200


def test_a_wrong_code_does_not_let_in(own: Bureau, client: Client) -> None:
    user = own.user("clerk")
    platform_factory.bind(user)
    User.objects.filter(pk=user.pk).update(asks_code=True)
    attempt(client, own, platform_factory.PASSWORD)

    page = client.post("/sign-in/code/", {"code": "000000"}).content.decode()

    assert "动态码不对或已经用过" in page
    assert client.get("/office/").status_code == 302


def test_a_code_serves_once(own: Bureau) -> None:
    user = own.user("approver")
    code = platform_factory.shown_code(platform_factory.bind(user))

    sessions.verify_totp(user_id=user.pk, code=code)

    with pytest.raises(DomainError, match="动态码不对或已经用过"):
        sessions.verify_totp(user_id=user.pk, code=code)


def test_publishing_asks_for_the_code_at_the_act(own: Bureau, signed_in: Any) -> None:
    item = platform_factory.item(own)
    client = signed_in(own, "approver")
    told = {"effective_on": "2026-03-18", "url": "", "code": "123456"}

    unbound = client.post(f"/office/items/{item.pk}/publish/", told).content.decode()
    device = platform_factory.bind(own.user("approver"))
    told["code"] = platform_factory.shown_code(device)
    response = client.post(f"/office/items/{item.pk}/publish/", told)

    assert "这一步要动态码；请先在“我的账号”里绑定手机" in unbound
    assert response.status_code == 302
    assert Item.objects.get().state == Item.VALID


def test_a_session_is_ended_from_elsewhere(own: Bureau, signed_in: Any) -> None:
    client, other = signed_in(own, "clerk"), Client()
    attempt(other, own, platform_factory.PASSWORD)
    theirs = SignIn.objects.exclude(session_key=client.session.session_key).get()

    client.post(f"/office/me/sessions/{theirs.pk}/end/")

    assert other.get("/office/").status_code == 302
    assert client.get("/office/").status_code == 200


def test_nobody_ends_the_sessions_of_others(own: Bureau, signed_in: Any) -> None:
    other = Client()
    attempt(other, own, platform_factory.PASSWORD, "approver")
    client = signed_in(own, "clerk")
    theirs = SignIn.objects.get(user=own.user("approver"))

    client.post(f"/office/me/sessions/{theirs.pk}/end/")

    assert other.get("/office/").status_code == 200


def test_a_new_password_ends_all_other_sessions(own: Bureau, signed_in: Any) -> None:
    other = Client()
    attempt(other, own, platform_factory.PASSWORD)
    client = signed_in(own, "clerk")
    told = {
        "old": platform_factory.PASSWORD,
        "new": "another long phrase",
        "again": "another long phrase",
    }

    client.post("/office/me/password/", told)

    assert client.get("/office/").status_code == 200
    assert other.get("/office/").status_code == 302


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("short", "口令太短：至少 10 个字符"),
        ("1234567890123", "密码只包含数字"),
        ("own-clerk-1", "相似"),
    ],
)
def test_a_weak_password_is_refused(own: Bureau, signed_in: Any, new: str, told: str) -> None:
    client = signed_in(own, "clerk")

    page = client.post(
        "/office/me/password/", {"old": platform_factory.PASSWORD, "new": new, "again": new}
    ).content.decode()

    assert told in page


def test_a_first_password_must_be_changed_before_anything_else(own: Bureau, client: Client) -> None:
    asked = appointments.ask_reset(
        actor=own.actors["administrator"],
        user_id=own.actors["clerk"].user_id or 0,
        kind="password",
        password="a first password",  # noqa: S106
        at=NOON,
    )
    assert asked is not None
    second = own.actors["supervisor"]
    appointments.confirm(
        actor=second, request_id=asked.pk, confirmed=platform_factory.confirmed(second), at=NOON
    )
    attempt(client, own, "a first password")

    response = client.get("/office/subjects/")

    assert response["Location"] == "/office/me/password/"


def test_a_closed_account_does_not_come_in(own: Bureau, client: Client) -> None:
    people.close(
        actor=own.actors["administrator"], user_id=own.actors["clerk"].user_id or 0, at=NOON
    )

    attempt(client, own, platform_factory.PASSWORD)

    assert client.get("/office/").status_code == 302


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_nobody_is_sent_to_another_site(own: Bureau, client: Client, there: str) -> None:
    told = {
        "username": own.actors["clerk"].username,
        "password": platform_factory.PASSWORD,
        "next": there,
    }

    response = client.post("/sign-in/", told)

    assert response["Location"] == "/office/"


def test_going_out_ends_the_session(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")

    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")

    assert client.get("/office/").status_code == 302


def test_roles_that_do_not_go_together_are_refused(own: Bureau) -> None:
    with pytest.raises(DomainError, match="不能由同一个人担任；请先免去own-clerk先生原来的角色"):
        appointments.appoint(
            actor=own.actors["administrator"],
            user_id=own.actors["clerk"].user_id or 0,
            organisation_id=own.organisation.pk,
            role=Role.COORDINATOR,
            at=NOON,
        )
    with pytest.raises(DomainError, match="“监督”不能兼任其他角色"):
        appointments.appoint(
            actor=own.actors["administrator"],
            user_id=own.actors["supervisor"].user_id or 0,
            organisation_id=own.organisation.pk,
            role=Role.INSPECTOR,
            at=NOON,
        )


def test_the_administrator_does_not_close_his_own_account(own: Bureau) -> None:
    admin = own.actors["administrator"]

    with pytest.raises(DomainError, match="不能停用自己的账号"):
        people.close(actor=admin, user_id=admin.user_id or 0, at=NOON)
