"""回避 in inspections that no draw decided: asked for, and decided by the head."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from oversight.inspections import task_details
from oversight.inspections.models import InspectionTask, ReplacementRequest
from oversight.inspections.services import officer_recusals
from oversight.registry.models import Inspector
from oversight.web.access import ActingRequest
from oversight.web.action_form import Action, run_action
from oversight.web.forms import Form
from oversight.web.office.inspections.forms import AnswerForm


class AskForm(Form):
    """Who should not go, and why."""

    slot = forms.ChoiceField(label="谁要回避")
    by_enterprise = forms.BooleanField(label="由企业提出", required=False)
    note = forms.CharField(
        label="情况说明", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, visit: InspectionTask, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        choices = [
            (str(slot.pk), slot.inspector.name)
            for slot in task_details.team(visit)
            if slot.inspector
        ]
        self.fields["slot"].choices = choices  # type: ignore[attr-defined]


class NextForm(Form):
    """Who goes instead."""

    officer = forms.ChoiceField(label="由谁接替")

    def __init__(self, officers: list[Inspector], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        choices = [(str(officer.pk), f"{officer.name}（{officer.number}）") for officer in officers]
        self.fields["officer"].choices = choices  # type: ignore[attr-defined]


def ask(request: ActingRequest, visit: InspectionTask) -> HttpResponse:
    """Ask that an officer does not go."""
    bound = AskForm(visit, request.POST or None)
    return run_action(
        request,
        bound,
        lambda: officer_recusals.ask(
            actor=request.actor,
            visit_id=visit.pk,
            slot_id=int(bound.cleaned_data["slot"]),
            note=bound.cleaned_data["note"],
            by_enterprise=bound.cleaned_data["by_enterprise"],
            at=request.at,
        ),
        _action(visit, "申请回避", "提出"),
        success="已提出；等审批人决定。",
    )


def grant(request: ActingRequest, asked: ReplacementRequest) -> HttpResponse:
    """Let another officer go."""
    officers = officer_recusals.offered(request.actor, asked.visit, request.at)
    bound = NextForm(officers, request.POST or None)
    return run_action(
        request,
        bound,
        lambda: officer_recusals.grant(
            actor=request.actor,
            request_id=asked.pk,
            officer_id=int(bound.cleaned_data["officer"]),
            at=request.at,
        ),
        _action(asked.visit, "同意回避", "同意", lead=f"{asked.asked_by} 提出：{asked.note}"),
        success="已同意，接替的人已派出。",
    )


def refuse(request: ActingRequest, asked: ReplacementRequest) -> HttpResponse:
    """Refuse the recusal."""
    bound = AnswerForm(request.POST or None)
    return run_action(
        request,
        bound,
        lambda: officer_recusals.refuse(
            actor=request.actor, request_id=asked.pk, at=request.at, **bound.cleaned_data
        ),
        _action(asked.visit, "不同意回避", "不同意", lead=f"{asked.asked_by} 提出：{asked.note}"),
        success="没有同意，理由已留痕。",
    )


def _action(visit: InspectionTask, title: str, button: str, *, lead: str = "") -> Action:
    crumbs = (
        ("检查任务", reverse("office:visits")),
        (visit.name, reverse("office:visit", args=[visit.pk])),
    )
    return Action(title=title, button=button, crumbs=crumbs, caption=visit.name, lead=lead)
