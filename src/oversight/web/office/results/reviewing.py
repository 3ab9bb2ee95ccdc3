"""The review: accept what one saw, or return it with remarks."""

from __future__ import annotations

from django.http import HttpResponse

from oversight.accounts.rules import permission_of
from oversight.results import selectors, states
from oversight.results.services import reviewing
from oversight.results.states import RESULT
from oversight.web.access import ActingRequest, form
from oversight.web.action_form import run_action
from oversight.web.office.results.actions import action, content_facts
from oversight.web.office.results.forms import AcceptForm, RemarksForm


@form(permission_of(RESULT, states.ACCEPT))
def accept(request: ActingRequest, result_id: int) -> HttpResponse:
    """Accept the newest version."""
    row = selectors.result_for(request.actor, result_id)
    start = {"version": selectors.newest_of(row).number}
    bound = AcceptForm(request.POST or None, initial=start)
    lead = "通过以后，这一版马上封存在留痕里；发现问题的，同时开立责令改正。以后要改，只能更正。"
    return run_action(
        request,
        bound,
        lambda: reviewing.accept(
            actor=request.actor,
            result_id=result_id,
            version_number=bound.cleaned_data["version"],
            at=request.at,
        ),
        action(row, "审核通过", "通过", lead=lead, facts=content_facts(row)),
        success="已审核通过，结果已封存。",
    )


@form(permission_of(RESULT, states.RETURN))
def send_back(request: ActingRequest, result_id: int) -> HttpResponse:
    """Return the newest version with remarks."""
    row = selectors.result_for(request.actor, result_id)
    bound = RemarksForm(request.POST or None)
    return run_action(
        request,
        bound,
        lambda: reviewing.send_back(
            actor=request.actor, result_id=result_id, at=request.at, **bound.cleaned_data
        ),
        action(row, "退回", "退回", facts=content_facts(row)),
        success="已退回，意见已转给录入的人。",
    )
