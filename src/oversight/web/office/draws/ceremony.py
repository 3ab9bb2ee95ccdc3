"""抽取主持: submitting, sealing, holding, opening, voiding."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from oversight.accounts.rules import Permission, permission_of
from oversight.common.errors import DomainError
from oversight.draws import obstacles, records, selectors
from oversight.draws.models import Draw
from oversight.draws.services import bundles, holding, sealing
from oversight.draws.states import DRAW, VOID
from oversight.web import documents, downloads, jobs
from oversight.web.access import ActingRequest, act, form, page
from oversight.web.forms import CodeForm, ReasonForm
from oversight.web.office.draws.actions import (
    DrawAct,
    draw_action,
    run_draw_act,
    show_obstacle,
    verify_code,
)
from oversight.web.office.draws.forms import VoidForm
from oversight.web.presenters import draw_facts, draw_results
from oversight.web.presenters.draws import class_rows

_ZIP = "application/zip"


@form(permission_of(DRAW, "submit"))
def submit(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Submit the prepared draw for approval."""
    bound = CodeForm(request.POST or None)
    return run_draw_act(
        request,
        draw_id,
        bound,
        lambda: sealing.submit(
            actor=request.actor,
            draw_id=draw_id,
            confirmed=verify_code(request, bound),
            at=request.at,
        ),
        DrawAct(
            title="提交复核",
            lead="提交以后等另一个人复核；复核同意的那一刻就封存，任何人不能再改。",
            button="提交复核",
            success="已提交；请复核人来看过、同意并封存。",
            act="submit",
            facts_of=draw_facts.facts_of,
        ),
    )


