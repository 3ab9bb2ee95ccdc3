"""移送: the list, and one referral with its clocks: sent is not done."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from oversight.accounts.rules import Permission
from oversight.cases import selectors, standing, states
from oversight.cases.kinds import ReferralKind
from oversight.cases.models import Referral
from oversight.cases.selectors import CaseQuestion
from oversight.cases.services import packaging
from oversight.cases.states import REFERRAL
from oversight.web import lists
from oversight.web.access import ActingRequest, page
from oversight.web.lists import Column, Filter, ListKind, ListState
from oversight.web.office.cases import steps
from oversight.web.paging import paginate

KIND = ListKind(
    key="referrals",
    title="移送",
    unit="件",
    hint="当事人、代码、移送编号、检查任务编号",
    columns=(
        Column(title="移送编号", cell=lambda row: str(row.number)),
        Column(title="检查任务编号", cell=lambda row: str(row.visit.number)),
        Column(title="当事人", cell=lambda row: str(row.name)),
        Column(title="移送给", cell=lambda row: str(row.receiver)),
        Column(title="种类", cell=lambda row: str(row.get_kind_display())),
        Column(title="送出", cell=lambda row: lists.day(row.sent_at and row.sent_at.date())),
        Column(title="回执", cell=lambda row: lists.day(row.received_on)),
        Column(title="状态", cell=lambda row: REFERRAL.label(row.state)),
        Column(title="对方的决定", cell=lambda row: str(row.decision)),
    ),
)
_ADDRESSES = {
    Permission.MAKE_CASES: "office:referral-make",
    Permission.DECIDE_CASES: "office:referral-decide",
}


@page(Permission.SEE_CASES)
def listing(request: ActingRequest) -> HttpResponse:
    """Show the referrals within reach, as filtered."""
    state = _state_of(request)
    matching = selectors.find_referrals(request.actor, _question(state))
    shown = paginate(request, matching)
    context = {
        "list": state,
        "page": shown,
        "number": matching.count(),
        "rows": [_row(row, request) for row in shown.rows],
    }
    return render(request, "office/cases/referrals.html", context)


@page(Permission.EXPORT)
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Export the referrals as filtered."""
    rows = list(selectors.find_referrals(request.actor, _question(_state_of(request))))
    return lists.export(request, KIND, form, rows, len(rows))


@page(Permission.SEE_CASES)
def printout(request: ActingRequest) -> HttpResponse:
    """Show the referrals as filtered on a page that is made to be printed."""
    state = _state_of(request)
    matching = selectors.find_referrals(request.actor, _question(state))
    return lists.printout(request, state, matching[: lists.MOST_PRINTED], matching.count())


@page(Permission.SEE_CASES)
def detail(request: ActingRequest, referral_id: int) -> HttpResponse:
    """Show one referral."""
    referral = selectors.referral_for(request.actor, referral_id)
    labels = {name: REFERRAL.act_label(name) for name in REFERRAL.names()}
    readings = standing.referral_clocks(referral, request.at)
    context = {
        "referral": referral,
        "clocks": [steps.clock_row(row, request.at) for row in readings],
        "acts": referral.acts.all(),
        "labels": {**states.REFERRAL_BESIDE, **labels},
        "packages": referral.packages.all(),
        "may_pack": packaging.may_pack(request.actor, referral),
        "is_clue": referral.kind == ReferralKind.MARKET,
        "is_waiting": referral.state in states.WAITING,
        **steps.now(request.actor, REFERRAL, referral.state, _ADDRESSES),
    }
    return render(request, "office/cases/referral.html", context)


def _row(referral: Referral, request: ActingRequest) -> dict[str, object]:
    running = [row for row in standing.referral_clocks(referral, request.at) if row.is_running]
    is_open = referral.state in states.WAITING
    return {
        "referral": referral,
        "clock": steps.clock_row(running[0], request.at) if running and is_open else None,
    }


def _state_of(request: ActingRequest) -> ListState:
    filters = (
        Filter(name="state", every="全部状态", choices=list(REFERRAL.labels.items())),
        Filter(name="owner", every="全部科室", choices=lists.section_choices(request.actor)),
        Filter(name="kind", every="全部种类", choices=list(ReferralKind.choices)),
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
