"""Somebody edits files of a sealed draw: steps refuse, pages say so and show nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from oversight.common.errors import DomainError, TamperedError
from oversight.draws.models import Draw
from oversight.draws.services import bundles, drafting, holding, revealing
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import requests
from oversight.inspections.services.requests import ReplacementInput
from oversight.plans.models import Task
from oversight.web import documents
from tests.oversight.draws.tampering import (
    ADDRESSES,
    FILE_ATTACKS,
    TOLD,
    Attack,
    body,
    path_of,
    rewrite,
    roster_alone,
    roster_gone,
)
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import DICE, NUMBER, SEALED, T0
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.usefixtures("stocked")]


@pytest.fixture
def sealed(own: Bureau) -> Draw:
    draw_factory.plan(own)
    return draw_factory.sealed(own, draw_factory.begun(own))


@pytest.fixture
def held(own: Bureau, sealed: Draw) -> Draw:
    return draw_factory.held(own, draw_factory.seeded(own, sealed))


@pytest.mark.parametrize("attack", FILE_ATTACKS, ids=lambda one: one.__name__)
def test_no_step_goes_on_with_changed_files(own: Bureau, sealed: Draw, attack: Attack) -> None:
    lead, second = own.actors["coordinator"], own.actors["approver"]
    attack(sealed)
    token = draw_factory.link(own, sealed)

    def void() -> Draw:
        at = SEALED + timedelta(minutes=5)
        sure, agreed = platform_factory.confirmed(lead), platform_factory.confirmed(second)
        holding.ask_void(actor=lead, draw_id=sealed.pk, why="会议室停电", confirmed=sure, at=at)
        return holding.agree_void(actor=second, draw_id=sealed.pk, confirmed=agreed, at=at)

    steps: list[Callable[[], object]] = [
        lambda: revealing.reveal(
            token=token, value=NUMBER, visitor=draw_factory.PHONE, at=SEALED + timedelta(minutes=9)
        ),
        lambda: draw_factory.enter_dice(own, sealed),
        void,
        lambda: bundles.evidence(sealed),
        lambda: bundles.commitment_files(sealed),
    ]
    for step in steps:
        with pytest.raises(DomainError) as refused:
            step()
        assert "请保留现场" in refused.value.problem
    assert revealing.run_due(at=T0 - timedelta(minutes=9)) == []
    sealed.refresh_from_db()
    assert (sealed.state, sealed.voided_at) == ("sealed", None)


@pytest.mark.parametrize("attack", FILE_ATTACKS, ids=lambda one: one.__name__)
def test_nothing_is_drawn_from_changed_files(own: Bureau, sealed: Draw, attack: Attack) -> None:
    draw = draw_factory.seeded(own, sealed)
    attack(draw)

    with pytest.raises(TamperedError, match="请保留现场"):
        draw_factory.held(own, draw)

    draw.refresh_from_db()
    assert (draw.held_at, draw.visits.count()) == (None, 0)


@pytest.mark.parametrize("attack", FILE_ATTACKS, ids=lambda one: one.__name__)
def test_a_sealed_result_is_not_opened_from_changed_files(own: Bureau, attack: Attack) -> None:
    draw = draw_factory.whole(own, mode="sealed")
    attack(draw)

    assert holding.run_due(at=draw_factory.OPENS) == []
    with pytest.raises(TamperedError, match="请保留现场"):
        draw_factory.opened(draw)
    with pytest.raises(TamperedError, match="请保留现场"):
        bundles.medium(draw)
    draw.refresh_from_db()
    assert draw.opened_at is None


def a_result_without_the_friend(draw: Draw) -> None:
    rewrite(draw, "result.json", lambda read: read["visits"].pop(0))


def a_result_with_another_team(draw: Draw) -> None:
    def swap(read: Any) -> None:
        first, second = read["visits"][0]["team"], read["visits"][1]["team"]
        first[0]["inspector"], second[0]["inspector"] = (
            second[0]["inspector"],
            first[0]["inspector"],
        )
        read["visits"][0]["team"][0]["leader"] = not first[0]["leader"]

    rewrite(draw, "result.json", swap)


def no_result(draw: Draw) -> None:
    path_of(draw, "result.json").unlink()


@pytest.mark.parametrize(
    "attack",
    [*FILE_ATTACKS, a_result_without_the_friend, a_result_with_another_team, no_result],
    ids=lambda one: one.__name__,
)
def test_every_public_address_says_it_and_shows_nothing_else(
    own: Bureau, held: Draw, client: Client, attack: Attack
) -> None:
    body(client.get(f"/draws/{held.number}/evidence.zip"))
    attack(held)
    drawn = list(held.visits.values_list("code", flat=True))

    for address in ADDRESSES:
        response = client.get(f"/draws/{held.number}/{address}")
        shown = body(response)
        assert response.status_code == 409, address
        assert TOLD in shown
        assert "请保留现场" in shown
        assert not [code for code in drawn if code in shown]
    listed = body(client.get("/draws/"))
    home = body(client.get("/"))
    if attack in FILE_ATTACKS and attack not in {roster_alone, roster_gone}:
        assert TOLD in listed
        assert TOLD in home
    with pytest.raises(TamperedError):
        documents.minutes(held, address="https://x.test/", printed_by="何", at=T0)
    visit = held.visits.order_by("place")[0]
    with pytest.raises(TamperedError):
        _grant(own, visit)


def _grant(own: Bureau, visit: InspectionTask) -> object:
    second = own.actors["approver"]
    asked = requests.ask(
        actor=own.actors["clerk"],
        asked=ReplacementInput(visit_id=visit.pk, kind="subject", why="CLOSED", note="大门紧锁"),
        at=draw_factory.OPENS,
    )
    return requests.grant(
        actor=second,
        request_id=asked.pk,
        confirmed=platform_factory.confirmed(second),
        at=draw_factory.OPENS,
    )


def test_the_office_sees_no_changed_result_either(own: Bureau, held: Draw, client: Client) -> None:
    told = {"username": own.actors["supervisor"].username, "password": platform_factory.PASSWORD}
    client.post("/sign-in/", told)
    pages = ["", "results/", "minutes/", "excluded/", "odds/"]
    before = [client.get(f"/office/draws/{held.pk}/{page}") for page in pages]
    assert [one.status_code for one in before] == [200] * 5
    a_result_without_the_friend(held)

    for page in pages:
        response = client.get(f"/office/draws/{held.pk}/{page}")
        assert response.status_code == 409, page
        assert TOLD in body(response)


def test_the_folder_of_another_draw_does_not_pass_for_this_one(own: Bureau, client: Client) -> None:
    draw_factory.plan(
        own, draw_factory.details(), draw_factory.details(title="另一次", items=["LDBZ-02"])
    )
    one = draw_factory.sealed(own, draw_factory.begun(own))
    task = Task.objects.exclude(title=one.title).filter(version__plan__bureau=own.organisation)[0]
    other = drafting.begin(
        actor=own.actors["coordinator"],
        task_number=task.batches.all()[0].number,
        at=draw_factory.MADE,
    )
    draw_factory.set_up(own, other)
    draw_factory.sealed(own, other)
    shutil.rmtree(path_of(one, ""))
    shutil.copytree(path_of(other, ""), path_of(one, ""))

    response = client.get(f"/draws/{one.number}/")

    assert response.status_code == 409
    assert f"是抽取 {other.number} 的" in body(response)
    assert DICE not in body(client.get(f"/draws/{one.number}/screen/"))
