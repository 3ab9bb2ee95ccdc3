"""A visit leads on: a clue of a case, or a matter of another authority."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from oversight.accounts.rules import Permission
from oversight.cases import origins, selectors
from oversight.cases.origins import Origin
from oversight.cases.services import filing, referring
from oversight.common import moments
from oversight.inspections import selectors as inspections
from oversight.inspections.models import InspectionTask
from oversight.web.access import ActingRequest, form
from oversight.web.action_form import Action, run_action
from oversight.web.office.cases.referral_forms import NewCaseForm, NewReferralForm

_PREFILLED = ("finding", "facts", "basis", "discovered_on")
_DIGITS = 15


@form(Permission.MAKE_CASES)
def new_case(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Register a breach that an inspection found."""
    visit = inspections.visit_for(request.actor, visit_id)
    origin = _origin(request, visit)
    initial: dict[str, object] = {"discovered_on": moments.day_of(request.at)}
    if origin is not None:
        initial = {name: getattr(origin, name) for name in _PREFILLED}
    bound = NewCaseForm(request.POST or None, initial=initial)
    clue_id = origin.clue_id if origin is not None else None
    facts = (("来自", origin.words),) if origin is not None else ()
    return run_action(
        request,
        bound,
        lambda: filing.begin(
            actor=request.actor, clue=bound.words(visit_id, clue_id), at=request.at
        ),
        _action(visit, "登记案件线索", "登记", facts=facts),
        success=lambda case: f"已登记线索 {case.number}；请报请立案。",
    )


@form(Permission.MAKE_CASES)
def new_referral(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Report a matter that belongs to another authority."""
    visit = inspections.visit_for(request.actor, visit_id)
    cases = [(str(row.pk), row.number) for row in selectors.cases_of(request.actor, visit_id)]
    bound = NewReferralForm(request.actor, cases, request.POST or None, at=request.at)
    return run_action(
        request,
        bound,
        lambda: referring.report(actor=request.actor, matter=bound.words(visit_id), at=request.at),
        _action(visit, "报告移送", "报告"),
        success=lambda row: f"已报告移送 {row.number}；等负责人批准。",
    )


def _origin(request: ActingRequest, visit: InspectionTask) -> Origin | None:
    """Give what a case begins with: the clue or the finding that the address names."""
    clue, result = request.GET.get("clue", ""), request.GET.get("result", "")
    if clue.isdecimal():
        return origins.of_clue(origins.clue_for(request.actor, int(clue[:_DIGITS])))
    if result.isdecimal():
        return origins.of_result(request.actor, visit, int(result[:_DIGITS]))
    return None


def _action(
    visit: InspectionTask, title: str, button: str, *, facts: tuple[tuple[str, str], ...] = ()
) -> Action:
    crumbs = (
        ("检查任务", reverse("office:visits")),
        (visit.name, reverse("office:visit", args=[visit.pk])),
    )
    about = (("检查任务编号", visit.number), ("检查对象", f"{visit.name}　{visit.code}"))
    return Action(
        title=title, button=button, crumbs=crumbs, caption=visit.name, facts=(*about, *facts)
    )
