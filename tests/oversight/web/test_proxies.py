"""Whom a request comes from behind proxies, and https that is done by one of them."""

from __future__ import annotations

import ipaddress
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from oversight import serving
from oversight.accounts.models import Refusal, SignIn
from oversight.settings import environment
from oversight.web import proxies
from tests.support import databases
from tests.support.platform_factory import PASSWORD

pytestmark = pytest.mark.any_database

SOURCES = Path(__file__).resolve().parents[3] / "src"
STRANGER, PROXY, OUTER = "203.0.113.9", "127.0.0.1", "10.1.0.5"


@pytest.fixture
def trusted(settings: Any) -> None:
    networks = [ipaddress.ip_network(one) for one in ("127.0.0.1", "10.1.0.0/16", "fd00::/8")]
    settings.TRUSTED_PROXIES = networks


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("peer", "chain", "expected"),
    [
        (PROXY, STRANGER, STRANGER),
        (PROXY, f"{STRANGER}, {OUTER}", STRANGER),
        (PROXY, f"1.1.1.1, {STRANGER}", STRANGER),
        (PROXY, f"127.0.0.1, {STRANGER}, {OUTER}", STRANGER),
        (PROXY, f"{STRANGER}:4711", STRANGER),
        (PROXY, "[2001:db8::1]:443", "2001:db8::1"),
        (PROXY, f"::ffff:{STRANGER}", STRANGER),
        (PROXY, "", PROXY),
        (PROXY, "unknown", PROXY),
        (PROXY, f"{STRANGER}, nonsense, {OUTER}", OUTER),
        (PROXY, "127.0.0.1, 10.1.2.3", "127.0.0.1"),
        ("::ffff:127.0.0.1", STRANGER, STRANGER),
        ("fd00::7", STRANGER, STRANGER),
    ],
)
def test_the_nearest_address_that_is_no_proxy_is_the_clients(
    peer: str, chain: str, expected: str
) -> None:
    assert proxies.is_trusted(peer)
    assert proxies.client(peer, chain.split(",")) == expected


def attempt(password: str, **headers: Any) -> Any:
    return Client().post("/sign-in/", {"username": "own-clerk", "password": password}, **headers)


@pytest.mark.usefixtures("own", "trusted")
def test_the_clients_address_is_on_record_behind_a_proxy() -> None:
    attempt(PASSWORD, REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=f"8.8.8.8, {STRANGER}")

    assert SignIn.objects.get().address == STRANGER


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(
    "header", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_CLIENT_IP"]
)
def test_nobody_chooses_an_address_without_a_trusted_proxy(header: str) -> None:
    """The attack: a new address for every guess."""
    for count in range(5):
        attempt("wrong", REMOTE_ADDR=STRANGER, **{header: f"198.51.100.{count}"})

    answer = attempt(PASSWORD, REMOTE_ADDR=STRANGER, **{header: "198.51.100.77"})

    assert answer.status_code == 429
    assert {one.address for one in Refusal.objects.all()} == {STRANGER}


@pytest.mark.usefixtures("own", "trusted")
def test_nobody_chooses_an_address_behind_a_trusted_proxy() -> None:
    for count in range(5):
        chain = f"198.51.100.{count}, {STRANGER}"
        attempt("wrong", REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=chain)

    chain = f"198.51.100.77, {STRANGER}"
    answer = attempt(PASSWORD, REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=chain)

    assert answer.status_code == 429


@pytest.mark.usefixtures("own", "trusted")
def test_clients_behind_one_proxy_are_not_locked_together() -> None:
    for _ in range(7):
        attempt("wrong", REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=STRANGER)

    answer = attempt(PASSWORD, REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR="198.51.100.77")

    assert answer.status_code == 302


@pytest.fixture
def with_tls(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.usefixtures("own", "trusted", "with_tls")
@pytest.mark.parametrize("proto", ["https", "HTTPS", "http, https"])
def test_https_of_a_trusted_proxy_is_https(proto: str) -> None:
    answer = Client().get("/", REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_PROTO=proto)

    assert answer.status_code == 200


@pytest.mark.usefixtures("own", "trusted", "with_tls")
@pytest.mark.parametrize(
    ("peer", "proto"),
    [(PROXY, "http"), (PROXY, ""), (PROXY, "https, http"), (STRANGER, "https"), (STRANGER, "")],
)
def test_everything_else_is_sent_to_https(peer: str, proto: str) -> None:
    answer = Client().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_PROTO=proto)

    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/")


@pytest.mark.parametrize("nonsense", ["localhost", "10.0.0.1/8", "127.0.0.1;::1", "*", "1.2.3"])
def test_a_trusted_proxy_is_an_address_or_a_network(
    monkeypatch: pytest.MonkeyPatch, nonsense: str
) -> None:
    monkeypatch.setenv("MINGQIAN_TRUSTED_PROXIES", nonsense)

    with pytest.raises(ImproperlyConfigured, match="不是地址或网段"):
        environment.networks("MINGQIAN_TRUSTED_PROXIES")


ASK = """
import sys
from django.test import Client
import django
django.setup()
asked = Client(SERVER_NAME="localhost", REMOTE_ADDR="127.0.0.1")
headers = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}
answer = asked.get("/first/", **headers)
print(answer.status_code, answer.headers.get("Strict-Transport-Security", "-"))
print(asked.get("/first/").status_code)
print({name: bool(one["secure"]) for name, one in answer.cookies.items()})
"""


def asked_of_production(home: Path, **more: str) -> list[str]:
    databases.lay_in(home)
    environment_ = {
        **{key: value for key, value in os.environ.items() if not key.startswith("TEST_")},
        "PYTHONPATH": str(SOURCES),
        "MINGQIAN_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "oversight.settings.production",
        **more,
    }
    said = [
        subprocess.run(
            [sys.executable, *words],
            env=environment_,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for words in (["-m", "django", "migrate", "-v0"], ["-c", ASK])
    ]
    return said[-1].splitlines()


@pytest.mark.usefixtures("django_db_setup")
def test_the_documented_tls_mode_answers_and_does_not_redirect_for_ever(tmp_path: Path) -> None:
    serving.prepare_folder(tmp_path)

    told = asked_of_production(tmp_path, MINGQIAN_TRUSTED_PROXIES="127.0.0.1")

    assert told == ["200 max-age=31536000", "301", "{'mingqian_csrf': True}"]
