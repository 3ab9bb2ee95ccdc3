"""The first steps of a bureau tick themselves off, and give each person their own button."""

from __future__ import annotations

import re
from typing import Any

import pytest

from oversight.accounts.rules import Role
from oversight.accounts.services import appointments, organisations
from oversight.common.contributions import FirstStep, Link
from oversight.web import contributions
from tests.support import draw_factory, platform_factory
from tests.support.platform_factory import NOON, Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
CARD = "第一次使用：办好"
TITLES = [
    *("建立科室", "建立账号、任命角色", "登记并公布抽查事项", "登记执法检查人员"),
    *("导入检查对象", "定年度计划", "办第一次抽取"),
]


def step(bureau: Bureau, who: str, title: str) -> FirstStep:
    steps = contributions.first_steps(bureau.actors[who], NOON)
    return next(row for row in steps if row.title == title)


def words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_steps_lead_from_sections_to_the_first_draw(own: Bureau) -> None:
    steps = contributions.first_steps(own.actors["administrator"], NOON)

    assert [row.title for row in steps] == TITLES
    assert [row.is_done for row in steps] == [True, True, False, False, False, False, False]


def test_a_bureau_with_its_first_account_only_begins_with_sections(own: Bureau) -> None:
    organisations.make_bureau(
        actor=own.actors["administrator"],
        name="新局",
        region="990107",
        administrator=platform_factory.person("first"),
        at=NOON,
    )
    first = platform_factory.settled("first")

    sections, roles, *_ = contributions.first_steps(first, NOON)

    assert (sections.progress, sections.is_done) == ("科室 0 个", False)
    assert sections.link == Link(view="office:organisation-new")
    assert roles.progress == "已任命：没有；还缺：牵头、实施、审批、监督"
    assert roles.link == Link(view="office:accounts")


def test_a_missing_role_is_named_until_its_appointment_is_confirmed(own: Bureau) -> None:
    admin, approver = own.actors["administrator"], own.actors["approver"]
    appointments.dismiss(actor=admin, appointment_id=approver.appointment_id or 0, at=NOON)
    roles = "建立账号、任命角色"
    assert step(own, "administrator", roles).progress.endswith("还缺：审批")
    assert step(own, "supervisor", roles).link is None

    appointments.appoint(
        actor=admin,
        user_id=approver.user_id or 0,
        organisation_id=own.organisation.pk,
        role=Role.APPROVER,
        at=NOON,
    )

    assert not step(own, "administrator", roles).is_done
    assert step(own, "supervisor", roles).link == Link(view="office:account-requests")


def test_items_are_imported_by_one_and_published_by_another(own: Bureau) -> None:
    title = "登记并公布抽查事项"
    assert step(own, "clerk", title).button == "导入事项"
    assert step(own, "approver", title).link is None

    platform_factory.item(own)
    assert step(own, "approver", title).button == "去公布"
    assert step(own, "clerk", title).link is None
    assert step(own, "clerk", title).waits_for == "审批公布"

    platform_factory.item(own, "LDBZ-02", is_published=True)
    assert step(own, "clerk", title).is_done
    assert step(own, "clerk", title).progress == "已登记 2 项，其中已公布 1 项"


def test_two_inspectors_with_certificates_make_the_step_done(own: Bureau) -> None:
    title = "登记执法检查人员"
    platform_factory.inspector(own, 1)
    assert not step(own, "clerk", title).is_done
    assert step(own, "clerk", title).button == "去登记证件"

    platform_factory.inspector(own, 2)

    assert step(own, "clerk", title).is_done
    assert step(own, "coordinator", title).progress == "已登记 2 人，其中在岗、证件有效 2 人"


def test_who_may_not_see_a_directory_sees_no_counts_of_it(own: Bureau) -> None:
    platform_factory.subject(own)

    subjects = step(own, "administrator", "导入检查对象")

    assert (subjects.is_done, subjects.progress, subjects.link) == (True, "", None)
    assert step(own, "approver", "导入检查对象").progress == "名录中 1 家"


def test_the_plan_goes_from_the_lead_to_the_approver_to_the_draw(own: Bureau) -> None:
    assert step(own, "coordinator", "定年度计划").button == "新建计划"
    assert step(own, "clerk", "定年度计划").waits_for == "牵头建立计划"
    assert step(own, "coordinator", "办第一次抽取").waits_for == "年度计划批准"

    draw_factory.bureau(own, subjects=12)
    made = draw_factory.plan(own, is_approved=False)
    assert step(own, "clerk", "定年度计划").link == Link(view="office:plan", args=(made.pk,))
    assert step(own, "clerk", "定年度计划").progress == "2026 年计划：任务 1 项，起草"
    assert step(own, "approver", "定年度计划").link is None


def test_a_held_draw_ends_the_guide_and_the_help_still_leads_to_it(
    own: Bureau, signed_in: Any
) -> None:
    draw_factory.whole(own)
    client = signed_in(own, "coordinator")

    assert all(row.is_done for row in contributions.first_steps(own.actors["clerk"], NOON))
    assert CARD not in words(client.get("/office/"))
    assert "/office/first-steps/" in client.get("/office/help/").content.decode()
    assert "已办好 7 步，共 7 步" in words(client.get("/office/first-steps/"))


@pytest.mark.parametrize(
    ("who", "times"),
    [("administrator", 1), ("clerk", 1), ("supervisor", 1), ("inspector", 0)],
)
def test_the_workbench_guides_those_who_have_a_part_in_it(
    own: Bureau, signed_in: Any, who: str, times: int
) -> None:
    page = words(signed_in(own, who).get("/office/"))

    assert page.count(f"{CARD} 2 步，共 7 步") == times


def test_every_button_of_the_guide_opens_for_whom_it_is_shown(own: Bureau, signed_in: Any) -> None:
    for who in ("administrator", "clerk", "coordinator", "approver", "supervisor"):
        client = signed_in(own, who)
        for row in contributions.first_steps(own.actors[who], NOON):
            if row.link is not None:
                assert client.get(contributions.address(row.link)).status_code == 200


def test_the_import_that_the_guide_opens_is_set_to_its_directory(
    own: Bureau, signed_in: Any
) -> None:
    page = signed_in(own, "clerk").get("/office/imports/new/?kind=inspectors").content.decode()

    assert '<option value="inspectors" selected>' in page
