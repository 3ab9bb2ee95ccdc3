"""询问笔录 and 随机抽查情况记录表, written from the page of a visit."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from oversight.accounts.rules import Permission
from oversight.inspections import selectors
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import site_papers
from oversight.web.access import ActingRequest, form
from oversight.web.action_form import Action, run_action
from oversight.web.office.inspections.site_paper_forms import (
    CheckForm,
    InterviewForm,
    check_start,
    interview_start,
)


@form(Permission.TAKE_VISITS)
def interview(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Write down what was asked of somebody, and issue the 询问笔录."""
    visit = selectors.visit_for(request.actor, visit_id)
    start = interview_start(visit, request.at, request.actor.person)
    bound = InterviewForm(request.POST or None, initial=start)
    return run_action(
        request,
        bound,
        lambda: site_papers.issue_interview(
            actor=request.actor, visit_id=visit_id, interview=bound.interview(), at=request.at
        ),
        _action(visit, "作询问笔录", "出具询问笔录"),
        success=lambda document: f"询问笔录 {document.number} 已出具；请打印后逐页签名。",
    )


@form(Permission.TAKE_VISITS)
def check_record(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Issue the sheet of a drawn check."""
    visit = selectors.visit_for(request.actor, visit_id)
    bound = CheckForm(request.POST or None, initial=check_start(visit))
    return run_action(
        request,
        bound,
        lambda: site_papers.issue_check_record(
            actor=request.actor, visit_id=visit_id, end=bound.end(), at=request.at
        ),
        _action(visit, "随机抽查情况记录表", "出具记录表"),
        success=lambda document: f"随机抽查情况记录表 {document.number} 已出具。",
    )


def _action(visit: InspectionTask, title: str, button: str) -> Action:
    crumbs = (
        ("检查任务", reverse("office:visits")),
        (visit.name, reverse("office:visit", args=[visit.pk])),
    )
    lead = "按检查记录填写；出具以后要改的，作废后重新出具。"
    return Action(title=title, button=button, crumbs=crumbs, caption=visit.name, lead=lead)
