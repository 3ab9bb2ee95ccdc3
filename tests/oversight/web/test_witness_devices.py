"""Nobody of the bureau is an outside witness: the link is one device's, and all openings count.

The attack: the coordinator invites "a citizen", opens the link in the own browser, and plays both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from mingqian.sources import witness
from oversight.audit import selectors as audit
from oversight.common.errors import DomainError, NotFoundError
from oversight.draws.models import Draw, DrawWitness
from oversight.draws.services import drafting, revealing, witnessing
from oversight.draws.services.witnessing import MOST_OPENINGS, NotThisDeviceError, Visitor
from tests.support import draw_factory
from tests.support.draw_factory import MADE, NUMBER, SEALED
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked"), pytest.mark.any_database]
NAME = "邱知远"
INVITED = {"name": NAME, "unit": "市民", "capacity": "市民代表"}
ACCOUNTS = ["coordinator", "clerk", "approver", "inspector", "supervisor", "administrator"]


@pytest.fixture
def draft(own: Bureau) -> Draw:
    draw_factory.plan(own)
    return draw_factory.begun(own)


@pytest.fixture
def seat(own: Bureau, draft: Draw) -> DrawWitness:
    lead = own.actors["coordinator"]
    return drafting.invite(actor=lead, draw_id=draft.pk, at=MADE, **INVITED)


def commitment(draft: Draw, name: str = NAME) -> str:
    return witness.commit(draft.number, name, NUMBER)


def text(response: Any) -> str:
    return str(response.content.decode())


def token_in(page: str) -> str:
    found = [part.split("/")[0] for part in page.split("/witness/")[1:]]
    return next(one for one in found if len(one) == 64)


def entries(draft: Draw) -> list[str]:
    found = audit.about("drawing", draft.number).filter(type="drawing.witness-opened")
    ordered = found.order_by("index")
    return [one.public["outcome"] for one in ordered if one.public["name"] == NAME]


def test_the_first_device_that_opens_a_link_holds_the_seat(seat: DrawWitness) -> None:
    there = f"/witness/{seat.token}/"
    own_phone, other_phone = Client(), Client()

    first = own_phone.get(there)
    second = other_phone.get(there)
    again = own_phone.get(there)

    assert "做一个数，交签封" in text(first)
    assert (second.status_code, again.status_code) == (409, 200)
    assert "在另一台设备上打开过" in text(second)
    assert "请当场告诉监督" in text(second)
    assert "做一个数，交签封" not in text(second)
    assert entries(seat.draw) == ["绑定", "另一台设备"]


@pytest.mark.parametrize("step", ["promise", "reveal"])
def test_another_device_sends_nothing_for_the_seat(seat: DrawWitness, step: str) -> None:
    there = f"/witness/{seat.token}/"
    Client().get(there)

    Client().post(f"{there}{step}/", {"commitment": commitment(seat.draw), "value": NUMBER})

    seat.refresh_from_db()
    assert seat.commitment == ""
    assert entries(seat.draw) == ["绑定", "另一台设备"]


@pytest.mark.parametrize("who", ACCOUNTS)
def test_whoever_is_signed_in_is_no_outside_witness_and_is_on_record(
    own: Bureau, seat: DrawWitness, signed_in: Callable[..., Client], who: str
) -> None:
    client = signed_in(own, who)
    there = f"/witness/{seat.token}/"

    opened = client.get(there)
    client.post(f"{there}promise/", {"commitment": commitment(seat.draw)})
    client.post("/sign-out/")
    after = client.get(there)
    client.post(f"{there}promise/", {"commitment": commitment(seat.draw)})

    seat.refresh_from_db()
    opening = seat.openings.get(outcome="signed_in")
    assert (opened.status_code, after.status_code) == (409, 409)
    assert f"登录着本单位的账号“own-{who}先生”" in text(opened)
    assert "主持一方的设备" in text(after)
    assert (opening.person, opening.user) == (f"own-{who}先生", own.actors[who].user_id)
    assert (seat.device, seat.commitment) == ("", "")
    assert entries(seat.draw) == ["登录着账号", "主持设备"]


def test_the_browser_that_made_the_link_is_no_witness_after_signing_out(
    own: Bureau, draft: Draw, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(own, "coordinator")
    page = text(client.post(f"/office/draws/{draft.pk}/witness/", INVITED))
    link = token_in(page)
    client.post("/sign-out/")

    answer = client.get(f"/witness/{link}/")

    assert answer.status_code == 409
    assert "主持一方的设备" in text(answer)
    assert "做一个数" in text(Client().get(f"/witness/{link}/"))


@pytest.mark.parametrize("who", ACCOUNTS)
def test_a_browser_that_was_ever_signed_in_is_the_bureaus(
    own: Bureau, seat: DrawWitness, signed_in: Callable[..., Client], who: str
) -> None:
    client = signed_in(own, who)
    client.post("/sign-out/")

    answer = client.get(f"/witness/{seat.token}/")

    seat.refresh_from_db()
    assert answer.status_code == 409
    assert "登录过本单位的账号" in text(answer)
    assert seat.device == ""


def test_a_link_is_shown_once_and_cannot_be_read_again(
    own: Bureau, draft: Draw, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(own, "coordinator")
    shown = text(client.post(f"/office/draws/{draft.pk}/witness/", INVITED))
    seat = draft.witnesses.get(name=NAME)

    later = [text(client.get(f"/office/draws/{draft.pk}/")), text(client.get("/office/trail/"))]

    token = token_in(shown)
    assert "只显示这一次" in shown
    assert not [page for page in later if token in page or '<svg class="mq-qr' in page]
    assert token not in str(vars(seat))
    assert witnessing.arrive(token=token, visitor=Visitor(device="a"), at=MADE).pk == seat.pk


def test_a_new_link_frees_the_seat_before_the_commitment_only(
    own: Bureau, seat: DrawWitness
) -> None:
    lead, first, second = own.actors["coordinator"], Visitor(device="a"), Visitor(device="b")
    witnessing.arrive(token=seat.token, visitor=first, at=MADE)

    anew = witnessing.reissue(actor=lead, seat_id=seat.pk, at=MADE)
    with pytest.raises(NotFoundError, match="已重发过"):
        witnessing.arrive(token=seat.token, visitor=first, at=MADE)
    witnessing.promise(token=anew.token, commitment=commitment(seat.draw), visitor=second, at=MADE)
    last = witnessing.reissue(actor=lead, seat_id=seat.pk, at=MADE)
    with pytest.raises(NotThisDeviceError):
        witnessing.arrive(token=last.token, visitor=first, at=MADE)

    assert witnessing.arrive(token=last.token, visitor=second, at=MADE).pk == seat.pk
    reissued = audit.about("drawing", seat.draw.number).filter(type="drawing.witness-reissued")
    assert [one.public for one in reissued.order_by("index")] == [
        {"name": NAME, "unbound": True},
        {"name": NAME, "unbound": False},
    ]


def test_the_pages_of_a_link_made_anew(
    own: Bureau, seat: DrawWitness, signed_in: Callable[..., Client]
) -> None:
    Client().get(f"/witness/{seat.token}/")
    client = signed_in(own, "coordinator")

    page = text(client.get(f"/office/draws/{seat.draw_id}/"))
    shown = client.post(f"/office/witnesses/{seat.pk}/reissue/")

    assert "重发链接" in page
    assert "认定这台设备" in page
    assert shown.status_code == 200
    assert f"{NAME} 的见证链接" in text(shown)


def test_a_preview_of_a_link_holds_no_seat(seat: DrawWitness) -> None:
    there = f"/witness/{seat.token}/"

    Client().head(there)
    Client().get(there, headers={"Sec-Purpose": "prefetch;prerender"})

    assert "做一个数，交签封" in text(Client().get(there))
    assert entries(seat.draw) == ["绑定"]


def test_one_device_is_one_witness(own: Bureau, seat: DrawWitness) -> None:
    lead, phone = own.actors["coordinator"], Visitor(device="a")
    other = drafting.invite(
        actor=lead, draw_id=seat.draw_id, name="郝方正", unit="商会", capacity="企业", at=MADE
    )
    witnessing.arrive(token=seat.token, visitor=phone, at=MADE)

    with pytest.raises(NotThisDeviceError, match="一台设备只当一位见证人"):
        witnessing.arrive(token=other.token, visitor=phone, at=MADE)


@pytest.mark.parametrize(
    "visitor",
    [
        Visitor(device="another"),
        Visitor(device=""),
        Visitor(device=draw_factory.PHONE.device, user_id=1, person="甲"),
        Visitor(device=draw_factory.PHONE.device, is_host=True),
    ],
)
def test_a_number_is_shown_by_the_device_that_promised_it(
    own: Bureau, draft: Draw, visitor: Visitor
) -> None:
    draw = draw_factory.sealed(own, draft)
    token = draw_factory.link(own, draw)

    with pytest.raises(NotThisDeviceError):
        revealing.reveal(token=token, value=NUMBER, visitor=visitor, at=SEALED)

    assert draw.values.count() == 0
    revealing.reveal(token=token, value=NUMBER, visitor=draw_factory.PHONE, at=SEALED)
    assert draw.values.get(position=1).value == NUMBER


def test_openings_do_not_fill_the_log(seat: DrawWitness) -> None:
    for number in range(60):
        visitor = Visitor(device=f"d{number}", address=f"192.0.2.{number % 50}")
        try:
            witnessing.arrive(token=seat.token, visitor=visitor, at=MADE)
        except DomainError:
            continue

    assert seat.openings.count() == MOST_OPENINGS
    assert len(entries(seat.draw)) == MOST_OPENINGS


def test_a_link_is_not_made_anew_by_others_or_after_the_draw(own: Bureau, draft: Draw) -> None:
    seat = draft.witnesses.get()
    with pytest.raises(DomainError):
        witnessing.reissue(actor=own.actors["approver"], seat_id=seat.pk, at=MADE)
    draw_factory.held(own, draw_factory.seeded(own, draw_factory.sealed(own, draft)))

    with pytest.raises(DomainError, match="不用再发链接"):
        witnessing.reissue(actor=own.actors["coordinator"], seat_id=seat.pk, at=SEALED)


def test_another_bureau_makes_no_link_anew(draft: Draw, foreign: Bureau) -> None:
    with pytest.raises(NotFoundError):
        witnessing.reissue(
            actor=foreign.actors["coordinator"], seat_id=draft.witnesses.get().pk, at=MADE
        )


def test_the_secret_of_a_device_is_kept_from_scripts(seat: DrawWitness) -> None:
    client = Client()

    client.get(f"/witness/{seat.token}/")

    cookie = client.cookies["mingqian_witness"]
    assert (cookie["httponly"], cookie["samesite"], len(cookie.value)) == (True, "Lax", 64)
