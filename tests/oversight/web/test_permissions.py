"""Every address × every role × one's own and another organisation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, resolve, reverse
from django.urls.resolvers import URLPattern, URLResolver

from oversight.accounts.models import ApiKey, Appointment, Organisation
from oversight.accounts.rules import Role
from oversight.accounts.services import appointments, keys, organisations
from oversight.audit import selectors as audit
from oversight.draws.services import cap_exemptions, drafting
from oversight.inspections.services import requests
from oversight.inspections.services.requests import ReplacementInput
from oversight.plans.models import Task
from oversight.plans.services import versions
from oversight.registry.models import ImportRun, Inspector, Item, Subject
from oversight.registry.services import inspectors, recusals
from oversight.registry.services.importing import pipeline, runs
from oversight.registry.services.recusals import RecusalDetails
from oversight.regulations.models import RegulatoryParameter
from oversight.web.access import access_of
from tests.oversight.web.matrix import LETTERS, MATRIX, Row
from tests.support import draw_factory, platform_factory
from tests.support.platform_factory import NOON, Bureau

REFUSED = {302, 403}
EMPTY = {"api:api-root", "public:item", "public:draw-proof", "office:visit-merge"}


def named(
    patterns: list[URLPattern | URLResolver] | None = None, space: str = ""
) -> Iterator[tuple[str, Any]]:
    for one in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(one, URLResolver):
            inner = one.namespace or space
            yield from named(one.url_patterns, inner)
        else:
            yield f"{space}:{one.name}", one.callback


def furnished(bureau: Bureau) -> dict[str, Any]:
    """Put one of everything in a bureau, and give the keys."""
    draw_factory.bureau(bureau, subjects=12, inspectors=3)
    clerk, admin = bureau.actors["clerk"], bureau.actors["administrator"]
    subject = Subject.objects.filter(bureau=bureau.organisation).order_by("pk")[0]
    person = Inspector.objects.filter(bureau=bureau.organisation).order_by("pk")[0]
    drawn = _drawn(bureau)
    leave = inspectors.take_leave(
        actor=clerk,
        inspector_id=person.pk,
        kind="请假",
        since=date(2030, 1, 1),
        until=date(2030, 1, 5),
        reason="",
        at=NOON,
    )
    recusal = recusals.recuse(
        actor=clerk,
        inspector_id=person.pk,
        details=RecusalDetails(
            code=subject.code,
            relation="近亲属",
            source="本人申报",
            reason="配偶",
            since=date(2026, 1, 1),
            until=None,
        ),
        at=NOON,
    )
    run = runs.upload(
        actor=clerk,
        kind=ImportRun.SUBJECTS,
        owner_id=subject.owner_id,
        name="坏.csv",
        chunks=["名称,统一社会信用代码\n某,坏\n".encode()],
        at=NOON,
    )
    pipeline.read(actor=clerk, run_id=run.pk)
    keys.make(
        actor=admin,
        name="试",
        scopes=["see_items"],
        per_minute=1,
        expires_on=date(2099, 1, 1),
        at=NOON,
    )
    name = f"spare-{bureau.organisation.pk}"
    spare = platform_factory.actor(name, bureau.organisation, Role.INSPECTOR)
    section = organisations.make(
        actor=admin,
        parent_id=bureau.organisation.pk,
        kind=Organisation.SECTION,
        name="空科",
        at=NOON,
    )
    asked = appointments.ask_reset(
        actor=admin,
        user_id=bureau.actors["clerk"].user_id or 0,
        kind="password",
        password=platform_factory.PASSWORD,
        at=NOON,
    )
    assert asked is not None
    made = audit.entries([bureau.organisation.path], audit.AuditQuery(kind="key"))
    entry = made.filter(scope=bureau.organisation.path).first()
    assert entry is not None
    return {
        **drawn,
        "item": Item.objects.filter(bureau=bureau.organisation)[0].pk,
        "subject": subject.pk,
        "inspector": person.pk,
        "leave": leave.pk,
        "recusal": recusal.pk,
        "run": run.pk,
        "entry": entry.index,
        "rule": RegulatoryParameter.objects.filter(bureau=bureau.organisation, key="cap_all")
        .get()
        .pk,
        "user": spare.user_id,
        "account_request": asked.pk,
        "first": Appointment.objects.get(user_id=admin.user_id or 0).pk,
        "appointment": Appointment.objects.get(user_id=spare.user_id or 0).pk,
        "organisation": section.pk,
        "key": ApiKey.objects.get(organisation=bureau.organisation).pk,
    }


def _drawn(bureau: Bureau) -> dict[str, Any]:
    """Draw once, openly, with a partner, an exception and a request."""
    lead, clerk = bureau.actors["coordinator"], bureau.actors["clerk"]
    partner_id = bureau.sections[platform_factory.SECTIONS[1]].pk
    made = draw_factory.plan(
        bureau, draw_factory.details(partners=[{"owner": partner_id, "people": 1}], ratio=2000)
    )
    versions.publish(actor=lead, plan_id=made.pk, url="", at=draw_factory.MADE)
    draw = draw_factory.begun(bureau)
    partner = draw.partners.get()
    drafting.answer(
        actor=clerk,
        partner_id=partner.pk,
        accepts=False,
        people=1,
        reason="人少",
        at=draw_factory.MADE,
    )
    code = Subject.objects.filter(bureau=bureau.organisation).order_by("pk")[11].code
    asked = cap_exemptions.ask(
        actor=lead,
        draw_id=draw.pk,
        code=code,
        reason="媒体曝光",
        note="晚报三版",
        at=draw_factory.MADE,
    )
    cap_exemptions.decide(
        actor=bureau.actors["approver"],
        exception_id=asked.pk,
        is_granted=False,
        at=draw_factory.MADE,
    )
    seeded = draw_factory.seeded(bureau, draw_factory.sealed(bureau, draw))
    token = draw_factory.link(bureau, seeded)
    held = draw_factory.held(bureau, seeded)
    visit = held.visits.order_by("place")[0]
    slot = visit.slots.order_by("order")[0]
    assert slot.inspector is not None
    slot.inspector.user = bureau.user("inspector")
    slot.inspector.save(update_fields=["user"])
    request = requests.ask(
        actor=clerk,
        asked=ReplacementInput(visit_id=visit.pk, kind="subject", why="CLOSED", note="大门紧锁"),
        at=draw_factory.OPENS,
    )
    return {
        "plan": made.pk,
        "plan_number": made.number,
        "task": Task.objects.filter(version__plan=made)[0].pk,
        "task_number": draw.task_number,
        "draw": draw.pk,
        "number": draw.number,
        "seat": draw.witnesses.get().pk,
        "token": token,
        "partner": partner.pk,
        "exception": asked.pk,
        "visit": visit.pk,
        "request": request.pk,
    }


def address(name: str, row: Row, things: dict[str, Any]) -> str:
    arguments = [things[row.thing]] if row.thing else []
    return reverse(name, args=[*arguments, *row.extra])


def spent(response: Any) -> None:
    """Close the file of a download; closing the response would close the test's database."""
    for close in response._resource_closers:  # noqa: SLF001
        close()


