"""Exemptions from a cap: asked for with a reason, decided by another person."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse

from oversight.accounts.rules import permission_of
from oversight.draws import draw_details, selectors
from oversight.draws.services import (
    cap_exemptions,
)
from oversight.draws.states import DRAW, EXEMPTION
from oversight.web.access import ActingRequest, form
from oversight.web.action_form import confirm_action, run_action
from oversight.web.office.draws.actions import draw_action
from oversight.web.office.draws.forms import (
    ExemptionForm,
)


@form(permission_of(DRAW, "change"))
def ask_exemption(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Ask for an exemption from a frequency cap."""
    draw = selectors.draw_for(request.actor, draw_id)
    bound = ExemptionForm(cap_exemptions.permitted_reasons(draw, request.at), request.POST or None)
    return run_action(
        request,
        bound,
        lambda: cap_exemptions.ask(
            actor=request.actor, draw_id=draw_id, at=request.at, **bound.cleaned_data
        ),
        draw_action(draw, title="超上限例外", button="申请"),
        success="已申请；请审批人决定，再备料。",
    )


@form(permission_of(EXEMPTION, "grant"))
def decide_exemption(request: ActingRequest, exception_id: int, is_granted: int) -> HttpResponse:
    """Grant or refuse an exemption from a frequency cap, once it was looked at whose it is."""
    exemption = draw_details.exemption_for(request.actor, exception_id)
    word = "同意" if is_granted else "不同意"
    action = draw_action(
        exemption.draw,
        title=f"{word}：{exemption.subject.name}超上限参加抽取",
        button=word,
        lead="同意以后，这一家今年虽已到检查次数上限，仍参加这次抽取；理由和您的决定公开，不能改。"
        if is_granted
        else "不同意以后，这一家因为检查次数已到上限，不参加这次抽取；决定公开，不能改。",
    )
    facts = (
        ("检查对象", exemption.subject.name),
        ("理由", exemption.reason),
        ("说明", exemption.note),
        ("申请人", exemption.asked_by),
    )
    return confirm_action(
        request,
        lambda: cap_exemptions.decide(
            actor=request.actor,
            exception_id=exception_id,
            is_granted=bool(is_granted),
            at=request.at,
        ),
        replace(action, facts=facts),
        success="已同意。" if is_granted else "没有同意。",
    )
