"""年度计划 as a list: filtered, saved, exported, printed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from oversight.accounts.rules import Permission
from oversight.plans import plan_lists, selectors
from oversight.plans.models import Plan, PlanVersion
from oversight.web import lists
from oversight.web.access import ActingRequest, page
from oversight.web.lists import Column, Filter, ListKind, ListState
from oversight.web.paging import paginate


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """A plan with the version that holds and the one in work."""

    plan: Plan
    version: PlanVersion | None
    draft: PlanVersion | None


def _version(version: PlanVersion | None) -> str:
    return f"第 {version.number} 版（{version.get_state_display()}）" if version else ""


KIND = ListKind(
    key="plans",
    title="年度计划",
    unit="份",
    hint="名称、编号、任务、拼音首字母",
    columns=(
        Column(title="年度", cell=lambda row: str(row.plan.year)),
        Column(title="计划", cell=lambda row: row.plan.name),
        Column(title="计划编号", cell=lambda row: row.plan.number),
        Column(title="执行的版本", cell=lambda row: _version(row.version)),
        Column(title="在办", cell=lambda row: _version(row.draft)),
    ),
)


@page(Permission.SEE_PLANS)
def listing(request: ActingRequest) -> HttpResponse:
    """Show the plans of all years, as filtered."""
    plans = _find(request)
    shown = paginate(request, plans)
    context = {
        "list": state_of(request),
        "page": shown,
        "rows": [_row(plan) for plan in shown.rows],
        "may_merge": request.actor.may(Permission.MERGE_PLANS),
        "newest": selectors.plans(request.actor).first(),
    }
    return render(request, "office/plans/plans.html", context)


@page(Permission.EXPORT)
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Export the plans as filtered."""
    rows = [_row(plan) for plan in _find(request)]
    return lists.export(request, KIND, form, rows, len(rows))


@page(Permission.SEE_PLANS)
def printout(request: ActingRequest) -> HttpResponse:
    """Show the plans as filtered on a page to be printed."""
    rows = [_row(plan) for plan in _find(request)]
    return lists.printout(request, state_of(request), rows[: lists.MOST_PRINTED], len(rows))


def state_of(request: ActingRequest) -> ListState:
    """Read the list as the address asks for it."""
    years = [(str(plan.year), f"{plan.year} 年") for plan in selectors.plans(request.actor)]
    filters = (
        Filter(name="year", every="全部年度", choices=list(dict.fromkeys(years))),
        Filter(name="state", every="全部状态", choices=PlanVersion.State.choices),
    )
    return lists.state_of(request, KIND, filters)


def _find(request: ActingRequest) -> QuerySet[Plan]:
    state = state_of(request)
    year = lists.key_of(state.asked.get("year", ""))
    return plan_lists.find(request.actor, state.words, year, state.asked.get("state", ""))


def _row(plan: Plan) -> PlanRow:
    return PlanRow(plan=plan, version=selectors.in_force(plan), draft=selectors.draft(plan))
