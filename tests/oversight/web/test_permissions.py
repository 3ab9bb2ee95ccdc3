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
EMPTY |= {"field:record", "field:picture", "field:closing", "field:report"}
EMPTY |= {
    "office:import-review",
    "office:subjects-bulk-undo",
    "office:backup",
    "office:backup-file",
}
EMPTY |= {"public:enterprise", "public:deadline-feed"}
EMPTY |= {"public:witness-key", "public:cosigned-checkpoint"}
EMPTY |= {"office:log-unfollow", "office:log-fork"}
EMPTY |= {"office:visit-evidence", "office:request-evidence"}
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


@dataclass(frozen=True, kw_only=True)
class Look:
    """What somebody saw who looked at every address and sent nothing."""

    statuses: dict[str, int]
    links: dict[str, set[str]]
    entries: int
    """How many entries the log got by pages that were open to them."""


@pytest.fixture(scope="module")
def looks() -> dict[str, Look]:
    """Remember what each role saw: several tests are about it."""
    return {}


@pytest.fixture
def look(own: Bureau, own_things: dict[str, Any], who: str, looks: dict[str, Look]) -> Look:
    """Look at every address of the founding bureau, once for each role."""
    if who not in looks:
        looks[who] = _look(client_of(own, who), _letter(who), own_things)
    return looks[who]


def _look(client: Client, letter: str, things: dict[str, Any]) -> Look:
    # To open a witness's link is an act of its own: see test_witness_devices.
    acts = {name for name in MATRIX if "export" in name or name == "public:witness"}
    names = [name for name, row in MATRIX.items() if "GET" in row.methods]
    quiet = [name for name in names if letter in MATRIX[name].who and name not in acts]
    before = audit.size()
    pages = {name: _page(client, address(name, MATRIX[name], things)) for name in quiet}
    entries = audit.size() - before
    for name in names:
        if name not in pages:
            pages[name] = _page(client, address(name, MATRIX[name], things))
    statuses = {name: status for name, (status, _) in pages.items()}
    links = {name: found for name, (_, found) in pages.items()}
    return Look(statuses=statuses, links=links, entries=entries)


def _page(client: Client, where: str) -> tuple[int, set[str]]:
    """Give the status of an address, and the addresses of the office it links to."""
    response = client.get(where)
    if not response.get("Content-Type", "").startswith("text/html"):
        spent(response)
        return response.status_code, set()
    return response.status_code, set(
        re.findall(r'href="(/office/[^"#?]*)', response.content.decode())
    )


def _letter(who: str) -> str:
    return next((letter for letter, role in LETTERS.items() if role == who), "P")


@pytest.mark.any_database
@pytest.mark.parametrize("who", ["", *LETTERS.values()], ids=lambda who: who or "nobody")
def test_each_role_opens_its_own_addresses_and_no_other(
    own: Bureau, own_things: dict[str, Any], who: str, look: Look
) -> None:
    sent = _send(client_of(own, who), own_things)

    assert _wrong(look.statuses, "GET", _letter(who), is_at_seat=True) == []
    for method, statuses in sent.items():
        assert _wrong(statuses, method, _letter(who), is_at_seat=True) == []


def _send(client: Client, things: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Send nothing to every address that takes something; give method, name and status."""
    sent: dict[str, dict[str, int]] = {"POST": {}, "PUT": {}}
    for name, row in MATRIX.items():
        for method, statuses in sent.items():
            # One of them ends the session; see test_signing_in.
            if method in row.methods and name != "office:sign-out":
                response = getattr(client, method.lower())(address(name, row, things))
                spent(response)
                statuses[name] = response.status_code
    return sent


def _wrong(statuses: dict[str, int], method: str, letter: str, *, is_at_seat: bool) -> list[str]:
    """Name the addresses that answered otherwise than the matrix says."""
    wrong = []
    for name, status in statuses.items():
        row = MATRIX[name]
        is_open = letter in row.who and (is_at_seat or not row.is_at_seat)
        refused = {401} if name.startswith("api:") else REFUSED
        # The root of the API has nothing to show; an act on nothing says so.
        opened = {200, 302, 409} | ({404} if method == "POST" or name in EMPTY else set())
        if name == "public:add-checkpoint":
            opened.add(400)  # a neighbour's log sends its checkpoint; an empty one is none
        if status not in (opened if is_open else refused):
            wrong.append(f"{method} {name}: {status}")
    return wrong


def _all_wrong(
    client: Client, letter: str, things: dict[str, Any], *, is_at_seat: bool
) -> list[str]:
    """Look at every address, then send nothing to it; name what was answered wrongly."""
    statuses = _look(client, letter, things).statuses
    wrong = _wrong(statuses, "GET", letter, is_at_seat=is_at_seat)
    for method, sent in _send(client, things).items():
        wrong += _wrong(sent, method, letter, is_at_seat=is_at_seat)
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
    letter = _letter(who)

    assert _all_wrong(client, letter, foreign_things, is_at_seat=False) == []


@pytest.mark.any_database
@pytest.mark.parametrize("who", LETTERS.values())
def test_whose_appointment_ended_opens_what_is_public_and_nothing_else(
    own: Bureau, own_things: dict[str, Any], who: str
) -> None:
    client = client_of(own, who)
    Appointment.objects.filter(user_id=own.actors[who].user_id or 0).update(until=NOON)

    assert _all_wrong(client, "P", own_things, is_at_seat=True) == []


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
    letter = _letter(who)
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


@pytest.mark.parametrize("who", LETTERS.values())
def test_looking_changes_nothing_on_either_database(look: Look, who: str) -> None:
    assert look.entries == 0
    assert _wrong(look.statuses, "GET", _letter(who), is_at_seat=True) == []


@pytest.mark.any_database
@pytest.mark.parametrize("who", LETTERS.values())
def test_no_page_links_to_what_its_reader_may_not_open(look: Look, who: str) -> None:
    dead = set()
    for name, links in look.links.items():
        if _letter(who) not in MATRIX[name].who or not name.startswith("office:"):
            continue
        for link in links:
            name_there = f"office:{resolve(link).url_name}"
            if _letter(who) not in MATRIX[name_there].who:
                dead.add(f"{name} → {name_there}")

    assert dead == set()
    assert sum(len(links) for links in look.links.values()) > 100
