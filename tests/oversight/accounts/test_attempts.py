"""Wrong passwords, codes and keys: who is slowed, and who is not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from oversight.accounts import limits
from oversight.accounts.models import Refusal, SignIn, Tally, User
from oversight.accounts.services import attempts, sessions
from oversight.accounts.services.attempts import Attempt, TooManyError
from oversight.audit import selectors as audit
from oversight.common.errors import DomainError
from oversight.web import clock, pace
from tests.support import draw_factory, platform_factory
from tests.support.platform_factory import NOON, PASSWORD, Bureau

HERE, ELSEWHERE = "10.0.0.7", "203.0.113.9"


def sign_in(client: Client, name: str, password: str = "wrong", **more: Any) -> Any:  # noqa: S107
    return client.post("/sign-in/", {"username": name, "password": password}, **more)


@pytest.mark.parametrize(
    "names",
    [
        ["own-clerk", "OWN-CLERK", "Own-Clerk", "oWn-cLeRk", "own-CLERK"],
        ["own-clerk", " own-clerk", "own-clerk  ", "　own-clerk", "own -clerk"],
        ["own-clerk", "ｏｗｎ-clerk", "own－clerk", "ｏｗｎ－ｃｌｅｒｋ", "own-ｃlerk"],
        ["own-clerk", "own\u200b-clerk", "own-cl\u00aderk", "\ufeffown-clerk", "own-clerk\u2060"],
    ],
    ids=["case", "spaces", "width", "invisible"],
)
def test_one_name_written_in_many_ways_is_counted_as_one(
    own: Bureau,  # noqa: ARG001
    client: Client,
    names: list[str],
) -> None:
    for name in names:
        assert sign_in(client, name).status_code == 200

    assert sign_in(client, "own-clerk", PASSWORD).status_code == 429


@pytest.mark.usefixtures("own")
def test_many_at_once_are_counted_before_any_is_looked_at() -> None:
    tried = Attempt(kind="sign-in", name="own-clerk", address=ELSEWHERE)

    for _ in range(5):
        attempts.begin(tried, NOON)

    with pytest.raises(TooManyError, match="请 15 分钟后再试"):
        attempts.begin(tried, NOON)


def test_each_lock_is_longer_and_none_is_for_good() -> None:
    pauses = [limits.PAIR.pause_after(count) for count in (4, 5, 6, 7, 8, 9, 100, 10_000)]

    minutes = [int(pause.total_seconds()) // 60 for pause in pauses]
    assert minutes == [0, 15, 30, 60, 120, 240, 240, 240]
    assert limits.NAME.pause_after(10_000) == timedelta(minutes=5)


def test_a_stranger_does_not_lock_the_holder_out(own: Bureau) -> None:
    """The attack: wrong passwords under somebody else's name, from one place and from many."""
    for _ in range(8):
        sign_in(Client(), "own-clerk", REMOTE_ADDR=ELSEWHERE)
    assert sign_in(Client(), "own-clerk", REMOTE_ADDR=ELSEWHERE).status_code == 429

    assert sign_in(Client(), "own-clerk", PASSWORD, REMOTE_ADDR=HERE).status_code == 302
    assert own.user("clerk").is_active


def storm(name: str, at: datetime) -> None:
    """Try one name from a hundred places."""
    for place in range(100):
        try:
            attempts.begin(Attempt(kind="sign-in", name=name, address=f"198.51.100.{place}"), at)
        except TooManyError:
            continue


@pytest.mark.parametrize("name", ["own-clerk", "no-such-name"])
@pytest.mark.usefixtures("own")
def test_one_name_from_many_places_is_slowed(name: str) -> None:
    storm(name, NOON)

    with pytest.raises(TooManyError):
        attempts.begin(Attempt(kind="sign-in", name=name, address=ELSEWHERE), NOON)


def test_the_holder_comes_in_from_a_known_place_during_the_storm(own: Bureau) -> None:
    SignIn.objects.create(
        user=own.user("clerk"), session_key="x", at=NOON - timedelta(days=3), address=HERE
    )
    storm("own-clerk", NOON)

    attempts.begin(Attempt(kind="sign-in", name="own-clerk", address=HERE), NOON)


