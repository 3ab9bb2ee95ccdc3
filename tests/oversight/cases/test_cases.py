"""A case goes its way from the clue to the closing, and refuses what the law refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from oversight.audit.differences import Difference
from oversight.cases import deadlines, reconciliation, search, selectors, standing, todos
from oversight.cases.models import Case, Decision
from oversight.cases.rules.decisions import Penalty
from oversight.cases.services import deciding, executing, filing, investigating, revoking, telling
from oversight.cases.services.investigating import NewEvidence
from oversight.cases.services.revoking import Revocation
from oversight.common.contributions import SearchQuery
from oversight.common.errors import DomainError, FieldsError, NotAllowedError, NotFoundError
from oversight.documents import selectors as documents
from oversight.registry.models import Inspector
from tests.oversight.cases import making
from tests.oversight.cases.making import AT, LARGE, SMALL, TODAY, later
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
STOCK = making.STOCK


def differences() -> list[Difference]:
    steps = [*reconciliation.check_cases(None), *reconciliation.check_referrals(None)]  # type: ignore[arg-type]
    return [row for _, _, rows in steps for row in rows]


def test_a_case_goes_from_the_clue_to_the_closing(own: Bureau) -> None:
    case = making.closed(own)

    assert case.state == "closed"
    assert case.number.endswith("-AJ20260001")
    assert [row.act for row in case.acts.all()] == [
        *("begin", "submit", "file", "assign", "collect", "judge", "tell", "propose"),
        *("decide", "serve", "pay", "execute", "submit_closing", "close"),
    ]
    assert [row.type for row in documents.documents_about("case", case.number)][::-1] == [
        *("case-filing", "penalty-notice", "penalty", "case-closing"),
    ]
    assert differences() == []


def test_a_case_keeps_the_number_of_its_inspection(own: Bureau) -> None:
    case = making.begun(own)

    found = selectors.find_cases(
        own.actors["clerk"], selectors.CaseQuestion(words=case.visit.number)
    )
    assert [row.pk for row in found] == [case.pk]
    assert case.basis.startswith("《劳动合同法》第八十五条")


def test_who_asked_or_investigates_does_not_decide(own: Bureau) -> None:
    case = making.proposed(own)
    approver = own.actors["approver"]
    Inspector.objects.filter(pk=case.lead_id or 0).update(user_id=approver.user_id)

    with pytest.raises(DomainError, match="您是本案的办案人员"):
        deciding.decide(actor=approver, case_id=case.pk, decided=making.decision(), at=later(7))
    with pytest.raises(NotAllowedError):
        deciding.decide(
            actor=own.actors["clerk"], case_id=case.pk, decided=making.decision(), at=later(7)
        )


def test_the_legal_reviewer_is_no_investigator(own: Bureau) -> None:
    case = making.told(own, LARGE)
    key: dict[str, Any] = {"case_id": case.pk, "at": later(20)}
    telling.submit_review(actor=own.actors["clerk"], opinion="送审", **key)
    lead = own.actors["reviewer"]
    Inspector.objects.filter(pk=case.second_id or 0).update(user_id=lead.user_id)

    with pytest.raises(DomainError, match="不能自己审核"):
        telling.pass_review(actor=lead, opinion="同意", **key)


def test_a_large_fine_brings_hearing_and_review(own: Bureau) -> None:
    case = making.told(own, LARGE)
    clerk = own.actors["clerk"]
    key: dict[str, Any] = {"case_id": case.pk}
    assert (case.has_hearing_right, case.needs_review) == (True, True)

    with pytest.raises(DomainError, match="须经法制审核"):
        deciding.propose(actor=clerk, opinion="报请", at=later(20), **key)
    with pytest.raises(DomainError, match="可以陈述、申辩、要求听证"):
        telling.submit_review(actor=clerk, opinion="送审", at=later(1), **key)
    with pytest.raises(DomainError, match="要求听证的期限到"):
        telling.ask_hearing(actor=clerk, on=later(12).date(), at=later(12), **key)
    telling.ask_hearing(actor=clerk, on=later(1).date(), at=later(1), **key)
    asked: dict[str, Any] = {
        "notified_on": later(2).date(),
        "host": "申时雨",
        "opinion": "事实清楚",
    }
    with pytest.raises(DomainError, match="7 个工作日以前通知"):
        telling.hold_hearing(actor=clerk, on=later(5).date(), at=later(20), **asked, **key)
    host = {**asked, "host": Inspector.objects.get(pk=case.lead_id or 0).name}
    with pytest.raises(DomainError, match="主持人不能是本案的办案人员"):
        telling.hold_hearing(actor=clerk, on=later(15).date(), at=later(20), **host, **key)
    heard = telling.hold_hearing(actor=clerk, on=later(15).date(), at=later(20), **asked, **key)
    assert (heard.state, heard.has_defence) == ("told", True)


def test_nobody_is_punished_harder_for_a_defence_without_reason(own: Bureau) -> None:
    case = making.told(own)
    clerk, approver = own.actors["clerk"], own.actors["approver"]
    telling.defend(
        actor=clerk, case_id=case.pk, on=TODAY, statement="有困难", reply="不采纳", at=AT
    )
    deciding.propose(actor=clerk, case_id=case.pk, opinion="报请", at=AT)
    heavier = making.decision(penalty=replace(SMALL, fine=500_001))

    with pytest.raises(FieldsError, match="不得因当事人陈述、申辩、听证而给予更重的处罚"):
        deciding.decide(actor=approver, case_id=case.pk, decided=heavier, at=AT)
    assert not Decision.objects.exists()
    with_reason = replace(heavier, heavier_reason="又查明三名职工")
    decision = deciding.decide(actor=approver, case_id=case.pk, decided=with_reason, at=AT)
    assert (decision.fine, decision.heavier_reason) == (500_001, "又查明三名职工")
    assert decision.document is not None
    assert "不采纳" in decision.document.data["defence"]


def test_there_is_no_penalty_without_a_notice_before(own: Bureau) -> None:
    case = making.investigated(own)
    clerk, approver = own.actors["clerk"], own.actors["approver"]
    deciding.conclude(actor=clerk, case_id=case.pk, opinion="建议不予处罚", at=AT)

    with pytest.raises(DomainError, match="还没有告知当事人"):
        deciding.decide(
            actor=approver,
            case_id=case.pk,
            decided=making.decision(heavier_reason="无"),
            at=AT,
        )
    nothing = making.decision(penalty=Penalty(kinds=frozenset()), outcome="no_penalty")
    decision = deciding.decide(actor=approver, case_id=case.pk, decided=nothing, at=AT)
    assert decision.document is not None
    assert decision.document.type == "no-penalty"


def test_no_investigation_ends_without_judged_evidence(own: Bureau) -> None:
    case, clerk = making.assigned(own), own.actors["clerk"]
    with pytest.raises(DomainError, match="还没有采信的证据"):
        telling.tell(actor=clerk, case_id=case.pk, notice=making.notice(), at=AT)
    row = NewEvidence(kind="site", title="笔录", source="现场", taken_on=TODAY)
    evidence = investigating.collect(actor=clerk, case_id=case.pk, evidence=row, at=AT)

    with pytest.raises(DomainError, match="证据“笔录”还没有审查"):
        telling.tell(actor=clerk, case_id=case.pk, notice=making.notice(), at=AT)
    with pytest.raises(DomainError, match="请写不采信的理由"):
        investigating.judge(
            actor=clerk, evidence_id=evidence.pk, is_accepted=False, reason="", at=AT
        )


def test_a_breach_too_old_is_warned_of_with_its_day(own: Bureau) -> None:
    case = making.begun(own, act_ended_on=date(2024, 2, 29))
    clerk = own.actors["clerk"]

    with pytest.raises(DomainError, match="到2026年2月28日没有发现的不再处罚"):
        filing.submit(actor=clerk, case_id=case.pk, opinion="立案", at=AT)
    Case.objects.filter(pk=case.pk).update(is_grave=True)
    assert filing.submit(actor=clerk, case_id=case.pk, opinion="立案", at=AT).state == "awaiting"


def test_unpaid_contributions_are_not_filed_but_referred(own: Bureau) -> None:
    case = making.begun(own, finding="V10")

    with pytest.raises(DomainError, match="请改为“移送其他部门”"):
        filing.submit(actor=own.actors["clerk"], case_id=case.pk, opinion="立案", at=AT)


def test_a_crime_is_handed_over_before_anything_is_fined(own: Bureau) -> None:
    case = making.told(own)
    clerk, approver = own.actors["clerk"], own.actors["approver"]
    investigating.suspect(actor=clerk, case_id=case.pk, suspicion="十人以上六万元", at=AT)
    deciding.propose(actor=clerk, case_id=case.pk, opinion="报请", at=later(6))

    with pytest.raises(DomainError, match="不能以行政处罚代替移送"):
        deciding.decide(actor=approver, case_id=case.pk, decided=making.decision(), at=later(7))
    making.received(
        own,
        visit_id=case.visit_id,
        case_id=case.pk,
        kind="police",
        receiver="青禾区公安局",
        finding="V05",
        officer_ids=tuple(making.officers(own)[:2]),
    )
    deciding.decide(actor=approver, case_id=case.pk, decided=making.decision(), at=later(7))
    assert Case.objects.get(pk=case.pk).state == "decided"


def test_money_is_exact_and_paid_in_parts(own: Bureau) -> None:
    case, clerk = making.served(own), own.actors["clerk"]
    approver = own.actors["approver"]
    key: dict[str, Any] = {"case_id": case.pk, "at": later(9)}
    day = later(9).date()
    parts = [(later(30).date(), 250_000), (later(60).date(), 249_999)]
    with pytest.raises(DomainError, match=r"各期合计4,999\.99元，未缴的是5,000\.00元"):
        executing.grant_instalments(actor=approver, parts=parts, reason="困难", **key)
    parts[1] = (parts[1][0], 250_000)
    executing.grant_instalments(actor=approver, parts=parts, reason="困难", **key)
    executing.pay(actor=clerk, on=day, amount=250_000, reference="票1", **key)

    with pytest.raises(DomainError, match=r"还有2,500\.00元没有缴"):
        executing.execute(actor=clerk, performance="party", on=day, **key)
    with pytest.raises(DomainError, match=r"不超过未缴的2,500\.00元"):
        executing.pay(actor=clerk, on=day, amount=250_001, reference="票2", **key)
    due = list(deadlines.deadlines(clerk, later(9), later(99).date()))
    assert ("分期缴纳", later(60).date()) in [(row.title[:4], row.on) for row in due]
    assert differences() == []


def test_a_penalty_without_repair_notice_is_not_served(own: Bureau) -> None:
    case = making.decided(own)
    assert case.decision.document is not None
    assert "信用修复不收费" in case.decision.document.data["repair"]
    Decision.objects.update(has_repair_notice=False)
    given: dict[str, Any] = {
        "manner": "direct",
        "receiver": "李静",
        "on": later(8).date(),
        "at": later(8),
    }

    with pytest.raises(DomainError, match="没有附信用修复告知"):
        deciding.serve(actor=own.actors["clerk"], case_id=case.pk, **given)
    given["manner"] = "electronic"
    with pytest.raises(DomainError, match="电子送达须有当事人签名的同意书"):
        deciding.serve(actor=own.actors["clerk"], case_id=case.pk, **given)


def test_a_revoked_decision_lists_all_that_must_be_undone(own: Bureau) -> None:
    case, clerk = making.closed(own), own.actors["clerk"]
    revoking.revoke(
        actor=own.actors["approver"],
        case_id=case.pk,
        revocation=Revocation(
            by="court", number="（2026）豫0181行初1号", on=later(10).date(), reason="程序违法"
        ),
        at=later(10),
    )
    case = Case.objects.get(pk=case.pk)

    rows = {row.kind: row.text for row in case.decision.consequences.all()}
    assert list(rows) == ["takedown", "credit", "refund", "grade", "party"]
    assert rows["refund"] == "退还已经缴纳的5,000.00元"
    clocks = {row.term.key: row.on for row in standing.case_clocks(case, later(10))}
    assert clocks["case_credit"] == date(2026, 3, 30)
    assert clocks["case_takedown"] == date(2026, 4, 1)
    assert any(row.title.startswith("办理撤销的后果") for row in todos.todos(clerk, AT))
    revoking.settle(
        actor=clerk, case_id=case.pk, kind="credit", on=later(10).date(), note="已撤", at=later(10)
    )
    with pytest.raises(DomainError, match="已经办过"):
        revoking.settle(
            actor=clerk,
            case_id=case.pk,
            kind="credit",
            on=later(10).date(),
            note="再撤",
            at=later(10),
        )
    assert differences() == []


def test_things_kept_are_decided_on_before_the_investigation_ends(own: Bureau) -> None:
    case, clerk = making.investigated(own), own.actors["clerk"]
    seizure = investigating.seize(
        actor=clerk,
        case_id=case.pk,
        goods="账册两本",
        place="本单位",
        approved_by="郑怀瑾",
        on=TODAY,
        at=AT,
    )
    due = {row.term.key: row.on for row in standing.case_clocks(case, AT)}
    with pytest.raises(DomainError, match="登记保存的物品还没有处理"):
        telling.tell(actor=clerk, case_id=case.pk, notice=making.notice(), at=AT)

    investigating.handle_seizure(
        actor=clerk, seizure_id=seizure.pk, on=TODAY, handling="退还", at=AT
    )

    assert due["case_seizure"] == date(2026, 3, 27)
    telling.tell(actor=clerk, case_id=case.pk, notice=making.notice(), at=AT)


def test_a_term_is_extended_once(own: Bureau) -> None:
    case, approver = making.assigned(own), own.actors["approver"]
    investigating.extend(actor=approver, case_id=case.pk, reason="案情复杂", at=AT)

    with pytest.raises(DomainError, match="已经延长过一次"):
        investigating.extend(actor=approver, case_id=case.pk, reason="还是复杂", at=AT)


def test_officers_are_two_and_able(own: Bureau) -> None:
    case = making.filed(own)
    lead = making.officers(own)[0]

    with pytest.raises(DomainError, match="不能是同一个人"):
        investigating.assign(
            actor=own.actors["clerk"], case_id=case.pk, lead_id=lead, second_id=lead, at=AT
        )


def test_a_case_of_another_bureau_is_not_there(own: Bureau, foreign: Bureau) -> None:
    case = making.begun(own)

    with pytest.raises(NotFoundError, match="没有这个案件"):
        selectors.case_for(foreign.actors["approver"], case.pk)
    assert not selectors.cases(foreign.actors["supervisor"]).exists()


def test_cases_are_found_due_and_waiting(own: Bureau) -> None:
    case = making.begun(own)
    clerk = own.actors["clerk"]

    (found, _) = search.search(clerk, SearchQuery(words=case.number, on=TODAY, limit=5))
    assert [row.title for row in found.results] == [case.name]
    due = [row.title for row in deadlines.deadlines(clerk, AT, later(10).date())]
    assert due == [f"决定是否立案的期限（河南）：{case.name}"]
    assert [row.title for row in todos.todos(clerk, AT)] == [f"报请立案：{case.name}"]


def test_what_was_changed_behind_the_program_is_told(own: Bureau) -> None:
    case = making.decided(own)
    Decision.objects.update(fine=1)
    Case.objects.filter(pk=case.pk).update(state="closed")

    assert {(row.field, row.logged, row.stored) for row in differences()} == {
        ("状态", "已决定", "已结案"),
        ("罚款（分）", "500000", "1"),
    }
