"""审批表 and 通知书 say what the task says, and of a complaint nothing to those outside."""

from __future__ import annotations

from datetime import date

import pytest

from oversight.documents.services import issuing
from oversight.draws.models import Draw
from oversight.inspections import document_data
from oversight.inspections.document_data import NoticeTerms
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import approvals, tasks
from oversight.inspections.services.approvals import ApprovalInput
from tests.support import draw_factory
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db
AT = draw_factory.OPENS
ASKED = ApprovalInput(
    why_on_site="要看原件",
    visit_place="和顺路18号",
    helpers=1,
    helper_roles="会计",
    opinion="拟同意",
)


def test_the_approval_form_is_filled_from_the_task(own: Bureau, draw: Draw) -> None:
    clerk, approver = own.actors["clerk"], own.actors["approver"]
    task = draw.visits.order_by("place")[0]
    tasks.accept(actor=clerk, visit_id=task.pk, on=date(2026, 4, 7), at=AT)
    waiting = approvals.submit(actor=clerk, visit_id=task.pk, asked=ASKED, at=AT)
    before = document_data.approval_data(waiting.visit, waiting)
    decided = approvals.approve(actor=approver, approval_id=waiting.pk, answer="可以", at=AT)

    data = document_data.approval_data(decided.visit, decided)

    issuing.require_complete("approval", data)
    assert "head" not in before
    assert data["origin"] == f"{draw.title}（抽取号 {draw.number}）"
    assert (data["times"], data["limit"]) == (0, 2)
    assert data["starts_at"] == "2026-04-07T01:00:00Z"
    assert data["helpers"] == "1 人，会计"
    assert data["section_opinion"] == "拟同意　承办人：own-clerk先生"
    assert data["head_opinion"] == "同意。可以"
    assert data["decided_on"] == "2026-03-21"
    assert data["is_announced"] == "不预先通知"
    assert data["items"][0] == {  # type: ignore[index]
        "title": "支付工资和最低工资标准",
        "basis": "《劳动保障监察条例》第十一条",
        "method": "现场检查",
    }
    assert len(data["people"]) == 2  # type: ignore[arg-type]
    assert {"urgent", "exemption"}.isdisjoint(data)


def test_a_notice_names_no_source_but_the_draw(draw: Draw) -> None:
    task = draw.visits.order_by("place")[0]
    task.planned_on, task.visit_place = date(2026, 4, 7), "和顺路18号"
    terms = NoticeTerms(
        contact="尤星野 0379-3", complaints="12345", materials=[{"title": "工资表"}]
    )

    notice = document_data.notice_data(task, terms, AT)
    complaint = InspectionTask(
        subject=task.subject, source="complaint", reference="317", kind="case", reason="拖欠工资"
    )

    issuing.require_complete("notice", notice)
    assert (notice["nth"], notice["limit"], notice["place"]) == (1, 2, "和顺路18号")
    assert notice["materials"] == [{"title": "工资表"}]
    assert "visit_code" not in notice
    assert document_data.origin(complaint) == "投诉举报（317）"
    assert document_data.origin(complaint, is_outside=True) == "个案检查"
