"""联合检查: sections that are asked to join a draw, and their answers."""

from __future__ import annotations

from django.http import HttpResponse

from oversight.accounts.rules import permission_of
from oversight.draws import draw_details, selectors
from oversight.draws.services import drafting
from oversight.draws.states import DRAW, INVITATION
from oversight.web.access import ActingRequest, form
from oversight.web.action_form import run_action
from oversight.web.office.draws.actions import draw_action
from oversight.web.office.draws.forms import AskJointForm, JointForm


@form(permission_of(DRAW, "change"))
def ask_joint(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Ask another section to join: a lawful way out where people are short."""
    draw = selectors.draw_for(request.actor, draw_id)
    bound = AskJointForm(request.actor, request.POST or None)
    return run_action(
        request,
        bound,
        lambda: drafting.ask_to_join(
            actor=request.actor,
            draw_id=draw_id,
            section_id=int(bound.cleaned_data["section"]),
            people=bound.cleaned_data["people"],
            at=request.at,
        ),
        draw_action(draw, title="请科室一起去", button="请"),
        success=lambda invitation: f"已请 {invitation.section.name}；等它答复，再备料。",
    )


@form(permission_of(INVITATION, "accept"))
def joint(request: ActingRequest, partner_id: int) -> HttpResponse:
    """Answer whether one's section joins."""
    partner = draw_details.invitation_for(request.actor, partner_id)
    bound = JointForm(request.POST or None, initial={"people": partner.people, "accepts": "yes"})
    title = f"答复联合检查：{partner.draw.title}"
    return run_action(
        request,
        bound,
        lambda: drafting.answer(
            actor=request.actor,
            partner_id=partner_id,
            accepts=bound.cleaned_data["accepts"] == "yes",
            people=bound.cleaned_data["people"],
            reason=bound.cleaned_data["reason"],
            at=request.at,
        ),
        draw_action(partner.draw, title=title, button="答复"),
        success=lambda invitation: f"已答复：{invitation.get_answer_display()}。",
    )
