"""Cases of the fictional bureau: one decided with a penalty, one referral without receipt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from oversight.accounts.selectors import Actor
from oversight.cases import selectors
from oversight.cases.models import Case
from oversight.cases.rules.decisions import FINE, Penalty
from oversight.cases.services import (
    deciding,
    filing,
    investigating,
    referring,
    telling,
)
from oversight.cases.services.deciding import DecisionInput
from oversight.cases.services.filing import NewCase
from oversight.cases.services.investigating import NewEvidence
from oversight.cases.services.referring import NewReferral
from oversight.cases.services.telling import NoticeInput
from oversight.common import moments
from oversight.inspections import selectors as inspections
from oversight.inspections.models import InspectionTask

_CLERK, _HEAD = "wei", "zheng"
_CONTACT = "魏长风 0379-0000003"
_BASIS = "《劳动保障监察条例》第三十条第一款"
_FINE = Penalty(kinds=frozenset({FINE}), fine=500_000)


def decided_and_referred(actors: Mapping[str, Actor], at: datetime) -> None:
    """Tell of two visits of the newest draw, in nine days that begin at ``at``."""
    clerk = actors[_CLERK]
    visits = inspections.my_visits(clerk).exclude(draw=None).order_by("-draw__held_at", "place")
    first, second = visits[:2]
    _decided(actors, first, at)
    _referred(actors, second, at)


def _decided(actors: Mapping[str, Actor], visit: InspectionTask, at: datetime) -> None:
    clerk, head = actors[_CLERK], actors[_HEAD]
    case = filing.begin(
        actor=clerk,
        clue=NewCase(
            visit_id=visit.pk,
            finding="V16",
            facts="经书面责令改正，逾期没有补签12名职工的劳动合同，也没有说明理由。",
            basis="《劳动保障监察条例》第三十条",
            discovered_on=moments.day_of(at),
        ),
        at=at,
    )
    filing.submit(actor=clerk, case_id=case.pk, opinion="建议立案调查", at=_days(at, 1))
    filing.approve(actor=head, case_id=case.pk, opinion="同意立案", at=_days(at, 1))
    _investigated(clerk, case, _days(at, 2))
    notice = NoticeInput(
        penalty=_FINE,
        grounds="限期改正指令书、送达回证和复查笔录证实当事人拒不改正。",
        basis=_BASIS,
        until=moments.day_of(_days(at, 6)),
        contact=_CONTACT,
    )
    telling.tell(actor=clerk, case_id=case.pk, notice=notice, at=_days(at, 3))
    telling.defend(
        actor=clerk,
        case_id=case.pk,
        on=moments.day_of(_days(at, 5)),
        statement="近期人手不足，请求从轻。",
        reply="不影响违法事实的认定；已按裁量的下限拟定，不再减轻。",
        at=_days(at, 5),
    )
    deciding.propose(actor=clerk, case_id=case.pk, opinion="建议按告知处罚", at=_days(at, 7))
    decided = DecisionInput(
        outcome="penalty",
        grounds="当事人经责令改正拒不改正，申辩理由不影响事实的认定。",
        basis=_BASIS,
        penalty=_FINE,
    )
    deciding.decide(actor=head, case_id=case.pk, decided=decided, at=_days(at, 8))
    deciding.serve(
        actor=clerk,
        case_id=case.pk,
        on=moments.day_of(_days(at, 9)),
        manner="direct",
        receiver="办公室主任柳南星",
        at=_days(at, 9),
    )


def _investigated(clerk: Actor, case: Case, at: datetime) -> None:
    lead, second = selectors.officers(clerk, moments.day_of(at))[:2]
    investigating.assign(actor=clerk, case_id=case.pk, lead_id=lead.pk, second_id=second.pk, at=at)
    for kind, title in (("document", "限期改正指令书和送达回证"), ("site", "复查笔录")):
        row = NewEvidence(
            kind=kind, title=title, source="本单位检查时取得", taken_on=case.discovered_on
        )
        evidence = investigating.collect(actor=clerk, case_id=case.pk, evidence=row, at=at)
        investigating.judge(
            actor=clerk, evidence_id=evidence.pk, is_accepted=True, reason="", at=at
        )


def _referred(actors: Mapping[str, Actor], visit: InspectionTask, at: datetime) -> None:
    clerk, head = actors[_CLERK], actors[_HEAD]
    matter = NewReferral(
        visit_id=visit.pk,
        kind="agency",
        receiver="青禾区税务局",
        finding="V10",
        facts="检查发现2025年度有9名职工没有按实际工资缴纳社会保险费。",
        basis="《社会保险法》第六十三条、第八十六条",
        enclosures="现场检查笔录\n工资表复印件",
    )
    referral = referring.report(actor=clerk, matter=matter, at=_days(at, 9))
    referring.approve(actor=head, referral_id=referral.pk, opinion="同意移送", at=_days(at, 9))
    referring.send(
        actor=clerk,
        referral_id=referral.pk,
        way="机要交换",
        contact=_CONTACT,
        at=_days(at, 9),
    )


def _days(at: datetime, days: int) -> datetime:
    return at + timedelta(days=days)
