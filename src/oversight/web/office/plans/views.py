"""年度计划: the year's plan, its tasks, approval, publication, open changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from oversight.accounts.rules import Permission, permission_of
from oversight.accounts.services import sessions
from oversight.audit import presenters as audit_presenter
from oversight.audit import selectors as audit
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.draws import selectors as draw_selectors
from oversight.inspections import progress
from oversight.plans import comparison, rules, selectors
from oversight.plans.models import Plan, PlanVersion
from oversight.plans.selectors import CountedTask
from oversight.plans.services import tasks, versions
from oversight.plans.states import IN_FORCE, PLAN
from oversight.plans.todos import approval_key
from oversight.web.access import ActingRequest, act, form, page
from oversight.web.action_form import Action, confirm_action, run_action
from oversight.web.forms import Form, ReasonForm
from oversight.web.office.plans.forms import (
    ApproveForm,
    FileForm,
    PublishForm,
)
from oversight.web.presenters import charts
from oversight.web.presenters.todos import awaited_row


@page(Permission.SEE_PLANS)
def detail(request: ActingRequest, plan_id: int) -> HttpResponse:
    """Show a plan: the version in force or drafted, its calendar, what happened to it."""
    plan = selectors.plan_for(request.actor, plan_id)
    version = requested_version(request, plan)
    today = moments.day_of(request.at)
    names, items = selectors.section_names(plan.bureau_id), selectors.item_names(plan.bureau_id)
    rows = [_row(task, names, items, today) for task in selectors.counted(version)]
    context = {
        "plan": plan,
        "version": version,
        "versions": plan.versions.all(),
        "rows": rows,
        "total": sum(row["total"] for row in rows),
        "base": sum(row["task"].base or 0 for row in rows),
        **_calendar(version, today),
        "entries": [
            audit_presenter.render_entry(entry) for entry in audit.about("plan", plan.number)[:30]
        ],
        **_may(request, version),
        **_waiting(request, version),
        "former": comparison.former_plan(plan),
    }
    return render(request, "office/plans/plan.html", context)


@act(permission_of(PLAN, "submit"))
def submit(request: ActingRequest, plan_id: int) -> HttpResponse:
    """Submit the plan for approval."""
    versions.submit(actor=request.actor, plan_id=plan_id, at=request.at)
    messages.success(request, "已统计基数并提交；等审批人批准。")
    return redirect("office:plan", plan_id)


@act(permission_of(PLAN, "withdraw"))
def withdraw(request: ActingRequest, plan_id: int) -> HttpResponse:
    """Take back what was submitted."""
    versions.withdraw(actor=request.actor, plan_id=plan_id, at=request.at)
    messages.success(request, "已撤回到起草；改好以后可以再提交。")
    return redirect("office:plan", plan_id)


@form(permission_of(PLAN, "send_back"))
def send_back(request: ActingRequest, plan_id: int) -> HttpResponse:
    """Send the plan back, with the reason."""
    bound = ReasonForm(request.POST or None)
    return _run(
        request,
        plan_id,
        bound,
        lambda: versions.send_back(
            actor=request.actor,
            plan_id=plan_id,
            reason=bound.cleaned_data["reason"],
            at=request.at,
        ),
        title="退回计划",
        button="退回",
        success="已退回起草。",
    )


@form(permission_of(PLAN, "approve"))
def approve(request: ActingRequest, plan_id: int) -> HttpResponse:
    """Approve the plan, with the second factor, once it was said what is approved."""
    plan = selectors.plan_for(request.actor, plan_id)
    bound = ApproveForm(request.POST or None)
    action = plan_action(
        plan,
        title="批准年度计划",
        button="批准这一版",
        lead="批准以后内容封存，按这一版执行；再改要另出一版，写明理由，一起公示。",
    )
    return run_action(
        request,
        bound,
        lambda: versions.approve(
            actor=request.actor,
            plan_id=plan_id,
            document_number=bound.cleaned_data["document_number"],
            confirmed=sessions.verify_totp(
                user_id=request.user.pk, code=bound.cleaned_data["code"]
            ),
            at=request.at,
        ),
        replace(action, facts=_approved_facts(requested_version(request, plan))),
        success="已批准；从现在起按这一版执行，不能再改。",
    )


@form(permission_of(PLAN, "file"))
def file(request: ActingRequest, plan_id: int) -> HttpResponse:
    """Record where and when the plan was filed."""
    bound = FileForm(request.POST or None, initial={"filed_on": moments.day_of(request.at)})
    return _run(
        request,
        plan_id,
        bound,
        lambda: versions.record_filing(
            actor=request.actor, plan_id=plan_id, at=request.at, **bound.cleaned_data
        ),
        title="登记备案",
        button="登记备案",
        success="备案已登记。",
    )


@form(permission_of(PLAN, "publish"))
def publish(request: ActingRequest, plan_id: int) -> HttpResponse:
    """Publish the approved version."""
    bound = PublishForm(request.POST or None)
    return _run(
        request,
        plan_id,
        bound,
        lambda: versions.publish(
            actor=request.actor, plan_id=plan_id, at=request.at, **bound.cleaned_data
        ),
        title="公示年度计划",
        button="公示这一版",
        success="已公示；公示网站上已能看到。",
    )


@form(permission_of(PLAN, "change"))
def change(request: ActingRequest, plan_id: int) -> HttpResponse:
    """Begin a change of the plan in force."""
    bound = ReasonForm(request.POST or None)
    return _run(
        request,
        plan_id,
        bound,
        lambda: versions.change(
            actor=request.actor,
            plan_id=plan_id,
            reason=bound.cleaned_data["reason"],
            at=request.at,
        ),
        title="变更年度计划",
        button="开始变更",
        success="已复制成新的一版；批准以前仍按旧版执行。",
    )


@form(permission_of(PLAN, "discard"))
def drop_change(request: ActingRequest, plan_id: int) -> HttpResponse:
    """Discard a drafted change, once it was asked whether that is meant."""
    plan = selectors.plan_for(request.actor, plan_id)
    version = requested_version(request, plan)
    words = f"第 {version.number} 版"
    return confirm_action(
        request,
        lambda: versions.discard_change(actor=request.actor, plan_id=plan_id, at=request.at),
        plan_action(
            plan,
            title=f"放弃{words}变更",
            button="放弃这次变更",
            lead=f"{words}里改过的任务不再用，也不能恢复；已批准的一版照样执行，留痕中保留这一版。",
        ),
        success="已放弃这次变更，留痕中保留。",
    )


def _approved_facts(version: PlanVersion) -> tuple[tuple[str, str | SafeString], ...]:
    """Say what is approved: who asks, how many firms of how many tasks, in which months."""
    rows = selectors.counted(version)
    months = sorted({month for _, month in selectors.spread(version)})
    address = f"{reverse('office:plan', args=[version.plan_id])}?version={version.number}"
    plan_link = format_html('<a href="{}">先看整份计划</a>', address)
    return (
        ("提交", f"{version.submitted_by}，第 {version.number} 版"),
        *([("改动的理由", version.reason)] if version.reason else []),
        ("任务", f"{len(rows)} 项：{'；'.join(row.task.title for row in rows)}"),
        ("应查", f"{sum(row.total for row in rows):,} 家"),
        ("月份", "、".join(f"{month}月" for month in months) or "—"),
        ("全文", plan_link),
    )


def _run(
    request: ActingRequest,
    plan_id: int,
    bound: Form,
    service: Callable[[], object],
    *,
    title: str,
    button: str,
    success: str,
) -> HttpResponse:
    plan = selectors.plan_for(request.actor, plan_id)
    action = plan_action(plan, title=title, button=button)
    return run_action(request, bound, service, action, success=success)


def plan_action(plan: Plan, *, title: str, button: str, lead: str = "") -> Action:
    """Describe an action on a plan."""
    crumbs = (
        ("年度计划", reverse("office:plans")),
        (f"{plan.year} 年", reverse("office:plan", args=[plan.pk])),
    )
    return Action(title=title, button=button, crumbs=crumbs, caption=plan.name, lead=lead)


def requested_version(request: ActingRequest, plan: Plan) -> PlanVersion:
    """Give the version that the address asks for, else the draft, else the one in force."""
    number = request.GET.get("version", "")
    requested = selectors.version_of(plan, int(number)) if number.isdecimal() else None
    newest = selectors.draft(plan) or selectors.in_force(plan) or plan.versions.first()
    version = requested or newest
    if version is None:
        raise DomainError("计划没有任何版本")
    return version


def _row(
    counted: CountedTask, names: Mapping[int, str], items: Mapping[str, str], today: date
) -> dict[str, Any]:
    version = counted.task.version
    is_draft = PLAN.allows("submit", version.state)
    details, bases = counted.details, counted.bases
    findings = selectors.findings(details, bases, version.plan, today) if is_draft else []
    return {
        "task": counted.task,
        "shown": tasks.shown(details, names, items),
        "shares": counted.shares,
        "total": counted.total,
        "findings": findings,
        "is_stopped": any(finding.level == rules.STOP for finding in findings),
    }


def _calendar(version: PlanVersion, today: Any) -> dict[str, Any]:  # noqa: ANN401 - a day
    counts = selectors.spread(version)
    plan = version.plan
    limit = selectors.limits(plan.bureau_id, today).get("bunching_share")
    draws = draw_selectors.of_tasks(plan.bureau_id)
    batches = selectors.batches(version)
    sections = progress.of_batches(batches) if version.state in IN_FORCE else []
    return {
        "year_chart": charts.of_year(plan.year, counts) if counts else None,
        "progress_chart": charts.of_progress(plan.year, sections),
        "bunched": rules.bunched(counts, limit),
        "batches": [(batch, draws.get(batch.number)) for batch in batches],
    }


def _waiting(request: ActingRequest, version: PlanVersion) -> dict[str, Any]:
    """Say who may approve what was submitted; nobody is awaited in another state."""
    is_awaited = PLAN.allows("approve", version.state)
    if not is_awaited:
        return {"approvers": [], "awaited": False}
    is_waiting = request.actor.may(permission_of(PLAN, "publish"))
    key, since = approval_key(version), version.submitted_at
    return {
        "approvers": selectors.approvers(version),
        "awaited": True,
        "reminding": awaited_row(key, since, request.at) if is_waiting else None,
    }


def _may(request: ActingRequest, version: PlanVersion) -> dict[str, bool]:
    acts = {row.act for row in PLAN.acts(version.state, request.actor.permissions)}
    return {
        "may_draft": "draft" in acts,
        "may_submit": "submit" in acts,
        "may_drop": "discard" in acts and version.number > 1,
        "may_rename": "rename" in acts and selectors.is_first_draft(version),
        "may_withdraw": "withdraw" in acts,
        "may_approve": "approve" in acts,
        "may_file": "file" in acts,
        "may_publish": "publish" in acts,
        "may_change": "change" in acts and selectors.draft(version.plan) is None,
        "may_draw": "draw" in acts,
    }
