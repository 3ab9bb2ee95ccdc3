"""新建检查: an inspection that no draw decided, for a subject that is looked up first."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from oversight.accounts.rules import Permission
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.inspections import caps, selectors
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import registering
from oversight.inspections.services.registering import NewVisit
from oversight.registry.models import Subject
from oversight.registry.selectors import subjects
from oversight.registry.selectors.subjects import SubjectQuery
from oversight.registry.services.subjects import subject_for
from oversight.web.access import ActingRequest, form, page, search_words
from oversight.web.action_form import Action, run_action, show_action
from oversight.web.office.inspections.registering_forms import NewVisitForm, TeamForm

_MOST = 20
_MOST_EVIDENCE = 8 * 2**20


@page(Permission.REGISTER_VISITS)
def choose(request: ActingRequest) -> HttpResponse:
    """Look the subject up that is to be inspected."""
    words = search_words(request)
    query = SubjectQuery(words=words)
    on = moments.day_of(request.at)
    rows = list(subjects.find(request.actor, query, on)[: _MOST + 1]) if words else []
    context = {"words": words, "subjects": rows[:_MOST], "is_cut": len(rows) > _MOST}
    return render(request, "office/inspections/visit_new.html", context)


@form(Permission.REGISTER_VISITS)
def new(request: ActingRequest, subject_id: int) -> HttpResponse:
    """Register an inspection of a subject."""
    subject = subject_for(request.actor, subject_id)
    today = moments.day_of(request.at)
    bound = NewVisitForm(request.actor, today, request.POST or None, request.FILES or None)
    action = Action(
        title=f"新建检查：{subject.name}",
        button="立项",
        crumbs=(
            ("检查任务", reverse("office:visits")),
            ("新建检查", reverse("office:visit-new")),
        ),
        caption=f"{subject.name}　{subject.code}",
        lead="立项以后报负责人审批。不计入双随机的统计，计入一年检查次数的台账。",
        facts=_standing(request, subject),
    )
    if not bound.is_valid():
        return show_action(request, bound, action)
    task = bound.carry_out(
        lambda: registering.register(
            actor=request.actor, visit=_new_visit(subject, bound.cleaned_data), at=request.at
        )
    )
    if task is None:
        return show_action(request, bound, action)
    return redirect("office:visit", task.pk)


@form(Permission.REGISTER_VISITS)
def change_team(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Send other officers on an inspection that no draw decided."""
    visit = selectors.visit_for(request.actor, visit_id)
    bound = TeamForm(request.actor, visit, request.POST or None)
    action = Action(
        title="换检查人员",
        button="换人",
        crumbs=(
            ("检查任务", reverse("office:visits")),
            (visit.name, reverse("office:visit", args=[visit.pk])),
        ),
        caption=visit.name,
    )
    return run_action(
        request,
        bound,
        lambda: _changed_team(request, visit, bound),
        action,
        success="已换人，已留痕。",
    )


def _changed_team(request: ActingRequest, visit: InspectionTask, bound: TeamForm) -> InspectionTask:
    return registering.change_team(
        actor=request.actor,
        visit_id=visit.pk,
        officer_ids=bound.officer_ids,
        reason=bound.cleaned_data["reason"],
        at=request.at,
    )


def _standing(request: ActingRequest, subject: Subject) -> tuple[tuple[str, str], ...]:
    sections = frozenset({request.actor.organisation_id})
    answers = caps.standing(subject, sections, moments.day_of(request.at))
    return tuple((answer.name, answer.standing_words) for answer in answers)


def _new_visit(subject: Subject, typed: dict[str, Any]) -> NewVisit:
    uploaded = typed["evidence"]
    if uploaded is not None and uploaded.size > _MOST_EVIDENCE:
        raise DomainError("证据文件超过 8 MB；请缩小", field="evidence")
    leader = int(typed["leader"])
    others = [int(key) for key in typed["officers"] if int(key) != leader]
    return NewVisit(
        subject_id=subject.pk,
        source=typed["source"],
        item_ids=[int(key) for key in typed["items"]],
        officer_ids=[leader, *others],
        on=typed["on"],
        reason=typed["reason"],
        reference=typed["reference"],
        exempt=typed["exempt"],
        exempt_note=typed["exempt_note"],
        evidence_name=uploaded.name if uploaded else "",
        evidence=uploaded.read() if uploaded else b"",
        campaign=typed["campaign"],
    )