@pytest.mark.usefixtures("own")
def test_the_holder_comes_in_with_a_known_device_during_the_storm() -> None:
    client = Client()
    sign_in(client, "own-clerk", PASSWORD, REMOTE_ADDR=HERE)
    client.post("/sign-out/")
    for _ in range(9):  # somebody at the same place, with a browser of their own
        sign_in(Client(), "own-clerk", REMOTE_ADDR=HERE)
    assert sign_in(Client(), "own-clerk", PASSWORD, REMOTE_ADDR=HERE).status_code == 429

    assert sign_in(client, "own-clerk", PASSWORD, REMOTE_ADDR=HERE).status_code == 302


@pytest.mark.usefixtures("own")
def test_a_known_device_is_known_for_its_own_account_only() -> None:
    """The attack: use the mark of one's own account against others."""
    client = Client()
    sign_in(client, "own-inspector", PASSWORD)
    client.post("/sign-out/")

    for _ in range(5):
        sign_in(client, "own-clerk")

    assert sign_in(client, "own-clerk", PASSWORD).status_code == 429


@pytest.mark.usefixtures("own")
def test_a_made_up_device_is_none() -> None:
    statuses = []
    for count in range(7):
        client = Client()
        client.cookies["mingqian_device"] = f"own-clerk:{count}"
        statuses.append(sign_in(client, "own-clerk").status_code)

    assert statuses == [200] * 5 + [429] * 2


def test_an_administrator_lifts_the_lock(own: Bureau, signed_in: Any) -> None:
    admin = signed_in(own, "administrator")
    for _ in range(7):
        sign_in(Client(), "own-clerk", REMOTE_ADDR=ELSEWHERE)
    page = admin.get(f"/office/accounts/{own.actors['clerk'].user_id}/").content.decode()

    admin.post(f"/office/accounts/{own.actors['clerk'].user_id}/unlock/")

    assert "登录正被锁定或放慢" in page
    assert sign_in(Client(), "own-clerk", PASSWORD, REMOTE_ADDR=ELSEWHERE).status_code == 302


@pytest.mark.parametrize("name", ["user{}", "own-{}", "管理员{}"])
def test_one_place_that_tries_many_names_is_slowed(
    own: Bureau,  # noqa: ARG001
    name: str,
) -> None:
    statuses = [
        sign_in(Client(), name.format(count), REMOTE_ADDR=ELSEWHERE).status_code
        for count in range(30)
    ]

    assert statuses == [200] * 15 + [429] * 15
    assert sign_in(Client(), "own-clerk", PASSWORD, REMOTE_ADDR=HERE).status_code == 302


@pytest.mark.usefixtures("own")
def test_a_network_of_ipv6_is_one_place() -> None:
    statuses = [
        sign_in(Client(), f"user{count}", REMOTE_ADDR=f"2001:db8:1:2::{count:x}").status_code
        for count in range(20)
    ]

    assert statuses[-1] == 429


@pytest.mark.usefixtures("own")
def test_an_own_account_does_not_wash_the_place_clean() -> None:
    statuses = []
    for count in range(40):
        statuses.append(sign_in(Client(), f"u{count}", REMOTE_ADDR=ELSEWHERE).status_code)
        sign_in(Client(), "own-inspector", PASSWORD, REMOTE_ADDR=ELSEWHERE)

    assert 429 in statuses


@pytest.mark.usefixtures("own")
def test_names_that_exist_and_names_that_do_not_are_answered_alike() -> None:
    def told(name: str, place: str) -> list[tuple[int, str]]:
        answers = [sign_in(Client(), name, REMOTE_ADDR=place) for _ in range(7)]
        return [(one.status_code, one.content.decode().count("账号或口令不对")) for one in answers]

    assert told("own-clerk", "198.51.100.1") == told("no-such-name", "198.51.100.2")


def test_wrong_codes_at_the_sign_in_do_not_stop_the_holders_work(own: Bureau) -> None:
    """The attack: with a stolen password, wrong codes until the holder's own are refused."""
    user = own.user("approver")
    device = platform_factory.bind(user)
    User.objects.filter(pk=user.pk).update(asks_code=True)
    for count in range(12):
        client = Client()
        where = f"198.51.100.{count // 4}"
        sign_in(client, "own-approver", PASSWORD, REMOTE_ADDR=where)
        client.post("/sign-in/code/", {"code": "000000"}, REMOTE_ADDR=where)

    assert (
        sessions.verify_totp(user_id=user.pk, code=platform_factory.shown_code(device)).user_id
        == user.pk
    )