@act(permission_of(DRAW, "withdraw"))
def withdraw(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Take back what was submitted."""
    sealing.withdraw(actor=request.actor, draw_id=draw_id, at=request.at)
    messages.success(request, "已撤回到备料；改好以后可以再提交复核。")
    return redirect("office:draw", draw_id)


@form(permission_of(DRAW, "seal"))
def seal(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Seal the draw, with the second factor."""
    draw = selectors.draw_for(request.actor, draw_id)
    obstacle = obstacles.of_act(draw, "seal", request.actor, request.at)
    if obstacle is not None and request.method != "POST":
        action = draw_action(draw, title="复核并封存", button="封存名录和规则")
        return show_obstacle(request, draw, obstacle, action)
    bound = CodeForm(request.POST or None)
    if bound.is_valid():
        sealed = bound.carry_out(
            lambda: sealing.seal(
                actor=request.actor,
                draw_id=draw_id,
                seen=request.POST.get("seen", ""),
                confirmed=verify_code(request, bound),
                at=request.at,
            )
        )
        if sealed is not None:
            messages.success(request, "已封存。请见证人和监督抄下封存码，签名、写明时间。")
            return redirect("office:draw-sealed", draw_id)
    rows = class_rows(draw.figures.get("strata", []))
    context = {"form": bound, "draw": draw, "rows": rows, "facts": draw_facts.facts_of(draw)}
    return render(request, "office/draws/seal.html", context)


@form(permission_of(DRAW, "send_back"))
def send_back(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Send the draw back for further preparation, with the reason."""
    bound = ReasonForm(request.POST or None)
    return run_draw_act(
        request,
        draw_id,
        bound,
        lambda: sealing.send_back(
            actor=request.actor,
            draw_id=draw_id,
            reason=bound.cleaned_data["reason"],
            at=request.at,
        ),
        DrawAct(
            title="退回抽取",
            lead="退回以后主持人可以修改，改完要重新备料和提交。",
            button="退回",
            success="已退回。",
            act="send_back",
            facts_of=draw_facts.facts_of,
        ),
    )


@form(permission_of(DRAW, "hold"))
def hold(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Hold the draw: start the computation of its result."""
    bound = CodeForm(request.POST or None)

    def service() -> Draw:
        return holding.ask(
            actor=request.actor,
            draw_id=draw_id,
            confirmed=verify_code(request, bound),
            enqueue=jobs.enqueue,
            at=request.at,
        )

    return run_draw_act(
        request,
        draw_id,
        bound,
        service,
        DrawAct(
            title="抽取和派员",
            lead="种子已定，结果只有一个；现在由程序按公式算出，谁也不能挑选。",
            button="开始抽取",
            success="正在抽取。",
            act="hold",
            facts_of=draw_facts.hold_facts,
        ),
    )


@form(permission_of(DRAW, "open"))
def open_(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Open a sealed draw."""
    bound = CodeForm(request.POST or None)
    return run_draw_act(
        request,
        draw_id,
        bound,
        lambda: holding.open_by_person(
            actor=request.actor,
            draw_id=draw_id,
            confirmed=verify_code(request, bound),
            at=request.at,
        ),
        DrawAct(
            title="开封",
            lead="开封以后名单、密数和全部验证材料同时公布。到约定时间程序也会自己开封。",
            button="开封",
            success="已开封，全部公布。",
            act="open",
            facts_of=draw_facts.opening_facts,
        ),
    )


@form(permission_of(VOID, "propose"))
def void(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Propose that a draw be void."""
    bound = VoidForm(request.POST or None)
    return run_draw_act(
        request,
        draw_id,
        bound,
        lambda: holding.ask_void(
            actor=request.actor,
            draw_id=draw_id,
            why=bound.cleaned_data["why"],
            confirmed=verify_code(request, bound),
            at=request.at,
        ),
        DrawAct(
            title="提出作废",
            lead="公开数产生以前，两个人同意才能作废；作废的抽取永远列在公示页上。",
            button="提出作废",
            success="已提出；等另一位同意。",
            act="propose_void",
            facts_of=draw_facts.void_facts,
        ),
    )


@form(permission_of(VOID, "agree"))
def void_agree(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Agree to a void."""
    draw = selectors.draw_for(request.actor, draw_id)
    bound = CodeForm(request.POST or None)
    return run_draw_act(
        request,
        draw_id,
        bound,
        lambda: holding.agree_void(
            actor=request.actor,
            draw_id=draw_id,
            confirmed=verify_code(request, bound),
            at=request.at,
        ),
        DrawAct(
            title="同意作废",
            lead=f"{draw.void_asked_by} 提出作废，原因：{draw.void_why}",
            button="同意作废",
            success="已作废，永远列在公示页上。",
            act="void",
            facts_of=draw_facts.void_facts,
        ),
    )


@act(permission_of(VOID, "withdraw"))
def void_withdraw(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Take back one's own proposal of a void."""
    holding.withdraw_void(actor=request.actor, draw_id=draw_id, at=request.at)
    messages.success(request, "已撤回作废的提议；抽取照常进行。")
    return redirect("office:draw", draw_id)


@act(permission_of(VOID, "refuse"))
def void_refuse(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Refuse a void."""
    holding.refuse_void(actor=request.actor, draw_id=draw_id, at=request.at)
    messages.success(request, "没有同意作废；抽取照常进行。")
    return redirect("office:draw", draw_id)


@act(permission_of(DRAW, "hand_over"))
def medium(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Send the sealed files as a zip archive, for the supervisor's medium."""
    draw = sealing.note_handed_over(actor=request.actor, draw_id=draw_id, at=request.at)
    response = HttpResponse(bundles.medium(draw), content_type=_ZIP)
    response["Content-Disposition"] = f'attachment; filename="{draw.number}-sealed.zip"'
    return response


@page(Permission.SEE_DRAWS)
def minutes(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Give the minutes as a document."""
    draw = selectors.draw_for(request.actor, draw_id)
    if draw.held_at is None:
        raise DomainError("抽取以后才有抽取记录")
    address = request.build_absolute_uri(reverse("public:draw", args=[draw.number]))
    content = documents.minutes(
        draw, address=address, printed_by=request.actor.person, at=request.at
    )
    return downloads.attachment(content, f"抽取记录-{draw.number}-草稿.docx", downloads.DOCX)


@page(Permission.SEE_DRAWS)
def results(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Show the drawn subjects and their inspectors; record each view before the opening."""
    draw = selectors.draw_for(request.actor, draw_id)
    if draw.held_at is None:
        raise DomainError("还没有抽取")
    record = records.read(draw)
    draw = record.draw
    if not selectors.may_see_list(request.actor, draw):
        raise DomainError("这次抽取是密封的，到开封时间才能看名单")
    if not selectors.is_list_shown(draw):
        holding.record_view(actor=request.actor, draw=draw, at=request.at)
    context = {
        "draw": draw,
        "result": draw_results.result_of(record),
        "printed_by": request.actor.person,
        "now": request.at,
    }
    return render(request, "office/draws/results.html", context)
