"""Each state of a draw tells every role one thing: what is to be done, by whom, until when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from oversight.accounts.rules import Role
from oversight.common.contributions import Link
from oversight.draws.models import Draw
from oversight.draws.next_act import NextAct, next_act
from oversight.draws.services import drafting, holding, revealing, sealing
from oversight.draws.states import DRAW, DrawState
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import DEADLINE, DICE, MADE, OPENS, SEALED, T0
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked"), pytest.mark.any_database]

ROLES = (
    *("coordinator", "clerk", "approver", "supervisor", "inspector", "administrator"),
    "reviewer",
)
# The act that a bare draw of a state waits for, and the role to which it is open.
OF_STATE: dict[str, tuple[str, str]] = {
    DrawState.PREPARING: ("change", "coordinator"),
    DrawState.REVIEW: ("send_back", "approver"),
    DrawState.SEEDED: ("hold", "coordinator"),
    DrawState.HELD: ("open", "coordinator"),
}


def seen(own: Bureau, draw: Draw, role: str, at: Any) -> NextAct:
    return next_act(Draw.objects.get(pk=draw.pk), own.actors[role], at)


def bare(own: Bureau, state: str) -> Draw:
    """Make the row of a draw in a state, without anything that belongs to it."""
    return Draw.objects.create(
        bureau=own.organisation,
        owner=own.organisation,
        number=f"990107-{state}",
        task_number="990107202603190001",
        title="一次抽取",
        kind="不定向",
        state=state,
        setup={"mode": "sealed"},
        made_at=MADE,
        made_by="某人",
        deadline=DEADLINE,
        opens_at=OPENS,
        entry=1,
    )


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", list(DrawState))
def test_each_state_gives_an_act_only_to_whom_the_table_gives_it(
    own: Bureau, state: str, role: str
) -> None:
    act, holder = OF_STATE.get(state, ("", ""))
    actor = own.actors[role]

    step = next_act(bare(own, state), actor, OPENS)

    assert step.sentence.endswith("。")
    assert (step.act, step.is_own) == (act, role == holder)
    assert step.is_own == bool(act and DRAW.is_open(act, state, actor.permissions))


def test_every_role_is_asked() -> None:
    assert set(ROLES) == {role.value for role in Role}


def test_the_host_prepares_then_submits_and_then_waits_for_the_approver(own: Bureau) -> None:
    draw_factory.plan(own)
    draw = draw_factory.begun(own)
    lead, second = own.actors["coordinator"], own.actors["approver"]

    preparing = seen(own, draw, "coordinator", MADE)
    draw_factory.prepared(own, draw)
    ready = seen(own, draw, "coordinator", MADE)
    sealing.submit(
        actor=lead, draw_id=draw.pk, confirmed=platform_factory.confirmed(lead), at=SEALED
    )
    waiting = seen(own, draw, "coordinator", SEALED)
    asked = seen(own, draw, "approver", SEALED)

    assert (preparing.act, preparing.button, preparing.is_post) == ("prepare", "备料", True)
    assert preparing.link == Link(view="office:draw-prepare", args=(draw.pk,))
    assert (ready.act, ready.button, ready.until) == (
        "submit",
        "提交复核",
        T0 - timedelta(minutes=30),
    )
    assert (waiting.is_own, waiting.awaited) == (False, (f"{second.person} 复核",))
    assert (asked.act, asked.is_open, asked.awaited) == ("seal", True, ())


def test_a_draw_whose_public_number_comes_too_soon_is_sent_back(own: Bureau) -> None:
    draw_factory.plan(own)
    draw = draw_factory.begun(own)
    draw_factory.prepared(own, draw)
    soon = T0 - timedelta(minutes=10)

    host = seen(own, draw, "coordinator", soon)

    assert (host.act, host.button) == ("change", "定方案")
    assert "不到 30 分钟" in host.sentence


def test_a_witness_without_an_envelope_is_awaited_by_name(own: Bureau) -> None:
    draw_factory.plan(own)
    draw = draw_factory.begun(own)
    drafting.invite(
        actor=own.actors["coordinator"],
        draw_id=draw.pk,
        name="邱知远",
        unit="市民",
        capacity="市民代表",
        at=MADE,
    )

    step = seen(own, draw, "coordinator", MADE)

    assert step.awaited == ("邱知远 交签封",)
    assert (step.act, step.is_open) == ("prepare", False)
    assert step.reason == "见证人都交了签封才能备料。"


def test_dice_are_entered_from_their_time_on_and_confirmed_by_another(own: Bureau) -> None:
    draw_factory.plan(own)
    draw = draw_factory.sealed(own, draw_factory.begun(own))

    before = seen(own, draw, "coordinator", SEALED)
    then = seen(own, draw, "coordinator", T0)
    revealing.enter(actor=own.actors["coordinator"], draw_id=draw.pk, position=2, value=DICE, at=T0)
    entered = seen(own, draw, "coordinator", T0)
    second = seen(own, draw, "supervisor", T0)
    late = seen(own, draw, "supervisor", DEADLINE)

    assert (before.act, before.is_own, before.is_open, before.not_before) == (
        "enter",
        True,
        False,
        T0,
    )
    assert "申见证 亮数" in before.awaited
    assert (then.is_open, then.not_before, then.until) == (True, None, DEADLINE)
    assert then.link == Link(view="office:draw-value", args=(draw.pk, 2))
    assert not entered.is_own
    assert (second.act, second.button, second.is_open) == ("confirm", "核对", True)
    assert (second.is_late, late.is_late) == (False, True)


def test_who_proposed_a_void_waits_for_somebody_else(own: Bureau) -> None:
    draw_factory.plan(own)
    draw = draw_factory.sealed(own, draw_factory.begun(own))
    lead, second = own.actors["coordinator"], own.actors["approver"]
    holding.ask_void(
        actor=lead,
        draw_id=draw.pk,
        why="范围写错了",
        confirmed=platform_factory.confirmed(lead),
        at=SEALED,
    )

    assert f"{second.person} 决定是否作废" in seen(own, draw, "coordinator", SEALED).awaited
    asked = seen(own, draw, "approver", SEALED)
    assert (asked.act, asked.until, asked.is_open) == ("void", T0, True)
    assert seen(own, draw, "approver", T0).act == "enter"


def test_a_sealed_draw_is_handed_over_and_opened_at_its_time(own: Bureau) -> None:
    draw_factory.plan(own)
    draw = draw_factory.sealed(own, draw_factory.begun(own, mode="sealed"))

    handed = seen(own, draw, "supervisor", SEALED)
    draw = draw_factory.held(own, draw_factory.seeded(own, draw))
    before = seen(own, draw, "coordinator", OPENS - timedelta(minutes=1))
    then = seen(own, draw, "coordinator", OPENS)

    assert (handed.act, handed.button, handed.is_post) == ("hand_over", "取密封材料", True)
    assert (before.act, before.is_open, before.not_before) == ("open", False, OPENS)
    assert (then.act, then.is_open) == ("open", True)


def test_a_number_proposed_as_missing_is_decided_by_nobody_who_hosts(own: Bureau) -> None:
    draw_factory.plan(own)
    draw = draw_factory.sealed(own, draw_factory.begun(own))
    lead = own.actors["coordinator"]
    draw.values.create(
        position=2, value="none", entered_by=lead.person, entered_user=0, entered_at=DEADLINE
    )

    host = seen(own, draw, "coordinator", DEADLINE)
    second = seen(own, draw, "approver", DEADLINE)

    assert not host.is_own
    assert "own-supervisor先生、own-approver先生 决定是否记为没有" in host.awaited
    assert (second.act, second.button) == ("confirm_none", "同意记为没有")
