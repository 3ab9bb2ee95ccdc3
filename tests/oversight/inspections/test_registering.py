"""Inspections that no draw decided: guarded, in the ledger, and told to nobody before arrival."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from oversight.audit.differences import Difference
from oversight.common.errors import DomainError, FieldsError, NotAllowedError, NotFoundError
from oversight.files import selectors as files
from oversight.files.uses import used_files
from oversight.inspections import registered_tasks, selectors
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import (
    approvals,
    officer_recusals,
    registering,
    tasks,
    urgent,
)
from oversight.inspections.services.approvals import ApprovalInput
from oversight.inspections.services.registering import NewVisit
from oversight.registry.models import InspectionRecord, Inspector, Item, Recusal, Subject
from oversight.registry.selectors import ledger
from tests.oversight.files import samples
from tests.support import platform_factory
from tests.support.platform_factory import NOON, Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
STOCK = {"subjects": 3, "inspectors": 3}
AT = NOON
ON = date(2026, 3, 25)
ASKED = ApprovalInput(why_on_site="要看原件", visit_place="和顺路18号")


def new_visit(**changes: Any) -> NewVisit:
    officers = Inspector.objects.order_by("number").values_list("pk", flat=True)
    visit = NewVisit(
        subject_id=Subject.objects.order_by("code")[0].pk,
        source="complaint",
        item_ids=[Item.objects.get(code="LDBZ-01").pk],
        officer_ids=list(officers[:2]),
        on=ON,
        reason="反映拖欠工资",
        reference="12345-2026-0317",
    )
    return replace(visit, **changes)


def registered(own: Bureau, **changes: Any) -> InspectionTask:
    return registering.register(actor=own.actors["clerk"], visit=new_visit(**changes), at=AT)


def differences() -> list[Difference]:
    return list(registered_tasks.differences())


def test_a_registered_visit_has_its_team_items_and_place_in_the_ledger(own: Bureau) -> None:
    task = registered(own)

    record = InspectionRecord.objects.get(draw_number=task.number)
    assert (task.state, task.kind, task.title) == ("registered", "case", "个案检查")
    assert [(row.item.code, row.section_id) for row in task.results.all()] == [
        ("LDBZ-01", task.results.get().item.owner_id)
    ]
    assert [slot.is_leader for slot in task.slots.all()] == [True, False]
    assert (record.kind, record.planned_on, record.drawn_on) == ("个案", ON, None)
    assert record.is_hidden
    assert ledger.loads(own.organisation.pk, 2026) == {}
    assert list(ledger.visits_planned(own.organisation.pk, 2026)) == []
    assert differences() == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (lambda: {"source": "random"}, "双随机的任务只由抽取产生"),
        (lambda: {"reference": ""}, "请写来源编号"),
        (lambda: {"reason": " "}, "请写检查的理由"),
        (lambda: {"reason": "王某 13800001234 反映欠薪"}, "不能写电话或证件号码"),
        (lambda: {"reference": "11010519491231002X"}, "投诉举报人只写登记号"),
        (lambda: {"on": date(2026, 3, 17)}, "检查日期不能早于今天"),
        (lambda: {"item_ids": []}, "请选至少一个已公布并有效的事项"),
        (lambda: {"officer_ids": new_visit().officer_ids[:1]}, "只有 1 名，至少要 2 名"),
        (lambda: {"exempt": "心情不好"}, "请选一个规则中列出的情形"),
        (lambda: {"exempt": "投诉举报/12345"}, "请写不计次数的依据和编号"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    own: Bureau, changes: Callable[[], dict[str, Any]], says: str
) -> None:
    with pytest.raises(FieldsError, match=says):
        registered(own, **changes())

    assert not InspectionTask.objects.exists()


def test_an_item_that_is_not_published_cannot_be_inspected(own: Bureau) -> None:
    draft = platform_factory.item(own, "LDBZ-09")

    with pytest.raises(FieldsError, match="请选至少一个已公布并有效的事项"):
        registered(own, item_ids=[draft.pk])


def test_nobody_is_sent_who_has_a_recusal(own: Bureau) -> None:
    visit = new_visit()
    Recusal.objects.create(
        inspector_id=visit.officer_ids[0],
        subject_id=visit.subject_id,
        relation="近亲属",
        source="本人申报",
        reason="配偶",
        since=date(2026, 1, 1),
        entry=0,
    )

    with pytest.raises(FieldsError, match="检查员1对这家企业有回避关系；请换人"):
        registered(own)


def test_a_cap_is_kept_unless_the_visit_is_exempt(own: Bureau) -> None:
    registered(own)
    registered(own, on=ON + timedelta(days=1))
    third = {"on": ON + timedelta(days=2)}

    with pytest.raises(DomainError, match="本年度第 3 次，上限 2 次（偃人社〔2023〕15号"):
        registered(own, **third)

    exempt = registered(own, **third, exempt="投诉举报/12345", exempt_note="登记号 317")
    approval = approvals.submit(actor=own.actors["clerk"], visit_id=exempt.pk, asked=ASKED, at=AT)
    assert [(cap["counted"], cap["all_visits"]) for cap in approval.caps] == [(2, 3)]


def test_the_evidence_of_an_exemption_is_kept(own: Bureau) -> None:
    task = registered(
        own,
        exempt="上级交办转办",
        exempt_note="厅函〔2026〕7号",
        evidence_name="厅函.pdf",
        evidence=samples.PDF,
    )

    assert files.read_whole(task.exempt_evidence_digest) == samples.PDF
    assert (task.bureau_id, task.exempt_evidence_digest) in used_files()


def test_only_a_clerk_registers_and_only_what_is_within_reach(own: Bureau, foreign: Bureau) -> None:
    with pytest.raises(NotAllowedError):
        registering.register(actor=own.actors["coordinator"], visit=new_visit(), at=AT)
    with pytest.raises(NotFoundError, match="没有这个检查对象"):
        registering.register(actor=foreign.actors["clerk"], visit=new_visit(), at=AT)


def test_another_team_is_sent_before_anybody_is_asked(own: Bureau) -> None:
    task = registered(own)
    others = list(Inspector.objects.order_by("-number").values_list("pk", flat=True)[:2])
    clerk = own.actors["clerk"]

    registering.change_team(
        actor=clerk, visit_id=task.pk, officer_ids=others, reason="申请回避", at=AT
    )

    record = InspectionRecord.objects.get(draw_number=task.number)
    assert [slot.inspector_id for slot in task.slots.all()] == others
    assert [member.inspector_id for member in record.members.all()] == others
    assert differences() == []


def test_a_registered_visit_goes_its_way_and_is_on_record(own: Bureau) -> None:
    task = registered(own)
    clerk, approver = own.actors["clerk"], own.actors["approver"]
    tasks.accept(actor=clerk, visit_id=task.pk, on=date(2026, 3, 26), at=AT)
    first = approvals.submit(actor=clerk, visit_id=task.pk, asked=ASKED, at=AT)
    approvals.refuse(actor=approver, approval_id=first.pk, answer="先书面核查", at=AT)
    second = approvals.submit(actor=clerk, visit_id=task.pk, asked=ASKED, at=AT)
    approvals.approve(actor=approver, approval_id=second.pk, answer="", at=AT)

    task.refresh_from_db()
    before = differences()
    InspectionTask.objects.filter(pk=task.pk).update(state="registered", exempt="稽查")
    fields = [difference.field for difference in differences()]
    assert (task.state, task.planned_on) == ("approved", date(2026, 3, 26))
    assert before == []
    assert fields == ["不计次数的情形", "状态", "检查台账不计次数的理由"]


def test_a_row_that_is_gone_or_was_never_registered_is_named(own: Bureau) -> None:
    task = registered(own)
    InspectionTask.objects.filter(pk=task.pk).update(number="X-1")

    says = {(difference.number, difference.stored) for difference in differences()}

    assert says == {("X-1", "X-1"), (task.number, "没有这一行")}


def test_the_public_learns_of_a_visit_on_arrival_only(own: Bureau, client: Client) -> None:
    task = registered(own, exempt="")
    pages = ["/", "/draws/", "/log/", "/items/", "/inspectors/"]
    log = b"".join(path.read_bytes() for path in settings.LOG_FOLDER.rglob("*") if path.is_file())

    shown = "".join(client.get(page, follow=True).content.decode() for page in pages)

    for secret in (task.name, task.code, task.number):
        assert secret not in shown
        assert secret.encode() not in log
    assert list(ledger.visits_planned(own.organisation.pk, 2026)) == []
    urgent.arrive(
        actor=own.actors["clerk"],
        visit_id=task.pk,
        reason="正在销毁工资表",
        reported="郑局长",
        at=AT,
    )
    planned = [subject for subject, _ in ledger.visits_planned(own.organisation.pk, 2026)]
    assert planned == [task.subject_id]


def test_an_urgent_visit_is_made_up_for_within_two_working_days(own: Bureau) -> None:
    task = registered(own)
    clerk, approver = own.actors["clerk"], own.actors["approver"]
    say = {"reason": "正在销毁工资表", "reported": "郑局长"}
    arrived = urgent.arrive(actor=clerk, visit_id=task.pk, at=AT, **say)
    waiting = [row.pk for row in selectors.without_papers(approver)]

    approval = approvals.submit(actor=clerk, visit_id=task.pk, asked=ASKED, at=AT)
    with pytest.raises(DomainError, match="补办审批已经报请"):
        approvals.submit(actor=clerk, visit_id=task.pk, asked=ASKED, at=AT)
    approvals.approve(actor=approver, approval_id=approval.pk, answer="", at=AT)

    task.refresh_from_db()
    assert (arrived.state, arrived.papers_due_on) == ("papers_later", date(2026, 3, 20))
    assert waiting == [task.pk]
    assert (approval.is_afterwards, task.state) == (True, "arrived")
    assert not selectors.without_papers(approver).exists()
    assert differences() == []
    with pytest.raises(DomainError, match="审批已经补办"):
        approvals.submit(actor=clerk, visit_id=task.pk, asked=ASKED, at=AT)


def test_an_urgent_arrival_says_why_and_was_reported(own: Bureau) -> None:
    task = registered(own)
    clerk = own.actors["clerk"]

    with pytest.raises(DomainError, match="请写为什么等不到审批"):
        urgent.arrive(actor=clerk, visit_id=task.pk, reason="", reported="局长", at=AT)
    with pytest.raises(DomainError, match="请写向哪一位负责人口头报告过"):
        urgent.arrive(actor=clerk, visit_id=task.pk, reason="急", reported="", at=AT)


def test_what_waited_for_approval_is_decided_as_made_up(own: Bureau) -> None:
    task = registered(own)
    clerk, approver = own.actors["clerk"], own.actors["approver"]
    approval = approvals.submit(actor=clerk, visit_id=task.pk, asked=ASKED, at=AT)

    urgent.arrive(actor=clerk, visit_id=task.pk, reason="急", reported="郑局长", at=AT)
    approvals.refuse(actor=approver, approval_id=approval.pk, answer="不属紧急", at=AT)

    task.refresh_from_db()
    assert task.state == "papers_later"
    assert [row.pk for row in selectors.without_papers(approver)] == [task.pk]
    assert differences() == []


def test_the_head_decides_on_a_recusal_and_names_the_next(own: Bureau) -> None:
    task = registered(own)
    clerk, approver = own.actors["clerk"], own.actors["approver"]
    approval = approvals.submit(actor=clerk, visit_id=task.pk, asked=ASKED, at=AT)
    approvals.approve(actor=approver, approval_id=approval.pk, answer="", at=AT)
    slot = task.slots.all()[0]
    asked = officer_recusals.ask(
        actor=clerk, visit_id=task.pk, slot_id=slot.pk, note="曾在该企业任职", at=AT
    )
    offered = officer_recusals.offered(approver, task, AT)
    with pytest.raises(DomainError, match="已有同样的申请在等决定"):
        officer_recusals.ask(actor=clerk, visit_id=task.pk, slot_id=slot.pk, note="又", at=AT)
    with pytest.raises(DomainError, match="这一位不能去：已在检查组"):
        officer_recusals.grant(
            actor=approver, request_id=asked.pk, officer_id=slot.inspector_id or 0, at=AT
        )

    officer_recusals.grant(actor=approver, request_id=asked.pk, officer_id=offered[0].pk, at=AT)

    slot.refresh_from_db()
    record = InspectionRecord.objects.get(draw_number=task.number)
    assert [officer.name for officer in offered] == ["检查员3"]
    assert slot.inspector_id == offered[0].pk
    assert offered[0].pk in [member.inspector_id for member in record.members.all()]
    assert differences() == []


def test_a_recusal_that_is_refused_leaves_the_team(own: Bureau) -> None:
    task = registered(own)
    clerk, approver = own.actors["clerk"], own.actors["approver"]
    approvals.submit(actor=clerk, visit_id=task.pk, asked=ASKED, at=AT)
    slot = task.slots.all()[0]
    asked = officer_recusals.ask(
        actor=clerk, visit_id=task.pk, slot_id=slot.pk, note="企业提出", by_enterprise=True, at=AT
    )

    officer_recusals.refuse(actor=approver, request_id=asked.pk, answer="没有利害关系", at=AT)

    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("refused", "没有利害关系")
    assert slot.inspector_id == task.slots.all()[0].inspector_id
