"""What the documents of cases and referrals say of their rows, as data for `documents`."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from oversight.cases.kinds import EvidenceKind, Outcome, Performance
from oversight.cases.models import Case, Decision, Referral
from oversight.cases.rules import amounts, decisions
from oversight.cases.rules.decisions import Penalty
from oversight.cases.states import EvidenceState
from oversight.common import moments
from oversight.registry.models import Inspector

REMEDY = (
    "不服本决定的，可以自收到之日起六十日内申请行政复议，或者自收到之日起六个月内提起行政诉讼。"
)
PUBLICATION = "本决定将依法公示；认为公示内容有误的，可以向本机关提出异议。"
REPAIR = (
    "履行义务、改正违法行为并达到最短公示期以后，可以向“信用中国”网站或者本机关申请信用修复，"
    "提交履行义务的证明和信用承诺书；信用修复不收费，不需要中介。"
)
_POLICE_ANSWER = "请在收到之日起三日内决定是否立案并书面通知本机关，同时在回执上签字。"
_REFUSING = (
    "《劳动保障监察条例》第三十条：无理抗拒、阻挠，不按照要求报送书面材料，隐瞒事实真相，"
    "拒不改正的，处2000元以上2万元以下的罚款。"
)
_PAYMENT = "自收到本决定书之日起十五日内缴纳；逾期不缴纳的，依法加处罚款。"
_NO_DEFENCE = "当事人没有陈述、申辩，没有要求听证。"


def in_words(penalty: Penalty) -> str:
    """Write a penalty for people: its kinds with the amounts."""
    parts = [decisions.in_words(penalty.kinds - {decisions.FINE, decisions.GAINS, decisions.GOODS})]
    if penalty.fine:
        parts.append(f"罚款{amounts.yuan(penalty.fine)}")
    if penalty.confiscated:
        taken = decisions.in_words(penalty.kinds & {decisions.GAINS, decisions.GOODS})
        parts.append(f"{taken}{amounts.yuan(penalty.confiscated)}")
    return "、".join(part for part in parts if part)


def outcome_in_words(decision: Decision) -> str:
    """Write what was decided for people."""
    words = str(decision.get_outcome_display())
    return f"{words}：{in_words(decision.penalty)}" if decision.kinds else words


def filing(case: Case, *, opinion: str, head_opinion: str, on: date) -> dict[str, object]:
    """Give the data of the 立案审批表."""
    return {
        **_head(case),
        "visit": case.visit.number,
        "cause": str(case.get_finding_display()),
        "address": _address(case),
        "discovered_on": str(case.discovered_on),
        "facts": case.facts,
        "basis": case.basis,
        "opinion": opinion,
        "head_opinion": head_opinion,
        "signed_on": str(on),
    }


def closing(
    case: Case, decision: Decision, *, opinion: str, head_opinion: str, on: date
) -> dict[str, object]:
    """Give the data of the 结案审批表."""
    performance = Performance(decision.performance).label if decision.performance else "没有执行"
    done = f"，{moments.day_in_words(decision.executed_on)}" if decision.executed_on else ""
    return {
        **_head(case),
        "visit": case.visit.number,
        "cause": str(case.get_finding_display()),
        "outcome": outcome_in_words(decision),
        "performance": f"{performance}{done}",
        "opinion": opinion,
        "head_opinion": head_opinion,
        "signed_on": str(on),
    }


def notice(
    case: Case, *, grounds: str, basis: str, contact: str, hearing_until: date | None, on: date
) -> dict[str, object]:
    """Give the data of the 行政处罚事先告知书: with the right to a hearing where there is one."""
    until = moments.day_in_words(case.heard_until) if case.heard_until else ""
    rights = f"你单位有权在{until}以前向本机关陈述、申辩；逾期视为放弃。"
    if hearing_until is not None:
        rights += f"你单位有权要求听证，应当在{moments.day_in_words(hearing_until)}以前提出。"
    return {
        **_head(case),
        "facts": case.facts,
        "basis": case.basis,
        "grounds": grounds,
        "penalty": in_words(case.intended),
        "penalty_basis": basis,
        "rights": rights,
        "contact": contact,
        "signed_on": str(on),
    }


def decision_type(outcome: str) -> str:
    """Give the code of the document that an outcome is issued by; empty for a transfer."""
    types = {
        Outcome.PENALTY.value: "penalty",
        Outcome.NO_PENALTY.value: "no-penalty",
        Outcome.HANDLING.value: "handling",
    }
    return types.get(outcome, "")


def decided(decision: Decision, *, defence: str, on: date) -> dict[str, object]:
    """Give the data of the document of a decision."""
    case = decision.case
    data: dict[str, object] = {
        **_head(case),
        "facts": case.facts,
        "grounds": decision.grounds,
        "penalty_basis": decision.basis,
        "remedy": REMEDY,
        "signed_on": str(on),
    }
    if decision.outcome == Outcome.NO_PENALTY:
        return {**data, "education": "请引以为戒，依法用工，不得再有同样的违法行为。"}
    data |= {"address": _address(case), "defence": defence or _NO_DEFENCE}
    if decision.outcome == Outcome.HANDLING:
        return data
    return data | {
        "evidence": _evidence(case),
        "penalty": in_words(decision.penalty),
        "performance": _PAYMENT if decision.penalty.amount else "自送达之日起生效。",
        "publication": PUBLICATION,
        "repair": REPAIR,
    }


def inquiry(
    case: Case, *, asked: str, contact: str, answer_by: date | None, on: date
) -> dict[str, object]:
    """Give the data of the 劳动保障监察调查询问书."""
    until = {"answer_by": str(answer_by)} if answer_by else {}
    return {
        **_head(case),
        **until,
        "address": _address(case),
        "visit": case.visit.number,
        "asked": asked,
        "consequence": _REFUSING,
        "contact": contact,
        "signed_on": str(on),
    }


def seizure(
    case: Case, *, goods: str, place: str, approver: str, decide_by: date | None, on: date
) -> dict[str, object]:
    """Give the data of the 先行登记保存通知书."""
    until = {"decide_by": str(decide_by)} if decide_by else {}
    return {
        **_head(case),
        **until,
        "goods": goods,
        "place": place,
        "approver": approver,
        "duties": "在此期间，当事人或者有关人员不得销毁或者转移证据。",
        "officers": officers(case.lead, case.second),
        "signed_on": str(on),
    }


def referral_approval(referral: Referral, *, head_opinion: str, on: date) -> dict[str, object]:
    """Give the data of the 案件移送审批表."""
    people = officers(referral.lead, referral.second)
    reporters = people or referral.made_by
    return {
        "referral": referral.number,
        "kind": str(referral.get_kind_display()),
        "receiver": referral.receiver,
        "subject": referral.name,
        "code": referral.code,
        "visit": referral.visit.number,
        "facts": referral.facts,
        "basis": referral.basis,
        "opinion": f"建议移送{referral.receiver}。　报告人：{reporters}",
        "head_opinion": head_opinion,
        "reported_on": str(moments.day_of(referral.made_at)),
        "signed_on": str(on),
    }


def letter_type(referral: Referral) -> str:
    """Give the code of the letter by which a matter is handed over."""
    return {"police": "crime-referral", "market": "clue-letter"}.get(
        referral.kind, "referral-letter"
    )


def letter(referral: Referral, *, contact: str, at: datetime) -> dict[str, object]:
    """Give the data of the letter by which a matter is handed over."""
    on = moments.day_of(at)
    data: dict[str, object] = {
        "receiver": referral.receiver,
        "subject": referral.name,
        "code": referral.code,
        "visit": referral.visit.number,
        "facts": referral.facts,
        "contact": contact,
        "signed_on": str(on),
    }
    if referral.enclosures:
        data["enclosures"] = referral.enclosures
    kind = letter_type(referral)
    if kind == "crime-referral":
        return data | {
            "basis": referral.basis,
            "officers": officers(referral.lead, referral.second),
            "answer": _POLICE_ANSWER,
        }
    data["answer_by"] = str(on + timedelta(days=30))
    if kind == "clue-letter":
        address = referral.subject.address or "没有登记"
        return data | {"address": address, "attempts": list(referral.attempts)}
    return data | {"basis": referral.basis}


def officers(*people: Inspector | None) -> str:
    """Name officers with the numbers of their certificates."""
    return "、".join(f"{row.name}（证号 {row.number}）" for row in people if row is not None)


def _head(case: Case) -> dict[str, object]:
    return {"case": case.number, "subject": case.name, "code": case.code}


def _address(case: Case) -> str:
    return case.visit.visit_place or case.subject.address or "没有登记"


def _evidence(case: Case) -> list[dict[str, str]]:
    accepted = case.evidence.filter(state=EvidenceState.ACCEPTED)
    return [{"title": row.title, "kind": EvidenceKind(row.kind).label} for row in accepted]
