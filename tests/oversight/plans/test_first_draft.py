"""A plan in draft: begun as a copy, compared, renamed, given up; a submitted one withdrawn."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from oversight.accounts.models import Organisation
from oversight.audit import selectors as audit
from oversight.common.errors import DomainError, NotAllowedError
from oversight.plans import comparison, reconciliation, rules, selectors
from oversight.plans.models import Plan, PlanVersion, Task
from oversight.plans.services import first_drafts, tasks, versions
from oversight.plans.todos import todos
from oversight.registry.models import Item
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import MADE
from tests.support.platform_factory import SECTIONS, Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
STOCK = {"subjects": 12, "inspectors": 3}


def former(own: Bureau, **values: Any) -> Plan:
    return draw_factory.plan(own, draw_factory.details(**values))


def copied(own: Bureau, plan: Plan, year: int = 2027) -> first_drafts.Copy:
    lead = own.actors["coordinator"]
    return first_drafts.begin_as_copy(actor=lead, year=year, former_id=plan.pk, at=MADE)


def entries(plan: Plan) -> list[str]:
    return [entry.type for entry in audit.about("plan", plan.number)]


def differences() -> list[Any]:
    return [found for _, _, many in reconciliation.check((0, 0)) for found in many]  # type: ignore[arg-type]


def test_a_copy_has_the_former_tasks_a_year_later(own: Bureau) -> None:
    partner = {"owner": own.sections[SECTIONS[1]].pk, "people": 1}
    plan = former(
        own,
        items=["LDBZ-02", "LDBZ-01"],
        months=[3, 9],
        ratio_by="grade",
        ratios={"A": 300, "B": 500, "C": 1550},
        partners=[partner],
        kind="定向",
        scope={"industries": ["制造业"]},
        ends_on=date(2026, 11, 30),
    )

    copy = copied(own, plan)

    was, now = Task.objects.order_by("pk")
    before, after = selectors.details_of(was), selectors.details_of(now)
    assert (copy.plan.year, copy.plan.name, copy.count) == (2027, "2027年度抽查计划", 1)
    assert (after.starts_on, after.ends_on) == (date(2027, 3, 1), date(2027, 11, 30))
    for name in ("title", "items", "months", "ratios", "partners", "scope", "kind", "people"):
        assert getattr(after, name) == getattr(before, name), name
    assert now.owner_id == was.owner_id
    assert now.base is None
    numbers = {row.number for task in (was, now) for row in task.batches.all()}
    assert len(numbers) == 4
    assert "plan.copied" in entries(copy.plan)
    assert differences() == []


def test_a_copy_ends_with_what_changed_and_what_no_longer_fits(own: Bureau) -> None:
    plan = former(own, items=["LDBZ-01", "LDBZ-02"])
    copy = copied(own, plan)
    Item.objects.filter(code="LDBZ-02").update(state=Item.CANCELLED)
    task = Task.objects.get(version__plan=copy.plan)
    details = draw_factory.details(
        items=["LDBZ-01", "LDBZ-02"],
        months=[3, 9],
        starts_on=date(2027, 3, 1),
        ends_on=date(2027, 11, 30),
        kind="定向",
        scope={"regions": ["没有的片"]},
    )
    tasks.change(
        actor=own.actors["coordinator"],
        task_id=task.pk,
        owner_id=task.owner_id,
        details=details,
        at=MADE,
    )

    compared = comparison.compare(copy.plan.versions.get(), MADE.date())

    (row,) = compared.rows
    assert ["抽取月份", "3月", "3月、9月"] in row.changes
    assert ["检查对象范围", "名录库全部对象", "区域：没有的片"] in row.changes
    assert not {"开始日期", "结束日期"} & {change[0] for change in row.changes}
    assert "名录里现在没有区域“没有的片”；请核对范围" in row.misfits
    assert any("还没有公布" in misfit for misfit in row.misfits)
    assert compared.gone == []


def test_a_year_in_a_title_moves_along(own: Bureau) -> None:
    copy = copied(own, former(own, title="2026年劳动用工抽查"))

    compared = comparison.compare(copy.plan.versions.get(), MADE.date())

    assert [row.task.title for row in compared.rows] == ["2027年劳动用工抽查"]
    assert (compared.changed, compared.gone) == ([], [])


def test_a_task_left_out_is_named_as_gone(own: Bureau) -> None:
    copy = copied(own, former(own))
    task = Task.objects.get(version__plan=copy.plan)
    tasks.remove(actor=own.actors["coordinator"], task_id=task.pk, at=MADE)

    compared = comparison.compare(copy.plan.versions.get(), MADE.date())

    assert [task.title for task in compared.gone] == ["劳动用工抽查"]


def test_what_a_section_that_ended_should_do_is_told(own: Bureau) -> None:
    partner = {"owner": own.sections[SECTIONS[1]].pk, "people": 1}
    plan = former(own, partners=[partner])
    Organisation.objects.filter(pk=own.sections[SECTIONS[0]].pk).update(ended_at=MADE)

    copy = copied(own, plan)

    task = Task.objects.get(version__plan=copy.plan)
    assert task.owner_id == own.sections[SECTIONS[1]].pk
    assert not task.partners.exists()
    assert copy.notes == (
        f"“劳动用工抽查”：发起部门“{SECTIONS[0]}”已撤销，先记在“{SECTIONS[1]}”名下；请改",
        f"“劳动用工抽查”：配合部门“{SECTIONS[1]}”没有抄，它已撤销或改作发起部门；请另选",
    )
    Organisation.objects.filter(pk=own.sections[SECTIONS[1]].pk).update(ended_at=MADE)
    with pytest.raises(DomainError, match="本局现在没有科室"):
        copied(own, plan, 2028)


def test_a_year_with_a_plan_is_not_copied_into(own: Bureau) -> None:
    plan = former(own)

    with pytest.raises(DomainError, match="2026 年已有计划"):
        copied(own, plan, 2026)


def test_a_plan_without_tasks_is_not_copied(own: Bureau) -> None:
    platform_factory.stocked(own)
    empty = versions.begin(actor=own.actors["coordinator"], year=2026, at=MADE)

    with pytest.raises(DomainError, match="没有任务可抄；请从空白开始"):
        copied(own, empty)
    assert Plan.objects.count() == 1


def test_the_29th_of_february_becomes_the_28th() -> None:
    assert rules.in_year(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert rules.in_year(date(2028, 3, 29), 1) == date(2029, 3, 29)


@pytest.mark.parametrize(
    ("name", "is_other"),
    [
        ("2026年度抽查计划", True),
        ("2027年度抽查计划", False),
        ("抽查计划", False),
        ("2026、2027年度计划", False),
    ],
)
def test_a_name_speaks_of_another_year(name: str, is_other: bool) -> None:  # noqa: FBT001
    assert rules.speaks_of_another_year(name, 2027) is is_other


def test_the_name_follows_the_year(own: Bureau) -> None:
    platform_factory.stocked(own)
    lead = own.actors["coordinator"]

    plan = versions.begin(actor=lead, year=2028, at=MADE)

    assert plan.name == "2028年度“双随机、一公开”抽查计划"
    assert rules.name_for("局的计划", 2026, 2027) == "2027年度“双随机、一公开”抽查计划"
    with pytest.raises(DomainError, match="对不上；请写作“2029年度"):
        versions.begin(actor=lead, year=2029, name="2026年度计划", at=MADE)


def test_a_draft_is_renamed_until_it_is_submitted(own: Bureau) -> None:
    plan = draw_factory.plan(own, is_approved=False)
    lead = own.actors["coordinator"]
    key: dict[str, Any] = {"actor": lead, "plan_id": plan.pk, "at": MADE}

    renamed = first_drafts.rename(**key, name=" 青禾区2026年度计划 ")

    assert renamed.name == "青禾区2026年度计划"
    assert differences() == []
    with pytest.raises(DomainError, match="没有改动"):
        first_drafts.rename(**key, name="青禾区2026年度计划")
    with pytest.raises(DomainError, match="对不上"):
        first_drafts.rename(**key, name="2025年度计划")
    with pytest.raises(DomainError, match="超过 120 个字"):
        first_drafts.rename(**key, name="长" * 121)
    versions.submit(**key)
    versions.withdraw(**key)
    with pytest.raises(DomainError, match="这份计划提交过，不能改名"):
        first_drafts.rename(**key, name="2026年度另一名")


def test_a_discarded_first_draft_leaves_the_year_free(own: Bureau) -> None:
    plan = draw_factory.plan(own, is_approved=False)
    lead = own.actors["coordinator"]

    with pytest.raises(DomainError, match="请写放弃的原因"):
        first_drafts.discard(actor=lead, plan_id=plan.pk, reason=" ", at=MADE)
    year = first_drafts.discard(actor=lead, plan_id=plan.pk, reason="建错了", at=MADE)

    assert year == 2026
    assert not Plan.objects.exists()
    assert "plan.discarded" in entries(plan)
    assert differences() == []
    again = versions.begin(actor=lead, year=2026, at=MADE)
    assert again.number != plan.number


def test_what_was_submitted_is_never_discarded(own: Bureau) -> None:
    plan = draw_factory.plan(own, is_approved=False)
    lead, approver = own.actors["coordinator"], own.actors["approver"]
    versions.submit(actor=lead, plan_id=plan.pk, at=MADE)
    versions.send_back(actor=approver, plan_id=plan.pk, reason="再看", at=MADE)

    with pytest.raises(DomainError, match="这份计划提交过，不能放弃"):
        first_drafts.discard(actor=lead, plan_id=plan.pk, reason="不要了", at=MADE)

    assert Task.objects.count() == 1


def test_a_change_that_was_submitted_stays_when_it_is_given_up(own: Bureau) -> None:
    plan = former(own)
    lead = own.actors["coordinator"]
    key: dict[str, Any] = {"actor": lead, "plan_id": plan.pk, "at": MADE}
    versions.change(**key, reason="新增企业多")
    versions.submit(**key)
    versions.withdraw(**key)

    versions.discard_change(**key)

    states = dict(plan.versions.values_list("number", "state"))
    assert states == {1: "approved", 2: "abandoned"}
    assert Task.objects.filter(version__number=2).count() == 1
    assert differences() == []
    assert versions.change(**key, reason="又要改").number == 3
    assert differences() == []


def test_a_submitted_plan_is_withdrawn_until_the_approver_acted(own: Bureau) -> None:
    plan = draw_factory.plan(own, is_approved=False)
    lead, approver = own.actors["coordinator"], own.actors["approver"]
    versions.submit(actor=lead, plan_id=plan.pk, at=MADE)
    version = PlanVersion.objects.get()
    assert selectors.approvers(version) == ["own-approver先生"]
    (awaited,) = todos(lead, MADE)
    assert awaited.reason == "第 1 版，3月19日 09:00 提交；审批人办以前可以撤回"
    with pytest.raises(NotAllowedError):
        versions.withdraw(actor=approver, plan_id=plan.pk, at=MADE)

    withdrawn = versions.withdraw(actor=lead, plan_id=plan.pk, at=MADE)

    assert withdrawn.state == "draft"
    assert list(todos(approver, MADE)) == []
    assert differences() == []
    with pytest.raises(DomainError, match="计划现在不是“待批准”"):
        versions.withdraw(actor=lead, plan_id=plan.pk, at=MADE)


def test_a_change_says_items_by_name(own: Bureau) -> None:
    plan = draw_factory.plan(own, is_approved=False)
    task = Task.objects.get()
    names = selectors.item_names(own.organisation.pk)

    tasks.change(
        actor=own.actors["coordinator"],
        task_id=task.pk,
        owner_id=task.owner_id,
        details=draw_factory.details(items=["LDBZ-02"]),
        at=MADE,
    )

    entry = audit.about("plan", plan.number).get(type="plan.task-changed")
    assert (entry.private or {})["changes"] == [["抽查事项", names["LDBZ-01"], names["LDBZ-02"]]]
