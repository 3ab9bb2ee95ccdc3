"""Another version of a result: after it was returned, or as a correction of what stands."""

from __future__ import annotations

from django.http import HttpResponse

from oversight.accounts.rules import permission_of
from oversight.results import selectors, states
from oversight.results.services import entering
from oversight.results.states import RESULT
from oversight.web.access import ActingRequest, form
from oversight.web.action_form import run_action
from oversight.web.office.results.actions import action
from oversight.web.office.results.forms import ContentForm, start_of


@form(permission_of(RESULT, states.SUBMIT))
def resubmit(request: ActingRequest, result_id: int) -> HttpResponse:
    """Change what was returned, and hand it in again."""
    row = selectors.result_for(request.actor, result_id)
    version = selectors.newest_of(row)
    bound = ContentForm(request.POST or None, initial=start_of(version.says))
    facts = (("审核意见", f"{version.reviewed_by}：{version.remarks}"),) if version.remarks else ()
    return run_action(
        request,
        bound,
        lambda: entering.resubmit(
            actor=request.actor,
            result_id=result_id,
            content=bound.content,
            reason=bound.cleaned_data["reason"],
            at=request.at,
        ),
        action(row, "修改后重新报审", "报审", facts=facts),
        success="已重新报审；原来的一稿保留。",
    )


@form(permission_of(RESULT, states.CORRECT))
def correct(request: ActingRequest, result_id: int) -> HttpResponse:
    """Propose a correction of what stands."""
    row = selectors.result_for(request.actor, result_id)
    start = start_of(selectors.newest_of(row).says)
    bound = ContentForm(request.POST or None, initial=start)
    lead = (
        "更正由别人审核；通过以前，原来的结果照样有效。"
        "检查对象和事项不能换：弄错了企业的，请撤下后重新录入。"
    )
    return run_action(
        request,
        bound,
        lambda: entering.correct(
            actor=request.actor,
            result_id=result_id,
            content=bound.content,
            reason=bound.cleaned_data["reason"],
            at=request.at,
        ),
        action(row, "更正检查结果", "提出更正", lead=lead),
        success="已提出更正，等审核。",
    )