def client_of(bureau: Bureau, who: str) -> Client:
    client = Client()
    if who:
        told = {"username": bureau.actors[who].username, "password": platform_factory.PASSWORD}
        assert client.post("/sign-in/", told).status_code == 302
    return client


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    addresses = {name for name, _ in named()}

    assert addresses == set(MATRIX)


def test_every_view_says_who_may_open_it() -> None:
    silent = [
        name for name, view in named() if not name.startswith("api:") and access_of(view) is None
    ]

    assert silent == []


@pytest.mark.parametrize("who", ["", *LETTERS.values()], ids=lambda who: who or "nobody")
def test_each_role_opens_its_own_addresses_and_no_other(own: Bureau, who: str) -> None:
    things = furnished(own)
    client = client_of(own, who)
    letter = next((key for key, role in LETTERS.items() if role == who), "P")

    assert _wrong(client, letter, things, is_at_seat=True) == []


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


@pytest.mark.parametrize("who", LETTERS.values())
def test_each_role_of_another_bureau_opens_its_own_addresses_and_no_other(
    own: Bureau,  # noqa: ARG001 - the bureau that founded the installation
    foreign: Bureau,
    who: str,
) -> None:
    things = furnished(foreign)
    client = client_of(foreign, who)
    letter = next(key for key, role in LETTERS.items() if role == who)

    assert _wrong(client, letter, things, is_at_seat=False) == []


