"""The year's plan: drafted by sections, merged, approved by another person, changed openly."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingqian import canonical
from oversight.audit import selectors as audit
from oversight.common.errors import DomainError, FieldsError, NotAllowedError
from oversight.plans import rules, selectors
from oversight.plans.models import PlanVersion, Task
from oversight.plans.rules import Limit
from oversight.plans.services import numbers, sheets, tasks, versions
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import MADE
from tests.support.platform_factory import SECTIONS, Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked")]


def test_numbers_have_the_national_shapes_and_are_given_once() -> None:
    plans = [numbers.plan_number("990107", 2026) for _ in range(2)]
    given_ = [numbers.task_number("990107", date(2026, 3, 18)) for _ in range(3)]

    assert plans == ["99010720260001", "99010720260002"]
    assert given_ == ["990107202603180001", "990107202603180002", "990107202603180003"]
    with pytest.raises(DomainError, match="六位区划代码"):
        numbers.plan_number("99", 2026)


@pytest.mark.django_db
def test_a_section_drafts_its_own_tasks_and_nobody_elses(own: Bureau) -> None:
    made = draw_factory.plan(own, is_approved=False)
    clerk = own.actors["section-clerk"]

    added = tasks.add(
        actor=clerk,
        plan_id=made.pk,
        owner_id=own.sections[SECTIONS[0]].pk,
        details=draw_factory.details(title="本科室的任务"),
        at=MADE,
    )

    assert len(added.number) == 18
    with pytest.raises(DomainError, match="只能起草自己的任务"):
        tasks.add(
            actor=clerk,
            plan_id=made.pk,
            owner_id=own.sections[SECTIONS[1]].pk,
            details=draw_factory.details(),
            at=MADE,
        )
    with pytest.raises(NotAllowedError):
        versions.submit(actor=clerk, plan_id=made.pk, at=MADE)


@pytest.mark.django_db
def test_the_base_is_counted_and_frozen_when_the_plan_is_submitted(own: Bureau) -> None:
    draw_factory.plan(
        own, draw_factory.details(ratio_by="grade", ratios={"A": 1000, "B": 2000, "C": 5000})
    )
    platform_factory.subject(own, 800, grade="A")

    task = Task.objects.get()

    bases = {row.code: row.count for row in task.bases.all()}
    assert (task.base, bases) == (40, {"A": 13, "B": 21, "C": 6, "未评": 0})
    assert [share.total for share in selectors.counted_task(task).shares] == [2, 5, 3, 0]


@pytest.mark.django_db
def test_a_plan_submitted_again_is_counted_again(own: Bureau) -> None:
    made = draw_factory.plan(own, is_approved=False)
    lead, approver = own.actors["coordinator"], own.actors["approver"]
    versions.submit(actor=lead, plan_id=made.pk, at=MADE)
    versions.send_back(actor=approver, plan_id=made.pk, reason="再核对", at=MADE)
    platform_factory.subject(own, 800)

    version = versions.submit(actor=lead, plan_id=made.pk, at=MADE)

    (task,) = versions.content(version)["tasks"]
    assert (task["base"], task["bases"]) == (41, [{"class": "", "value": 41}])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"items": []}, "还没有选抽查事项"),
        ({"kind": "定向"}, "至少选一个筛选条件"),
        ({"scope": {"industries": ["制造业"]}}, "有筛选条件的请选“定向”"),
        ({"kind": "定向", "scope": {"industries": ["采矿业"]}}, "范围内没有检查对象"),
        ({"people": 1}, "不得少于 2 人"),
        ({"months": []}, "至少一个抽取月份"),
        ({"months": [1]}, "1月不在起止日期之内"),
        ({"starts_on": date(2025, 3, 1)}, "应在 2026 年内"),
        ({"ratio": 0}, "一家也抽不到"),
    ],
)
def test_a_task_that_breaks_a_rule_keeps_the_plan_from_being_submitted(
    own: Bureau, values: dict[str, object], says: str
) -> None:
    made = draw_factory.plan(own, draw_factory.details(**values), is_approved=False)

    with pytest.raises(DomainError, match=says):
        versions.submit(actor=own.actors["coordinator"], plan_id=made.pk, at=MADE)


@pytest.mark.django_db
def test_ratios_beside_the_usual_are_pointed_out_with_the_source(own: Bureau) -> None:
    draw_factory.plan(own, draw_factory.details(ratio=100), is_approved=False)
    task = Task.objects.select_related("version__plan").get()

    counted = selectors.counted_task(task)
    found = selectors.findings(counted.details, counted.bases, task.version.plan, MADE.date())

    assert [(one.level, one.citation) for one in found] == [
        ("warn", "其他城市人社部门公布的计划，不低于5%")
    ]


@pytest.mark.django_db
def test_another_person_approves_with_a_document_number(own: Bureau) -> None:
    made = draw_factory.plan(own, is_approved=False)
    lead, approver = own.actors["coordinator"], own.actors["approver"]
    versions.submit(actor=lead, plan_id=made.pk, at=MADE)
    told = {"plan_id": made.pk, "confirmed": platform_factory.confirmed(approver), "at": MADE}

    with pytest.raises(DomainError, match="发文字号"):
        versions.approve(actor=approver, document_number=" ", **told)  # type: ignore[arg-type]
    PlanVersion.objects.update(submitted_user=approver.user_id)
    with pytest.raises(DomainError, match="提交的人不能批准"):
        versions.approve(actor=approver, document_number="〔2026〕3号", **told)  # type: ignore[arg-type]
    PlanVersion.objects.update(submitted_user=lead.user_id)
    version = versions.approve(actor=approver, document_number="〔2026〕3号", **told)  # type: ignore[arg-type]

    entry = audit.about("plan", made.number).filter(type="plan.approved").get()
    assert version.state == "approved"
    assert entry.public["content"] == canonical.digest(version.content)
    assert json.loads(version.content)["format"] == "mingqian-plan/1"


@pytest.mark.django_db
def test_the_old_version_holds_until_a_change_is_approved(own: Bureau) -> None:
    made = draw_factory.plan(own)
    lead, approver = own.actors["coordinator"], own.actors["approver"]
    versions.publish(actor=lead, plan_id=made.pk, url="", at=MADE)
    task = Task.objects.get()
    with pytest.raises(DomainError, match="不在起草中"):
        tasks.change(
            actor=lead,
            task_id=task.pk,
            owner_id=task.owner_id,
            details=draw_factory.details(),
            at=MADE,
        )

    versions.change(actor=lead, plan_id=made.pk, reason="新增企业多", at=MADE)
    copied = Task.objects.exclude(pk=task.pk).get()
    tasks.change(
        actor=lead,
        task_id=copied.pk,
        owner_id=copied.owner_id,
        details=draw_factory.details(ratio=2000, months=[3, 9]),
        at=MADE,
    )
    before = selectors.in_force(made)
    versions.submit(actor=lead, plan_id=made.pk, at=MADE)
    versions.approve(
        actor=approver,
        plan_id=made.pk,
        document_number="青人社〔2026〕9号",
        confirmed=platform_factory.confirmed(approver),
        at=MADE,
    )
    after = selectors.in_force(made)

    assert before is not None
    assert after is not None
    assert (before.number, after.number, after.reason) == (1, 2, "新增企业多")
    assert copied.number == task.number
    assert after.tasks.get().batches.all()[0].number == task.number
    assert [one.number for one in selectors.published(own.organisation.pk)] == [1]


@pytest.mark.django_db
def test_a_plan_is_taken_from_its_own_table_and_back(own: Bureau) -> None:
    first = draw_factory.plan(
        own,
        draw_factory.details(
            ratio=0, ratio_by="grade", ratios={"A": 300, "B": 500, "C": 1550}, months=[3, 9]
        ),
    )
    version = selectors.in_force(first)
    assert version is not None
    table = [list(sheets.HEADINGS), *sheets.rows(version)]
    lead = own.actors["coordinator"]
    second = versions.begin(actor=lead, year=2027, name="下一年", at=MADE)

    taken = sheets.read(actor=lead, plan_id=second.pk, sheet=draw_factory.sheet(table), at=MADE)

    was, now = Task.objects.order_by("pk")
    assert (taken.added, taken.read) == (1, 1)
    assert selectors.details_of(now) == selectors.details_of(was)


@pytest.mark.django_db
def test_a_table_with_bad_rows_says_each_and_writes_nothing(own: Bureau) -> None:
    made = draw_factory.plan(own, is_approved=False)
    Task.objects.all().delete()
    headings = ["任务名称", "事项", "科室", "开始日期", "结束日期", "比例", "检查对象范围"]
    good = ["好", "LDBZ-01", SECTIONS[0], "2026-03-01", "2026-11-30", "15%", "全部"]
    bad = [
        [*good[:1], "没有的事项", *good[2:]],
        [*good[:2], "没有的科室", *good[3:]],
        [*good[:3], "三月", *good[4:]],
        [*good[:5], "很多", good[6]],
        [*good[:6], "天气：晴"],
    ]

    with pytest.raises(FieldsError) as refused:
        sheets.read(
            actor=own.actors["coordinator"],
            plan_id=made.pk,
            sheet=draw_factory.sheet([headings, good, *bad]),
            at=MADE,
        )

    told = [text for _, text in refused.value.problems]
    assert [text[:5] for text in told] == ["第 3 行", "第 4 行", "第 5 行", "第 6 行", "第 7 行"]
    assert Task.objects.count() == 0


def test_a_month_with_too_much_of_the_year_is_pointed_out() -> None:
    limit = Limit(value=350, citation="", mark="?")
    counts = {("甲科", 3): 10, ("甲科", 6): 2, ("乙科", 3): 5}

    assert rules.bunched(counts, limit) == [("甲科", 3, 10, 12)]


@pytest.mark.django_db
def test_a_new_version_says_what_the_former_said(own: Bureau) -> None:
    partner = {"owner": own.sections[SECTIONS[1]].pk, "people": 3}
    made = draw_factory.plan(
        own,
        draw_factory.details(
            items=["LDBZ-02", "LDBZ-01"],
            months=[9, 3],
            ratio_by="grade",
            ratios={"C": 1500, "A": 300, "未评": 0},
            partners=[partner],
        ),
        draw_factory.details(title="另一项", split_by="industry"),
    )
    former = selectors.in_force(made)
    assert former is not None

    later = versions.change(
        actor=own.actors["coordinator"], plan_id=made.pk, reason="新增企业多", at=MADE
    )

    assert versions.content(later)["tasks"] == versions.content(former)["tasks"]
    first = versions.content(later)["tasks"][0]
    assert (first["items"], first["partners"]) == (["LDBZ-02", "LDBZ-01"], [partner])
    assert [batch["month"] for batch in first["batches"]] == [3, 9]
    assert [one["class"] for one in first["ratios"]] == ["A", "C", "未评"]


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["table", "content", "copy"])
def test_a_plan_of_many_tasks_asks_no_more_questions(
    own: Bureau, django_assert_num_queries: Any, act: str
) -> None:
    made = draw_factory.plan(own)
    version = selectors.in_force(made)
    assert version is not None
    lead = own.actors["coordinator"]
    acts: dict[str, Callable[[], object]] = {
        "table": lambda: list(sheets.rows(version)),
        "content": lambda: versions.content(version),
        "copy": lambda: versions.change(actor=lead, plan_id=made.pk, reason="多", at=MADE),
    }
    with CaptureQueriesContext(connection) as one_task:
        acts[act]()
    if act == "copy":
        versions.discard_change(actor=lead, plan_id=made.pk, at=MADE)
    owner = own.sections[SECTIONS[0]]
    for number in range(2, 7):
        task = Task.objects.create(
            version=version,
            owner=owner,
            number=f"99010720260319000{number}",
            starts_on=MADE.date(),
            ends_on=MADE.date(),
        )
        task.batches.create(number=task.number, month=3)
        task.items.create(code="LDBZ-01")

    with django_assert_num_queries(len(one_task)):
        acts[act]()
