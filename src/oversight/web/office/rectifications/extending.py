"""Extensions asked for and decided, and the clue that is handed over instead."""

from __future__ import annotations

from django.http import HttpResponse

from oversight.accounts.rules import permission_of
from oversight.common import moments
from oversight.rectifications import selectors
from oversight.rectifications.models import Extension
from oversight.rectifications.services import extensions
from oversight.rectifications.states import EXTENSION, RECTIFICATION
from oversight.web.access import ActingRequest, form
from oversight.web.action_form import run_action
from oversight.web.office.rectifications.actions import (
    Facts,
    action,
    point_facts,
    term_facts,
)
from oversight.web.office.rectifications.forms import AnswerForm, ExtendForm, WhyForm


@form(permission_of(RECTIFICATION, "ask_extension"))
def ask(request: ActingRequest, rectification_id: int) -> HttpResponse:
    """Ask for more days."""
    row = selectors.rectification_for(request.actor, rectification_id)
    bound = ExtendForm(request.POST or None)
    return run_action(
        request,
        bound,
        lambda: extensions.ask(
            actor=request.actor,
            rectification_id=rectification_id,
            at=request.at,
            **bound.cleaned_data,
        ),
        action(row, "申请延期", "申请", facts=term_facts(row)),
        success="已申请延期；等负责人决定。",
    )


@form(permission_of(EXTENSION, "grant"))
def grant(request: ActingRequest, extension_id: int) -> HttpResponse:
    """Grant more days."""
    extension = selectors.extension_for(request.actor, extension_id)
    bound = AnswerForm(request.POST if request.method == "POST" else None)
    row = extension.rectification
    return run_action(
        request,
        bound,
        lambda: extensions.grant(
            actor=request.actor, extension_id=extension_id, at=request.at, **bound.cleaned_data
        ),
        action(row, "同意延期", "同意", facts=_facts(extension)),
        success="已同意延期，新的期满日已记下。",
    )


@form(permission_of(EXTENSION, "refuse"))
def refuse(request: ActingRequest, extension_id: int) -> HttpResponse:
    """Refuse more days."""
    extension = selectors.extension_for(request.actor, extension_id)
    bound = AnswerForm(request.POST if request.method == "POST" else None)
    row = extension.rectification
    return run_action(
        request,
        bound,
        lambda: extensions.refuse(
            actor=request.actor, extension_id=extension_id, at=request.at, **bound.cleaned_data
        ),
        action(row, "不同意延期", "不同意", facts=_facts(extension)),
        success="没有同意延期，理由已留痕。",
    )


@form(permission_of(RECTIFICATION, "escalate"))
def escalate(request: ActingRequest, rectification_id: int) -> HttpResponse:
    """Hand it over as a clue for a case, with what follows of a refusal before one's eyes."""
    row = selectors.rectification_for(request.actor, rectification_id)
    bound = WhyForm(request.POST or None)
    on = moments.day_of(request.at)
    follows = tuple((c.citation, c.words) for c in selectors.consequences(row.bureau_id, on))
    return run_action(
        request,
        bound,
        lambda: extensions.escalate(
            actor=request.actor,
            rectification_id=rectification_id,
            at=request.at,
            **bound.cleaned_data,
        ),
        action(
            row,
            "移交案件线索",
            "移交",
            lead="移交以后这一件完结，由办案机构决定是否立案；不能收回。",
            facts=(*term_facts(row), *point_facts(row), *follows),
        ),
        success=lambda clue: f"已移交，线索编号 {clue.number}。",
    )


def _facts(extension: Extension) -> Facts:
    asked = f"{extension.asked_by}，{moments.minute_in_words(extension.asked_at)}"
    return (
        *term_facts(extension.rectification),
        ("申请", asked),
        ("延长", f"{extension.days} 日"),
        ("理由", extension.reason),
    )
