"""What falls due by itself: silent witnesses, and the opening of a sealed draw."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from oversight.audit import selectors as audit
from oversight.common.errors import DomainError
from oversight.draws.models import Draw
from oversight.draws.services import holding, revealing
from oversight.inspections import selectors
from tests.support import draw_factory
from tests.support.draw_factory import T0
from tests.support.pages import text_of
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked")]


def test_a_silent_witness_is_logged_absent_in_the_last_ten_minutes(own: Bureau) -> None:
    draw = _sealed(own)

    early = revealing.run_due(at=T0 - timedelta(minutes=11))
    touched = revealing.run_due(at=T0 - timedelta(minutes=9))
    again = revealing.run_due(at=T0 - timedelta(minutes=8))

    assert (early, touched, again) == ([], [draw.number], [])
    assert draw.values.get(position=1).value == "absent"


def test_a_sealed_draw_names_nobody_before_its_time(own: Bureau, client: Client) -> None:
    draw = draw_factory.whole(own, mode="sealed")
    codes = set(draw.visits.values_list("code", flat=True))
    inspectors = own.actors["inspector"]

    page = text_of(client.get(f"/draws/{draw.number}/"))
    log = "".join(str(one.public) for one in audit.about("draw", draw.number))
    visit = draw.visits.first()
    assert visit is not None
    screens = "".join(
        client.get(f"/draws/{draw.number}/screen/?step={step}").content.decode()
        for step in ("seal", "seed", "draw")
    )
    assert not [code for code in codes if code in page or code in log or code in screens]
    written = " ".join((page + screens).split())
    assert "40 家" not in written
    assert "6 家" not in written
    assert dict(selectors.times_drawn(own.organisation.pk))["一次"] == 0
    assert client.get(f"/draws/{draw.number}/evidence.zip").status_code == 409
    assert list(selectors.my_visits(inspectors)) == []
    with pytest.raises(DomainError, match="约定的开封时间"):
        holding.open_(
            draw_id=draw.pk, author=own.actors["coordinator"].author, at=draw_factory.DEADLINE
        )

    assert holding.run_due(at=draw_factory.OPENS) == [draw.number]
    assert [c for c in codes if c in client.get(f"/draws/{draw.number}/").content.decode()]


def _sealed(own: Bureau) -> Draw:
    draw_factory.plan(own)
    return draw_factory.sealed(own, draw_factory.begun(own))