def test_wrong_codes_at_the_sign_in_are_limited(own: Bureau) -> None:
    user = own.user("approver")
    platform_factory.bind(user)
    User.objects.filter(pk=user.pk).update(asks_code=True)
    client = Client()
    sign_in(client, "own-approver", PASSWORD)

    statuses = [client.post("/sign-in/code/", {"code": "000000"}).status_code for _ in range(7)]

    assert statuses == [200] * 5 + [429] * 2


def test_wrong_codes_at_an_act_slow_but_not_for_good(own: Bureau) -> None:
    device = platform_factory.bind(own.user("approver"))
    device.throttling_failure_count = 60
    device.throttling_failure_timestamp = None
    device.save()

    with pytest.raises(DomainError):
        sessions.verify_totp(user_id=device.user_id, code="000000")

    device.refresh_from_db()
    assert device.throttling_failure_count <= 10


def test_the_old_password_is_not_tried_without_end(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    new = {"new": "another long phrase", "again": "another long phrase"}
    for count in range(5):
        client.post("/office/me/password/", {"old": f"guess {count}", **new})

    page = client.post("/office/me/password/", {"old": PASSWORD, **new}).content.decode()

    assert "连续不对的次数太多" in page
    assert own.user("clerk").check_password(PASSWORD)


def test_keys_that_open_nothing_are_limited_by_address(own: Bureau, client: Client) -> None:  # noqa: ARG001
    statuses = [
        client.get("/api/v1/items", HTTP_AUTHORIZATION=f"Bearer guess-{count}").status_code
        for count in range(25)
    ]

    assert statuses == [401] * 20 + [429] * 5


def test_a_public_search_is_limited_by_address(own: Bureau, client: Client) -> None:
    draw_factory.bureau(own)
    draw_factory.plan(own)
    draw = draw_factory.held(
        own, draw_factory.seeded(own, draw_factory.sealed(own, draw_factory.begun(own)))
    )
    where = f"/draws/{draw.number}/"

    assert (
        client.get(where, {"q": platform_factory.code(1)}, REMOTE_ADDR=ELSEWHERE).status_code == 200
    )
    for minute in (clock.now(), clock.now() + timedelta(minutes=1)):
        for _ in range(pace.SEARCHES_A_MINUTE):
            pace.is_too_fast(ELSEWHERE, minute)
    answer = client.get(where, {"q": platform_factory.code(1)}, REMOTE_ADDR=ELSEWHERE)

    assert answer.status_code == 429
    assert "查得太快：每分钟最多 30 次" in answer.content.decode()
    assert client.get(where, REMOTE_ADDR=ELSEWHERE).status_code == 200
    assert client.get(where, {"q": platform_factory.code(1)}, REMOTE_ADDR=HERE).status_code == 200


@pytest.mark.usefixtures("own")
def test_strangers_do_not_fill_the_public_log() -> None:
    before = audit.size()

    for count in range(300):
        tried = Attempt(kind="sign-in", name=f"name{count}", address=f"198.51.{count}.1")
        attempts.refuse(tried, "账号或口令不对", NOON + timedelta(seconds=count))

    assert audit.size() - before == 1


@pytest.mark.usefixtures("own")
def test_a_day_of_attempts_is_a_day_of_hours_in_the_log() -> None:
    before = audit.size()

    for minute in range(0, 24 * 60, 10):
        tried = Attempt(kind="sign-in", name="x", address=ELSEWHERE)
        attempts.refuse(tried, "账号或口令不对", NOON + timedelta(minutes=minute))

    assert audit.size() - before <= 25
    assert sum(one.count for one in Refusal.objects.all()) == 144


@pytest.mark.usefixtures("own")
def test_the_private_table_does_not_grow_without_end() -> None:
    for count in range(attempts.MOST_AN_HOUR + 50):
        tried = Attempt(kind="sign-in", name=f"name{count}", address=ELSEWHERE)
        attempts.refuse(tried, "账号或口令不对", NOON)

    assert Refusal.objects.count() == attempts.MOST_AN_HOUR + 1
    assert Refusal.objects.get(username="…").count == 50


@pytest.mark.usefixtures("own")
def test_old_counts_are_forgotten() -> None:
    attempts.begin(Attempt(kind="sign-in", name="old", address=ELSEWHERE), NOON)

    attempts.begin(Attempt(kind="sign-in", name="new", address=HERE), NOON + timedelta(days=3))

    assert not Tally.objects.filter(last=NOON).exists()
