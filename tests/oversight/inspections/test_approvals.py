"""Visits are approved by somebody who does not go, refused, withdrawn, announced."""

from __future__ import annotations

from datetime import date

import pytest

from oversight.audit import reconciliation as audit
from oversight.common.errors import DomainError, NotAllowedError
from oversight.draws.models import Draw
from oversight.inspections import selectors
from oversight.inspections.models import Approval, InspectionTask
from oversight.inspections.services import approvals, tasks
from oversight.inspections.services.approvals import ApprovalInput
from oversight.registry.models import InspectionRecord, Inspector
from tests.support import draw_factory
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db
AT = draw_factory.OPENS
ASKED = ApprovalInput(
    why_on_site="要看考勤和工资支付的原件", visit_place="和顺路18号", opinion="拟同意"
)


def dated(own: Bureau, draw: Draw) -> InspectionTask:
    task = draw.visits.order_by("place")[0]
    clerk = own.actors["clerk"]
    return tasks.accept(actor=clerk, visit_id=task.pk, on=date(2026, 4, 7), at=AT)


def asked_for(own: Bureau, draw: Draw, asked: ApprovalInput = ASKED) -> Approval:
    task = dated(own, draw)
    return approvals.submit(actor=own.actors["clerk"], visit_id=task.pk, asked=asked, at=AT)


def approved(own: Bureau, draw: Draw, asked: ApprovalInput = ASKED) -> InspectionTask:
    approval = asked_for(own, draw, asked)
    approver = own.actors["approver"]
    return approvals.approve(actor=approver, approval_id=approval.pk, answer="", at=AT).visit


def record_of(task: InspectionTask) -> InspectionRecord:
    return InspectionRecord.objects.get(draw_number=task.record_number, subject=task.subject_id)


def test_a_visit_is_approved_by_the_head(own: Bureau, draw: Draw) -> None:
    approval = asked_for(own, draw)
    waiting = [row.pk for row in selectors.approvals(own.actors["approver"])]

    approvals.approve(actor=own.actors["approver"], approval_id=approval.pk, answer="同意", at=AT)

    approval.refresh_from_db()
    task = InspectionTask.objects.get(pk=approval.visit_id)
    assert waiting == [approval.pk]
    assert (approval.state, approval.decided_by) == ("approved", "own-approver先生")
    assert (task.state, task.why_on_site) == ("approved", "要看考勤和工资支付的原件")
    assert [cap["counted"] for cap in approval.caps] == [1]
    assert not selectors.approvals(own.actors["approver"]).exists()


def test_who_goes_cannot_approve_the_own_visit(own: Bureau, draw: Draw) -> None:
    approval = asked_for(own, draw)
    approver = own.actors["approver"]
    going = approval.visit.slots.exclude(inspector=None)[0]
    Inspector.objects.filter(slots=going).update(user_id=approver.user_id)

    with pytest.raises(DomainError, match="您是这次检查的检查人员"):
        approvals.approve(actor=approver, approval_id=approval.pk, answer="", at=AT)

    assert InspectionTask.objects.get(pk=approval.visit_id).state == "awaiting"


def test_only_who_may_approve_does(own: Bureau, draw: Draw) -> None:
    approval = asked_for(own, draw)

    with pytest.raises(NotAllowedError, match="可以请“审批”来做"):
        approvals.approve(actor=own.actors["clerk"], approval_id=approval.pk, answer="", at=AT)


def test_a_visit_is_not_asked_for_without_a_day(own: Bureau, draw: Draw) -> None:
    task = draw.visits.order_by("place")[0]

    with pytest.raises(DomainError, match="检查任务现在是“已抽取”，不能报请审批"):
        approvals.submit(actor=own.actors["clerk"], visit_id=task.pk, asked=ASKED, at=AT)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (ApprovalInput(why_on_site=" ", visit_place="x"), "请写为什么要到现场"),
        (ApprovalInput(why_on_site="x", visit_place=""), "请写检查地点"),
        (ApprovalInput(why_on_site="x", visit_place="x", helpers=1), "请写协助人员的身份"),
    ],
)
def test_what_the_form_asks_must_be_said(
    own: Bureau, draw: Draw, asked: ApprovalInput, says: str
) -> None:
    with pytest.raises(DomainError, match=says):
        asked_for(own, draw, asked)


def test_no_visit_is_asked_for_with_a_certificate_out_of_date(own: Bureau, draw: Draw) -> None:
    task = dated(own, draw)
    officer = task.slots.exclude(inspector=None)[0].inspector
    assert officer is not None
    officer.certificates.update(until=date(2026, 4, 6))

    with pytest.raises(DomainError, match="证件已于2026年4月6日到期；请换人或改日期"):
        approvals.submit(actor=own.actors["clerk"], visit_id=task.pk, asked=ASKED, at=AT)


