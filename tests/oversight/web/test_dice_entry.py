"""Dice are typed twice, blind: the page opens in its time, and tells which row differs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from oversight.common.errors import DomainError
from oversight.draws.models import Draw, SourceValue
from oversight.draws.services import given_values, revealing
from oversight.web import clock
from tests.support import draw_factory
from tests.support.draw_factory import DICE, T0
from tests.support.platform_factory import Bureau, confirmed

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]


@pytest.fixture(scope="module")
def stocked(shared_bureau: Bureau) -> Draw:
    draw_factory.bureau(shared_bureau, subjects=12)
    draw_factory.plan(shared_bureau)
    return draw_factory.begun(shared_bureau)


@pytest.fixture
def sealed(stocked: Draw, own: Bureau) -> Draw:
    return draw_factory.sealed(own, Draw.objects.get(pk=stocked.pk))


def confirm(own: Bureau, draw: Draw, value: str) -> Draw:
    supervisor = own.actors["supervisor"]
    return revealing.confirm(
        actor=supervisor,
        draw_id=draw.pk,
        position=2,
        value=value,
        confirmed=confirmed(supervisor),
        at=T0,
    )


def page_of(client: Any, draw: Draw, end: str = "") -> str:
    return str(client.get(f"/office/draws/{draw.pk}/values/2/{end}").content.decode())


def test_before_its_time_the_page_tells_when_and_asks_nothing(
    sealed: Draw, own: Bureau, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: T0 - timedelta(minutes=42))
    client = signed_in(own, "coordinator")

    page = page_of(client, sealed)
    sent = client.post(f"/office/draws/{sealed.pk}/values/2/", {"value": DICE})

    assert "公开数还没有产生" in page
    assert "3月20日 10:00" in page
    assert "还有 42 分钟" in page
    assert 'name="value"' not in page
    assert 'name="value"' not in sent.content.decode()
    assert not SourceValue.objects.exists()


def test_full_width_digits_and_spaces_are_taken(sealed: Draw, own: Bureau, signed_in: Any) -> None:
    typed = " ".join(["１２３４５６"] * 10)

    signed_in(own, "coordinator").post(f"/office/draws/{sealed.pk}/values/2/", {"value": typed})

    assert SourceValue.objects.get().value == DICE


def test_the_page_has_six_rows_of_ten_and_a_key_pad(
    sealed: Draw, own: Bureau, signed_in: Any
) -> None:
    page = page_of(signed_in(own, "coordinator"), sealed)

    assert page.count('<span class="row-no">') == 6
    assert page.count("data-place=") == 60
    assert page.count("data-face=") == 7


def test_who_entered_it_is_told_before_typing_it_again(
    sealed: Draw, own: Bureau, signed_in: Any
) -> None:
    lead = own.actors["coordinator"]
    revealing.enter(actor=lead, draw_id=sealed.pk, position=2, value=DICE, at=T0)

    page = page_of(signed_in(own, "coordinator"), sealed, "confirm/")

    assert "录入的人不能核对" in page
    assert 'name="value"' not in page


def test_the_second_page_does_not_show_what_was_entered(
    sealed: Draw, own: Bureau, signed_in: Any
) -> None:
    lead = own.actors["coordinator"]
    revealing.enter(actor=lead, draw_id=sealed.pk, position=2, value=DICE, at=T0)

    page = page_of(signed_in(own, "supervisor"), sealed, "confirm/")

    assert 'name="value"' in page
    assert DICE[:10] not in page


def test_the_host_is_told_which_row_differs(sealed: Draw, own: Bureau, signed_in: Any) -> None:
    lead = own.actors["coordinator"]
    revealing.enter(actor=lead, draw_id=sealed.pk, position=2, value=DICE, at=T0)
    other = f"{DICE[:25]}6{DICE[26:]}"

    with pytest.raises(DomainError, match="第 3 行不同"):
        confirm(own, sealed, other)

    client = signed_in(own, "coordinator")
    assert "两个人填的不一样（第 3 行不同）" in page_of(client, sealed)
    assert "第 3 行不同" in client.get(f"/office/draws/{sealed.pk}/").content.decode()


def test_a_new_entry_ends_the_notice(sealed: Draw, own: Bureau) -> None:
    lead = own.actors["coordinator"]
    revealing.enter(actor=lead, draw_id=sealed.pk, position=2, value=DICE, at=T0)
    with pytest.raises(DomainError):
        confirm(own, sealed, f"2{DICE[1:]}")

    revealing.enter(actor=lead, draw_id=sealed.pk, position=2, value=DICE, at=T0)

    assert given_values.last_mismatch(sealed, 2) == ""


def test_a_second_entry_of_a_wrong_form_does_not_void_the_first(sealed: Draw, own: Bureau) -> None:
    lead = own.actors["coordinator"]
    revealing.enter(actor=lead, draw_id=sealed.pk, position=2, value=DICE, at=T0)

    with pytest.raises(DomainError, match="60"):
        confirm(own, sealed, DICE[:59])

    assert SourceValue.objects.get().value == DICE
