"""Before a visit: asked for, approved or refused, withdrawn, announced; or urgent, papers later."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from oversight.accounts.rules import Permission
from oversight.common import moments
from oversight.inspections import caps, document_data, guards, materials, selectors, task_details
from oversight.inspections.document_data import NoticeTerms
from oversight.inspections.models import Approval, InspectionTask
from oversight.inspections.services import approvals, urgent
from oversight.inspections.services.approvals import ApprovalInput
from oversight.web import addresses
from oversight.web.access import ActingRequest, form, page
from oversight.web.action_form import Action, run_action
from oversight.web.office.inspections.approval_forms import (
    DecisionForm,
    NotifyForm,
    RefusalForm,
    SubmitForm,
    UrgentForm,
    WithdrawForm,
)

Facts = tuple[tuple[str, str], ...]


@page(Permission.SEE_VISITS)
def listing(request: ActingRequest) -> HttpResponse:
    """Show the visits that wait for approval, and the urgent ones without papers."""
    context = {
        "approvals": selectors.approvals(request.actor),
        "late": selectors.without_papers(request.actor),
        "today": moments.day_of(request.at),
        "may_approve": request.actor.may(Permission.APPROVE_VISITS),
    }
    return render(request, "office/inspections/approvals.html", context)


@form(Permission.TAKE_VISITS)
def submit(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Ask the head to approve a visit, or to make up for the approval of an urgent one."""
    visit = selectors.visit_for(request.actor, visit_id)
    start = {
        "visit_place": visit.visit_place or visit.subject.address,
        "why_on_site": visit.why_on_site,
        "is_announced": visit.is_announced,
        "is_outside": visit.is_outside,
        "assistance": visit.assistance,
    }
    bound = SubmitForm(request.POST or None, initial=start)
    is_afterwards = visit.papers_due_on is not None
    lead = "" if is_afterwards else "；".join(guards.problems(visit, moments.day_of(request.at)))
    action = _action(
        visit,
        "补办审批" if is_afterwards else "报请审批",
        "报请",
        lead=f"现在还不能报请：{lead}" if lead else "",
        facts=_cap_facts(visit, request),
    )
    return run_action(
        request,
        bound,
        lambda: approvals.submit(
            actor=request.actor,
            visit_id=visit_id,
            asked=ApprovalInput(**bound.cleaned_data),
            at=request.at,
        ),
        action,
        success="已报请；等负责人审批。",
    )


@form(Permission.APPROVE_VISITS)
def approve(request: ActingRequest, approval_id: int) -> HttpResponse:
    """Approve a visit, once all that was said of it was looked at."""
    approval = selectors.approval_for(request.actor, approval_id)
    bound = DecisionForm(request.POST or None)
    return run_action(
        request,
        bound,
        lambda: approvals.approve(
            actor=request.actor, approval_id=approval_id, at=request.at, **bound.cleaned_data
        ),
        _decision(approval, "批准检查", "批准"),
        success=f"已批准检查{approval.visit.name}。",
    )


@form(Permission.APPROVE_VISITS)
def refuse(request: ActingRequest, approval_id: int) -> HttpResponse:
    """Refuse a visit, with the reason."""
    approval = selectors.approval_for(request.actor, approval_id)
    bound = RefusalForm(request.POST or None)
    return run_action(
        request,
        bound,
        lambda: approvals.refuse(
            actor=request.actor, approval_id=approval_id, at=request.at, **bound.cleaned_data
        ),
        _decision(approval, "不予批准", "不予批准"),
        success="没有批准，理由已留痕；科室改好可以再报。",
    )


