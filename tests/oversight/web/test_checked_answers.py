"""Before an act its page tells what is agreed to, or why and until when it cannot be done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from oversight.draws.models import Draw
from oversight.draws.services import holding, sealing
from oversight.web import clock
from tests.support import draw_factory
from tests.support.draw_factory import SEALED, T0
from tests.support.platform_factory import Bureau, confirmed

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]


@pytest.fixture(scope="module")
def shared_review(shared_bureau: Bureau) -> Draw:
    draw_factory.bureau(shared_bureau)
    draw_factory.plan(shared_bureau)
    draw = draw_factory.prepared(shared_bureau, draw_factory.begun(shared_bureau))
    lead = shared_bureau.actors["coordinator"]
    return sealing.submit(actor=lead, draw_id=draw.pk, confirmed=confirmed(lead), at=SEALED)


@pytest.fixture
def review(shared_review: Draw, own: Bureau) -> Draw:  # noqa: ARG001
    return Draw.objects.get(pk=shared_review.pk)


@pytest.fixture
def sealed(review: Draw, own: Bureau) -> Draw:
    second = own.actors["approver"]
    return sealing.seal(
        actor=second,
        draw_id=review.pk,
        seen=review.commitment,
        confirmed=confirmed(second),
        at=SEALED,
    )


def page_of(client: Any, draw: Draw, end: str) -> str:
    return str(client.get(f"/office/draws/{draw.pk}/{end}/").content.decode())


def test_the_reviewer_sees_who_asks_how_many_and_by_which_numbers(
    review: Draw, own: Bureau, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: SEALED + timedelta(minutes=5))

    page = page_of(signed_in(own, "approver"), review, "seal")

    assert f"{own.actors['coordinator'].person}，2026年3月20日" in page
    assert f"{review.figures['subjects']} 家；不参加" in page
    assert "家抽" in page
    assert "申见证、现场掷骰子 60 次" in page


def test_who_submitted_cannot_open_the_sealing(review: Draw, own: Bureau, signed_in: Any) -> None:
    approver = own.actors["approver"]
    Draw.objects.filter(pk=review.pk).update(
        submitted_user=approver.user_id, t0=clock.now() + timedelta(days=1)
    )

    page = page_of(signed_in(own, "approver"), review, "seal")

    assert "disabled" in page
    assert 'name="code"' not in page


@pytest.mark.parametrize("end", ["hold", "open", "submit"])
def test_an_act_of_another_state_says_so_and_asks_no_code(
    sealed: Draw, own: Bureau, signed_in: Any, end: str
) -> None:
    page = page_of(signed_in(own, "coordinator"), sealed, end)

    assert "现在是“已封存”" in page
    assert 'name="code"' not in page
    assert 'type="button" disabled' in page


def test_after_the_number_came_out_no_void_is_offered(
    sealed: Draw, own: Bureau, signed_in: Any
) -> None:
    page = page_of(signed_in(own, "coordinator"), sealed, "void")

    assert "公开数已经产生，不能再作废" in page
    assert 'name="why"' not in page


def test_who_agrees_to_a_void_sees_who_asks_and_what_follows(
    sealed: Draw, own: Bureau, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = own.actors["coordinator"]
    holding.ask_void(
        actor=lead, draw_id=sealed.pk, why="名录有误", confirmed=confirmed(lead), at=SEALED
    )
    monkeypatch.setattr(clock, "now", lambda: SEALED + timedelta(minutes=5))

    page = page_of(signed_in(own, "approver"), sealed, "void/agree")

    assert "名录有误" in page
    assert "永远公开列为作废" in page
    assert 'name="code"' in page


def test_the_host_sees_which_numbers_the_result_is_made_of(
    sealed: Draw, own: Bureau, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_factory.seeded(own, sealed)
    monkeypatch.setattr(clock, "now", lambda: T0 + timedelta(minutes=5))

    page = page_of(signed_in(own, "coordinator"), sealed, "hold")

    assert "现场掷骰子 60 次（own-coordinator先生 录入" in page
    assert "名单和派员立即公布" in page


def test_an_opening_before_its_time_tells_when(own: Bureau, signed_in: Any, sealed: Draw) -> None:
    far = clock.now() + timedelta(days=2, minutes=1)
    setup = {**sealed.setup, "mode": "sealed"}
    Draw.objects.filter(pk=sealed.pk).update(state=Draw.HELD, setup=setup, opens_at=far)

    page = page_of(signed_in(own, "coordinator"), sealed, "open")

    assert "还有 2 天 0 小时" in page
    assert 'name="code"' not in page
