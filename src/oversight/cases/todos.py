"""What waits in cases and referrals: to be made, reviewed, decided, sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.cases import origins, selectors, states
from oversight.cases.models import Case, Referral
from oversight.cases.states import CASE, CaseState, ReferralState
from oversight.common.contributions import Link, Todo

_MAKING = {
    CaseState.CLUE: "报请立案",
    CaseState.FILED: "指定办案人员",
    CaseState.DECIDED: "送达决定书",
    CaseState.EXECUTED: "报请结案",
    CaseState.REVOKED: "办理撤销的后果",
}
_DECIDING = {
    CaseState.AWAITING: "立案审批",
    CaseState.DECIDING: "作出决定",
    CaseState.CLOSING: "结案审批",
}


def todos(actor: Actor, at: datetime) -> Iterator[Todo]:  # noqa: ARG001 - as all are asked
    """Give what waits for the actor in cases and referrals."""
    if actor.may(Permission.MAKE_CASES):
        yield from _clues(actor)
        yield from _cases(actor, _MAKING)
        yield from _letters(actor)
    if actor.may(Permission.REVIEW_CASES):
        yield from _cases(actor, {CaseState.REVIEWING: "法制审核"})
    if actor.may(Permission.DECIDE_CASES):
        yield from _cases(actor, _DECIDING)
        yield from _referrals(actor, ReferralState.DRAFTED, "批准移送")


def _clues(actor: Actor) -> Iterator[Todo]:
    for clue in origins.clues(actor):
        row = clue.rectification
        yield Todo(
            title=f"登记案件线索：{row.name}",
            reason=f"责令改正没有改正，{clue.made_by}移交　{clue.number}",
            link=Link(
                view="office:case-new", args=(row.visit_id,), query=(("clue", str(clue.pk)),)
            ),
            button="登记",
            key=f"clue/{clue.number}",
        )


def _cases(actor: Actor, acts: dict[CaseState, str]) -> Iterator[Todo]:
    rows = selectors.cases(actor).filter(state__in=list(acts)).order_by("pk")
    for case in rows:
        if case.state == CaseState.REVOKED and not _is_unsettled(case):
            continue
        yield Todo(
            title=f"{acts[CaseState(case.state)]}：{case.name}",
            reason=f"{case.get_finding_display()}　{case.number}",
            link=Link(view="office:case", args=(case.pk,)),
            button="看案件",
            key=f"case/{case.number}/{CASE.label(case.state)}",
        )


def _is_unsettled(case: Case) -> bool:
    return case.decision.consequences.filter(settled_on=None).exists()


def _letters(actor: Actor) -> Iterator[Todo]:
    yield from _referrals(actor, ReferralState.APPROVED, "送出移送函")
    yield from _referrals(actor, ReferralState.DECLINED, "对方不受理，决定怎样办")


def _referrals(actor: Actor, state: ReferralState, words: str) -> Iterator[Todo]:
    for row in selectors.referrals(actor).filter(state=state).order_by("pk"):
        yield _referral(row, words)


def _referral(row: Referral, words: str) -> Todo:
    return Todo(
        title=f"{words}：{row.name}",
        reason=f"{row.receiver}　{row.number}",
        link=Link(view="office:referral", args=(row.pk,)),
        button="看移送",
        is_urgent=row.kind == "police" and row.state in states.WAITING,
        key=f"referral/{row.number}/{row.state}",
    )
