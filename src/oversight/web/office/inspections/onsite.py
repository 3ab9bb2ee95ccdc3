"""What happened on the spot, as the office sees it: arrivals, the code, objections, ratings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from oversight.accounts.rules import Permission, Role
from oversight.inspections import code_systems, selectors, visit_page, visit_ratings
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import looks, visit_codes
from oversight.web.access import ActingRequest, form, page
from oversight.web.action_form import Action, run_action
from oversight.web.forms import Form
from oversight.web.personal_looks import show_whole


class ForeignCodeForm(Form):
    """The code of a city's or province's system, typed by hand."""

    foreign_code = forms.CharField(label="外部系统给的检查码", max_length=80)


@form(Permission.TAKE_VISITS)
def link_code(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Note the code that another system has for the visit."""
    visit = selectors.visit_for(request.actor, visit_id)
    bound = ForeignCodeForm(request.POST or None)
    action = Action(
        title="登记外部检查码",
        button="登记",
        crumbs=(
            ("检查任务", reverse("office:visits")),
            (visit.name, reverse("office:visit", args=[visit.pk])),
        ),
        caption=visit.name,
        lead="市、省的扫码入企系统给这次检查的码；检查人员手机上和本系统的码一起显示。",
    )
    return run_action(
        request,
        bound,
        lambda: visit_codes.link(
            actor=request.actor, visit_id=visit_id, at=request.at, **bound.cleaned_data
        ),
        action,
        success="已登记外部检查码。",
    )


@page(Permission.SEE_VISITS)
def ratings(request: ActingRequest) -> HttpResponse:
    """Show what ratings say together; the words only to who supervises."""
    context = {
        "figures": visit_ratings.figures(request.actor),
        "least": visit_ratings.LEAST,
        "may_read_words": request.actor.role == Role.SUPERVISOR,
    }
    return render(request, "office/inspections/ratings.html", context)


@form(Permission.SEE_VISITS)
def contact(request: ActingRequest, visit_id: int, objection_id: int) -> HttpResponse:
    """Show the whole contact that came with an objection, once it was asked for."""
    visit = selectors.visit_for(request.actor, visit_id)
    crumbs = (
        ("检查任务", reverse("office:visits")),
        (visit.name, reverse("office:visit", args=[visit.pk])),
    )
    return show_whole(
        request,
        Action(title="看提出异议的人的联系方式", button="看联系方式", crumbs=crumbs),
        "联系方式",
        lambda: looks.show_contact(
            actor=request.actor, visit_id=visit.pk, objection_id=objection_id, at=request.at
        ),
    )


def facts_of(request: ActingRequest, visit: InspectionTask) -> dict[str, Any]:
    """Give what the page of a visit shows of the spot."""
    code = getattr(visit, "visit_code", None)
    defects = list(visit.defects.all())
    may_flag = request.actor.may(Permission.TAKE_VISITS) and visit.arrived_at is not None
    has_system = settings.CODE_SYSTEM != code_systems.NONE
    return {
        "defects": defects,
        "may_flag_defect": may_flag and all(row.decided_at for row in defects),
        "site_acts": visit.site_acts.all(),
        "visit_code": code,
        "visit_code_text": code.printed if code else "",
        "objections": visit_page.objections(visit),
        "code_messages": visit.code_messages.all(),
        "may_link_code": bool(code and has_system and request.actor.may(Permission.TAKE_VISITS)),
    }
