"""The page of a draw says since when each who acted on it has had the role."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from oversight.accounts.models import Appointment, User
from oversight.accounts.services import appointments
from oversight.draws import actors
from oversight.draws.models import Draw
from tests.support import draw_factory, platform_factory
from tests.support.pages import text_of
from tests.support.platform_factory import NOON, Bureau

pytestmark = pytest.mark.any_database


@pytest.fixture
def sealed(own: Bureau) -> Draw:
    draw_factory.bureau(own)
    draw_factory.plan(own)
    return draw_factory.sealed(own, draw_factory.begun(own))


def test_each_actor_is_named_with_the_term(sealed: Draw) -> None:
    found = {one.role: one for one in actors.draw_actors(sealed)}

    assert set(found) >= {"牵头", "审批"}
    assert found["牵头"].name == "own-coordinator先生"
    assert found["牵头"].since == NOON
    assert (found["审批"].days, found["审批"].is_young) == (1, True)


def test_an_old_role_is_not_pointed_out(own: Bureau, sealed: Draw) -> None:
    lead = own.user("coordinator")
    Appointment.objects.filter(user=lead).update(since=NOON - timedelta(days=30))

    found = {one.role: one for one in actors.draw_actors(sealed)}

    assert (found["牵头"].days, found["牵头"].is_young) == (30, False)
    assert found["审批"].is_young


def test_a_former_term_of_the_same_person_does_not_count(own: Bureau, sealed: Draw) -> None:
    """The attack: somebody had the role years ago, and again since yesterday."""
    Appointment.objects.create(
        user=own.user("coordinator"),
        organisation=own.organisation,
        role="coordinator",
        since=NOON - timedelta(days=900),
        until=NOON - timedelta(days=800),
    )

    found = {one.role: one for one in actors.draw_actors(sealed)}

    assert found["牵头"].since == NOON


def test_a_namesake_does_not_lend_the_term(own: Bureau, sealed: Draw) -> None:
    namesake = platform_factory.actor("namesake", own.organisation, own.actors["coordinator"].role)
    User.objects.filter(pk=namesake.user_id or 0).update(name="own-coordinator先生")
    Appointment.objects.filter(user_id=namesake.user_id or 0).update(
        since=NOON - timedelta(days=900)
    )

    found = {one.role: one for one in actors.draw_actors(sealed)}

    assert found["牵头"].since == NOON


def test_who_was_sent_away_since_is_still_shown_with_the_term(own: Bureau, sealed: Draw) -> None:
    appointments.dismiss(
        actor=own.actors["administrator"],
        appointment_id=own.actors["coordinator"].appointment_id or 0,
        at=draw_factory.T0 + timedelta(days=3),
    )

    assert {one.role: one.since for one in actors.draw_actors(sealed)}["牵头"] == NOON


def test_a_first_appointment_is_pointed_out_until_confirmed(own: Bureau, sealed: Draw) -> None:
    draw = draw_factory.seeded(own, sealed)
    before = [one for one in actors.draw_actors(draw) if one.role == "监督"]

    assert all(one.is_unconfirmed for one in before)
    Appointment.objects.filter(is_first=True).update(confirmed_at=NOON)
    assert not any(one.is_unconfirmed for one in actors.draw_actors(draw))


def test_the_public_page_shows_it(sealed: Draw, client: Client) -> None:
    page = text_of(client.get(f"/draws/{sealed.number}/"))

    assert "谁经手，何时起担任" in page
    assert "own-approver先生" in page
    assert "不满 30 天" in page


def test_the_offices_page_shows_it(own: Bureau, sealed: Draw, signed_in: Any) -> None:
    page = text_of(signed_in(own, "clerk").get(f"/office/draws/{sealed.pk}/"))

    assert "谁经手，何时起担任" in page
