"""What everybody sees of a draw: the record in each state, why, proofs, screens, witnesses."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from mingqian import roster
from mingqian.log import tree
from mingqian.sources import witness
from oversight.accounts.models import Appointment
from oversight.draws.files import folder
from oversight.draws.models import Draw
from oversight.draws.rules import HOLD_DRAW
from oversight.draws.services import drafting, holding
from oversight.jobs.models import Job
from oversight.registry.models import Subject
from oversight.web import clock, jobs
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import NUMBER, SEALED
from tests.support.pages import text_of
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.any_database, pytest.mark.django_db, pytest.mark.usefixtures("stocked")]


@pytest.fixture
def sealed(own: Bureau) -> Draw:
    Subject.objects.filter(code=platform_factory.code(7)).update(state="注销")
    draw_factory.plan(own)
    return draw_factory.sealed(own, draw_factory.begun(own))


def page(client: Client, draw: Draw, query: str = "") -> str:
    response = client.get(f"/draws/{draw.number}/{query}")
    assert response.status_code == 200
    return text_of(response)


def names_in(response: Any) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as parts:
        return parts.namelist()


def test_nothing_is_public_before_the_sealing(own: Bureau, client: Client) -> None:
    draw_factory.plan(own)
    draw = draw_factory.prepared(own, draw_factory.begun(own))

    assert client.get(f"/draws/{draw.number}/").status_code == 404
    assert client.get(f"/draws/{draw.number}/sealed.zip").status_code == 404
    assert draw.number not in client.get("/draws/").content.decode()


def test_a_sealed_open_draw_gives_its_lists_and_no_result(sealed: Draw, client: Client) -> None:
    told = page(client, sealed)

    names = names_in(client.get(f"/draws/{sealed.number}/sealed.zip"))
    assert names == [
        *("conflicts.csv", "exclusions.csv", "inspectors.csv", "manifest.json"),
        "subjects.csv",
    ]
    assert sealed.commitment in told
    assert "登记状态不是“存续”" in told
    assert "我为什么被抽中" not in told
    assert client.get(f"/draws/{sealed.number}/evidence.zip").status_code == 409
    assert client.get(f"/draws/{sealed.number}/result.csv").status_code == 404
    assert (
        client.get(f"/draws/{sealed.number}/proof/{platform_factory.code(1)}.json").status_code
        == 404
    )


def test_everybody_learns_why_by_one_hash(own: Bureau, sealed: Draw, client: Client) -> None:
    draw = draw_factory.held(own, draw_factory.seeded(own, sealed))
    drawn = draw.visits.order_by("place")[0].code
    result = folder(draw.number).result().strata[0]
    reserve = result.reserves[0].id
    named = {drawn, reserve, platform_factory.code(7)} | {one.id for one in result.drawn}
    named |= {one.id for one in result.reserves}
    other = next(one for one in map(platform_factory.code, range(1, 41)) if one not in named)

    told = {code: page(client, draw, f"?q={code}") for code in (drawn, reserve, other)}
    spaced = page(client, draw, f"?q={drawn[:2]} {drawn[2:8].lower()} {drawn[8:]}")

    assert '<span class="mq-tag ok">抽中</span>' in told[drawn]
    assert "<b>7</b>；前 6 家抽中" in told[reserve]
    assert '<span class="mq-tag plain">递补</span>' in told[reserve]
    assert '<span class="mq-tag plain">没有抽中</span>' in told[other]
    assert "printf &#x27;%s,%s&#x27;" in told[drawn] or "printf '%s,%s'" in told[drawn]
    assert '<span class="mq-tag ok">抽中</span>' in spaced
    assert "登记状态不是“存续”。" in page(client, draw, f"?q={platform_factory.code(7)}")
    assert "这次抽取的名录里没有这个代码" in page(client, draw, "?q=91990107MA0000000X")
    assert "没有找到名称里有“&lt;script&gt;”的企业" in page(client, draw, "?q=<script>")


@pytest.mark.parametrize("number", [1, 7, 40])
def test_a_row_is_proved_to_be_in_the_sealed_list(
    own: Bureau, sealed: Draw, client: Client, number: int
) -> None:
    draw = draw_factory.held(own, draw_factory.seeded(own, sealed))

    told = json.loads(
        client.get(f"/draws/{draw.number}/proof/{platform_factory.code(number)}.json").content
    )

    tree.require_inclusion(
        tree.leaf_hash(told["row"].encode()),
        index=told["index"],
        size=told["size"],
        root=bytes.fromhex(folder(draw.number).manifest().candidates_root),
        proof=[bytes.fromhex(one) for one in told["hashes"]],
    )
    assert told["row"].startswith(platform_factory.code(number))
    assert told["size"] == 40


def test_the_list_of_the_drawn_is_open_data(own: Bureau, sealed: Draw, client: Client) -> None:
    draw = draw_factory.held(own, draw_factory.seeded(own, sealed))

    answer = client.get(f"/draws/{draw.number}/result.json")
    rows = json.loads(answer.getvalue())

    assert [one["代码"] for one in rows] == list(draw.visits.values_list("code", flat=True))
    assert all(one["组长"] for one in rows)


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("seal", "名录和规则，就此封存"),
        ("seed", "各方的数亮出，合成种子"),
        ("draw", "线前的就是抽中的"),
        ("assign", "由同一粒种子派出"),
    ],
)
def test_the_screen_goes_as_far_as_the_draw(
    own: Bureau, sealed: Draw, client: Client, step: str, words: str
) -> None:
    address = f"/draws/{sealed.number}/screen/"
    before = client.get(f"{address}?step={step}").content.decode()
    draw_factory.held(own, draw_factory.seeded(own, sealed))
    after = client.get(f"{address}?step={step}").content.decode()

    assert "名录和规则，就此封存" in before
    assert words in after
    assert "data-reload" in client.get(f"{address}now/?seen=sealed.0.False").content.decode()


def test_a_witness_promises_and_shows_without_an_account(own: Bureau, client: Client) -> None:
    draw_factory.plan(own)
    lead = own.actors["coordinator"]
    draw = draw_factory.begun(own)
    seat = drafting.invite(
        actor=lead,
        draw_id=draw.pk,
        name="邱知远",
        unit="市民",
        capacity="代表",
        at=draw_factory.MADE,
    )
    there = f"/witness/{seat.token}/"
    promise = witness.commit(draw.number, "邱知远", NUMBER)

    bad = client.post(f"{there}promise/", {"commitment": "短"}, follow=True)
    done = client.post(f"{there}promise/", {"commitment": promise}, follow=True)
    again = client.post(f"{there}promise/", {"commitment": "0" * 64}, follow=True)

    assert "签封应为 64 位" in bad.content.decode()
    assert "签封已交" in done.content.decode()
    assert "已经交过签封" in again.content.decode()
    assert client.get("/witness/none/").status_code == 404


def test_a_void_draw_stays_on_the_list_with_its_reason(
    own: Bureau, sealed: Draw, client: Client
) -> None:
    lead, second = own.actors["coordinator"], own.actors["approver"]
    at = SEALED + timedelta(minutes=5)
    holding.ask_void(
        actor=lead,
        draw_id=sealed.pk,
        why="会议室停电",
        confirmed=platform_factory.confirmed(lead),
        at=at,
    )
    holding.agree_void(
        actor=second, draw_id=sealed.pk, confirmed=platform_factory.confirmed(second), at=at
    )

    listed = client.get("/draws/").content.decode()

    assert "作废 1 次" in listed
    assert "会议室停电" in listed
    assert "这次抽取已作废，永远列在这里" in page(client, sealed)


def test_a_draw_without_result_at_its_deadline_is_listed_by_name(
    sealed: Draw, client: Client
) -> None:
    listed = client.get("/draws/").content.decode()

    assert "逾期没有结果的抽取" in listed
    assert sealed.title in listed


def test_work_that_was_cut_off_is_taken_up_again_at_the_start(own: Bureau, sealed: Draw) -> None:
    draw = draw_factory.seeded(own, sealed)
    lead = own.actors["coordinator"]
    appointment = Appointment.objects.filter(user_id=lead.user_id or 0).get()
    job = Job.objects.create(
        kind=HOLD_DRAW,
        target=draw.pk,
        appointment=appointment.pk,
        state="running",
        asked_at=clock.now(),
    )

    jobs.begin_work(is_after_crash=False)

    job.refresh_from_db()
    assert (job.state, job.resumptions) == ("failed", 1)
    assert job.problem.startswith("已过截止时间 2026年3月20日 16:00:00")


def test_the_frozen_list_is_what_was_counted(own: Bureau, sealed: Draw) -> None:
    rows = roster.read_exclusions(folder(sealed.number).data(roster.EXCLUSIONS))

    assert [(one.id, one.reason) for one in rows] == [(platform_factory.code(7), "STATE")]
    assert (sealed.figures["subjects"], sealed.figures["excluded"]) == (39, 1)
    assert own.organisation.pk == sealed.bureau_id


def test_a_question_with_a_zero_character_is_no_question(own: Bureau, client: Client) -> None:  # noqa: ARG001
    assert client.get("/draws/?q=%00").status_code == 400