@form(Permission.APPROVE_VISITS)
def withdraw(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Take a visit back before anybody arrived."""
    visit = selectors.visit_for(request.actor, visit_id)
    bound = WithdrawForm(request.POST or None)
    return run_action(
        request,
        bound,
        lambda: approvals.withdraw(
            actor=request.actor, visit_id=visit_id, at=request.at, **bound.cleaned_data
        ),
        _action(visit, "撤回检查", "撤回", lead="撤回以后不再检查，任务编号和理由保留，不能恢复。"),
        success="已撤回，理由已留痕。",
    )


@form(Permission.TAKE_VISITS)
def notify(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Note that the subject was told."""
    visit = selectors.visit_for(request.actor, visit_id)
    bound = NotifyForm(request.POST or None)
    return run_action(
        request,
        bound,
        lambda: approvals.notify(
            actor=request.actor,
            visit_id=visit_id,
            way=bound.cleaned_data["way"],
            terms=NoticeTerms(
                contact=bound.cleaned_data["contact"],
                complaints=bound.cleaned_data["complaints"],
                materials=materials.read(bound.cleaned_data["materials"]),
                address_of=addresses.of_codes(request),
            ),
            at=request.at,
        ),
        _action(visit, "通知企业", "出具通知书"),
        success="检查通知书已出具；送到以后请登记送达。",
    )


@form(Permission.TAKE_VISITS)
def arrive_urgently(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Note an urgent arrival without approval; the papers are due within the term."""
    visit = selectors.visit_for(request.actor, visit_id)
    bound = UrgentForm(request.POST or None)
    return run_action(
        request,
        bound,
        lambda: urgent.arrive(
            actor=request.actor, visit_id=visit_id, at=request.at, **bound.cleaned_data
        ),
        _action(
            visit,
            "情况紧急，先到场检查",
            "登记到场",
            lead="到场以后必须按期补办审批；没有补办的一直列在负责人的页面上。",
        ),
        success=lambda task: f"已登记到场；请在 {task.papers_due_on} 以前补办审批。",
    )


def _action(
    visit: InspectionTask, title: str, button: str, *, lead: str = "", facts: Facts = ()
) -> Action:
    crumbs = (
        ("检查任务", reverse("office:visits")),
        (visit.name, reverse("office:visit", args=[visit.pk])),
    )
    return Action(
        title=title, button=button, crumbs=crumbs, caption=visit.name, lead=lead, facts=facts
    )


def _cap_facts(visit: InspectionTask, request: ActingRequest) -> Facts:
    on = visit.planned_on or moments.day_of(request.at)
    counts = [
        (answer.name, f"{answer.words}（{answer.citation}）") for answer in caps.answers(visit, on)
    ]
    return (*counts, *_warnings(visit))


def _warnings(visit: InspectionTask) -> Facts:
    """Give what the head should weigh, each under its own heading."""
    return tuple(("请留意", warning) for warning in guards.warnings(visit))


def _decision(approval: Approval, title: str, button: str) -> Action:
    """Make the page on which a decision is checked: who asks, what, when, how often."""
    visit = approval.visit
    items = (f"{row.item.name}（{row.section.name}）" for row in task_details.results(visit))
    facts = (
        ("报请", f"{approval.asked_by}，{moments.minute_in_words(approval.asked_at)}"),
        ("任务来源", document_data.origin(visit)),
        ("检查类型", str(visit.get_kind_display())),
        ("检查理由", visit.reason),
        ("检查对象", f"{visit.name}　{visit.code}"),
        ("检查地点", visit.visit_place),
        ("检查事项", "；".join(items)),
        ("检查人员", _officers(visit)),
        ("协助人员", f"{visit.helpers} 名，{visit.helper_roles}" if visit.helpers else "没有"),
        ("检查日期", moments.day_in_words(visit.planned_on) if visit.planned_on else ""),
        ("是否预先通知", "预先通知" if visit.is_announced else "不预先通知"),
        ("为什么要到现场", visit.why_on_site),
        *((cap["name"], _cap_words(cap)) for cap in approval.caps),
        *_warnings(visit),
        ("不计次数的情形", _exemption(visit)),
        ("紧急的理由", visit.urgent_reason),
        ("口头报告对象", visit.urgent_reported),
        ("科室意见", approval.opinion),
    )
    lead = _lead(approval)
    shown = tuple((words, value) for words, value in facts if value)
    word = "补办：" if approval.is_afterwards else ""
    return _action(visit, f"{word}{title}", button, lead=lead, facts=shown)


def _lead(approval: Approval) -> str:
    if any(cap["all_visits"] > cap["limit"] >= cap["counted"] for cap in approval.caps):
        return (
            "两种口径的答案不一样：按本地规则没有超过上限，各类检查都计入时超过了。"
            "从严掌握；批准须写明理由。"
        )
    return ""


def _cap_words(cap: dict[str, object]) -> str:
    answer = caps.CapAnswer(**cap)  # type: ignore[arg-type] # what `as_json` wrote
    return f"{answer.words}（{answer.citation}）"


def _exemption(visit: InspectionTask) -> str:
    parts = (visit.exempt, visit.exempt_note, visit.exempt_evidence_name)
    return "；".join(part for part in parts if part)


def _officers(visit: InspectionTask) -> str:
    people = (slot.inspector for slot in task_details.team(visit))
    return "、".join(f"{person.name}（{person.number}）" for person in people if person)
