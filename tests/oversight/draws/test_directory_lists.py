"""The list of changes that goes with a draw: before and after, for everybody, without persons."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from django.test import Client

from oversight.common.errors import TamperedError
from oversight.draws import records
from oversight.draws.models import Draw
from oversight.draws.services import change_lists
from oversight.registry.models import ChangeReview, Subject
from oversight.web import clock
from tests.oversight.draws.directory_moves import (
    BEFORE,
    FRIEND,
    edit,
    industry,
    prepare,
    scoped,
    seal,
)
from tests.support import draw_factory, platform_factory
from tests.support.pages import text_of
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db


@pytest.fixture
def draw(own: Bureau) -> Draw:
    return scoped(own)


def sealed_with_a_change(own: Bureau, draw: Draw) -> Draw:
    industry(own, BEFORE)
    Subject.objects.filter(code=platform_factory.code(9)).update(code_is_valid=False)
    draw_factory.confirm_changes(own, draw)
    prepare(own, draw)
    return seal(own, draw)


def test_everybody_sees_before_and_after_and_no_persons(
    own: Bureau, draw: Draw, client: Client
) -> None:
    sealed = sealed_with_a_change(own, draw)

    shown = text_of(client.get(f"/draws/{sealed.number}/"))
    listed = text_of(client.get(f"/draws/{sealed.number}/changes/"))

    assert "备料前 30 日内的名录变动" in shown
    assert FRIEND in shown
    assert "离开范围 <b>1</b> 家" in shown
    for word in (FRIEND, "制造业", "餐饮业", "离开范围", "审批 已核对"):
        assert word in listed
    for who in ("clerk", "approver"):
        assert own.actors[who].person not in listed


def test_a_sealed_draw_shows_its_changes_at_the_opening_only(
    own: Bureau, draw: Draw, client: Client
) -> None:
    draw.setup["mode"] = "sealed"
    draw.save(update_fields=["setup"])
    sealed = sealed_with_a_change(own, draw)

    assert client.get(f"/draws/{sealed.number}/changes/").status_code == 404
    assert FRIEND not in text_of(client.get(f"/draws/{sealed.number}/"))
    draw_factory.opened(draw_factory.held(own, draw_factory.seeded(own, sealed)))
    assert FRIEND in text_of(client.get(f"/draws/{sealed.number}/changes/"))


def test_a_list_that_was_changed_on_the_disc_is_not_shown(
    own: Bureau, draw: Draw, client: Client
) -> None:
    sealed = sealed_with_a_change(own, draw)
    path = settings.DRAWS / sealed.number / change_lists.FILE
    path.write_bytes(path.read_bytes().replace("餐饮业".encode(), "制造业".encode()))

    for address in ("", "changes/"):
        response = client.get(f"/draws/{sealed.number}/{address}")
        assert response.status_code == 409
        assert "名录变动清单" in response.content.decode()


def test_a_code_that_may_be_a_persons_is_masked() -> None:
    row = {"code": "410325199001011234", "is_code": False, "effect": "", "fields": []}
    moved = [["统一社会信用代码", "410325199001011234", platform_factory.code(1)]]
    act = {"by": {"role": "实施", "person": "某"}, "title": "某", "confirmed": None}
    told = {"acts": [{**act, "listed": [row, {**row, "is_code": True, "fields": moved}]}]}

    shown = json.dumps(change_lists.masked(told), ensure_ascii=False)

    assert "19900101" not in json.dumps(change_lists.masked({"acts": [{**act, "listed": [row]}]}))
    assert f'["统一社会信用代码", "4103…34", "{platform_factory.code(1)}"]' in shown
    assert "某" not in shown


def test_the_office_confirms_on_the_page(own: Bureau, draw: Draw, client: Client) -> None:
    now = clock.now()
    industry(own, now)
    there = f"/office/draws/{draw.pk}/changes/"

    def signed_in(who: str) -> Client:
        told = {"username": own.actors[who].username, "password": platform_factory.PASSWORD}
        client.post("/sign-out/")
        client.post("/sign-in/", told)
        return client

    for who, may in (("coordinator", False), ("approver", True)):
        shown = signed_in(who).get(there).content.decode()
        assert "制造业" in shown
        assert ('btn-sm">看过，核对无误' in shown) is may
    edit(own, now, industry="制造业")
    assert "下面 2 项都看过，核对无误" in text_of(client.get(there))
    before = ChangeReview.objects.count()
    for wrong in ("x", "", "9" * 30):
        client.post(f"{there}confirm/", {"act": wrong})
    assert ChangeReview.objects.count() == before
    acts = [one.entry for one in draw_factory.changes_of(draw, now).unconfirmed()]

    shown = text_of(client.post(f"{there}confirm/", {"act": acts}, follow=True))

    assert "已核对 2 项改动，共 2 家" in shown
    assert prepare(own, draw, now).state == "preparing"


def test_the_list_is_the_one_that_was_logged(own: Bureau, draw: Draw) -> None:
    sealed = sealed_with_a_change(own, draw)
    record = records.read(sealed)
    kept = change_lists.read(record)
    (settings.DRAWS / sealed.number / change_lists.FILE).unlink()

    assert kept is not None
    assert kept["left"] == [FRIEND]
    with pytest.raises(TamperedError):
        change_lists.read(record)
