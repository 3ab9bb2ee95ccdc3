"""One person draws again until it suits: `none` voids a draw by rule, and a new one begins.

The attack: keep the drand round back, or say that nobody threw the dice, alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from oversight.audit import selectors as audit
from oversight.common.errors import DomainError, NotAllowedError
from oversight.demo.sample_draws import ROUND, ROUND_AT, SIGNATURE
from oversight.draws.models import Draw
from oversight.draws.services import missing_values, revealing, rounds
from oversight.draws.services.given_values import ShownFile
from oversight.web import clock
from tests.oversight.draws.test_joint_and_drand import _sealed as sealed_by_drand
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import DEADLINE, DICE, T0
from tests.support.pages import text_of
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.any_database, pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
NOTICE = ShownFile(name="停电.jpg", data=b"photograph", address="")
LATE = DEADLINE + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    cache.clear()


@pytest.fixture
def by_dice(own: Bureau) -> Draw:
    draw_factory.plan(own)
    return draw_factory.sealed(own, draw_factory.begun(own))


def propose(own: Bureau, draw: Draw, position: int, at: datetime = LATE) -> None:
    lead = own.actors["coordinator"]
    missing_values.propose(
        actor=lead,
        draw_id=draw.pk,
        position=position,
        shown=NOTICE,
        confirmed=platform_factory.confirmed(lead),
        at=at,
    )


def confirm(own: Bureau, draw: Draw, who: str, position: int = 2, at: datetime = LATE) -> Draw:
    second = own.actors[who]
    return missing_values.confirm(
        actor=second,
        draw_id=draw.pk,
        position=position,
        confirmed=platform_factory.confirmed(second),
        at=at,
    )


@pytest.mark.parametrize(
    "at", [ROUND_AT, ROUND_AT + timedelta(hours=7), ROUND_AT + timedelta(days=2)]
)
def test_nobody_says_that_a_drand_round_did_not_come(own: Bureau, at: datetime) -> None:
    draw = sealed_by_drand(own)

    with pytest.raises(DomainError, match=f"drand 第 {ROUND} 轮一定会产生"):
        propose(own, draw, 1, at)
    with pytest.raises(DomainError, match="还没有人提出"):
        confirm(own, draw, "approver", 1, at)
    with pytest.raises(DomainError):
        revealing.enter(
            actor=own.actors["coordinator"], draw_id=draw.pk, position=1, value="none", at=at
        )

    draw.refresh_from_db()
    assert (draw.state, draw.values.count()) == (Draw.SEALED, 0)


@pytest.mark.parametrize("who", ["coordinator", "clerk", "inspector", "administrator"])
def test_dice_that_gave_nothing_need_a_second_person_who_holds_no_draws(
    own: Bureau, by_dice: Draw, who: str
) -> None:
    propose(own, by_dice, 2)

    with pytest.raises(DomainError):
        confirm(own, by_dice, who)

    by_dice.refresh_from_db()
    assert by_dice.state == "sealed"
    assert by_dice.values.get(position=2).logged_at is None


def test_another_coordinator_is_no_second_person(own: Bureau, by_dice: Draw) -> None:
    own.actors["other"] = platform_factory.actor(
        "own-other-lead", own.organisation, own.actors["coordinator"].role
    )
    propose(own, by_dice, 2)

    with pytest.raises(NotAllowedError, match="请审批或监督来做"):
        confirm(own, by_dice, "other")


@pytest.mark.parametrize("shown", [None, ShownFile(name="空.jpg", data=b"", address="")])
def test_it_is_not_believed_without_a_file(
    own: Bureau, by_dice: Draw, shown: ShownFile | None
) -> None:
    lead = own.actors["coordinator"]

    with pytest.raises(DomainError, match="请附上"):
        missing_values.propose(
            actor=lead,
            draw_id=by_dice.pk,
            position=2,
            shown=shown,
            confirmed=platform_factory.confirmed(lead),
            at=LATE,
        )


def test_not_before_the_deadline_and_not_for_a_witness(own: Bureau, by_dice: Draw) -> None:
    with pytest.raises(DomainError, match="还没有到截止时间"):
        propose(own, by_dice, 2, T0 + timedelta(hours=1))
    with pytest.raises(DomainError, match="见证人的数由本人"):
        propose(own, by_dice, 1)


def test_a_number_that_was_entered_is_not_hidden_by_none(own: Bureau, by_dice: Draw) -> None:
    lead = own.actors["coordinator"]
    at = T0 + timedelta(minutes=1)
    revealing.enter(actor=lead, draw_id=by_dice.pk, position=2, value=DICE, at=at)

    with pytest.raises(DomainError, match="已录入公开数"):
        propose(own, by_dice, 2)


def test_two_persons_and_a_file_say_it_in_public(
    own: Bureau, by_dice: Draw, client: Client
) -> None:
    propose(own, by_dice, 2)
    with pytest.raises(DomainError, match="还没有人录入"):
        revealing.confirm(
            actor=own.actors["approver"],
            draw_id=by_dice.pk,
            position=2,
            value="none",
            confirmed=platform_factory.confirmed(own.actors["approver"]),
            at=LATE,
        )

    confirm(own, by_dice, "supervisor")

    value = by_dice.values.get(position=2)
    entry = audit.about("draw", by_dice.number).filter(type="draw.revealed").first()
    assert entry is not None
    assert entry.private is not None
    assert entry.private["persons"] == ["own-coordinator先生", "own-supervisor先生"]
    assert (value.value, value.logged_at) == ("none", LATE)
    page = text_of(client.get(f"/draws/{by_dice.number}/"))
    assert "own-coordinator先生、own-supervisor先生 共同声明" in page
    assert value.evidence_digest in page


def test_a_second_person_who_does_not_agree_leaves_the_source_open(
    own: Bureau, by_dice: Draw
) -> None:
    propose(own, by_dice, 2)
    with pytest.raises(DomainError, match="理由"):
        missing_values.refuse(
            actor=own.actors["approver"], draw_id=by_dice.pk, position=2, reason=" ", at=LATE
        )

    missing_values.refuse(
        actor=own.actors["approver"], draw_id=by_dice.pk, position=2, reason="骰子掷了", at=LATE
    )

    assert by_dice.values.filter(position=2).count() == 0


def test_the_pages_for_two_persons(
    own: Bureau, by_dice: Draw, signed_in: Callable[..., Client]
) -> None:
    propose(own, by_dice, 2)
    client = signed_in(own, "approver")
    there = f"/office/draws/{by_dice.pk}/values/2"

    page = text_of(client.get(f"/office/draws/{by_dice.pk}/"))

    assert "提出到期没有公开数，等审批或监督决定" in page
    assert client.get(f"{there}/none/confirm/").status_code == 200
    assert client.get(f"{there}/none/refuse/").status_code == 200
    evidence = client.get(f"{there}/evidence/")
    assert evidence.content == b"photograph"
    assert evidence["Content-Type"] == "image/jpeg"
    assert re.fullmatch(
        rf'attachment; filename="{by_dice.number}-2-notice-[0-9a-f]{{8}}\.jpg"',
        evidence["Content-Disposition"],
    )
    assert evidence["X-Content-Type-Options"] == "nosniff"


@pytest.fixture
def by_round(own: Bureau, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Seal a draw that waits for a known round, and set the site's clock to after it."""
    draw = sealed_by_drand(own)
    monkeypatch.setattr(clock, "now", lambda: ROUND_AT + timedelta(minutes=2))
    return draw