def test_a_refused_visit_leaves_the_ledger_and_may_be_asked_for_again(
    own: Bureau, draw: Draw
) -> None:
    approval = asked_for(own, draw)
    approver, clerk = own.actors["approver"], own.actors["clerk"]
    with pytest.raises(DomainError, match="请写不予批准的理由"):
        approvals.refuse(actor=approver, approval_id=approval.pk, answer=" ", at=AT)

    approvals.refuse(actor=approver, approval_id=approval.pk, answer="书面核查即可", at=AT)
    task = InspectionTask.objects.get(pk=approval.visit_id)
    after = (task.state, record_of(task).state)
    approvals.submit(actor=clerk, visit_id=task.pk, asked=ASKED, at=AT)

    task.refresh_from_db()
    assert after == ("refused", "cancelled")
    assert (task.state, record_of(task).state) == ("awaiting", "planned")


def test_a_withdrawn_visit_keeps_its_number(own: Bureau, draw: Draw) -> None:
    approval = asked_for(own, draw)
    number = approval.visit.number

    task = approvals.withdraw(
        actor=own.actors["approver"], visit_id=approval.visit_id, reason="企业停产检修", at=AT
    )

    approval.refresh_from_db()
    assert (task.state, task.number, task.end_reason) == ("withdrawn", number, "企业停产检修")
    assert approval.state == "refused"
    assert record_of(task).state == "cancelled"


def test_only_an_announced_visit_is_told_of(own: Bureau, draw: Draw) -> None:
    task = approved(own, draw)

    with pytest.raises(DomainError, match="批准为不预先通知"):
        approvals.notify(actor=own.actors["clerk"], visit_id=task.pk, way="电话", at=AT)


def test_another_day_asks_for_another_notice(own: Bureau, draw: Draw) -> None:
    announced = ApprovalInput(why_on_site="看原件", visit_place="和顺路", is_announced=True)
    task = approved(own, draw, announced)
    clerk = own.actors["clerk"]
    told = approvals.notify(actor=clerk, visit_id=task.pk, way="直接送达", at=AT)
    assert (told.state, told.notice_way) == ("notified", "直接送达")

    tasks.accept(actor=clerk, visit_id=task.pk, on=date(2026, 4, 9), at=AT)

    task.refresh_from_db()
    assert (task.state, task.notified_at, task.planned_on) == ("approved", None, date(2026, 4, 9))


def test_two_ways_of_counting_ask_the_head_for_a_reason(own: Bureau, draw: Draw) -> None:
    task = dated(own, draw)
    for _ in range(2):
        InspectionRecord.objects.create(
            subject_id=task.subject_id,
            year=2026,
            done_on=date(2026, 1, 9),
            kind="投诉举报",
            exempt="投诉举报/12345",
            entry=1,
        )
    approval = approvals.submit(actor=own.actors["clerk"], visit_id=task.pk, asked=ASKED, at=AT)
    approver = own.actors["approver"]
    counts = [(cap["counted"], cap["all_visits"], cap["limit"]) for cap in approval.caps]

    with pytest.raises(DomainError, match="各类检查都计入时超过了上限；批准请写明理由"):
        approvals.approve(actor=approver, approval_id=approval.pk, answer="", at=AT)

    approvals.approve(actor=approver, approval_id=approval.pk, answer="随机抽取", at=AT)
    assert counts == [(1, 3, 2)]


def test_the_trail_explains_what_became_of_a_drawn_visit(own: Bureau, draw: Draw) -> None:
    approval = asked_for(own, draw)
    approver, clerk = own.actors["approver"], own.actors["clerk"]
    approvals.refuse(actor=approver, approval_id=approval.pk, answer="先书面核查", at=AT)
    again = approvals.submit(actor=clerk, visit_id=approval.visit_id, asked=ASKED, at=AT)
    approvals.approve(actor=approver, approval_id=again.pk, answer="", at=AT)
    list(audit.run(is_whole=True, at=AT))
    before = audit.standing_sentences(9)

    InspectionTask.objects.filter(pk=again.visit_id).update(state="notified")
    Approval.objects.filter(pk=again.pk).update(decided_by="别人")
    list(audit.run(is_whole=True, at=AT))

    after = "".join(audit.standing_sentences(9))
    assert before == []
    assert "已批准" in after
    assert "已通知" in after
    assert "已批准，别人" in after
