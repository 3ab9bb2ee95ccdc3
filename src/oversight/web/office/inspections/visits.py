"""检查任务: the visits of the sections and inspectors, replacements, recusals."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from oversight.accounts.rules import Permission, permission_of
from oversight.accounts.services import sessions
from oversight.audit import presenters as audit_presenter
from oversight.cases import origins as case_origins
from oversight.cases import selectors as cases
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.draws import rules
from oversight.inspections import (
    caps,
    drawn_visits,
    next_act,
    selectors,
    states,
    task_details,
    task_lists,
    visit_papers,
)
from oversight.inspections.models import Approval, InspectionTask, ReplacementRequest
from oversight.inspections.services import approvals, requests, site_papers, tasks
from oversight.inspections.services.requests import ReplacementInput
from oversight.inspections.states import TaskState
from oversight.rectifications import selectors as rectifications
from oversight.rectifications.services import opening
from oversight.results import selectors as results
from oversight.web.access import ActingRequest, act, form, page
from oversight.web.action_form import Action, confirm_action, show_action
from oversight.web.forms import CodeForm, Form
from oversight.web.office.inspections import onsite, recusals, task_filters
from oversight.web.office.inspections.forms import AcceptForm, AnswerForm, RequestForm
from oversight.web.paging import paginate
from oversight.web.presenters import documents as presenter

_PAGES = {
    states.ACCEPT: "office:visit-accept",
    states.DATE: "office:visit-accept",
    states.SUBMIT: "office:visit-submit",
    states.NOTIFY: "office:visit-notify",
    states.TELL: "office:visit-tell",
}
_MOST_EVIDENCE = 8 * 2**20


@page(Permission.SEE_VISITS)
def listing(request: ActingRequest) -> HttpResponse:
    """Show the visits that the actor has to do; of sealed draws only after the opening."""
    question, actor = task_filters.question_of(request), request.actor
    matching = task_lists.find(actor, question, moments.day_of(request.at))
    page = paginate(request, matching)
    context = {
        "page": page,
        "number": matching.count(),
        "list": task_filters.state_of(request),
        "rows": [_row(visit) for visit in page.rows],
        "requests": _requests(request),
        "may_take": actor.may(Permission.TAKE_VISITS),
        "may_register": actor.may(Permission.REGISTER_VISITS),
        "latest": task_lists.latest_dating(actor),
        "today": moments.day_of(request.at),
    }
    return render(request, "office/inspections/visits.html", context)


@page(Permission.SEE_VISITS)
def detail(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Show one visit."""
    visit = selectors.visit_for(request.actor, visit_id)
    drawn_visits.require_drawn(visit)
    acts = selectors.acts(request.actor, visit)
    context = {
        **_row(visit),
        "results": task_details.results(visit),
        "may_interview": site_papers.may_interview(request.actor, visit),
        "may_record_check": site_papers.may_record_check(request.actor, visit),
        "sees_reason": selectors.sees_reason(request.actor, visit),
        "requests": task_details.requests_on(visit),
        "words": rules.WORDS,
        "may_take": not acts.isdisjoint({states.ACCEPT, states.DATE}),
        "may_ask": states.ASK in acts,
        "may_decide": request.actor.may(Permission.DECIDE_REPLACEMENT),
        "may_conclude": states.CONCLUDE in acts,
        "reviewed": results.of_visit(visit),
        "rectifications": rectifications.of_visit(request.actor, visit),
        "may_rectify": opening.may_open(request.actor, visit),
        "may_make_cases": request.actor.may(Permission.MAKE_CASES),
        "to_case": case_origins.results_of(request.actor, visit),
        "cases": cases.cases_of(request.actor, visit_id),
        "referrals": cases.referrals_of(request.actor, visit_id),
        **_before(request, visit, acts),
        **_now(request, visit, acts),
        **onsite.facts_of(request, visit),
    }
    return render(request, "office/inspections/visit.html", context)


