"""Who dislikes a list draws another one over the same subjects under another name.

The attack: a temporary draw, a "rehearsal", or a second task over the population of a sealed draw.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from oversight.audit import selectors as audit
from oversight.common.errors import DomainError, NotAllowedError
from oversight.draws.models import Draw
from oversight.draws.services import drafting, holding, overlap, sealing
from oversight.draws.services.draw_setup import UnplannedDraw
from oversight.plans.models import Task
from oversight.registry.models import Subject
from oversight.regulations.models import RegulatoryParameter
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import MADE, SEALED, T0
from tests.support.pages import text_of
from tests.support.platform_factory import SECTIONS, Bureau

pytestmark = [pytest.mark.any_database, pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
WHY = "上级部署专项，市局〔2026〕7号"


@pytest.fixture
def first(own: Bureau) -> Draw:
    """Hold the planned draw whose list somebody dislikes; the plan has another task."""
    draw_factory.plan(
        own,
        draw_factory.details(months=[3, 9]),
        draw_factory.details(title="第二项", ratio=2000),
        draw_factory.details(title="另一事项", items=["LDBZ-02"]),
    )
    return draw_factory.held(
        own, draw_factory.seeded(own, draw_factory.sealed(own, draw_factory.begun(own)))
    )


def temporary(own: Bureau, *, title: str = "春季抽查", mode: str = "open", **values: Any) -> Draw:
    told = {
        "title": title,
        "why": "群众关心",
        "owner_id": own.sections[SECTIONS[0]].pk,
        "items": ["LDBZ-01"],
        "scope": {},
        "ratio": 1500,
    }
    draw = drafting.begin_temporary(
        actor=own.actors["coordinator"], details=UnplannedDraw(**{**told, **values}), at=MADE
    )
    draw_factory.set_up(own, draw, mode=mode)
    return Draw.objects.get(pk=draw.pk)


def planned(own: Bureau, place: int, batch: int = 0) -> Draw:
    number = Task.objects.order_by("number")[place].batches.all()[batch].number
    lead = own.actors["coordinator"]
    draw = drafting.begin(actor=lead, task_number=number, at=MADE)
    draw_factory.set_up(own, draw)
    return Draw.objects.get(pk=draw.pk)


def submitted(own: Bureau, draw: Draw) -> Draw:
    draw_factory.prepared(own, draw)
    lead = own.actors["coordinator"]
    return sealing.submit(
        actor=lead, draw_id=draw.pk, confirmed=platform_factory.confirmed(lead), at=SEALED
    )


def seal(own: Bureau, draw: Draw) -> Draw:
    second, fresh = own.actors["approver"], Draw.objects.get(pk=draw.pk)
    return sealing.seal(
        actor=second,
        draw_id=draw.pk,
        seen=fresh.commitment,
        confirmed=platform_factory.confirmed(second),
        at=SEALED,
    )


def justify(own: Bureau, draw: Draw, reason: str = WHY, who: str = "approver") -> Draw:
    return overlap.justify(actor=own.actors[who], draw_id=draw.pk, reason=reason, at=SEALED)


AGAIN: dict[str, Callable[[Bureau], Draw]] = {
    "temporary": temporary,
    "rehearsal": lambda own: temporary(own, title="演练"),
    "part": lambda own: temporary(own, scope={"grades": ["C"]}),
    "one": lambda own: temporary(own, scope={"labels": ["投诉举报多"]}),
    "other items": lambda own: temporary(own, items=["LDBZ-02"]),
    "both items": lambda own: temporary(own, items=["LDBZ-01", "LDBZ-02"]),
    "another task": lambda own: planned(own, 1),
}


@pytest.mark.parametrize("kind", AGAIN)
def test_a_further_draw_over_the_same_subjects_needs_the_approvers_reason(
    own: Bureau, first: Draw, kind: str
) -> None:
    labelled = Subject.objects.order_by("pk")[39]
    Subject.objects.filter(pk=labelled.pk).update(labels="|投诉举报多|")
    again = AGAIN[kind](own)
    foreseen = overlap.foreseen(again)
    submitted(own, again)

    with pytest.raises(DomainError, match="请审批人先写明再抽一次的理由"):
        seal(own, again)
    justify(own, again)
    sealed = seal(own, again)

    assert foreseen == [first]
    row = sealed.overlaps.get()
    assert (row.other, row.reason, row.decided_by) == (first, WHY, "own-approver先生")
    entry = audit.about("drawing", again.number).filter(type="drawing.overlap-justified").get()
    assert entry.public == {"beside": [first.number], "reason": WHY}


APART: dict[str, Callable[[Bureau], Draw]] = {
    "next batch of the task": lambda own: planned(own, 0, 1),
    "another item of the plan": lambda own: planned(own, 2),
}


@pytest.mark.parametrize("kind", APART)
def test_what_the_plan_has_apart_needs_no_reason(own: Bureau, first: Draw, kind: str) -> None:
    again = APART[kind](own)
    submitted(own, again)

    sealed = seal(own, again)

    assert first.sealed_at is not None
    assert sealed.overlaps.count() == 0


def test_scopes_without_a_common_subject_do_not_overlap(own: Bureau, first: Draw) -> None:
    other = platform_factory.subject(own, 900, industry="教育")
    Subject.objects.filter(pk=other.pk).update(industry="教育")
    again = temporary(own, scope={"industries": ["教育"]}, ratio=10000)

    draw_factory.prepared(own, again)

    assert first.number in Draw.objects.get(pk=again.pk).figures["examined"]
    assert again.overlaps.count() == 0


@pytest.mark.parametrize(("line", "expected"), [(300, 1), (500, 1), (501, 0), (1000, 0)])
def test_from_which_part_on_other_items_overlap_is_regulation_data(
    own: Bureau, first: Draw, line: int, expected: int
) -> None:
    RegulatoryParameter.objects.filter(key="overlap_share").update(value=line)
    for number in range(901, 906):
        platform_factory.subject(own, number, grade="C", industry="教育")
    for place, one in enumerate(Subject.objects.filter(grade="C", industry="制造业")):
        if place >= 5:
            Subject.objects.filter(pk=one.pk).update(grade="A")

    draw_factory.prepared(own, temporary(own, items=["LDBZ-02"], scope={"grades": ["C"]}))

    assert first.overlapped_by.count() == expected


def test_a_draw_that_was_void_counts_and_another_year_does_not(own: Bureau) -> None:
    draw_factory.plan(own)
    draw = draw_factory.sealed(own, draw_factory.begun(own))
    lead, second = own.actors["coordinator"], own.actors["approver"]
    at = SEALED + timedelta(minutes=5)
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
    again = temporary(own)
    next_year = temporary(own, title="明年")
    Draw.objects.filter(pk=next_year.pk).update(t0=T0 + timedelta(days=365))

    assert [one.number for one in overlap.foreseen(again)] == [draw.number]
    assert overlap.foreseen(Draw.objects.get(pk=next_year.pk)) == []


def test_a_draw_sealed_after_the_preparing_asks_for_new_files(own: Bureau) -> None:
    draw_factory.plan(own)
    again, planned_one = temporary(own), draw_factory.begun(own)
    submitted(own, again)
    draw_factory.sealed(own, planned_one)

    with pytest.raises(DomainError, match="再备一次料"):
        seal(own, again)


@pytest.mark.parametrize("reason", ["", "  ", "补抽", "长" * 301])
def test_the_reason_is_a_reason(own: Bureau, first: Draw, reason: str) -> None:
    again = temporary(own)
    submitted(own, again)

    with pytest.raises(DomainError, match="请写清为什么"):
        justify(own, again, reason)
    assert first.overlapped_by.get().reason == ""


@pytest.mark.parametrize("who", ["coordinator", "clerk", "supervisor", "administrator"])
def test_the_reason_is_the_approvers(own: Bureau, first: Draw, who: str) -> None:
    again = temporary(own)
    submitted(own, again)

    with pytest.raises(NotAllowedError):
        justify(own, again, who=who)
    assert first.overlapped_by.get().reason == ""


def test_a_reason_holds_for_the_population_it_was_given_for(own: Bureau, first: Draw) -> None:
    again = temporary(own)
    draw_factory.prepared(own, again)
    justify(own, again)
    draw_factory.prepared(own, again)
    same = again.overlaps.get().reason
    Subject.objects.filter(grade="C").update(state="注销")

    draw_factory.prepared(own, again)

    assert same == WHY
    assert again.overlaps.get().reason == ""
    assert again.overlaps.get().other == first


def test_both_public_pages_name_each_other_with_the_reason(
    own: Bureau, first: Draw, client: Client
) -> None:
    again = temporary(own)
    submitted(own, again)
    justify(own, again)
    before = text_of(client.get(f"/draws/{first.number}/"))

    seal(own, again)

    older = text_of(client.get(f"/draws/{first.number}/"))
    newer = text_of(client.get(f"/draws/{again.number}/"))
    assert again.number not in before
    assert f"/draws/{again.number}/" in older
    assert f"/draws/{first.number}/" in newer
    assert WHY in older
    assert WHY in newer
    assert "共同的对象 40 家" in newer


@pytest.mark.parametrize("mode", ["open", "sealed"])
def test_beside_a_sealed_draw_no_number_is_told(own: Bureau, client: Client, mode: str) -> None:
    draw_factory.plan(own)
    draft = draw_factory.begun(own, mode="sealed")
    sealed = draw_factory.held(own, draw_factory.seeded(own, draw_factory.sealed(own, draft)))
    again = temporary(own, mode=mode)
    submitted(own, again)
    justify(own, again)
    seal(own, again)

    pages = [
        client.get(f"/draws/{number}/").content.decode() for number in (sealed.number, again.number)
    ]

    assert all(WHY in page for page in pages)
    assert not [page for page in pages if "共同的对象" in page]
    draw_factory.opened(sealed)
    shown = text_of(client.get(f"/draws/{sealed.number}/"))
    assert ("共同的对象 40 家" in shown) is (mode == "open")


def test_it_is_said_when_the_draw_is_begun_and_when_it_is_prepared(
    own: Bureau, first: Draw, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(own, "coordinator")
    number = Task.objects.order_by("number")[1].number

    begun = text_of(client.post(f"/office/draws/begin/{number}/", follow=True))
    draw = Draw.objects.get(task_number=number)
    setup = text_of(client.get(f"/office/draws/{draw.pk}/setup/"))
    page = text_of(client.get(f"/office/draws/{draw.pk}/"))
    draw_factory.set_up(own, draw)
    draw_factory.prepared(own, draw)
    prepared = text_of(client.get(f"/office/draws/{draw.pk}/"))
    client.post("/sign-out/")
    client = signed_in(own, "approver")
    todo = text_of(client.get("/office/"))
    form = text_of(client.get(f"/office/draws/{draw.pk}/overlap/"))
    client.post(f"/office/draws/{draw.pk}/overlap/", {"reason": WHY})

    assert "随机来源和方案" in begun
    for shown in (begun, setup, page):
        assert "范围可能重叠" in shown
        assert shown.count(f">{first.title}</a>（{first.number}）") == 1
    assert "对同一批对象再抽一次" in prepared
    assert "共同的对象 40 家" in prepared
    assert "写明再抽一次的理由" in todo
    assert f"{first.number}）共同的对象 40 家" in form
    assert draw.overlaps.get().reason == WHY
