"""From a finding to its correction, or to a clue for a case; each step on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from oversight.audit.differences import Difference
from oversight.audit.reconciliation import Range
from oversight.common.errors import DomainError, FieldsError, NotAllowedError, NotFoundError
from oversight.documents.rules.service import ServiceFacts
from oversight.documents.services import issuing
from oversight.files.models import StoredFile
from oversight.files.uses import used_files
from oversight.inspections import caps
from oversight.inspections.services import approvals
from oversight.rectifications import reconciliation, rules, selectors
from oversight.rectifications.models import CaseClue, EnterpriseReport, Proof, Rectification
from oversight.rectifications.rules import NewPoint
from oversight.rectifications.services import extensions, opening, orders, rechecks, reporting
from oversight.rectifications.services.rechecks import Conclusion, RecheckPlan
from oversight.rectifications.services.recording import Upload
from oversight.registry.models import InspectionRecord
from tests.oversight.rectifications import findings
from tests.oversight.rectifications.findings import TODAY, later
from tests.support.platform_factory import NOON, Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
STOCK = {"subjects": 2, "inspectors": 3}


def differences() -> list[Difference]:
    steps = list(reconciliation.check(Range(is_whole=True, first=0)))
    return [difference for _, _, some in steps for difference in some]


def ask_days(own: Bureau, row: Rectification, at: Any = NOON, **changes: Any) -> Any:
    asked = {"days": 10, "reason": "法定代表人住院", **changes}
    clerk = own.actors["clerk"]
    return extensions.ask(actor=clerk, rectification_id=row.pk, at=at, **asked)


def test_a_finding_opens_its_rectification_once(own: Bureau) -> None:
    result = findings.visited(own).results.get()
    call: dict[str, Any] = {
        "actor": own.actors["clerk"],
        "result": result,
        "finding_code": "DHC",
        "points": findings.POINTS,
        "at": NOON,
    }

    first, second = opening.open_for(**call), opening.open_for(**call)

    assert first.pk == second.pk
    assert first.owner_id == result.section_id
    assert [point.what for point in first.points.all()] == [
        "与3名职工没有订立书面劳动合同",
        "没有建立职工名册",
    ]
    assert selectors.open_for_visit(first.visit_id)
    assert differences() == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"finding_code": "WFX"}, "这种检查结果不用责令改正"),
        ({"points": ()}, "请至少写一条需要改正的问题"),
        ({"points": (NewPoint(what="欠薪", provision=" "),)}, "第 1 条没有写违反的规定"),
        ({"points": (NewPoint(what="", provision="第十条"),)}, "第 1 条没有写存在的问题"),
    ],
)
def test_what_a_finding_lacks_is_said(own: Bureau, changes: dict[str, Any], says: str) -> None:
    with pytest.raises(FieldsError, match=says):
        findings.opened(own, **changes)

    assert not Rectification.objects.exists()


def test_nothing_is_ordered_before_officers_were_there(own: Bureau) -> None:
    row = findings.reported(own)
    plan = RecheckPlan(officer_ids=findings.officers(own)[:2], on=date(2026, 3, 23))
    clerk = own.actors["clerk"]
    row = rechecks.arrange(actor=clerk, rectification_id=row.pk, plan=plan, at=later(4))
    assert row.recheck is not None

    with pytest.raises(DomainError, match="检查人员到场以后才能责令改正"):
        findings.opened(own, visit=row.recheck)


def test_the_term_runs_from_the_day_after_the_service(own: Bureau) -> None:
    row = findings.ordered(own)
    before = row.due_on

    row = orders.serve(
        actor=own.actors["clerk"],
        rectification_id=row.pk,
        facts=findings.HANDED,
        served_at=later(2),
        at=later(4),
    )

    assert before is None
    assert (row.state, row.due_on) == ("correcting", date(2026, 4, 4))
    assert row.service is not None
    assert row.service.receipt.type == "receipt"
    assert row.order is not None
    assert "2000元以上2万元以下" in row.order.data["consequence"]
    assert differences() == []


def test_a_service_says_what_its_way_asks_for(own: Bureau) -> None:
    with pytest.raises(FieldsError, match="电子送达须经当事人同意"):
        findings.served(own, replace(findings.HANDED, way="electronic", reference="邮件"))

    assert Rectification.objects.get().state == "opened"


def test_a_public_notice_counts_when_its_days_are_over(own: Bureau) -> None:
    row = findings.served(own, ServiceFacts(way="public", place="局网站", reference="公告3号"))
    clerk = own.actors["clerk"]
    assert (row.state, row.service and row.service.served_on) == ("served", date(2026, 4, 17))

    with pytest.raises(DomainError, match="公告要到2026年4月17日才视为送达"):
        orders.begin(actor=clerk, rectification_id=row.pk, at=later(29))
    row = orders.begin(actor=clerk, rectification_id=row.pk, at=later(30))

    assert (row.state, row.due_on) == ("correcting", date(2026, 5, 2))
    assert differences() == []


def test_a_term_beyond_the_limit_is_refused(own: Bureau) -> None:
    row = findings.opened(own)

    with pytest.raises(FieldsError, match="改正期限应为 1 至 30 日"):
        orders.issue(
            actor=own.actors["clerk"],
            rectification_id=row.pk,
            order=replace(findings.ORDER, days=31),
            at=NOON,
        )


def test_a_void_order_is_issued_anew_before_it_is_served(own: Bureau) -> None:
    row = findings.ordered(own)
    clerk = own.actors["clerk"]
    call: dict[str, Any] = {"actor": clerk, "rectification_id": row.pk, "at": NOON}
    with pytest.raises(DomainError, match="已经出具指令书"):
        orders.issue(**call, order=findings.ORDER)
    issuing.void_document(
        document_id=row.order_id or 0, reason="写错", actor=own.actors["approver"], at=NOON
    )

    with pytest.raises(DomainError, match="还没有出具指令书，或已经作废"):
        orders.serve(**call, facts=findings.HANDED, served_at=NOON)
    renewed = orders.issue(**call, order=findings.ORDER)

    assert renewed.order is not None
    assert renewed.order.place == 2


def test_an_enterprise_reports_by_its_link_without_an_account(own: Bureau) -> None:
    row, token = findings.linked(own)

    report = reporting.report(
        token=token,
        report=findings.REPORT,
        uploads=[findings.picture(), findings.picture("名册.png")],
        address="10.0.0.9",
        at=later(3),
    )

    row.refresh_from_db()
    proof = Proof.objects.filter(report=report)[0]
    assert row.state == "reported"
    assert report.receipt_number == f"{row.number}-1"
    assert (own.organisation.pk, proof.digest) in used_files()
    assert StoredFile.objects.get(digest=proof.digest).uploaded_user is None
    assert row.link == rules.link_digest(token)
    assert differences() == []


def test_a_new_link_ends_the_old_one(own: Bureau) -> None:
    row, token = findings.linked(own)
    orders.send_link(actor=own.actors["clerk"], rectification_id=row.pk, at=NOON)

    with pytest.raises(NotFoundError, match="已经换发了新的"):
        reporting.report(token=token, report=findings.REPORT, address="", at=NOON)


def test_a_report_needs_words_and_a_name_and_files_of_a_kind(own: Bureau) -> None:
    _, token = findings.linked(own)
    call: dict[str, Any] = {"token": token, "address": "", "at": NOON}
    program = Upload(name="a.exe", chunks=[b"MZ\x90\x00 program"])

    with pytest.raises(FieldsError, match=r"请写改正情况.*请写报告人的姓名"):
        reporting.report(**call, report=replace(findings.REPORT, text=" ", reporter=""))
    with pytest.raises(DomainError, match=r"a\.exe：不收这种文件"):
        reporting.report(**call, report=findings.REPORT, uploads=[program])
    with pytest.raises(DomainError, match="一次最多 9 个文件"):
        reporting.report(**call, report=findings.REPORT, uploads=[program] * 10)

    assert not EnterpriseReport.objects.exists()


def test_all_corrected_closes_it_and_the_visit_may_close(own: Bureau) -> None:
    row = findings.concluded(own, "corrected", "corrected")

    assert (row.state, row.closed_on) == ("corrected", date(2026, 3, 23))
    assert [point.note for point in row.points.all()] == ["看了合同原件", "看了合同原件"]
    assert not selectors.open_for_visit(row.visit_id)
    assert differences() == []


def test_the_recheck_is_a_visit_of_its_own_outside_the_cap(own: Bureau) -> None:
    row = findings.rechecking(own)
    recheck = row.recheck
    assert recheck is not None

    record = InspectionRecord.objects.get(draw_number=recheck.number)
    answer = caps.answers(recheck, TODAY)[0]

    assert (recheck.source, recheck.exempt) == ("recheck", "整改核查(回访)")
    assert record.exempt == "整改核查(回访)"
    assert {slot.inspector_id for slot in recheck.slots.all()} == set(findings.officers(own)[1:3])
    assert answer.all_visits == answer.counted + 1


def test_a_conclusion_needs_every_point_and_somebody_there(own: Bureau) -> None:
    row = findings.rechecking(own)
    clerk = own.actors["clerk"]
    first = row.points.all()[0]
    call: dict[str, Any] = {"actor": clerk, "rectification_id": row.pk, "at": later(5)}

    with pytest.raises(FieldsError, match="请选第 2 条的结论"):
        rechecks.conclude(**call, conclusions={first.pk: Conclusion(state="corrected")})
    with pytest.raises(FieldsError, match="第 1 条没有改好，请写看到的情况"):
        rechecks.conclude(**call, conclusions={first.pk: Conclusion(state="partly")})

    assert {point.state for point in row.points.all()} == {"open"}
    row.recheck.state = "registered"  # type: ignore[union-attr]
    row.recheck.save()  # type: ignore[union-attr]
    with pytest.raises(DomainError, match="回访还没有到场"):
        rechecks.conclude(**call, conclusions={})


def test_a_recheck_that_was_withdrawn_is_arranged_anew(own: Bureau) -> None:
    row = findings.reported(own)
    clerk, head = own.actors["clerk"], own.actors["approver"]
    plan = RecheckPlan(officer_ids=findings.officers(own)[:2], on=date(2026, 3, 23))
    call: dict[str, Any] = {"actor": clerk, "rectification_id": row.pk, "plan": plan}
    first = rechecks.arrange(**call, at=later(4))
    with pytest.raises(DomainError, match="回访已经安排"):
        rechecks.arrange(**call, at=later(4))

    approvals.withdraw(actor=head, visit_id=first.recheck_id or 0, reason="停产", at=later(4))
    second = rechecks.arrange(**call, at=later(4))

    assert second.recheck_id != first.recheck_id
    assert second.state == "rechecking"


def test_no_recheck_before_a_report_or_the_end_of_the_term(own: Bureau) -> None:
    row = findings.served(own)
    plan = RecheckPlan(officer_ids=findings.officers(own)[:2], on=date(2026, 4, 8))
    call: dict[str, Any] = {
        "actor": own.actors["clerk"],
        "rectification_id": row.pk,
        "plan": plan,
    }

    with pytest.raises(DomainError, match="企业还没有报告，改正期也没有满"):
        rechecks.arrange(**call, at=later(15))
    row = rechecks.arrange(**call, at=later(16))

    assert row.state == "rechecking"


def test_an_extension_is_asked_once_and_decided_by_another(own: Bureau) -> None:
    row = findings.concluded(own, "corrected", "partly")
    asked = ask_days(own, row, later(5))
    head = own.actors["approver"]
    with pytest.raises(DomainError, match="已经申请延期，等负责人决定"):
        ask_days(own, row, later(5))
    with pytest.raises(NotAllowedError):
        extensions.grant(actor=own.actors["clerk"], extension_id=asked.pk, at=later(5))

    extensions.grant(actor=head, extension_id=asked.pk, at=later(5))

    row.refresh_from_db()
    assert (row.state, row.due_on) == ("correcting", date(2026, 4, 12))
    assert differences() == []
    with pytest.raises(DomainError, match="规则最多延期 1 次，已经用完"):
        ask_days(own, row, later(6))


def test_an_extension_is_refused_with_a_reason(own: Bureau) -> None:
    row = findings.served(own)
    asked = ask_days(own, row)
    head = own.actors["approver"]

    with pytest.raises(DomainError, match="请写不同意的理由"):
        extensions.refuse(actor=head, extension_id=asked.pk, answer=" ", at=NOON)
    extensions.refuse(actor=head, extension_id=asked.pk, answer="没有正当理由", at=NOON)

    row.refresh_from_db()
    assert row.due_on == date(2026, 4, 2)
    with pytest.raises(DomainError, match="这个延期申请已经决定过"):
        extensions.grant(actor=head, extension_id=asked.pk, at=NOON)


@pytest.mark.parametrize(
    ("changes", "says"), [({"days": 31}, "1 至 30"), ({"reason": " "}, "请写延期的理由")]
)
def test_an_extension_needs_days_and_a_reason(
    own: Bureau, changes: dict[str, Any], says: str
) -> None:
    row = findings.served(own)

    with pytest.raises(DomainError, match=says):
        ask_days(own, row, **changes)


def test_what_is_not_put_right_becomes_a_clue_for_a_case(own: Bureau) -> None:
    row = findings.served(own)
    call: dict[str, Any] = {"actor": own.actors["clerk"], "rectification_id": row.pk}
    with pytest.raises(DomainError, match="改正期还没有满"):
        extensions.escalate(**call, reason="没有改", at=later(15))

    clue = extensions.escalate(**call, reason="逾期没有报告", at=later(16))

    row.refresh_from_db()
    assert (row.state, row.end_reason) == ("escalated", "逾期没有报告")
    assert list(selectors.clues(own.organisation.pk)) == [CaseClue.objects.get(pk=clue.pk)]
    assert clue.number == f"{row.number}-XS"
    assert differences() == []


def test_an_extension_that_waits_stops_the_handing_over(own: Bureau) -> None:
    row = findings.served(own)
    ask_days(own, row, later(14))

    with pytest.raises(DomainError, match="还有延期的申请在等决定"):
        extensions.escalate(
            actor=own.actors["clerk"], rectification_id=row.pk, reason="没改", at=later(16)
        )


def test_a_correction_on_the_spot_is_accepted_by_another(own: Bureau) -> None:
    row = findings.opened(own, finding_code="YGZ")
    clerk, head = own.actors["clerk"], own.actors["approver"]
    call: dict[str, Any] = {"rectification_id": row.pk, "at": NOON}
    with pytest.raises(DomainError, match="当场改正要有照片"):
        rechecks.prove_on_the_spot(actor=clerk, uploads=[], **call)
    rechecks.prove_on_the_spot(actor=clerk, uploads=[findings.picture()], **call)
    with pytest.raises(NotAllowedError):
        rechecks.accept_proof(actor=clerk, **call)

    row = rechecks.accept_proof(actor=head, **call)

    assert (row.state, row.closed_on) == ("corrected", TODAY)
    assert {point.state for point in row.points.all()} == {"corrected"}
    assert differences() == []


def test_a_correction_on_the_spot_may_be_returned_and_needs_an_order(own: Bureau) -> None:
    row = findings.opened(own, finding_code="YGZ")
    call: dict[str, Any] = {"rectification_id": row.pk, "at": NOON}
    rechecks.prove_on_the_spot(actor=own.actors["clerk"], uploads=[findings.picture()], **call)

    with pytest.raises(DomainError, match="请写退回的理由"):
        rechecks.return_proof(actor=own.actors["approver"], reason="", **call)
    row = rechecks.return_proof(actor=own.actors["approver"], reason="看不清", **call)

    assert (row.state, row.is_on_the_spot) == ("opened", False)
    assert differences() == []


def test_one_opened_by_mistake_is_cancelled_with_a_reason(own: Bureau) -> None:
    row = findings.opened(own)
    call: dict[str, Any] = {"actor": own.actors["approver"], "rectification_id": row.pk}

    with pytest.raises(DomainError, match="请写撤销的理由"):
        opening.cancel(**call, reason=" ", at=NOON)
    row = opening.cancel(**call, reason="属于劳动争议", at=NOON)

    assert (row.state, row.end_reason) == ("cancelled", "属于劳动争议")
    assert opening.is_over(row)
