"""Every address × every role × one's own and another organisation."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, resolve
from django.urls.resolvers import URLPattern, URLResolver

from oversight.accounts.models import ApiKey, Appointment, Organisation
from oversight.audit import selectors as audit
from oversight.web.access import access_of
from tests.oversight.web.furnishing import address, client_of, furnished, spent
from tests.oversight.web.matrix import LETTERS, MATRIX
from tests.support import platform_factory
from tests.support.platform_factory import NOON, Bureau

pytestmark = pytest.mark.django_db
REFUSED = {302, 403}
# What has nothing to show; a bulk act is shown to who did it alone.
EMPTY = {
    "office:visit-record-item",
    "api:api-root",
    "public:item",
    "public:draw-proof",
    "office:visits-dating",
}
EMPTY |= {"office:visit-merge", "public:trust-root", "public:trust-profile"}
EMPTY |= {"field:record", "field:picture", "field:site-act"}
EMPTY |= {"public:visit-code", "public:visit-objection", "public:visit-rating"}
EMPTY |= {"field:record", "field:picture", "field:closing"}
EMPTY |= {"office:import-review", "office:subjects-bulk-undo"}
EMPTY |= {"public:enterprise"}
EMPTY |= {"office:visit-paper-pdf", "office:visit-paper-docx", "office:visit-paper-serve"}


def named(
    patterns: list[URLPattern | URLResolver] | None = None, space: str = ""
) -> Iterator[tuple[str, Any]]:
    for one in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(one, URLResolver):
            inner = one.namespace or space
            yield from named(one.url_patterns, inner)
        else:
            yield f"{space}:{one.name}", one.callback


@dataclass(frozen=True, kw_only=True)
class TwoBureaus:
    """Two bureaus, and the keys of one of everything in each."""

    foreign: Bureau
    own_things: dict[str, Any]
    foreign_things: dict[str, Any]


@pytest.fixture(scope="module")
def two_bureaus(shared_bureau: Bureau) -> TwoBureaus:
    """Put one of everything in the founding bureau and in another, once for all tests."""
    foreign = platform_factory.bureau("石桥县人力资源和社会保障局", "foreign")
    own_things = furnished(shared_bureau)
    return TwoBureaus(foreign=foreign, own_things=own_things, foreign_things=furnished(foreign))


@pytest.fixture
def own_things(two_bureaus: TwoBureaus) -> dict[str, Any]:
    """Give the keys of one of everything in the founding bureau."""
    return two_bureaus.own_things


@pytest.fixture
def foreign_things(two_bureaus: TwoBureaus) -> dict[str, Any]:
    """Give the keys of one of everything in the other bureau."""
    return two_bureaus.foreign_things


@pytest.fixture
def foreign(two_bureaus: TwoBureaus, own: Bureau) -> Bureau:  # noqa: ARG001 - its files are there
    """Give the other bureau."""
    return copy.deepcopy(two_bureaus.foreign)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    addresses = {name for name, _ in named()}

    assert addresses == set(MATRIX)


def test_every_view_says_who_may_open_it() -> None:
    silent = [
        name for name, view in named() if not name.startswith("api:") and access_of(view) is None
    ]

    assert silent == []


@pytest.mark.any_database
@pytest.mark.parametrize("who", ["", *LETTERS.values()], ids=lambda who: who or "nobody")
def test_each_role_opens_its_own_addresses_and_no_other(
    own: Bureau, own_things: dict[str, Any], who: str
) -> None:
    client = client_of(own, who)
    letter = next((key for key, role in LETTERS.items() if role == who), "P")

    assert _wrong(client, letter, own_things, is_at_seat=True) == []


def _wrong(client: Client, letter: str, things: dict[str, Any], *, is_at_seat: bool) -> list[str]:
    """Knock at every address, and name those that answer otherwise than the matrix says."""
    wrong = []
    for name, row in MATRIX.items():
        is_open = letter in row.who and (is_at_seat or not row.is_at_seat)
        for method in row.methods.split():
            if name == "office:sign-out":
                continue  # ends the session; see test_signing_in
            path = address(name, row, things)
            response = getattr(client, method.lower())(path)
            spent(response)
            status = response.status_code
            refused = {401} if name.startswith("api:") else REFUSED
            # The root of the API has nothing to show; an act on nothing says so.
            opened = {200, 302, 409} | ({404} if method == "POST" or name in EMPTY else set())
            if status not in (opened if is_open else refused):
                wrong.append(f"{method} {name}: {status}")
    return wrong


@pytest.mark.any_database
@pytest.mark.parametrize("who", LETTERS.values())
def test_each_role_of_another_bureau_opens_its_own_addresses_and_no_other(
    own: Bureau,  # noqa: ARG001 - the bureau that founded the installation
    foreign: Bureau,
    foreign_things: dict[str, Any],
    who: str,
) -> None:
    client = client_of(foreign, who)
    letter = next(key for key, role in LETTERS.items() if role == who)

    assert _wrong(client, letter, foreign_things, is_at_seat=False) == []


@pytest.mark.any_database
@pytest.mark.parametrize("who", LETTERS.values())
def test_whose_appointment_ended_opens_what_is_public_and_nothing_else(
    own: Bureau, own_things: dict[str, Any], who: str
) -> None:
    client = client_of(own, who)
    Appointment.objects.filter(user_id=own.actors[who].user_id or 0).update(until=NOON)

    assert _wrong(client, "P", own_things, is_at_seat=True) == []


@pytest.mark.parametrize("kind", ["foreign", "ended"])
@pytest.mark.parametrize("who", LETTERS.values())
def test_rows_of_another_bureau_do_not_exist(
    own: Bureau, foreign: Bureau, foreign_things: dict[str, Any], who: str, kind: str
) -> None:
    client = client_of(own, who)
    if kind == "ended":  # a former appointment over there opens nothing of it any more
        Appointment.objects.create(
            user_id=own.actors[who].user_id or 0,
            organisation=foreign.organisation,
            role=own.actors[who].role.value,
            since=NOON,
            until=NOON + timedelta(days=1),
        )
    letter = next(key for key, role in LETTERS.items() if role == who)
    wrong = []

    for name, row in MATRIX.items():
        if not row.thing or letter not in row.who or name.startswith("public:"):
            continue
        for method in row.methods.split():
            response = getattr(client, method.lower())(address(name, row, foreign_things))
            spent(response)
            # An act tells its refusal on the page it came from; a page is not found.
            if response.status_code != 404 and not (method == "POST" and "GET" not in row.methods):
                wrong.append(f"{method} {name}: {response.status_code}")

    assert wrong == []
    assert Appointment.objects.get(pk=foreign_things["appointment"]).until is None
    assert Organisation.objects.get(pk=foreign_things["organisation"]).ended_at is None
    assert ApiKey.objects.get(pk=foreign_things["key"]).ended_at is None


@pytest.mark.any_database
@pytest.mark.parametrize("who", LETTERS.values())
def test_looking_changes_nothing(own: Bureau, own_things: dict[str, Any], who: str) -> None:
    client = client_of(own, who)
    letter = next(key for key, role in LETTERS.items() if role == who)
    before = audit.size()

    for name, row in MATRIX.items():
        # To open a witness's link is an act of its own: see test_witness_devices.
        is_an_act = "export" in name or name == "public:witness"
        if "GET" in row.methods and letter in row.who and not is_an_act:
            spent(client.get(address(name, row, own_things)))

    assert audit.size() == before


@pytest.mark.any_database
@pytest.mark.parametrize("who", LETTERS.values())
def test_no_page_links_to_what_its_reader_may_not_open(
    own: Bureau, own_things: dict[str, Any], who: str
) -> None:
    client = client_of(own, who)
    letter = next(key for key, role in LETTERS.items() if role == who)
    dead = set()

    for name, row in MATRIX.items():
        if "GET" not in row.methods or letter not in row.who or not name.startswith("office:"):
            continue
        response = client.get(address(name, row, own_things))
        if not response.get("Content-Type", "").startswith("text/html"):
            spent(response)
            continue
        for link in set(re.findall(r'href="(/office/[^"#?]*)', response.content.decode())):
            name_there = f"office:{resolve(link).url_name}"
            if letter not in MATRIX[name_there].who:
                dead.add(f"{name} → {name_there}")

    assert dead == set()