@pytest.mark.parametrize(
    "pasted", [SIGNATURE, json.dumps({"round": ROUND, "signature": SIGNATURE}), f" {SIGNATURE}\n"]
)
def test_anybody_hands_in_the_round_that_the_bureau_keeps_back(
    by_round: Draw, client: Client, pasted: str
) -> None:
    there = f"/draws/{by_round.number}/rounds/1/"
    offered = text_of(client.get(f"/draws/{by_round.number}/"))
    form = text_of(client.get(there))

    done = client.post(there, {"signature": pasted})

    by_round.refresh_from_db()
    entry = audit.about("draw", by_round.number).filter(type="draw.revealed").get()
    assert there in offered
    assert f"第 {ROUND} 轮" in form
    assert done.status_code == 302
    assert by_round.state == "seeded"
    assert (entry.organisation, entry.role) == ("公众", "公众提交")
    assert by_round.values.get(position=1).entered_by == "公众提交"
    assert client.get(there).status_code == 302


@pytest.mark.parametrize(
    "pasted", ["", "{", SIGNATURE[:-1], SIGNATURE[:-1] + "8", "0" * 96, "签名", "f" * 1000]
)
def test_a_wrong_signature_from_the_street_leaves_no_entry(
    by_round: Draw, client: Client, pasted: str
) -> None:
    size = audit.size()

    answer = client.post(f"/draws/{by_round.number}/rounds/1/", {"signature": pasted})

    assert answer.status_code == 200
    assert audit.size() == size
    assert by_round.values.count() == 0


def test_who_tries_too_fast_is_told_to_wait(by_round: Draw, client: Client) -> None:
    there = f"/draws/{by_round.number}/rounds/1/"

    tried = [client.post(there, {"signature": "00"}).content.decode() for _ in range(11)]

    assert "提交得太快" not in tried[9]
    assert "提交得太快" in tried[10]


def test_a_round_does_not_come_before_its_time_or_after_the_deadline(own: Bureau) -> None:
    draw = sealed_by_drand(own)

    for at in (ROUND_AT - timedelta(seconds=1), ROUND_AT + timedelta(hours=6, seconds=2)):
        with pytest.raises(DomainError):
            rounds.hand_in(
                number=draw.number, position=1, signature=SIGNATURE, address="192.0.2.7", at=at
            )

    assert draw.values.count() == 0


def test_dice_are_not_handed_in_from_the_street(by_dice: Draw, client: Client) -> None:
    assert client.get(f"/draws/{by_dice.number}/rounds/2/").status_code == 409
    assert client.get(f"/draws/{by_dice.number}/rounds/1/").status_code == 409
    assert client.get(f"/draws/{by_dice.number}/rounds/99/").status_code == 409
