"""A result on its pages: reviewed, returned, written anew, corrected; what the subject sees."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from oversight.inspections.arrivals import VisitCode
from oversight.inspections.models import InspectionTask
from oversight.results.models import InspectionResult
from oversight.web import clock
from tests.oversight.inspections import record_visits as visits
from tests.oversight.results import approvals
from tests.oversight.results.approvals import AT, BREACH, accept
from tests.oversight.web.furnishing import client_of
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shared_bureau(module_site: Any) -> Bureau:  # noqa: ARG001 - its files are there
    """Make a bureau with a draw; both officers of its first visit have accounts."""
    return visits.bureau()


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)


def state_of(row: InspectionResult) -> str:
    return InspectionResult.objects.get(pk=row.pk).state


def text(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_result_is_returned_written_anew_and_approved(own: Bureau) -> None:
    row = approvals.with_breach(own)
    head, officer = client_of(own, "approver"), client_of(own, "officer-1")
    page = f"/office/results/{row.pk}/"
    assert "等审核：审核的人不是录入的人" in text(head.get(page))
    assert "审核通过" in text(head.get(page))

    head.post(f"{page}return/", {"remarks": "写清几名员工"})
    assert "写清几名员工" in text(officer.get(f"{page}edit/"))
    typed = {**BREACH.document(), "finding": "三名员工没有订立合同", "reason": "补人数"}
    officer.post(f"{page}edit/", typed)
    assert state_of(row) == "waiting"
    seen = text(head.get(page))
    assert "两名员工没有订立书面劳动合同" in seen
    assert "三名员工没有订立合同" in seen

    stale = text(head.post(f"{page}accept/", {"version": 1}))
    assert "刚刚又改过" in stale
    head.post(f"{page}accept/", {"version": 2})
    assert state_of(row) == "approved"


def test_a_correction_is_proposed_with_a_reason(own: Bureau) -> None:
    row = approvals.entered(own)
    accept(own, row)
    officer = client_of(own, "officer-1")
    page = f"/office/results/{row.pk}/correct/"

    refused = text(officer.post(page, {**BREACH.document(), "finding": "", "reason": "漏录"}))
    assert "请写发现了什么问题" in refused
    officer.post(page, {**BREACH.document(), "reason": "漏录"})

    assert state_of(row) == "correcting"


def test_lists_show_what_waits_and_what_is_overdue(
    own: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = approvals.entered(own)
    lead = client_of(own, "coordinator")
    assert row.name in text(lead.get("/office/results/?code=WFX&state=waiting"))
    assert "没有逾期的检查结果" in text(lead.get("/office/results/overdue/"))
    monkeypatch.setattr(clock, "now", lambda: AT.replace(month=6))

    late = text(lead.get("/office/results/overdue/"))

    assert row.name in late
    assert "5月8日 以前公示" in late


def test_the_subject_reads_the_result_by_the_visits_code(own: Bureau) -> None:
    row = approvals.with_breach(own)
    VisitCode.objects.create(visit=row.visit, code="ABCDEFGHJKMN", made_at=AT, entry=0)
    InspectionTask.objects.update(arrived_at=AT)
    page = "/v/ABCDEFGHJKMN/"
    assert "发现问题已责令改正" not in text(Client().get(page))

    accept(own, row)

    assert "发现问题已责令改正" in text(Client().get(page))


def test_the_notice_of_results_begins_with_what_was_entered(own: Bureau) -> None:
    row = approvals.with_breach(own)

    page = text(client_of(own, "officer-1").get(f"/office/visits/{row.visit_id}/tell/"))

    chosen = '<option value="发现问题已责令改正" selected>'
    assert page.count(chosen) == 2
    assert "两名员工没有订立书面劳动合同" in page
    assert "责令改正。" in page
