"""The first draft of a plan: begun anew or as a copy, compared with a former year, given up."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from oversight.accounts.rules import Permission, permission_of
from oversight.common import moments
from oversight.plans import comparison, selectors
from oversight.plans.services import first_drafts, versions
from oversight.plans.states import PLAN
from oversight.web.access import ActingRequest, form, page
from oversight.web.action_form import Action, run_action, show_action
from oversight.web.forms import ReasonForm
from oversight.web.office.plans.forms import BeginForm, NameForm
from oversight.web.office.plans.views import plan_action, requested_version


@form(Permission.MERGE_PLANS)
def new(request: ActingRequest) -> HttpResponse:
    """Begin the plan of a year, as a copy of a former one or empty."""
    formers = list(selectors.plans(request.actor))
    year = _next_year(moments.day_of(request.at).year, {plan.year for plan in formers})
    latest = formers[0].pk if formers else ""
    initial = {"year": year, "former": request.GET.get("former", str(latest))}
    bound = BeginForm(formers, request.POST or None, initial=initial)
    if bound.is_valid():
        former, begun_year = bound.cleaned_data["former"], bound.cleaned_data["year"]
        begin = _copy if former else _begin
        address = bound.carry_out(lambda: begin(request, begun_year, former))
        if address is not None:
            return redirect(address)
    action = Action(
        title="新建年度计划", button="新建", crumbs=(("年度计划", reverse("office:plans")),)
    )
    return show_action(request, bound, action)


@page(Permission.SEE_PLANS)
def compare(request: ActingRequest, plan_id: int) -> HttpResponse:
    """Show what a plan changes against the former year's, and what does not fit any more."""
    plan = selectors.plan_for(request.actor, plan_id)
    version = requested_version(request, plan)
    compared = comparison.compare(version, moments.day_of(request.at))
    is_open = PLAN.is_open("draft", version.state, request.actor.permissions)
    context = {"plan": plan, "version": version, "compared": compared, "may_draft": is_open}
    return render(request, "office/plans/comparison.html", context)


@form(permission_of(PLAN, "rename"))
def rename(request: ActingRequest, plan_id: int) -> HttpResponse:
    """Give a plan that was never submitted another name."""
    plan = selectors.plan_for(request.actor, plan_id)
    bound = NameForm(request.POST or None, initial={"name": plan.name})
    return run_action(
        request,
        bound,
        lambda: first_drafts.rename(
            actor=request.actor, plan_id=plan_id, name=bound.cleaned_data["name"], at=request.at
        ),
        plan_action(plan, title="改名", button="改名"),
        success=lambda renamed: f"已改名为“{renamed.name}”。",
    )


@form(permission_of(PLAN, "discard"))
def discard(request: ActingRequest, plan_id: int) -> HttpResponse:
    """Give up a plan that was never submitted."""
    plan = selectors.plan_for(request.actor, plan_id)
    version = requested_version(request, plan)
    bound = ReasonForm(request.POST or None)
    action = plan_action(
        plan,
        title="放弃这份计划",
        button=f"放弃 {plan.year} 年的计划",
        lead=f"里面的 {version.tasks.count()} 项任务一起放弃，不能恢复；留痕里保留做过什么。"
        f"{plan.year} 年重新空出来，可以另起一份。提交过的计划不能放弃。",
    )
    year = (
        bound.carry_out(
            lambda: first_drafts.discard(
                actor=request.actor,
                plan_id=plan_id,
                reason=bound.cleaned_data["reason"],
                at=request.at,
            )
        )
        if bound.is_valid()
        else None
    )
    if year is None:
        return show_action(request, bound, action)
    messages.success(request, f"已放弃“{plan.name}”；{year} 年可以另起一份。")
    return redirect("office:plans")


def _begin(request: ActingRequest, year: int, _: str) -> str:
    plan = versions.begin(actor=request.actor, year=year, at=request.at)
    messages.success(request, f"已建立“{plan.name}”；各科室可以起草任务了。")
    return reverse("office:plan", args=[plan.pk])


def _copy(request: ActingRequest, year: int, former: str) -> str:
    copy = first_drafts.begin_as_copy(
        actor=request.actor, year=year, former_id=int(former), at=request.at
    )
    messages.success(
        request,
        f"已建立“{copy.plan.name}”，抄了 {copy.count} 项任务；下面是改了什么、什么不再合适。",
    )
    for note in copy.notes:
        messages.warning(request, note)
    return reverse("office:plan-compare", args=[copy.plan.pk])


def _next_year(year: int, taken: set[int]) -> int:
    """Give the first year from this one on that has no plan yet."""
    while year in taken:
        year += 1
    return year
