"""The workbench: what waits, this week, the plan's progress, what is begun, counts in the menu."""

from __future__ import annotations

import re
from typing import Any

import pytest

from oversight.inspections import progress
from oversight.plans.models import Plan
from oversight.plans.services import versions
from tests.support import draw_factory
from tests.support.draw_factory import MADE
from tests.support.platform_factory import SECTIONS, Bureau

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def menu(page: str) -> dict[str, str]:
    """Give the places of the menu with their counts."""
    nav = page.partition('aria-label="主菜单"')[2].partition("</nav>")[0]
    entries = [words(entry).split() for entry in re.findall(r"<a[^>]*>.*?</a>", nav, re.DOTALL)]
    return {entry[0]: "".join(entry[1:]) for entry in entries}


@pytest.fixture
def submitted(own: Bureau) -> Plan:
    draw_factory.bureau(own, subjects=12, inspectors=3)
    plan = draw_factory.plan(own, is_approved=False)
    versions.submit(actor=own.actors["coordinator"], plan_id=plan.pk, at=MADE)
    return plan


def test_the_menu_counts_what_waits_in_each_place(
    own: Bureau, submitted: Plan, signed_in: Any
) -> None:
    client = signed_in(own, "approver")
    counted = menu(client.get("/office/").content.decode())
    elsewhere = menu(client.get("/office/draws/").content.decode())

    assert counted["年度计划"] == "1件等您办"
    assert elsewhere["年度计划"] == "1件等您办"
    assert counted["抽查"] == ""

    client.post(f"/office/plans/{submitted.pk}/send-back/", {"reason": "基数不对"})

    assert menu(client.get("/office/draws/").content.decode())["年度计划"] == ""


def test_each_role_has_buttons_for_what_it_begins(own: Bureau, signed_in: Any) -> None:
    expected = {
        "coordinator": ("照计划准备抽取", "临时抽取"),
        "clerk": ("导入名录", "我的检查任务"),
        "inspector": ("我的检查任务",),
        "administrator": ("新建账号", "账号申请"),
        "supervisor": ("看全程留痕", "数据核对"),
    }

    for role, buttons in expected.items():
        client = signed_in(own, role)
        head = client.get("/office/").content.decode().partition('class="mq-head"')[2]
        for button in buttons:
            link = re.search(rf'href="([^"]+)">(?:(?!</a>).)*{button}', head, re.DOTALL)
            assert link is not None, (role, button)
            assert client.get(link[1]).status_code == 200, (role, button)


def test_what_just_happened_leaves_out_who_came_and_went(own: Bureau, signed_in: Any) -> None:
    draw_factory.bureau(own, subjects=12, inspectors=3)
    draw_factory.plan(own)
    signed_in(own, "clerk")

    page = words(signed_in(own, "coordinator").get("/office/").content.decode())

    newest = page.partition("刚刚发生")[2]
    assert "登录" not in newest
    assert "公示了年度计划" in newest or "批准了年度计划" in newest


def test_progress_counts_what_was_planned_drawn_and_inspected(own: Bureau) -> None:
    draw = draw_factory.whole(own)
    lead = own.actors["coordinator"]
    drawn = draw.visits.filter(is_out=False).count()

    (row,) = progress.of_year(lead, 2026)
    draw.visits.filter(pk__in=draw.visits.values("pk")[:2]).update(done_on=MADE.date())
    (later,) = progress.of_year(lead, 2026)

    assert (row.section, row.planned, row.drawn, row.inspected) == (SECTIONS[0], drawn, drawn, 0)
    assert (row.drawn_share, later.inspected) == (100, 2)
    assert progress.of_year(own.actors["inspector"], 2026) == []


def test_progress_tells_nothing_of_a_draw_that_is_not_open(own: Bureau) -> None:
    draw = draw_factory.whole(own, mode="sealed")

    (row,) = progress.of_year(own.actors["coordinator"], 2026)
    assert (row.drawn, row.inspected) == (0, 0)

    draw_factory.opened(draw)

    (row,) = progress.of_year(own.actors["coordinator"], 2026)
    assert row.drawn > 0


def test_a_change_of_the_plan_is_dropped_only_once_that_was_asked(
    own: Bureau, signed_in: Any
) -> None:
    draw_factory.bureau(own, subjects=12, inspectors=3)
    plan = draw_factory.plan(own)
    versions.change(actor=own.actors["coordinator"], plan_id=plan.pk, reason="上级调整", at=MADE)
    client = signed_in(own, "coordinator")

    asked = words(client.get(f"/office/plans/{plan.pk}/drop/").content.decode())
    assert "放弃第 2 版变更" in asked
    assert "已批准的一版照样执行" in asked
    assert plan.versions.filter(state="draft").exists()

    client.post(f"/office/plans/{plan.pk}/drop/")

    assert not plan.versions.filter(state="draft").exists()
