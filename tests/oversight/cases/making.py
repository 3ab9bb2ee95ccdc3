"""A case of a stocked bureau, taken as far as a test wants it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from oversight.cases.models import Case, Referral, ReferralPackage
from oversight.cases.rules.decisions import Penalty
from oversight.cases.services import (
    deciding,
    executing,
    filing,
    investigating,
    packaging,
    referring,
    telling,
)
from oversight.cases.services.deciding import DecisionInput
from oversight.cases.services.filing import NewCase
from oversight.cases.services.investigating import NewEvidence
from oversight.cases.services.referring import NewReferral
from oversight.cases.services.telling import NoticeInput
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import registering
from oversight.inspections.services.registering import NewVisit
from oversight.registry.models import Inspector, Item, Subject
from tests.support.platform_factory import NOON, Bureau

STOCK = {"subjects": 3, "inspectors": 3}
AT = NOON
TODAY = NOON.date()
SMALL = Penalty(kinds=frozenset({"fine"}), fine=500_000)
LARGE = Penalty(kinds=frozenset({"fine"}), fine=5_000_000)


def later(days: int) -> datetime:
    return AT + timedelta(days=days)


def officers(own: Bureau) -> list[int]:
    rows = Inspector.objects.filter(bureau=own.organisation).order_by("number")
    return list(rows.values_list("pk", flat=True))


def visited(own: Bureau) -> InspectionTask:
    subject = Subject.objects.filter(bureau=own.organisation).order_by("code")[0]
    item = Item.objects.get(bureau=own.organisation, code="LDBZ-01")
    visit = NewVisit(
        subject_id=subject.pk,
        source="complaint",
        item_ids=[item.pk],
        officer_ids=officers(own)[:2],
        on=date(2026, 3, 25),
        reason="反映拖欠工资",
        reference="12345-2026-0317",
    )
    return registering.register(actor=own.actors["clerk"], visit=visit, at=AT)


def begun(own: Bureau, **changes: Any) -> Case:
    visit_id = changes.pop("visit_id", None) or visited(own).pk
    clue = NewCase(
        visit_id=visit_id,
        finding="V05",
        facts="拖欠12名职工工资，合计86,400.00元。",
        basis="",
        discovered_on=TODAY,
        act_ended_on=date(2026, 2, 28),
    )
    return filing.begin(actor=own.actors["clerk"], clue=replace(clue, **changes), at=AT)


def filed(own: Bureau, **changes: Any) -> Case:
    case = begun(own, **changes)
    filing.submit(actor=own.actors["clerk"], case_id=case.pk, opinion="建议立案", at=AT)
    return filing.approve(actor=own.actors["approver"], case_id=case.pk, opinion="", at=AT)


def assigned(own: Bureau, **changes: Any) -> Case:
    lead, second = officers(own)[:2]
    return investigating.assign(
        actor=own.actors["clerk"],
        case_id=filed(own, **changes).pk,
        lead_id=lead,
        second_id=second,
        at=AT,
    )


def investigated(own: Bureau, **changes: Any) -> Case:
    case, clerk = assigned(own, **changes), own.actors["clerk"]
    evidence = investigating.collect(
        actor=clerk,
        case_id=case.pk,
        evidence=NewEvidence(kind="document", title="工资表", source="企业提供", taken_on=TODAY),
        at=AT,
    )
    investigating.judge(actor=clerk, evidence_id=evidence.pk, is_accepted=True, reason="", at=AT)
    return Case.objects.get(pk=case.pk)


def notice(penalty: Penalty = SMALL, **changes: Any) -> NoticeInput:
    row = NoticeInput(
        penalty=penalty,
        grounds="工资表、笔录证实",
        basis="《劳动保障监察条例》第二十六条",
        until=TODAY + timedelta(days=5),
        contact="任清和 0379-0000003",
    )
    return replace(row, **changes)


def told(own: Bureau, penalty: Penalty = SMALL, **changes: Any) -> Case:
    case = investigated(own, **changes)
    return telling.tell(actor=own.actors["clerk"], case_id=case.pk, notice=notice(penalty), at=AT)


def proposed(own: Bureau, **changes: Any) -> Case:
    case = told(own, **changes)
    return deciding.propose(
        actor=own.actors["clerk"], case_id=case.pk, opinion="拟按告知处罚", at=later(6)
    )


def decision(penalty: Penalty = SMALL, **changes: Any) -> DecisionInput:
    row = DecisionInput(
        outcome="penalty",
        grounds="逾期没有支付",
        basis="《劳动保障监察条例》第二十六条",
        penalty=penalty,
    )
    return replace(row, **changes)


def decided(own: Bureau, **changes: Any) -> Case:
    case = proposed(own, **changes)
    deciding.decide(actor=own.actors["approver"], case_id=case.pk, decided=decision(), at=later(7))
    return Case.objects.get(pk=case.pk)


def served(own: Bureau, **changes: Any) -> Case:
    case = decided(own, **changes)
    return deciding.serve(
        actor=own.actors["clerk"],
        case_id=case.pk,
        on=later(8).date(),
        manner="direct",
        receiver="前台李静",
        at=later(8),
    )


def executed(own: Bureau) -> Case:
    case, clerk = served(own), own.actors["clerk"]
    day = later(9).date()
    executing.pay(
        actor=clerk, case_id=case.pk, on=day, amount=500_000, reference="票001", at=later(9)
    )
    return executing.execute(actor=clerk, case_id=case.pk, performance="party", on=day, at=later(9))


def closed(own: Bureau) -> Case:
    case = executed(own)
    key: dict[str, Any] = {"case_id": case.pk, "at": later(10)}
    executing.submit_closing(actor=own.actors["clerk"], opinion="建议结案", **key)
    return executing.close(actor=own.actors["approver"], opinion="", **key)


def matter(own: Bureau, **changes: Any) -> NewReferral:
    row = NewReferral(
        visit_id=changes.pop("visit_id", None) or visited(own).pk,
        kind="agency",
        receiver="青禾区税务局",
        finding="V10",
        facts="少缴2025年度社会保险费。",
        basis="《社会保险法》第六十三条",
    )
    return replace(row, **changes)


def reported(own: Bureau, **changes: Any) -> Referral:
    return referring.report(actor=own.actors["clerk"], matter=matter(own, **changes), at=AT)


def sent(own: Bureau, **changes: Any) -> Referral:
    referral = reported(own, **changes)
    key: dict[str, Any] = {"referral_id": referral.pk, "at": AT}
    referring.approve(actor=own.actors["approver"], opinion="", **key)
    return referring.send(actor=own.actors["clerk"], way="专人", contact="任清和", **key)


def police(own: Bureau, **changes: Any) -> Referral:
    """Report the suspicion of a crime to the police, and have it approved and sent."""
    lead, second = officers(own)[:2]
    crime: dict[str, Any] = {"kind": "police", "receiver": "青禾区公安局", "finding": "V05"}
    return sent(own, **crime, officer_ids=(lead, second), **changes)


def packed(own: Bureau, **changes: Any) -> ReferralPackage:
    referral = police(own, **changes)
    return packaging.pack(actor=own.actors["clerk"], referral_id=referral.pk, at=AT)


def received(own: Bureau, **changes: Any) -> Referral:
    referral = sent(own, **changes)
    return referring.receive(
        actor=own.actors["clerk"],
        referral_id=referral.pk,
        on=TODAY,
        receiver="窗口王明",
        at=AT,
    )
