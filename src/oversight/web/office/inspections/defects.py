"""程序瑕疵: noted by the section, decided by the head."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from oversight.accounts.rules import Permission
from oversight.inspections import procedure_defects, selectors
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import defects
from oversight.web.access import ActingRequest, form
from oversight.web.action_form import Action, run_action
from oversight.web.office.inspections.approval_forms import DefectDecisionForm, DefectForm


@form(Permission.TAKE_VISITS)
def flag(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Note a defect of a visit; what is known of certificates is written beforehand."""
    visit = selectors.visit_for(request.actor, visit_id)
    acts = procedure_defects.suspected_of(request.actor, visit)
    known = "；".join(f"{act.name}的执法证在检查当天已经无效" for act in acts)
    bound = DefectForm(request.POST or None, initial={"what": known})
    return run_action(
        request,
        bound,
        lambda: defects.flag(
            actor=request.actor, visit_id=visit_id, at=request.at, **bound.cleaned_data
        ),
        _action(
            visit,
            "登记程序瑕疵",
            "登记",
            lead="登记以后，告知结果、责令改正等后续处置先停下，等负责人决定是否重新检查。",
        ),
        success="已登记；后续处置先停下，等负责人决定。",
    )


@form(Permission.APPROVE_VISITS)
def decide(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Decide whether a visit with a defect is made again."""
    visit = selectors.visit_for(request.actor, visit_id)
    defect = procedure_defects.waiting(visit)
    bound = DefectDecisionForm(request.POST or None)
    return run_action(
        request,
        bound,
        lambda: defects.decide(
            actor=request.actor, visit_id=visit_id, at=request.at, **bound.cleaned_data
        ),
        _action(
            visit,
            "决定程序瑕疵",
            "决定",
            lead=(defect.what if defect else "没有等决定的程序瑕疵")
            + "。这次检查企业已经接待过，无论怎样决定都计入年度次数。",
        ),
        success="已决定，理由已留痕。",
    )


def _action(visit: InspectionTask, title: str, button: str, *, lead: str) -> Action:
    page = reverse("office:visit", args=[visit.pk])
    crumbs = (("检查任务", reverse("office:visits")), (visit.name, page))
    return Action(title=title, button=button, crumbs=crumbs, lead=lead)
