"""Correction on the spot, the 回访, and its conclusion point by point."""

from __future__ import annotations

from django.http import HttpResponse

from oversight.accounts.rules import permission_of
from oversight.common import moments
from oversight.rectifications import selectors
from oversight.rectifications.models import Rectification
from oversight.rectifications.services import rechecks
from oversight.rectifications.services.rechecks import RecheckPlan
from oversight.rectifications.states import RECTIFICATION, RectificationState
from oversight.web.access import ActingRequest, form
from oversight.web.action_form import confirm_action, run_action
from oversight.web.office.rectifications.actions import (
    action,
    point_facts,
    term_facts,
    uploads,
)
from oversight.web.office.rectifications.forms import (
    ConcludeForm,
    RecheckForm,
    SpotForm,
    WhyForm,
)


@form(permission_of(RECTIFICATION, "prove"))
def prove(request: ActingRequest, rectification_id: int) -> HttpResponse:
    """Put on record that all was corrected on the spot."""
    row = selectors.rectification_for(request.actor, rectification_id)
    bound = SpotForm(request.POST or None, request.FILES or None)
    lead = "违法事实清楚、当场已经改好的才登记；由负责人核实以后销号，检查结果照样公示。"
    return run_action(
        request,
        bound,
        lambda: rechecks.prove_on_the_spot(
            actor=request.actor,
            rectification_id=rectification_id,
            uploads=uploads(bound.cleaned_data["proofs"]),
            at=request.at,
        ),
        action(row, "登记当场改正", "登记", lead=lead, facts=point_facts(row)),
        success="已登记当场改正；等负责人核实。",
    )


@form(permission_of(RECTIFICATION, "accept_proof"))
def accept(request: ActingRequest, rectification_id: int) -> HttpResponse:
    """Accept what was corrected on the spot."""
    row = selectors.rectification_for(request.actor, rectification_id)
    return confirm_action(
        request,
        lambda: rechecks.accept_proof(
            actor=request.actor, rectification_id=rectification_id, at=request.at
        ),
        action(
            row,
            "核实当场改正",
            "核实，销号",
            lead="请先在上一页看照片；核实以后这一件完结。",
            facts=point_facts(row),
        ),
        success="已核实，责令改正已完结。",
    )


@form(permission_of(RECTIFICATION, "return_proof"))
def return_proof(request: ActingRequest, rectification_id: int) -> HttpResponse:
    """Return what was said to be corrected on the spot."""
    row = selectors.rectification_for(request.actor, rectification_id)
    bound = WhyForm(request.POST or None)
    return run_action(
        request,
        bound,
        lambda: rechecks.return_proof(
            actor=request.actor,
            rectification_id=rectification_id,
            at=request.at,
            **bound.cleaned_data,
        ),
        action(row, "退回当场改正", "退回", lead="退回以后要出具限期改正指令书。"),
        success="已退回，理由已留痕。",
    )


@form(permission_of(RECTIFICATION, "arrange"))
def arrange(request: ActingRequest, rectification_id: int) -> HttpResponse:
    """Register the 回访 as an inspection of its own."""
    row = selectors.rectification_for(request.actor, rectification_id)
    today = moments.day_of(request.at)
    bound = RecheckForm(request.actor, today, request.POST or None)
    lead = "回访另立一次检查，照样经负责人审批；本地规则不计入年度上限，总次数里照样显示。"
    return run_action(
        request,
        bound,
        lambda: rechecks.arrange(
            actor=request.actor,
            rectification_id=rectification_id,
            plan=RecheckPlan(officer_ids=bound.officer_ids, on=bound.cleaned_data["on"]),
            at=request.at,
        ),
        action(row, "安排回访", "安排", lead=lead, facts=term_facts(row)),
        success="回访已立项；请到那次检查里报请审批。",
    )


@form(permission_of(RECTIFICATION, "pass"))
def conclude(request: ActingRequest, rectification_id: int) -> HttpResponse:
    """Say point by point what the 回访 saw."""
    row = selectors.rectification_for(request.actor, rectification_id)
    bound = ConcludeForm(row, request.POST or None, request.FILES or None)
    lead = "每一条都已改正的销号；有一条没有改好，就是复查不合格，再定延期或移交。"
    return run_action(
        request,
        bound,
        lambda: rechecks.conclude(
            actor=request.actor,
            rectification_id=rectification_id,
            conclusions=bound.conclusions,
            uploads=uploads(bound.cleaned_data["proofs"]),
            at=request.at,
        ),
        action(row, "写复查结论", "写入结论", lead=lead, facts=term_facts(row)),
        success=_concluded_words,
    )


def _concluded_words(row: Rectification) -> str:
    if row.state == RectificationState.CORRECTED:
        return "复查合格，已销号。"
    return "复查不合格；请申请延期，或移交案件线索。"