@form(Permission.TAKE_VISITS)
def accept(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Take a visit and propose its day."""
    visit = selectors.visit_for(request.actor, visit_id)
    bound = AcceptForm(request.POST or None, initial={"on": visit.planned_on})
    if bound.is_valid():
        accepted = bound.carry_out(
            lambda: tasks.accept(
                actor=request.actor,
                visit_id=visit_id,
                on=bound.cleaned_data["on"],
                at=request.at,
            )
        )
        if accepted is not None:
            messages.success(request, "已接受，检查日期已定。")
            return redirect("office:visit", visit_id)
    return _show_action(request, bound, "接受任务、定检查日期", "接受", visit)


@form(Permission.ASK_REPLACEMENT)
def ask(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Ask for a replacement or a recusal."""
    visit = selectors.visit_for(request.actor, visit_id)
    if not visit.is_random:
        return recusals.ask(request, visit)
    bound = RequestForm(visit, request.POST or None, request.FILES or None)
    if bound.is_valid():
        replacement = bound.carry_out(
            lambda: requests.ask(
                actor=request.actor,
                asked=_replacement_input(visit, bound.cleaned_data),
                at=request.at,
            )
        )
        if replacement is not None:
            messages.success(request, "已提出；等审批人决定。")
            return redirect("office:visit", visit_id)
    return _show_action(request, bound, "申请递补或回避", "提出", visit)


@form(Permission.DECIDE_REPLACEMENT)
def grant(request: ActingRequest, request_id: int) -> HttpResponse:
    """Grant a replacement: the next in the published order takes over."""
    replacement = selectors.request_for(request.actor, request_id)
    if not replacement.visit.is_random:
        return recusals.grant(request, replacement)
    bound = CodeForm(request.POST or None)
    if bound.is_valid():
        granted = bound.carry_out(
            lambda: requests.grant(
                actor=request.actor,
                request_id=request_id,
                confirmed=sessions.verify_totp(
                    user_id=request.user.pk, code=bound.cleaned_data["code"]
                ),
                at=request.at,
            )
        )
        if granted is not None:
            messages.success(request, "已同意；按公布的次序由下一位接替，并已公布。")
            return redirect("office:visit", replacement.visit_id)
    why = rules.WORDS.get(replacement.why, replacement.why)
    lead = f"{replacement.asked_by} 提出：{why}。{replacement.note}"
    return _show_action(request, bound, "同意递补", "同意", replacement.visit, lead=lead)


@form(Permission.DECIDE_REPLACEMENT)
def refuse(request: ActingRequest, request_id: int) -> HttpResponse:
    """Refuse a request."""
    replacement = selectors.request_for(request.actor, request_id)
    if not replacement.visit.is_random:
        return recusals.refuse(request, replacement)
    bound = AnswerForm(request.POST or None)
    if bound.is_valid():
        refused = bound.carry_out(
            lambda: requests.refuse(
                actor=request.actor,
                request_id=request_id,
                answer=bound.cleaned_data["answer"],
                at=request.at,
            )
        )
        if refused is not None:
            messages.success(request, "没有同意，理由已留痕。")
            return redirect("office:visit", replacement.visit_id)
    return _show_action(request, bound, "不同意", "不同意", replacement.visit)


@act(permission_of(states.REQUEST, states.WITHDRAW))
def withdraw(request: ActingRequest, request_id: int) -> HttpResponse:
    """Take back one's own request."""
    taken = requests.withdraw(actor=request.actor, request_id=request_id, at=request.at)
    messages.success(request, "申请已撤回。")
    return redirect("office:visit", taken.visit_id)


@form(Permission.HOLD_DRAWS)
def merge(request: ActingRequest, visit_id: int, into_id: int) -> HttpResponse:
    """Merge two visits to one subject into one, once it was asked whether that is meant."""
    visit = selectors.visit_for(request.actor, visit_id)
    into = selectors.visit_for(request.actor, into_id)
    action = Action(
        title=f"把{visit.name}的两次检查合并成一次",
        button="合并成一次检查",
        crumbs=(
            ("抽取", reverse("office:draws")),
            (visit.title, _page_of(visit)),
        ),
        lead="合并以后只去一次、只算一次，不能再分开；前一个任务结束，由后一个任务的人去。",
        facts=(
            ("结束的任务", f"{visit.title}：{_team(visit)}"),
            ("保留的任务", f"{into.title}：{_team(into)}"),
        ),
    )
    return confirm_action(
        request,
        lambda: tasks.merge(actor=request.actor, visit_id=visit_id, into_id=into_id, at=request.at),
        action,
        success=f"{visit.name} 的两个任务已合并为一次检查，只算一次。",
    )


def _before(request: ActingRequest, visit: InspectionTask, acts: set[str]) -> dict[str, Any]:
    """Give what goes before a visit: caps, approvals, and which acts of it are open."""
    on = visit.planned_on or moments.day_of(request.at)
    papers_missing = visit.papers_due_on is not None and not approvals.is_papered(visit)
    waiting = approvals.is_asked_for(visit)
    is_registering = visit.state in {TaskState.REGISTERED, TaskState.REFUSED}
    may_register = request.actor.may(Permission.REGISTER_VISITS)
    may_take = request.actor.may(Permission.TAKE_VISITS)
    return {
        "caps": caps.answers(visit, on),
        "approvals": visit.approvals.all(),
        "papers_missing": papers_missing,
        "today": moments.day_of(request.at),
        "may_submit": states.SUBMIT in acts or (papers_missing and not waiting and may_take),
        "may_withdraw": states.WITHDRAW in acts,
        "may_notify": states.NOTIFY in acts and visit.is_announced,
        "may_arrive_urgently": states.ARRIVE_URGENTLY in acts,
        "may_change_team": not visit.is_random and is_registering and may_register,
        "may_approve": request.actor.may(Permission.APPROVE_VISITS),
    }


def _now(request: ActingRequest, visit: InspectionTask, acts: set[str]) -> dict[str, Any]:
    """Give what is to be done with a visit now, its steps, papers and trail."""
    actor, papers = request.actor, visit_papers.papers(visit)
    waiting = approvals.waiting_for(visit)
    act = next_act.next_act(visit, actor)
    return {
        "now_act": act,
        "now_link": _link(visit, act.act, waiting) if act is not None and act.is_own else "",
        "steps": next_act.steps(visit),
        "papers": [
            {
                **presenter.row(paper),
                "services": services,
                "may_serve": not services
                and not paper.voided_at
                and paper.type in visit_papers.SERVED
                and actor.may(Permission.TAKE_VISITS),
            }
            for paper, services in visit_papers.with_services(papers)
        ],
        "may_tell": states.TELL in acts,
        "entries": [audit_presenter.render_entry(entry) for entry in next_act.entries(visit)],
    }


def _link(visit: InspectionTask, act: str, waiting: Approval | None) -> str:
    """Give the page on which an act is done: the telephone's for what is done on site."""
    if act in {states.APPROVE, states.RATIFY}:
        return reverse("office:approval-approve", args=[waiting.pk]) if waiting else ""
    if act in _PAGES:
        return reverse(_PAGES[act], args=[visit.pk])
    return ""


def _page_of(visit: InspectionTask) -> str:
    """Give the page that a merging comes from: that of the draw, where overlaps are listed."""
    if visit.draw_id is None:
        return reverse("office:visit", args=[visit.pk])
    return reverse("office:draw", args=[visit.draw_id])


def _team(visit: InspectionTask) -> str:
    names = [slot.inspector.name for slot in visit.slots.all() if slot.inspector]
    return "、".join(names) or "还没有派人"


def _row(visit: InspectionTask) -> dict[str, Any]:
    return {"visit": visit, "draw": visit.draw, "team": list(visit.slots.all())}


def _requests(request: ActingRequest) -> list[ReplacementRequest]:
    if not request.actor.may(Permission.DECIDE_REPLACEMENT):
        return []
    return list(selectors.requests(request.actor))


def _replacement_input(visit: InspectionTask, typed: dict[str, Any]) -> ReplacementInput:
    slot_id = int(typed["what"].removeprefix("slot-")) if typed["what"] != "subject" else None
    slot = task_details.team_member(visit, slot_id) if slot_id else None
    kind = ReplacementRequest.SUBJECT
    if slot is not None:
        kind = (
            ReplacementRequest.OPEN_SLOT
            if slot.inspector_id is None
            else ReplacementRequest.INSPECTOR
        )
    uploaded = typed["evidence"]
    if uploaded is not None and uploaded.size > _MOST_EVIDENCE:
        raise DomainError("证据文件超过 8 MB；请缩小", field="evidence")
    is_recusal = typed["why"] == rules.RECUSAL
    return ReplacementInput(
        visit_id=visit.pk,
        kind=kind,
        why=typed["why"],
        note=typed["note"],
        slot_id=slot_id,
        is_recusal=is_recusal,
        by_enterprise=is_recusal and typed["by_enterprise"],
        evidence_name=uploaded.name if uploaded else "",
        evidence=uploaded.read() if uploaded else b"",
    )


def _show_action(
    request: ActingRequest,
    bound: Form,
    title: str,
    button: str,
    visit: InspectionTask,
    *,
    lead: str = "",
) -> HttpResponse:
    crumbs = (
        ("检查任务", reverse("office:visits")),
        (visit.title, reverse("office:visit", args=[visit.pk])),
    )
    action = Action(title=title, button=button, crumbs=crumbs, caption=visit.title, lead=lead)
    return show_action(request, bound, action)
