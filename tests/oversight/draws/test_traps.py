"""The traps that other systems fell into (domain 11), each closed on the platform."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from mingqian import roster
from oversight.audit import selectors as audit
from oversight.common.errors import DomainError
from oversight.draws import selectors
from oversight.draws.files import folder
from oversight.draws.models import Draw
from oversight.draws.services import (
    cap_exemptions,
    drafting,
    holding,
    preparation,
    results,
    revealing,
    sealing,
)
from oversight.plans.services import tasks, versions
from oversight.registry.models import Subject
from oversight.registry.services import subjects
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import DICE, NUMBER, SEALED, T0
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked")]


def ready(own: Bureau, **values: Any) -> Draw:
    draw_factory.plan(own)
    return draw_factory.begun(own, **values)


def test_looking_at_the_page_never_draws(own: Bureau, client: Client) -> None:
    draw = draw_factory.seeded(own, draw_factory.sealed(own, ready(own)))
    told = {"username": own.actors["coordinator"].username, "password": platform_factory.PASSWORD}
    client.post("/sign-in/", told)

    for _ in range(2):
        assert client.get(f"/office/draws/{draw.pk}/hold/").status_code == 200
        client.get(f"/office/draws/{draw.pk}/")

    draw.refresh_from_db()
    assert (draw.state, draw.held_at, draw.visits.count()) == ("seeded", None, 0)


def test_how_many_are_drawn_comes_from_the_plan_and_not_from_the_form(own: Bureau) -> None:
    draw = ready(own)

    with pytest.raises(DomainError):
        draw_factory.set_up(own, draw, mode="open", reserve=99999)

    assert [one["count"] for one in draw.setup["classes"]] == [6]


def test_after_the_sealing_nobody_changes_anything(own: Bureau) -> None:
    draw = draw_factory.sealed(own, ready(own))
    lead, at = own.actors["coordinator"], SEALED + timedelta(minutes=1)
    before = (draw.commitment, folder(draw.number).data("manifest.json"))
    attempts: list[Callable[[], object]] = [
        lambda: draw_factory.set_up(own, draw),
        lambda: drafting.invite(
            actor=lead, draw_id=draw.pk, name="新", unit="新", capacity="新", at=at
        ),
        lambda: drafting.remove_witness(actor=lead, seat_id=draw.witnesses.get().pk, at=at),
        lambda: drafting.drop(actor=lead, draw_id=draw.pk, reason="想换", at=at),
        lambda: preparation.ask(actor=lead, draw_id=draw.pk, enqueue=lambda _: None, at=at),
        lambda: cap_exemptions.ask(
            actor=lead,
            draw_id=draw.pk,
            code=platform_factory.code(1),
            reason="媒体曝光",
            note="晚报",
            at=at,
        ),
        lambda: sealing.submit(
            actor=lead, draw_id=draw.pk, confirmed=platform_factory.confirmed(lead), at=at
        ),
        lambda: sealing.send_back(
            actor=own.actors["approver"], draw_id=draw.pk, reason="想换", at=at
        ),
        lambda: drafting.begin(actor=lead, task_number=draw.task_number, at=at),
    ]

    for attempt in attempts:
        with pytest.raises(DomainError):
            attempt()

    draw.refresh_from_db()
    assert (draw.commitment, folder(draw.number).data("manifest.json")) == before


def test_the_roster_stays_as_frozen_whatever_happens_to_the_directory(own: Bureau) -> None:
    draw = draw_factory.sealed(own, ready(own))
    clerk = own.actors["clerk"]
    everybody = list(Subject.objects.values_list("pk", flat=True))

    subjects.set_listed(
        actor=clerk, subject_ids=everybody[:30], is_listed=False, reason="清理", at=SEALED
    )
    platform_factory.subject(own, 900, at=SEALED)
    held = draw_factory.held(own, draw_factory.seeded(own, draw))

    rows = roster.read_subjects(folder(draw.number).data(roster.SUBJECTS))
    assert len(rows) == 40
    assert held.visits.count() == 6


def test_everybody_is_in_or_out_for_one_declared_reason(own: Bureau) -> None:
    clerk = own.actors["clerk"]
    first = list(Subject.objects.order_by("pk"))
    subjects.label(
        actor=clerk, subject_ids=[first[0].pk], added="白名单", reason="试", at=draw_factory.MADE
    )
    Subject.objects.filter(pk=first[1].pk).update(state="注销")
    Subject.objects.filter(pk=first[2].pk).update(code_is_valid=False)
    draw_factory.plan(own)
    draw = draw_factory.prepared(own, draw_factory.begun(own))

    files = folder(draw.number)
    inside = roster.read_subjects(files.data(roster.SUBJECTS))
    outside = roster.read_exclusions(files.data(roster.EXCLUSIONS))
    declared = {one.code for one in files.manifest().exclusion_reasons}
    assert {one.id for one in inside} | {one.id for one in outside} == {one.code for one in first}
    assert {one.id: one.reason for one in outside} == {
        first[0].code: "LABEL-CHANGED",
        first[1].code: "STATE",
        first[2].code: "BADCODE",
    }
    assert declared == {"LABEL-CHANGED", "STATE", "BADCODE"}


@pytest.mark.parametrize(
    "value",
    [
        "",
        " " + DICE,
        DICE[:-1],
        DICE + "1",
        DICE.replace("1", "１"),
        DICE.replace("6", "7"),
        "none",
    ],
)
def test_a_public_number_has_one_written_form(own: Bureau, value: str) -> None:
    draw = draw_factory.sealed(own, ready(own))

    with pytest.raises(DomainError):
        revealing.enter(
            actor=own.actors["coordinator"],
            draw_id=draw.pk,
            position=2,
            value=value,
            at=T0 + timedelta(minutes=1),
        )


@pytest.mark.parametrize("value", [NUMBER.upper(), NUMBER[:-1], f"{NUMBER} ", "0" * 32, "absent"])
def test_a_witness_shows_the_promised_number_and_no_other(own: Bureau, value: str) -> None:
    draw = draw_factory.sealed(own, ready(own))

    with pytest.raises(DomainError):
        revealing.reveal(
            token=draw_factory.link(own, draw),
            value=value,
            visitor=draw_factory.PHONE,
            at=SEALED + timedelta(minutes=10),
        )


def test_one_person_cannot_enter_a_public_number_alone(own: Bureau) -> None:
    draw = draw_factory.sealed(own, ready(own))
    lead, at = own.actors["coordinator"], T0 + timedelta(minutes=1)
    revealing.enter(actor=lead, draw_id=draw.pk, position=2, value=DICE, at=at)

    with pytest.raises(DomainError, match="录入的人不能核对"):
        revealing.confirm(
            actor=lead,
            draw_id=draw.pk,
            position=2,
            value=DICE,
            confirmed=platform_factory.confirmed(lead),
            at=at,
        )
    with pytest.raises(DomainError, match="两次都作废"):
        revealing.confirm(
            actor=own.actors["supervisor"],
            draw_id=draw.pk,
            position=2,
            value=DICE[::-1],
            confirmed=platform_factory.confirmed(own.actors["supervisor"]),
            at=at,
        )

    assert draw.values.filter(position=2).count() == 0


def test_a_public_number_does_not_come_before_its_time(own: Bureau) -> None:
    draw = draw_factory.sealed(own, ready(own))

    with pytest.raises(DomainError, match="还没有产生"):
        revealing.enter(
            actor=own.actors["coordinator"],
            draw_id=draw.pk,
            position=2,
            value=DICE,
            at=T0 - timedelta(minutes=1),
        )


def test_holding_twice_gives_one_result(own: Bureau) -> None:
    draw = draw_factory.seeded(own, draw_factory.sealed(own, ready(own)))
    first = draw_factory.held(own, draw)
    made = folder(draw.number).data("result.json")

    again = draw_factory.held(own, draw)
    other = holding.hold(
        draw_id=draw.pk, author=own.actors["supervisor"].author, at=T0 + timedelta(minutes=9)
    )

    assert (again.held_at, other.held_at) == (first.held_at, first.held_at)
    assert folder(draw.number).data("result.json") == made
    assert audit.about("draw", draw.number).filter(type="draw.held").count() == 1
    assert draw.visits.count() == 6


def test_a_program_killed_between_result_and_log_finishes_once(
    own: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = draw_factory.seeded(own, draw_factory.sealed(own, ready(own)))
    real = results.deliver_held  # the moment of the kill

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(results, "deliver_held", killed)
    with pytest.raises(KeyboardInterrupt):
        draw_factory.held(own, draw)
    assert audit.about("draw", draw.number).filter(type="draw.held").count() == 0
    made = folder(draw.number).data("result.json")
    monkeypatch.setattr(results, "deliver_held", real)

    held = holding.hold(
        draw_id=draw.pk,
        author=own.actors["coordinator"].author,
        at=T0 + timedelta(minutes=30),
    )

    assert held.state == "published"
    assert folder(draw.number).data("result.json") == made
    assert held.visits.count() == 6


def test_a_draw_is_void_only_before_t0_by_two_people_and_stays_listed(own: Bureau) -> None:
    draw = draw_factory.sealed(own, ready(own))
    lead, second = own.actors["coordinator"], own.actors["approver"]
    at = SEALED + timedelta(minutes=5)
    with pytest.raises(DomainError, match="不能再作废"):
        holding.ask_void(
            actor=lead,
            draw_id=draw.pk,
            why="不合意",
            confirmed=platform_factory.confirmed(lead),
            at=T0,
        )
    holding.ask_void(
        actor=lead,
        draw_id=draw.pk,
        why="会议室停电",
        confirmed=platform_factory.confirmed(lead),
        at=at,
    )
    holding.agree_void(
        actor=second, draw_id=draw.pk, confirmed=platform_factory.confirmed(second), at=at
    )

    again = drafting.begin(actor=lead, task_number=draw.task_number, at=at)

    listed = selectors.public(own.organisation.pk)
    assert [one.number for one in listed] == [draw.number]
    assert selectors.voids(own.organisation.pk) == 1
    assert again.number == f"{draw.task_number}-2"
    draw_factory.set_up(own, again)
    sealed = draw_factory.sealed(own, Draw.objects.get(pk=again.pk), at=at + timedelta(minutes=5))
    assert folder(sealed.number).manifest().voids == (draw.number,)


def test_the_person_who_submits_does_not_seal(own: Bureau) -> None:
    draw = draw_factory.prepared(own, ready(own))
    lead, second = own.actors["coordinator"], own.actors["approver"]
    sealing.submit(
        actor=lead, draw_id=draw.pk, confirmed=platform_factory.confirmed(lead), at=SEALED
    )
    Draw.objects.filter(pk=draw.pk).update(submitted_user=second.user_id)

    with pytest.raises(DomainError, match="提交的人不能复核"):
        sealing.seal(
            actor=second,
            draw_id=draw.pk,
            seen=draw.commitment,
            confirmed=platform_factory.confirmed(second),
            at=SEALED,
        )
    Draw.objects.filter(pk=draw.pk).update(submitted_user=lead.user_id)
    with pytest.raises(DomainError, match="和您看到的不一样"):
        sealing.seal(
            actor=second,
            draw_id=draw.pk,
            seen="0" * 64,
            confirmed=platform_factory.confirmed(second),
            at=SEALED,
        )


def test_a_change_after_the_preparing_asks_for_new_files(own: Bureau) -> None:
    draw = draw_factory.prepared(own, ready(own))
    lead = own.actors["coordinator"]
    drafting.invite(
        actor=lead, draw_id=draw.pk, name="再来", unit="商会", capacity="企业", at=draw_factory.MADE
    )

    with pytest.raises(DomainError, match="再备一次料"):
        sealing.submit(
            actor=lead, draw_id=draw.pk, confirmed=platform_factory.confirmed(lead), at=SEALED
        )


def test_less_than_half_an_hour_is_too_late_to_seal(own: Bureau) -> None:
    draw = draw_factory.prepared(own, ready(own))
    lead = own.actors["coordinator"]

    with pytest.raises(DomainError, match="不到 30 分钟"):
        sealing.submit(
            actor=lead,
            draw_id=draw.pk,
            confirmed=platform_factory.confirmed(lead),
            at=T0 - timedelta(minutes=29),
        )


def test_an_unpublished_item_cannot_be_drawn_for(own: Bureau) -> None:
    platform_factory.item(own, "LDBZ-03")
    lead = own.actors["coordinator"]
    made = draw_factory.plan(own, is_approved=False)
    tasks.add(
        actor=lead,
        plan_id=made.pk,
        owner_id=own.sections[platform_factory.SECTIONS[0]].pk,
        details=draw_factory.details(items=["LDBZ-03"]),
        at=draw_factory.MADE,
    )

    with pytest.raises(DomainError, match="54号"):
        versions.submit(actor=lead, plan_id=made.pk, at=draw_factory.MADE)
