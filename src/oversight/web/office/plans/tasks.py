"""Lines of the year's plan: drafted, changed, looked at before they are saved, taken out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from oversight.accounts.rules import Permission
from oversight.common import moments
from oversight.plans import rules, selectors
from oversight.plans.models import Plan
from oversight.plans.services import tasks
from oversight.web.access import ActingRequest, form, page
from oversight.web.action_form import confirm_action
from oversight.web.office.plans.forms import TaskForm, initial_of
from oversight.web.office.plans.views import plan_action


@form(Permission.DRAFT_PLANS)
def task_new(request: ActingRequest, plan_id: int) -> HttpResponse:
    """Draft a task."""
    plan = selectors.plan_for(request.actor, plan_id)
    tasks.draft_for(request.actor, plan_id)
    bound = TaskForm(request.actor, plan.bureau_id, request.POST or None, initial=_usual(plan))
    if bound.is_valid():
        task = bound.carry_out(
            lambda: tasks.add(
                actor=request.actor,
                plan_id=plan_id,
                owner_id=int(bound.cleaned_data["owner"]),
                details=bound.details(),
                at=request.at,
            )
        )
        if task is not None:
            messages.success(request, f"已起草 {task.number} {task.title}。")
            return redirect("office:plan", plan_id)
    return render(request, "office/plans/task_form.html", {"form": bound, "plan": plan})


@form(Permission.DRAFT_PLANS)
def task_edit(request: ActingRequest, task_id: int) -> HttpResponse:
    """Change a drafted task."""
    task = tasks.task_for(request.actor, task_id)
    plan = task.version.plan
    data = request.POST or None
    bound = TaskForm(request.actor, plan.bureau_id, data, initial=initial_of(task))
    if bound.is_valid():
        changed_task = bound.carry_out(
            lambda: tasks.change(
                actor=request.actor,
                task_id=task_id,
                owner_id=int(bound.cleaned_data["owner"]),
                details=bound.details(),
                at=request.at,
            )
        )
        if changed_task is not None:
            messages.success(request, f"{changed_task.title} 已改好。")
            return redirect("office:plan", plan.pk)
    context = {"form": bound, "plan": plan, "task": task}
    return render(request, "office/plans/task_form.html", context)


@page(Permission.DRAFT_PLANS)
def task_check(request: ActingRequest, plan_id: int) -> HttpResponse:
    """Show the findings and shares of the typed task; nothing is saved."""
    plan = selectors.plan_for(request.actor, plan_id)
    bound = TaskForm(request.actor, plan.bureau_id, request.GET)
    context: dict[str, Any] = {"findings": [], "shares": []}
    if bound.is_valid():
        task = bound.details()
        bases = selectors.bases(plan.bureau_id, task.scope, task.ratio_by, task.split_by)
        context["findings"] = selectors.findings(task, bases, plan, moments.day_of(request.at))
        context["shares"] = rules.shares(task, bases)
        context["total"] = rules.total(task, bases)
    return render(request, "office/plans/_task_check.html", context)


@form(Permission.DRAFT_PLANS)
def task_remove(request: ActingRequest, task_id: int) -> HttpResponse:
    """Take a task out of the draft, once it was asked whether that is meant."""
    task = tasks.task_for(request.actor, task_id)
    action = plan_action(
        task.version.plan,
        title=f"删去任务“{task.title}”",
        button="删去这个任务",
        lead="从计划草稿里删去，不能恢复，它的编号不再用；留痕中保留。",
    )
    facts = (
        ("编号", task.number),
        ("起草科室", task.owner.name),
        ("批次", f"{task.batches.count()} 批"),
    )
    return confirm_action(
        request,
        lambda: tasks.remove(actor=request.actor, task_id=task_id, at=request.at),
        replace(action, facts=facts),
        success="已从草稿中删去，留痕中保留。",
    )


def _usual(plan: Plan) -> dict[str, Any]:
    return {"starts_on": f"{plan.year}-03-01", "ends_on": f"{plan.year}-11-30"}
