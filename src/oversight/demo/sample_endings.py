"""How two findings of the fictional bureau ended: a penalty that was revoked, and the police."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from oversight.accounts.selectors import Actor
from oversight.cases import origins, selectors
from oversight.cases.models import Case
from oversight.cases.rules.decisions import FINE, Penalty
from oversight.cases.services import (
    answering,
    deciding,
    executing,
    filing,
    investigating,
    packaging,
    referring,
    revoking,
    telling,
)
from oversight.cases.services.deciding import DecisionInput
from oversight.cases.services.filing import NewCase
from oversight.cases.services.investigating import NewEvidence
from oversight.cases.services.referring import NewReferral
from oversight.cases.services.revoking import Revocation
from oversight.cases.services.telling import NoticeInput
from oversight.common import moments
from oversight.inspections import selectors as inspections
from oversight.rectifications.models import CaseClue

_HEAD, _REVIEWER = "zheng", "fang"
_REFUSING = "《劳动保障监察条例》第三十条第一款"
_FINE = Penalty(kinds=frozenset({FINE}), fine=300_000)


def revoked(actors: Mapping[str, Actor], clue: CaseClue, at: datetime) -> None:
    """Punish what an order did not bring about; ten days later a court revokes the decision."""
    clerk, head = actors["ren"], actors[_HEAD]
    case = _begun(clerk, clue, at)
    _filed(clerk, head, case, at)
    _proven(clerk, case, "document", "限期改正指令书和送达回证", at)
    _decided(actors, case, at)
    key: dict[str, Any] = {"case_id": case.pk}
    on = moments.day_of(_days(at, 6))
    deciding.serve(
        **key, actor=clerk, on=on, manner="direct", receiver="会计柳南星", at=_days(at, 6)
    )
    executing.pay(**key, actor=clerk, on=on, amount=300_000, reference="示例0061", at=_days(at, 6))
    executing.execute(**key, actor=clerk, performance="party", on=on, at=_days(at, 6))
    by = Revocation(
        by="court",
        number="（示例）行初12号行政判决书",
        on=moments.day_of(_days(at, 10)),
        reason="送达程序违法：签收人没有受委托。",
    )
    revoking.revoke(**key, actor=head, revocation=by, at=_days(at, 10))
    for kind, note in (("takedown", "从公示页撤下，写明理由"), ("party", "书面告知，当面签收")):
        done_on = moments.day_of(_days(at, 11))
        revoking.settle(**key, actor=clerk, kind=kind, on=done_on, note=note, at=_days(at, 11))


def to_police(actors: Mapping[str, Actor], at: datetime) -> None:
    """Hand unpaid wages of a visit of the newest draw to the police; they give their receipt."""
    clerk, head = actors["wei"], actors[_HEAD]
    visits = inspections.my_visits(clerk).exclude(draw=None).order_by("-draw__held_at", "place")
    visit = visits[2]
    facts = "拖欠12名职工3个月以上工资，合计86,400.00元；责令支付后，负责人更换电话、搬离住所。"
    new = NewCase(
        visit_id=visit.pk, finding="V05", facts=facts, basis="", discovered_on=moments.day_of(at)
    )
    case = filing.begin(actor=clerk, clue=new, at=at)
    _filed(clerk, head, case, at)
    _proven(clerk, case, "document", "工资表和欠条", at)
    key: dict[str, Any] = {"actor": clerk, "case_id": case.pk}
    investigating.suspect(**key, suspicion="以逃匿的方法逃避支付12人的工资86,400.00元", at=at)
    lead, second = selectors.officers(clerk, moments.day_of(at))[:2]
    matter = NewReferral(
        visit_id=visit.pk,
        case_id=case.pk,
        kind="police",
        receiver="青禾区公安局",
        finding="V05",
        facts=facts,
        basis="《刑法》第二百七十六条之一",
        enclosures="工资表复印件\n职工名册",
        officer_ids=(lead.pk, second.pk),
    )
    row = referring.report(actor=clerk, matter=matter, at=at)
    referring.approve(actor=head, referral_id=row.pk, opinion="同意移送", at=_days(at, 1))
    about: dict[str, Any] = {"actor": clerk, "referral_id": row.pk}
    contact = "魏长风 0379-0000003"
    referring.send(**about, way="专人送达", contact=contact, at=_days(at, 1))
    packaging.pack(**about, at=_days(at, 1))
    on = moments.day_of(_days(at, 2))
    referring.receive(**about, on=on, receiver="受案室王明", at=_days(at, 2))
    answered_on = moments.day_of(_days(at, 4))
    answering.answer(
        **about,
        on=answered_on,
        number="青公（示例）立字〔2026〕61号",
        decision="立案侦查",
        is_accepted=True,
        at=_days(at, 4),
    )


def _begun(clerk: Actor, clue: CaseClue, at: datetime) -> Case:
    origin = origins.of_clue(clue)
    new = NewCase(
        visit_id=clue.rectification.visit_id,
        finding=origin.finding,
        facts=origin.facts,
        basis=origin.basis,
        discovered_on=moments.day_of(at),
        clue_id=clue.pk,
    )
    return filing.begin(actor=clerk, clue=new, at=at)


def _filed(clerk: Actor, head: Actor, case: Case, at: datetime) -> None:
    filing.submit(actor=clerk, case_id=case.pk, opinion="建议立案调查", at=at)
    filing.approve(actor=head, case_id=case.pk, opinion="同意立案", at=at)
    lead, second = selectors.officers(clerk, moments.day_of(at))[:2]
    investigating.assign(actor=clerk, case_id=case.pk, lead_id=lead.pk, second_id=second.pk, at=at)


def _proven(clerk: Actor, case: Case, kind: str, title: str, at: datetime) -> None:
    row = NewEvidence(
        kind=kind, title=title, source="本单位检查时取得", taken_on=case.discovered_on
    )
    evidence = investigating.collect(actor=clerk, case_id=case.pk, evidence=row, at=at)
    investigating.judge(actor=clerk, evidence_id=evidence.pk, is_accepted=True, reason="", at=at)


def _decided(actors: Mapping[str, Actor], case: Case, at: datetime) -> None:
    clerk = actors["ren"]
    key: dict[str, Any] = {"case_id": case.pk}
    notice = NoticeInput(
        penalty=_FINE,
        grounds="限期改正指令书和送达回证证实，期满没有改正。",
        basis=_REFUSING,
        until=moments.day_of(_days(at, 3)),
        contact="任清和 0379-0000003",
        is_other=True,
    )
    telling.tell(**key, actor=clerk, notice=notice, at=_days(at, 1))
    telling.submit_review(**key, actor=clerk, opinion="期满没有陈述、申辩", at=_days(at, 4))
    opinion = "事实清楚，证据充分，程序合法，裁量适当"
    telling.pass_review(**key, actor=actors[_REVIEWER], opinion=opinion, at=_days(at, 4))
    decided = DecisionInput(
        outcome="penalty", grounds="经责令改正拒不改正。", basis=_REFUSING, penalty=_FINE
    )
    deciding.decide(**key, actor=actors[_HEAD], decided=decided, at=_days(at, 5))


def _days(at: datetime, days: int) -> datetime:
    return at + timedelta(days=days)
