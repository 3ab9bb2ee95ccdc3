"""案件: the list, and one case with what is to be done now, its clocks and all that was done."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from oversight.accounts.rules import Permission
from oversight.cases import document_data, selectors, standing, states
from oversight.cases.models import Case
from oversight.cases.rules import amounts
from oversight.cases.rules.findings import FINDINGS
from oversight.cases.selectors import CaseQuestion
from oversight.cases.services import executing, filing
from oversight.cases.states import CASE
from oversight.web import lists
from oversight.web.access import ActingRequest, page
from oversight.web.lists import Column, Filter, ListKind, ListState
from oversight.web.office.cases import steps
from oversight.web.paging import paginate

KIND = ListKind(
    key="cases",
    title="案件",
    unit="件",
    hint="当事人、代码、案件编号、检查任务编号",
    columns=(
        Column(title="案件编号", cell=lambda case: str(case.number)),
        Column(title="检查任务编号", cell=lambda case: str(case.visit.number)),
        Column(title="当事人", cell=lambda case: str(case.name)),
        Column(title="统一社会信用代码", cell=lambda case: str(case.code)),
        Column(title="案由", cell=lambda case: str(case.get_finding_display())),
        Column(title="承办科室", cell=lambda case: str(case.owner.name)),
        Column(title="发现日期", cell=lambda case: lists.day(case.discovered_on)),
        Column(title="状态", cell=lambda case: CASE.label(case.state)),
    ),
)
_ADDRESSES = {
    Permission.MAKE_CASES: "office:case-make",
    Permission.REVIEW_CASES: "office:case-review",
    Permission.DECIDE_CASES: "office:case-decide",
}


@page(Permission.SEE_CASES)
def listing(request: ActingRequest) -> HttpResponse:
    """Show the cases within reach, as filtered."""
    state = _state_of(request)
    matching = selectors.find_cases(request.actor, _question(state))
    shown = paginate(request, matching)
    context = {
        "list": state,
        "page": shown,
        "number": matching.count(),
        "rows": [_row(case, request) for case in shown.rows],
    }
    return render(request, "office/cases/cases.html", context)


@page(Permission.EXPORT)
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Export the cases as filtered."""
    rows = list(selectors.find_cases(request.actor, _question(_state_of(request))))
    return lists.export(request, KIND, form, rows, len(rows))


@page(Permission.SEE_CASES)
def printout(request: ActingRequest) -> HttpResponse:
    """Show the cases as filtered on a page that is made to be printed."""
    state = _state_of(request)
    matching = selectors.find_cases(request.actor, _question(state))
    return lists.printout(request, state, matching[: lists.MOST_PRINTED], matching.count())


@page(Permission.SEE_CASES)
def detail(request: ActingRequest, case_id: int) -> HttpResponse:
    """Show one case."""
    case = selectors.case_for(request.actor, case_id)
    decision = getattr(case, "decision", None)
    context: dict[str, Any] = {
        "case": case,
        "clocks": [
            steps.clock_row(row, request.at) for row in standing.case_clocks(case, request.at)
        ],
        "old": filing.old_warning(case, request.at) if case.state in states.OPEN else "",
        "acts": case.acts.all(),
        "labels": {**states.BESIDE, **{name: CASE.act_label(name) for name in CASE.names()}},
        "evidence": case.evidence.all(),
        "seizures": case.seizures.all(),
        "referrals": case.referrals.all(),
        "may_make": request.actor.may(Permission.MAKE_CASES),
        "may_judge": request.actor.may_take(CASE, states.COLLECT, case.state),
        "intended": document_data.in_words(case.intended) if case.told_on else "",
        "decision": decision,
        "way": steps.way_of(case),
        **steps.now(request.actor, CASE, case.state, _ADDRESSES),
    }
    if decision is not None:
        context |= {
            "outcome": document_data.outcome_in_words(decision),
            "paid": amounts.yuan(executing.paid_of(decision)),
            "unpaid": amounts.yuan(executing.unpaid_of(decision)),
            "payments": [(row, amounts.yuan(row.amount)) for row in decision.payments.all()],
            "instalments": [(row, amounts.yuan(row.amount)) for row in decision.instalments.all()],
            "consequences": decision.consequences.all(),
        }
    return render(request, "office/cases/case.html", context)


def _row(case: Case, request: ActingRequest) -> dict[str, Any]:
    running = [row for row in standing.case_clocks(case, request.at) if row.is_running]
    is_open = case.state in states.OPEN or case.state == states.CaseState.REVOKED
    return {
        "case": case,
        "clock": steps.clock_row(running[0], request.at) if running and is_open else None,
    }


def _state_of(request: ActingRequest) -> ListState:
    findings = [(row.token, row.title) for row in FINDINGS.values()]
    filters = (
        Filter(name="state", every="全部状态", choices=list(CASE.labels.items())),
        Filter(name="owner", every="全部科室", choices=lists.section_choices(request.actor)),
        Filter(name="kind", every="全部案由", choices=findings),
    )
    return lists.state_of(request, KIND, filters)


def _question(state: ListState) -> CaseQuestion:
    asked = state.asked
    return CaseQuestion(
        words=state.words,
        state=asked.get("state", ""),
        kind=asked.get("kind", ""),
        owner=lists.key_of(asked.get("owner", "")),
        sort=state.sort,
    )
