"""The record of a visit is signed, closed, broken off or corrected, at a desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from oversight.accounts.rules import Permission
from oversight.common.errors import FieldsError
from oversight.documents.services import issuing
from oversight.files.services import storing
from oversight.inspections import minutes_data, record_facts, record_states, selectors
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import finishing, signing, suspending
from oversight.inspections.states import TaskState
from oversight.web.access import ActingRequest, form, page
from oversight.web.action_form import Action, confirm_action, run_action
from oversight.web.forms import Form
from oversight.web.office.inspections.record_forms import (
    PAPER_KINDS,
    CorrectionForm,
    PaperForm,
    RefusedForm,
    SuspendForm,
)


@form(Permission.TAKE_VISITS)
def begin_signing(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Give the record to the signatures."""
    return _confirm(
        request,
        visit_id,
        signing.begin_signing,
        ("检查完毕，交双方签字", "交签字"),
        lead="交签字以后笔录的内容固定；要改只能退回，签过的要重新签。",
        success="笔录已定稿，请双方签字。",
    )


@form(Permission.TAKE_VISITS)
def confirm(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Sign as an officer, on the own account."""
    return _confirm(
        request,
        visit_id,
        signing.confirm,
        ("以本人账号签字确认", "我已核对，签字确认"),
        lead="只代表您本人；另一名检查人员用自己的账号确认，或在纸上签。",
        success="已签字确认。",
    )


@form(Permission.TAKE_VISITS)
def paper(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Hand in a picture of the minutes that both sides signed by hand."""

    def keep(bound: Form) -> object:
        file = bound.cleaned_data["file"]
        stored = storing.store_file(
            chunks=file.chunks(),
            name=file.name,
            actor=request.actor,
            at=request.at,
            kinds=PAPER_KINDS,
        )
        return signing.attach_paper(
            actor=request.actor, visit_id=visit_id, digest=stored.digest, at=request.at
        )

    visit = selectors.visit_for(request.actor, visit_id)
    bound = PaperForm(request.POST or None, request.FILES or None)
    action = _action(visit, "上传双方签过字的笔录", "上传")
    return run_action(request, bound, lambda: keep(bound), action, success="签过字的笔录已收下。")


@form(Permission.TAKE_VISITS)
def refuse(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Note that the subject does not sign."""
    bound = RefusedForm(request.POST or None)
    return _run(
        request,
        visit_id,
        bound,
        signing.refuse_signature,
        ("登记拒绝签字", "登记"),
        success="已登记拒绝签字。",
    )


@form(Permission.TAKE_VISITS)
def reopen(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Take the record back from the signatures."""
    bound = SuspendForm(request.POST or None)
    return _run(
        request,
        visit_id,
        bound,
        signing.reopen,
        ("退回修改笔录", "退回"),
        lead="退回以后，已有的签名作废，改好要重新签。",
        success="已退回，可以修改；改好以后重新签字。",
    )


@form(Permission.TAKE_VISITS)
def finish(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Close the record, signed, or with the reason why nothing could be inspected."""
    visit = selectors.visit_for(request.actor, visit_id)
    is_signing = visit.state == TaskState.SIGNING
    return _confirm(
        request,
        visit_id,
        finishing.finish if is_signing else finishing.could_not_inspect,
        ("现场完结", "完结") if is_signing else ("登记未能检查", "登记"),
        lead="完结以后记录不能再改，有错只能另写更正；同时出具现场检查笔录和证据清单。",
        success="现场检查已完结。" if is_signing else "已登记未能检查。",
    )


@form(Permission.TAKE_VISITS)
def suspend(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Break a visit off."""
    bound = SuspendForm(request.POST or None)
    return _run(
        request, visit_id, bound, suspending.suspend, ("中止检查", "中止"), success="检查已中止。"
    )


@form(Permission.TAKE_VISITS)
def resume(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Go on with a visit that was broken off while it was being inspected."""
    return _confirm(
        request, visit_id, suspending.resume, ("恢复检查", "恢复"), success="检查已恢复。"
    )


@form(Permission.TAKE_VISITS)
def go_again(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Let officers arrive anew, where a visit was broken off before it began."""
    return _confirm(
        request,
        visit_id,
        suspending.go_again,
        ("改日再到场", "改日再到场"),
        lead="到场时要重新出示两名人员的证件。",
        success="可以改日再到场。",
    )


@form(Permission.TAKE_VISITS)
def correct(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Say what is wrong in a record that stands."""
    bound = CorrectionForm(request.POST or None)
    return _run(
        request,
        visit_id,
        bound,
        suspending.correct,
        ("更正笔录", "写入更正"),
        lead="原来的笔录不动，更正附在后面。",
        success="更正已附在笔录后面。",
    )


@page(Permission.TAKE_VISITS)
def printout(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Give the minutes as a draft to print and to sign by hand."""
    state = record_states.record_state(request.actor, visit_id, request.at)
    facts = record_facts.of_visit(state.task, request.at)
    data = minutes_data.minutes_data(state.task, state.record, facts)
    try:
        content = issuing.preview_pdf(
            type_code=minutes_data.MINUTES,
            organisation=state.task.bureau,
            data=data,
            at=request.at,
        )
    except FieldsError as error:
        messages.error(request, f"笔录还不齐，先不能打印：{error.problem}")
        return redirect("office:visit-record", visit_id)
    return HttpResponse(content, content_type="application/pdf")


def _run(
    request: ActingRequest,
    visit_id: int,
    bound: Form,
    service: Callable[..., object],
    words: tuple[str, str],
    *,
    success: str,
    lead: str = "",
) -> HttpResponse:
    visit = selectors.visit_for(request.actor, visit_id)

    def carry_out() -> object:
        typed: dict[str, Any] = bound.cleaned_data
        return service(actor=request.actor, visit_id=visit_id, at=request.at, **typed)

    action = _action(visit, *words, lead=lead)
    return run_action(request, bound, carry_out, action, success=success)


def _confirm(
    request: ActingRequest,
    visit_id: int,
    service: Callable[..., object],
    words: tuple[str, str],
    *,
    success: str,
    lead: str = "",
) -> HttpResponse:
    visit = selectors.visit_for(request.actor, visit_id)
    return confirm_action(
        request,
        lambda: service(actor=request.actor, visit_id=visit_id, at=request.at),
        _action(visit, *words, lead=lead),
        success=success,
    )


def _action(visit: InspectionTask, title: str, button: str, *, lead: str = "") -> Action:
    crumbs = (
        ("检查任务", reverse("office:visits")),
        (visit.name, reverse("office:visit", args=[visit.pk])),
        ("现场记录", reverse("office:visit-record", args=[visit.pk])),
    )
    return Action(title=title, button=button, crumbs=crumbs, caption=visit.name, lead=lead)
