"""The state machines of cases and referrals, with the services of all their acts."""

from __future__ import annotations

from typing import Any

from oversight.cases.models import Case as CaseRow
from oversight.cases.models import Consequence, Decision, Referral
from oversight.cases.services import (
    answering,
    deciding,
    executing,
    filing,
    investigating,
    referring,
    revoking,
    telling,
)
from oversight.cases.services.investigating import NewEvidence
from oversight.cases.services.revoking import Revocation
from oversight.cases.states import CASE, REFERRAL
from tests.oversight.cases import making
from tests.oversight.cases.making import TODAY, later
from tests.oversight.draw_machines import Case, actors_of
from tests.support import draw_factory
from tests.support.platform_factory import Bureau

_AT = later(20)


def case_case(own: Bureau) -> Case:
    """Decide a case, so that everything that later acts ask for is there."""
    draw_factory.bureau(own, subjects=3, inspectors=3)
    clerk, lead, approver = actors_of(own, "clerk", "reviewer", "approver")
    key = making.told(own).pk
    rows = CaseRow.objects.filter(pk=key)
    decision = Decision.objects.create(
        case_id=key,
        outcome="penalty",
        kinds=["fine"],
        fine=500_000,
        grounds="理由",
        basis="依据",
        has_repair_notice=True,
        decided_by="谁",
        decided_user=0,
        decided_at=later(1),
    )
    Consequence.objects.create(decision=decision, kind="party", text="书面告知当事人", entry=0)
    first, second = making.officers(own)[:2]
    make: dict[str, Any] = {"actor": clerk, "case_id": key, "at": _AT}
    check: dict[str, Any] = {**make, "actor": lead}
    head: dict[str, Any] = {**make, "actor": approver}
    day: dict[str, Any] = {"on": TODAY}
    opinion: dict[str, Any] = {"opinion": "同意"}
    reason: dict[str, Any] = {"reason": "理由"}
    evidence = NewEvidence(kind="site", title="笔录", source="现场", taken_on=TODAY)
    revocation = Revocation(by="court", number="1号", on=TODAY, reason="程序")
    asked: dict[str, Any] = {"notified_on": TODAY, "on": later(15).date(), "host": "申时雨"}

    def decide() -> None:
        Consequence.objects.filter(decision=decision).delete()
        Decision.objects.filter(pk=decision.pk).delete()
        deciding.decide(**head, decided=making.decision())

    def serve() -> None:
        deciding.serve(**make, on=later(2).date(), manner="direct", receiver="李静")

    return Case(
        machine=CASE,
        put=lambda state: rows.update(state=state),
        read=lambda: rows.get().state,
        acts={
            "submit": lambda: filing.submit(**make, **opinion),
            "file": lambda: filing.approve(**head, **opinion),
            "refuse": lambda: filing.refuse(**head, **reason),
            "withdraw": lambda: filing.withdraw(**head, **reason),
            "assign": lambda: investigating.assign(
                **make, lead_id=first, second_id=second, **reason
            ),
            "collect": lambda: investigating.collect(**make, evidence=evidence),
            "seize": lambda: investigating.seize(
                **make, **day, goods="账册", place="局里", approved_by="负责人"
            ),
            "inquire": lambda: investigating.inquire(
                **make, **day, asked="工资表", contact="任清和"
            ),
            "reply": lambda: investigating.reply(**make, **day, note="已答"),
            "extend": lambda: investigating.extend(**head, **reason),
            "suspect": lambda: investigating.suspect(**make, suspicion="标准"),
            "tell": lambda: telling.tell(**make, notice=making.notice(until=later(30).date())),
            "defend": lambda: telling.defend(**make, **day, statement="困难", reply="不采纳"),
            "ask_hearing": lambda: telling.ask_hearing(**make, **day),
            "hold_hearing": lambda: telling.hold_hearing(**make, **asked, **opinion),
            "submit_review": lambda: telling.submit_review(**make, **opinion),
            "pass_review": lambda: telling.pass_review(**check, **opinion),
            "return_review": lambda: telling.return_review(**check, **opinion),
            "conclude": lambda: deciding.conclude(**make, **opinion),
            "propose": lambda: deciding.propose(**make, **opinion),
            "decide": decide,
            "send_back": lambda: deciding.send_back(**head, **reason),
            "serve": serve,
            "instalments": lambda: executing.grant_instalments(
                **head, parts=[(later(40).date(), 500_000)], **reason
            ),
            "pay": lambda: executing.pay(**make, **day, amount=1, reference="票"),
            "execute": lambda: executing.execute(**make, **day, performance="court", note="已申请"),
            "submit_closing": lambda: executing.submit_closing(**make, **opinion),
            "close": lambda: executing.close(**head, **opinion),
            "return_closing": lambda: executing.return_closing(**head, **reason),
            "revoke": lambda: revoking.revoke(**head, revocation=revocation),
            "settle": lambda: revoking.settle(**make, **day, kind="party", note="已告知"),
        },
    )


def referral_case(own: Bureau) -> Case:
    """Report a matter to the police."""
    draw_factory.bureau(own, subjects=3, inspectors=3)
    clerk, approver = actors_of(own, "clerk", "approver")
    police = {"kind": "police", "receiver": "青禾区公安局", "finding": "V05"}
    people = tuple(making.officers(own)[:2])
    key = making.reported(own, **police, officer_ids=people).pk
    rows = Referral.objects.filter(pk=key)
    rows.update(is_accepted=True)
    make: dict[str, Any] = {"actor": clerk, "referral_id": key, "at": _AT}
    head: dict[str, Any] = {**make, "actor": approver}
    day: dict[str, Any] = {"on": later(20).date()}
    reason: dict[str, Any] = {"reason": "理由"}
    said: dict[str, Any] = {"number": "1号", "decision": "立案", "is_accepted": True}
    return Case(
        machine=REFERRAL,
        put=lambda state: rows.update(state=state),
        read=lambda: rows.get().state,
        acts={
            "approve": lambda: referring.approve(**head, opinion=""),
            "refuse": lambda: referring.refuse(**head, **reason),
            "send": lambda: referring.send(**make, way="专人", contact="任清和"),
            "receive": lambda: referring.receive(**make, **day, receiver="王明"),
            "remind": lambda: referring.remind(**make, way="电话"),
            "answer": lambda: answering.answer(**make, **day, **said),
            "decline": lambda: answering.decline(**make, **day, **reason),
            "appeal": lambda: answering.appeal(**make, **day, receiver="检察院"),
            "end": lambda: answering.end(**head, **reason),
            "hand_over": lambda: answering.hand_over(**make, **day, goods="账册"),
        },
    )