@pytest.mark.parametrize("who", LETTERS.values())
def test_whose_appointment_ended_opens_what_is_public_and_nothing_else(
    own: Bureau, who: str
) -> None:
    things = furnished(own)
    client = client_of(own, who)
    Appointment.objects.filter(user_id=own.actors[who].user_id or 0).update(until=NOON)

    assert _wrong(client, "P", things, is_at_seat=True) == []


@pytest.mark.parametrize("kind", ["foreign", "ended"])
@pytest.mark.parametrize("who", LETTERS.values())
def test_rows_of_another_bureau_do_not_exist(
    own: Bureau, foreign: Bureau, who: str, kind: str
) -> None:
    things = furnished(foreign)
    platform_factory.stocked(own)
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
            response = getattr(client, method.lower())(address(name, row, things))
            spent(response)
            # An act tells its refusal on the page it came from; a page is not found.
            if response.status_code != 404 and not (method == "POST" and "GET" not in row.methods):
                wrong.append(f"{method} {name}: {response.status_code}")

    assert wrong == []
    assert Appointment.objects.get(pk=things["appointment"]).until is None
    assert Organisation.objects.get(pk=things["organisation"]).ended_at is None
    assert ApiKey.objects.get(pk=things["key"]).ended_at is None


def test_a_sections_clerk_does_not_reach_another_sections_rows(own: Bureau) -> None:
    other = own.sections[platform_factory.SECTIONS[1]]
    subject = platform_factory.subject(own)
    Subject.objects.filter(pk=subject.pk).update(owner=other)
    client = client_of(own, "section-clerk")

    assert client.get(f"/office/subjects/{subject.pk}/").status_code == 404
    assert client.post(f"/office/subjects/{subject.pk}/edit/", {}).status_code == 404
    assert "第1食品" not in client.get("/office/subjects/").content.decode()


@pytest.mark.parametrize("who", LETTERS.values())
def test_looking_changes_nothing(own: Bureau, who: str) -> None:
    things = furnished(own)
    client = client_of(own, who)
    letter = next(key for key, role in LETTERS.items() if role == who)
    before = audit.size()

    for name, row in MATRIX.items():
        # To open a witness's link is an act of its own: see test_witness_devices.
        is_an_act = "export" in name or name == "public:witness"
        if "GET" in row.methods and letter in row.who and not is_an_act:
            spent(client.get(address(name, row, things)))

    assert audit.size() == before


def test_a_refused_attempt_is_on_record(own: Bureau) -> None:
    client = client_of(own, "inspector")

    response = client.get("/office/accounts/")

    newest = audit.entries(["/"], audit.AuditQuery()).first()
    assert response.status_code == 403
    assert newest is not None
    assert (newest.type, newest.about_number) == ("site.refused", "office:accounts")
    assert newest.person == "own-inspector先生"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(own: Bureau, method: str) -> None:
    client = client_of(own, "clerk")

    assert getattr(client, method)("/office/subjects/").status_code == 405


@pytest.mark.parametrize("who", LETTERS.values())
def test_no_page_links_to_what_its_reader_may_not_open(own: Bureau, who: str) -> None:
    things = furnished(own)
    client = client_of(own, who)
    letter = next(key for key, role in LETTERS.items() if role == who)
    dead = set()

    for name, row in MATRIX.items():
        if "GET" not in row.methods or letter not in row.who or not name.startswith("office:"):
            continue
        response = client.get(address(name, row, things))
        if not response.get("Content-Type", "").startswith("text/html"):
            spent(response)
            continue
        for link in set(re.findall(r'href="(/office/[^"#?]*)', response.content.decode())):
            name_there = f"office:{resolve(link).url_name}"
            if letter not in MATRIX[name_there].who:
                dead.add(f"{name} → {name_there}")

    assert dead == set()
